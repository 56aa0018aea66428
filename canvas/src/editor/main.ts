import { deleteCharBackward } from "@codemirror/commands";

import type { Edit, Sheet } from "./contract";
import { Editor, isCode } from "./editor";
import styles from "./style.css?inline";

/** What the page hands over at every rendering. */
interface Component {
  readonly data: Sheet;
  readonly parentElement: HTMLElement | ShadowRoot;
  readonly setStateValue: (name: string, value: Edit) => void;
}

interface Seat {
  readonly editor: Editor;
  readonly place: HTMLElement;
  parent: Node;
  hasFocus: boolean;
  /** When a key was first typed while the page had taken the place away; 0 while it is there. */
  goneSince: number;
}

const LINE = 20; // pixels
const PADDING = 16;
const MOVING = 2000; // milliseconds that the page may take to draw a place anew
const GROW = "M6 2H2v4M10 2h4v4M6 14H2v-4M10 14h4v-4";

// The page lays itself out anew whenever a label above has changed. Whoever types must not notice: the same editor,
// with its cursor and its history, moves to the new place.
const seats = new Map<string, Seat>();

/** Draw a text, or draw it again with newer data. */
export default function render({ data, parentElement, setStateValue }: Component): void {
  const seat = seats.get(data.name) ?? newSeat(data, parentElement);
  seat.editor.draft.deliver = (edit) => setStateValue("edit", edit);
  if (seat.parent !== parentElement || !seat.place.isConnected) move(seat, parentElement);
  seat.place.className = `editor${isCode(data.language) ? " code" : ""}${isWide(seat) ? " wide" : ""}`;
  seat.place.style.setProperty("--least", `${data.lines * LINE + PADDING}px`);
  seat.editor.show(data);
}

function newSeat(sheet: Sheet, parent: HTMLElement | ShadowRoot): Seat {
  forgetTheGone();
  const place = document.createElement("div");
  const editor = new Editor(sheet, rootOf(parent));
  const style = document.createElement("style");
  style.textContent = styles;
  place.append(style, editor.view.dom);
  const seat: Seat = { editor, place, parent, hasFocus: false, goneSince: 0 };
  place.append(growButton(seat, sheet));
  parent.append(place);
  listen(seat);
  seats.set(sheet.name, seat);
  return seat;
}

function move(seat: Seat, parent: HTMLElement | ShadowRoot): void {
  const { editor, place, hasFocus } = seat;
  seat.parent = parent;
  seat.goneSince = 0;
  parent.append(place);
  editor.view.setRoot(rootOf(parent));
  editor.view.requestMeasure();
  if (hasFocus && document.activeElement === document.body) editor.view.focus();
}

function rootOf(parent: HTMLElement | ShadowRoot): Document | ShadowRoot {
  const root = parent.getRootNode();
  return root instanceof ShadowRoot ? root : document;
}

function forgetTheGone(): void {
  for (const [name, seat] of seats) {
    if (seat.place.isConnected) continue;
    seat.editor.view.destroy();
    seats.delete(name);
  }
}

function listen(seat: Seat): void {
  const { place } = seat;
  place.addEventListener("focusin", () => (seat.hasFocus = true));
  place.addEventListener("focusout", () => {
    // Nobody has left an editor that the page has taken away.
    window.setTimeout(() => {
      if (place.isConnected && !place.contains(rootOf(place).activeElement)) seat.hasFocus = false;
    });
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isWide(seat) && !event.defaultPrevented) grow(seat, false);
    // Single keys are shortcuts of the page, which takes what comes out of here for keys on no field.
    if (!event.altKey && !event.metaKey && (!event.ctrlKey || event.key === "Enter")) event.stopPropagation();
  });
}

/** Keys that are typed while the page moves the editor that had them belong to it. */
document.addEventListener(
  "keydown",
  (event) => {
    const seat = [...seats.values()].find((one) => one.hasFocus && !one.place.isConnected);
    if (!seat || document.activeElement !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
    seat.goneSince ||= event.timeStamp;
    if (event.timeStamp - seat.goneSince > MOVING) {
      seat.hasFocus = false;
      return;
    }
    const { view } = seat.editor;
    if (event.key === "Backspace") deleteCharBackward(view);
    else if (event.key === "Enter") view.dispatch(view.state.replaceSelection(view.state.lineBreak));
    else if ([...event.key].length === 1) view.dispatch(view.state.replaceSelection(event.key));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

function growButton(seat: Seat, { words }: Sheet): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.title = words.grow ?? "";
  button.setAttribute("aria-label", words.grow ?? "");
  button.setAttribute("aria-pressed", "false");
  button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${GROW}" /></svg>`;
  button.addEventListener("click", () => grow(seat, !isWide(seat)));
  return button;
}

function grow(seat: Seat, isWanted: boolean): void {
  seat.place.classList.toggle("wide", isWanted);
  seat.place.querySelector("button")?.setAttribute("aria-pressed", String(isWanted));
  seat.editor.view.requestMeasure();
  seat.editor.view.focus();
}

function isWide(seat: Seat): boolean {
  return seat.place.classList.contains("wide");
}
