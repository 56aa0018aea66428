/** What is added to a block once it stands: formulas, colours, diagrams; each with a program of its own, on demand. */

import { say } from "../words/words";

/** Add to a block in place; one that has changed meanwhile is left alone. */
export function enrich(block: HTMLElement, isFinal: boolean): void {
  const formulas = block.querySelectorAll<HTMLElement>(".math");
  if (formulas.length) void import("./math").then(({ drawFormula }) => formulas.forEach(drawFormula));
  if (!isFinal) return;
  for (const code of block.querySelectorAll<HTMLElement>(".code")) {
    const language = (code.dataset.language ?? "").toLowerCase();
    if (language === "mermaid") void draw(code);
    else if (language) void colourIn(code, language);
  }
}

async function colourIn(code: HTMLElement, language: string): Promise<void> {
  const { colour } = await import("./code");
  const text = code.querySelector("code");
  if (text && !code.dataset.done) colour(text, language);
  code.dataset.done = "1";
}

async function draw(code: HTMLElement): Promise<void> {
  if (code.dataset.done) return;
  code.dataset.done = "1";
  const text = code.querySelector("code")?.textContent ?? "";
  try {
    const { diagramOf } = await import("./diagram");
    const frame = document.createElement("div");
    frame.className = "diagram";
    frame.append(await diagramOf(text));
    code.append(frame);
    code.classList.add("is-drawn");
  } catch {
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = say("diagram.failed");
    code.append(note);
  }
}
