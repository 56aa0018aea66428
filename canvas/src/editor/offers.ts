import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { Facet, type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";

import type { Offer } from "./contract";

const BEGUN = /(?:\{\{#?\s?|(?<=^|\s)\/)[^\s{}/]*$/; // what asks for a name
const NAMED = /\{\{#([^#{}\n]+)#\}\}|\{\{\s?([\p{L}_][\p{L}\p{N}_]*)\s?\}\}/gu;
const OWN = new Set(["context", "query", "histories", "last_run", "error_message"]); // {{#...#}} that name no variable

/** What can be named in the text. */
export const offers = Facet.define<readonly Offer[], readonly Offer[]>({ combine: (given) => given[0] ?? [] });

/** Offer the names as soon as "/" or "{{" is typed. */
export function offered(context: CompletionContext): CompletionResult | null {
  const begun = context.matchBefore(BEGUN);
  if (!begun && !context.explicit) return null;
  const from = begun?.from ?? context.pos;
  const asked = (begun?.text ?? "").replace(/^(\{\{#?\s?|\/)/, "").toLowerCase();
  const known = context.state.facet(offers);
  const owners = [...new Set(known.map(([, , owner]) => owner))];
  const fit = known.filter((offer) => offer.join(" ").toLowerCase().includes(asked));
  const options = fit.map((offer) => option(offer, owners));
  // The list follows each key at once: Enter takes what is marked, however quickly it comes.
  const update = (_: CompletionResult, _from: number, _to: number, now: CompletionContext) => offered(now);
  return fit.length ? { from, options, filter: false, update } : null;
}

function option([reference, name, owner, kind]: Offer, owners: readonly string[]): Completion {
  const apply = (view: EditorView, completion: Completion, from: number, to: number) => {
    const rest = view.state.sliceDoc(to, to + 4);
    const end = to + (/^\s?#?\}\}/.exec(rest)?.[0].length ?? 0); // braces that were closed before
    view.dispatch({
      changes: { from, to: end, insert: reference },
      selection: { anchor: from + reference.length },
      userEvent: "input.complete",
      annotations: pickedCompletion.of(completion),
    });
  };
  const section = owner ? { section: { name: owner, rank: owners.indexOf(owner) } } : {};
  return { label: name, detail: kind, apply, ...section };
}

/** A reference as people read it: whose variable it is, and which. */
class Chip extends WidgetType {
  constructor(
    readonly owner: string,
    readonly name: string,
    readonly reference: string,
    readonly isKnown: boolean,
  ) {
    super();
  }

  override eq(other: Chip): boolean {
    return this.owner === other.owner && this.name === other.name && this.isKnown === other.isKnown;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = this.isKnown ? "chip" : "chip unknown";
    chip.title = this.reference;
    if (this.owner) {
      const owner = document.createElement("i");
      owner.textContent = this.owner;
      chip.append(owner, " ");
    }
    chip.append(this.name);
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

/** Return how a reference reads; null for braces that are only text here. */
function chipOf(match: RegExpMatchArray, known: readonly Offer[]): Chip | null {
  const [reference, path, bare] = match;
  if (bare) {
    const found = known.find(([, name, owner]) => !owner && name === bare);
    return found ? new Chip("", bare, reference, true) : null;
  }
  const names = (path ?? "").split(".");
  if (names.length === 1) return new Chip("", names[0] ?? "", reference, OWN.has(names[0] ?? ""));
  const owned = known.find(([other]) => other === reference || other === `{{#${names.slice(0, 2).join(".")}#}}`);
  return owned
    ? new Chip(owned[2], names.slice(1).join("."), reference, true)
    : new Chip("", names.join("."), reference, false);
}

function chipsIn(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  const known = view.state.facet(offers);
  for (const match of view.state.doc.toString().matchAll(NAMED)) {
    const widget = chipOf(match, known);
    if (widget) found.push(Decoration.replace({ widget }).range(match.index, match.index + match[0].length));
  }
  return RangeSet.of(found);
}

/** References as chips, which the cursor passes and Backspace takes as one. */
export const chips = ViewPlugin.fromClass(
  class {
    shown: DecorationSet;

    constructor(view: EditorView) {
      this.shown = chipsIn(view);
    }

    update(update: ViewUpdate): void {
      const isOffered = update.startState.facet(offers) !== update.state.facet(offers);
      if (update.docChanged || isOffered) this.shown = chipsIn(update.view);
    }
  },
  {
    decorations: (plugin) => plugin.shown,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.shown ?? Decoration.none),
  },
);
