import { useEffect, useMemo, useRef } from "preact/hooks";
import { say } from "../words/words";
import { enrich } from "./enrich";
import { type Block, blocksOf } from "./parse";

/** A text of a model as it should look; `grows` while more of it comes. */
export function Markdown({ text, grows = false }: { text: string; grows?: boolean }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div class="markdown" onClick={copyCode}>
      {blocks.map((block, index) => (
        <Piece key={index} block={block} isFinal={!grows || index < blocks.length - 1} />
      ))}
    </div>
  );
}

function Piece({ block, isFinal }: { block: Block; isFinal: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const piece = element.current;
    if (!piece) return;
    piece.innerHTML = block.html;
    enrich(piece, isFinal);
  }, [block.raw, block.html, isFinal]);
  return <div ref={element} class="piece" />;
}

async function copyCode(event: Event): Promise<void> {
  const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-copy]");
  if (!button) return;
  const text = button.closest(".code")?.querySelector("code")?.textContent ?? "";
  await copied(text);
  button.classList.add("is-done");
  button.title = say("chat.copied");
  setTimeout(() => button.classList.remove("is-done"), 1600);
}

/** Put a text on the clipboard, also where a frame may not use the modern way. */
export async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
