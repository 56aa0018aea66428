/** Formulas in Markdown: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own. */

import type { TokenizerAndRendererExtension } from "marked";
import { escaped } from "./parse";

const BLOCK = /^(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n|$)/;
const INLINE = /^(?:\$\$([^\n]+?)\$\$|\\\((.+?)\\\)|\\\[(.+?)\\\]|\$(?![\s$])((?:\\.|[^$\\\n])*?[^\s\\$])\$(?!\d))/;

export const mathExtensions: TokenizerAndRendererExtension[] = [
  {
    name: "formula",
    level: "block",
    start: (text) => text.search(/\$\$|\\\[/),
    tokenizer(text) {
      const found = BLOCK.exec(text);
      return found ? { type: "formula", raw: found[0], tex: found[1] ?? found[2], display: true } : undefined;
    },
    renderer: (token) => `<p>${formula(token.tex as string, true)}</p>`,
  },
  {
    name: "inline-formula",
    level: "inline",
    start: (text) => text.search(/\$|\\[([]/),
    tokenizer(text) {
      const found = INLINE.exec(text);
      if (!found) return undefined;
      const display = found[1] !== undefined || found[3] !== undefined;
      return { type: "inline-formula", raw: found[0], tex: found.slice(1).find(Boolean), display };
    },
    renderer: (token) => formula(token.tex as string, token.display as boolean),
  },
];

function formula(tex: string, display: boolean): string {
  const shown = escaped(tex.trim());
  return `<span class="math" data-tex="${shown}"${display ? ' data-display="1"' : ""}>${shown}</span>`;
}
