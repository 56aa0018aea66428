import { useEffect } from "preact/hooks";
import { copied, Markdown } from "../markdown/Markdown";
import { IconButton } from "../parts/IconButton";
import { say, timeOf } from "../words/words";
import { discard, load, saved } from "./savedTexts";

/** Texts that the visitor has saved. */
export function Saved() {
  useEffect(() => void load().catch(() => (saved.value ??= [])), []);
  const all = saved.value;
  if (!all) return null;
  if (!all.length) return <p class="note is-centred">{say("run.saved.none")}</p>;
  return (
    <div class="past">
      {all.map((one) => (
        <article class="card" key={one.id}>
          <header class="result-head">
            <time>{timeOf(one.created_at)}</time>
            <IconButton size={16} icon="copy" label={say("chat.copy")} onClick={() => void copied(one.answer)} />
            <IconButton size={16} icon="trash" label={say("chat.delete")} onClick={() => void discard(one.id)} />
          </header>
          <Markdown text={one.answer} />
        </article>
      ))}
    </div>
  );
}
