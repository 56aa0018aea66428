import { autocompletion, type CompletionSource, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { jinja } from "@codemirror/lang-jinja";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching, indentOnInput, indentUnit, type LanguageSupport } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";

import type { Language } from "./contract";
import { chips, offered } from "./offers";

const LANGUAGES: Record<Exclude<Language, "prompt">, () => LanguageSupport> = {
  jinja: () => jinja(),
  javascript: () => javascript(),
  json: () => json(),
  python: () => python(),
  sql: () => sql(),
};
const PROGRAMS: readonly Language[] = ["python", "javascript", "sql"];

/** Everything that depends on what a text is written in. */
export function written(language: Language): Extension {
  if (language === "prompt") return [EditorView.lineWrapping, completing(offered), chips];
  const support = LANGUAGES[language]();
  // Programs complete what their language knows; templates name what they were given.
  const completion = PROGRAMS.includes(language) ? autocompletion({ icons: false }) : completing(offered);
  return [support, completion, language === "jinja" ? EditorView.lineWrapping : [], CODING];
}

function completing(source: CompletionSource): Extension {
  return autocompletion({ override: [source], icons: false, interactionDelay: 0 });
}

const CODING: Extension = [
  lineNumbers(),
  lintGutter(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  bracketMatching(),
  closeBrackets(),
  indentOnInput(),
  indentUnit.of("    "),
  keymap.of([...closeBracketsKeymap, indentWithTab]),
];
