/** What the server and the editor say to each other. The server's side is `pages/fields/editor.py`. */

export type Language = "prompt" | "jinja" | "python" | "javascript" | "json" | "sql";

/** Something that can be named in the text: how that is written, what it is called, whose it is, its type. */
export type Offer = readonly [reference: string, name: string, owner: string, kind: string];

/** What is wrong with a line; lines count from 1. */
export type Fault = readonly [line: number, message: string];

/** A text as the server has it, with everything around it, sent whole at every change. */
export interface Sheet {
  readonly name: string;
  readonly label: string;
  readonly language: Language;
  readonly text: string;
  /** Stands for `text`; an edit names the version that it was made on. */
  readonly version: string;
  readonly taken: { readonly client: string; readonly seq: number };
  readonly offers: readonly Offer[];
  readonly faults: readonly Fault[];
  readonly lines: number;
  readonly placeholder: string;
  readonly words: Readonly<Record<string, string>>;
}

/** The whole text as a person has typed it: `seq` counts up from 1, `over` is the version that lay below. */
export interface Edit {
  readonly client: string;
  readonly seq: number;
  readonly over: string;
  readonly text: string;
}
