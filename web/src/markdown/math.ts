/** Formulas drawn by KaTeX; loaded with the first one. */

import katex from "katex";
import "katex/dist/katex.min.css";

/** Draw a formula in place; one that cannot be read stays as it was written. */
export function drawFormula(element: HTMLElement): void {
  const display = element.dataset.display === "1";
  const bounds = { maxExpand: 200, maxSize: 20, trust: false, strict: false as const };
  try {
    katex.render(element.dataset.tex ?? "", element, { displayMode: display, throwOnError: true, ...bounds });
    element.classList.toggle("math-display", display);
  } catch {
    element.textContent = element.dataset.tex ?? "";
  }
}
