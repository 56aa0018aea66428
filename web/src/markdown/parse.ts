/** Markdown to blocks of safe HTML. What a model writes is data: raw HTML of it is shown as text, never as markup. */

import DOMPurify from "dompurify";
import { Marked, type Token, type Tokens } from "marked";
import { say } from "../words/words";
import { mathExtensions } from "./formulas";

export interface Block {
  raw: string;
  html: string;
}

const RULES = {
  ALLOWED_TAGS: (
    "p br hr strong em del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 a img table thead tbody tr th td " +
    "div span button"
  ).split(" "),
  ALLOWED_ATTR: (
    "href src alt title class target rel loading referrerpolicy align start type aria-label " +
    "data-tex data-display data-language data-copy"
  ).split(" "),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const marked = new Marked({ gfm: true, breaks: true, extensions: mathExtensions });

marked.use({
  renderer: {
    html: ({ text }) => (/^<br\s*\/?>$/i.test(text.trim()) ? "<br>" : escaped(text)),
    link({ href, title, tokens }) {
      const inner = this.parser.parseInline(tokens);
      const address = safeLink(href);
      if (!address) return inner;
      const hint = title ? ` title="${escaped(title)}"` : "";
      return `<a href="${escaped(address)}"${hint} target="_blank" rel="noopener noreferrer nofollow">${inner}</a>`;
    },
    image({ href, text }) {
      const address = safeImage(href);
      if (!address) return escaped(text);
      return `<img src="${escaped(address)}" alt="${escaped(text)}" loading="lazy" referrerpolicy="no-referrer">`;
    },
    code: ({ text, lang }) => codeBlock(text, (lang ?? "").trim().split(/\s+/)[0] ?? ""),
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    table(token: Tokens.Table) {
      const row = (cells: Tokens.TableCell[], tag: string) =>
        `<tr>${cells.map((cell) => tableCell(cell, tag, this.parser.parseInline(cell.tokens))).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("");
      return `<div class="table"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>`;
    },
  },
});

/** Return the blocks of a text; those above the last one stay as they are while the text grows. */
export function blocksOf(text: string): Block[] {
  const tokens = marked.lexer(text);
  const isAlone = Object.keys(tokens.links).length === 0; // else a block may hang on an address further down
  return tokens
    .filter((token) => token.type !== "space")
    .map((token) => ({ raw: `${token.type}:${token.raw}`, html: isAlone ? remembered(token) : htmlOf(token) }));
}

const made = new Map<string, string>();
const MOST_MADE = 400;

function remembered(token: Token): string {
  const known = made.get(token.raw);
  if (known !== undefined) return known;
  const html = htmlOf(token);
  if (made.size >= MOST_MADE) made.clear();
  made.set(token.raw, html);
  return html;
}

function htmlOf(token: Token): string {
  return DOMPurify.sanitize(marked.parser([token]), RULES);
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Return an address that may be followed: web, mail and telephone, and places of this server. */
export function safeLink(href: string): string | undefined {
  const address = parsed(href);
  return address && /^(https?|mailto|tel):$/.test(address.protocol) ? address.href : undefined;
}

/** Return an address that a picture may be loaded from: over https, or from this server. */
export function safeImage(href: string): string | undefined {
  const address = parsed(href);
  if (!address) return undefined;
  return address.protocol === "https:" || address.origin === location.origin ? address.href : undefined;
}

function parsed(href: string): URL | undefined {
  try {
    return new URL(href, location.origin);
  } catch {
    return undefined;
  }
}

function tableCell({ align }: Tokens.TableCell, tag: string, inner: string): string {
  return `<${tag}${align ? ` align="${align}"` : ""}>${inner}</${tag}>`;
}

function codeBlock(text: string, name: string): string {
  const language = escaped(name);
  const label = escaped(say("code.copy"));
  return (
    `<div class="code" data-language="${language}"><div class="code-head"><span>${language}</span>` +
    `<button type="button" class="code-copy" data-copy="1" aria-label="${label}" title="${label}"></button></div>` +
    `<pre><code>${escaped(text)}</code></pre></div>`
  );
}
