import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Syntax in the colours of the page's theme, whose text colours are readable on its background, light or dark. */
const SYNTAX = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: "var(--violet)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--green)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--orange)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.className], color: "var(--blue)" },
  { tag: [tags.propertyName, tags.attributeName, tags.tagName], color: "var(--blue)" },
  { tag: [tags.definition(tags.variableName)], color: "var(--ink)" },
  { tag: [tags.comment, tags.meta], color: "var(--gray)", fontStyle: "italic" },
  { tag: [tags.brace, tags.processingInstruction, tags.squareBracket], color: "var(--gray)" },
  { tag: tags.invalid, color: "var(--red)" },
]);

const LOOK = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.55", maxHeight: "var(--most)", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)", minHeight: "var(--least)" },
  ".cm-line": { padding: "0 12px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--gray)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--gray)", border: "none", paddingLeft: "2px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "22px", padding: "0 4px 0 2px" },
  ".cm-gutter-lint": { width: "13px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 1px" },
  ".cm-lint-marker": { width: "10px", height: "10px" },
  ".cm-gutters + .cm-content .cm-line": { paddingLeft: "6px" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--faint)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--chosen)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--chosen)", outline: "none" },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "10px",
    boxShadow: "0 8px 24px rgb(0 0 0 / 0.16)",
    overflow: "hidden",
    zIndex: "1000",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", padding: "4px", maxHeight: "15em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "4px 10px",
    borderRadius: "6px",
    display: "flex",
    gap: "16px",
    justifyContent: "space-between",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    display: "block",
    padding: "7px 10px 2px",
    border: "none",
    opacity: "1",
    color: "var(--gray)",
    fontSize: "11.5px",
    fontWeight: "600",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "#fff" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.7", marginLeft: "0" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { padding: "6px 10px" },
  ".chip": {
    display: "inline-block",
    padding: "0 7px",
    margin: "0 1px",
    borderRadius: "6px",
    lineHeight: "1.45",
    color: "var(--blue)",
    backgroundColor: "var(--tint)",
    cursor: "default",
    whiteSpace: "nowrap",
    maxWidth: "100%",
    overflow: "hidden",
    textOverflow: "ellipsis",
    verticalAlign: "bottom",
  },
  ".chip i": { fontStyle: "normal", color: "var(--soft)", marginRight: "2px" },
  ".chip.unknown": { color: "var(--red)", backgroundColor: "var(--warning)" },
});

export const look: Extension = [LOOK, syntaxHighlighting(SYNTAX)];
