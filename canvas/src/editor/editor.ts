import { acceptCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";

import type { Fault, Language, Sheet } from "./contract";
import { Draft } from "./draft";
import { written } from "./languages";
import { look } from "./look";
import { offers } from "./offers";

/** One text on the page, with its cursor and its history. It outlives the place in which it is drawn. */
export class Editor {
  readonly draft: Draft;
  readonly view: EditorView;

  private readonly language = new Compartment();
  private readonly around = new Compartment();
  private shown: Sheet;

  constructor(sheet: Sheet, root: Document | ShadowRoot) {
    this.shown = sheet;
    this.view = new EditorView({ state: this.begin(sheet), root });
    this.draft = new Draft(() => this.view.state.doc.toString());
  }

  /** Show what the server has, unless the person has typed something newer or is about to. */
  show(sheet: Sheet): void {
    const before = this.shown;
    this.shown = sheet;
    if (before.language !== sheet.language) {
      this.view.dispatch({ effects: this.language.reconfigure(written(sheet.language)) });
    }
    if (surroundings(before) !== surroundings(sheet)) {
      this.view.dispatch({ effects: this.around.reconfigure(around(sheet)) });
    }
    if (this.draft.settle(sheet) && !this.view.hasFocus) this.adopt(sheet.text);
    if (this.view.state.doc.toString() === sheet.text) this.mark(sheet.faults);
  }

  /** Send what was typed; a text that the server has made of it is shown when nobody types any more. */
  leave(): void {
    this.draft.send();
    if (this.draft.settle(this.shown)) this.adopt(this.shown.text);
  }

  private begin(sheet: Sheet): EditorState {
    const keys = [
      { key: "Mod-Enter", run: () => (this.draft.send(), true) },
      { key: "Tab", run: acceptCompletion },
    ];
    return EditorState.create({
      doc: sheet.text,
      extensions: [
        history(),
        drawSelection(),
        Prec.highest(keymap.of(keys)),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorState.phrases.of(sheet.words),
        placeholder(sheet.placeholder),
        this.language.of(written(sheet.language)),
        this.around.of(around(sheet)),
        look,
        EditorView.updateListener.of(({ docChanged, transactions }) => {
          if (docChanged && !transactions.some((one) => one.annotation(Transaction.remote))) this.draft.typed();
        }),
        EditorView.domEventHandlers({ blur: () => this.leave() }),
      ],
    });
  }

  private adopt(text: string): void {
    const { doc } = this.view.state;
    if (doc.toString() === text) return;
    const annotations = [Transaction.remote.of(true), Transaction.addToHistory.of(false)];
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations });
  }

  private mark(faults: readonly Fault[]): void {
    const { doc } = this.view.state;
    const found = faults.map(([number, message]) => {
      const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
      return { from: line.from, to: line.to, severity: "error" as const, message };
    });
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }
}

/** What stands around the text and may change: what can be named, and what the text is called. */
function around({ offers: given, label, language, words }: Sheet): Extension {
  const help = isCode(language) ? words.leave : words.name;
  const told = { "aria-label": label, "aria-description": help ?? "" };
  // What is editable takes the focus anyway; the attribute says so to readers, too, who look whether a text that scrolls can.
  return [offers.of(given), EditorView.contentAttributes.of({ ...told, tabindex: "0" })];
}

function surroundings({ offers: given, label, language }: Sheet): string {
  return JSON.stringify([given, label, language]);
}

export function isCode(language: Language): boolean {
  return language !== "prompt";
}
