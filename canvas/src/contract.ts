/** What the server and the canvas say to each other. The server's side is `pages/drawing/own.py`. */

/** A branch by which a node can be left: its handle and what is written beside it. */
export type Port = readonly [handle: string, label: string];

/** A node as it is drawn; `x` and `y` count from the parent's corner, sizes are pixels. */
export interface Box {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly line: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly parent: string | null;
  readonly ports: readonly Port[];
  readonly shape: "card" | "container" | "start" | "note";
  readonly enters: boolean;
  readonly leaves: boolean;
}

export interface WireSpec {
  readonly id: string;
  readonly source: string;
  readonly handle: string;
  readonly target: string;
}

/** How a kind of node shows: a hue of the palette, the path of a 16 × 16 drawing, its name in the person's language. */
export interface Look {
  readonly hue: string;
  readonly icon: string;
  readonly name: string;
}

export interface PaletteGroup {
  readonly title: string;
  readonly kinds: readonly string[];
}

/** Everything that the server wants drawn, sent whole at every change. */
export interface Drawing {
  readonly name: string;
  readonly height: number;
  readonly editable: boolean;
  readonly boxes: readonly Box[];
  readonly wires: readonly WireSpec[];
  readonly statuses: Readonly<Record<string, string>>;
  readonly selected: readonly string[];
  readonly looks: Readonly<Record<string, Look>>;
  readonly palette: readonly PaletteGroup[];
  readonly words: Readonly<Record<string, string>>;
  readonly base: string;
  readonly feed: string | null;
  /** Changes whenever the whole graph was laid out anew: all of it is shown then. */
  readonly arranged: number;
  readonly taken: { readonly client: string; readonly seq: number };
}

export interface Move {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Where a kind from the palette is put. */
export interface Spot {
  readonly x?: number;
  readonly y?: number;
  readonly container?: string | null;
  readonly edge?: string | null;
  readonly after?: readonly [node: string, handle: string] | null;
}

/** What a person did, one at a time. */
export type Edit =
  | { readonly do: "select"; readonly ids: readonly string[]; readonly first: string | null }
  | { readonly do: "move"; readonly moves: readonly Move[] }
  | { readonly do: "rehouse"; readonly moves: readonly Move[]; readonly container: string | null }
  | { readonly do: "resize"; readonly id: string; readonly width: number; readonly height: number }
  | { readonly do: "connect"; readonly source: string; readonly handle: string; readonly target: string }
  | {
      readonly do: "reconnect";
      readonly edge: string;
      readonly source: string;
      readonly handle: string;
      readonly target: string;
    }
  | { readonly do: "delete" | "duplicate" | "copy"; readonly ids: readonly string[] }
  | { readonly do: "paste" | "undo" | "redo" }
  | ({ readonly do: "drop"; readonly kind: string } & Spot);

/** An edit on its way: `seq` counts up from 1, `base` names the draft that the person looked at. */
export type Operation = Edit & { readonly seq: number; readonly base: string };

/** All edits that the server has not confirmed yet. */
export interface Log {
  readonly client: string;
  readonly operations: readonly Operation[];
}
