import type { KeyboardEvent } from "react";

export interface KeyboardActions {
  readonly remove: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly copy: () => void;
  readonly paste: () => void;
  readonly duplicate: () => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly nudge: (x: number, y: number) => void;
  readonly add: () => void;
}

const STEP = 10; // pixels that an arrow key moves what is selected; with Shift five times that
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Do what a key means on the canvas; keys that mean nothing here, and those typed into fields, go their way. */
export function onKey(event: KeyboardEvent, actions: KeyboardActions): void {
  const target = event.target;
  if (target instanceof HTMLInputElement || target instanceof HTMLButtonElement) return;
  const action = event.ctrlKey || event.metaKey ? chord(event, actions) : single(event, actions);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function chord(event: KeyboardEvent, actions: KeyboardActions): (() => void) | undefined {
  switch (event.key.toLowerCase()) {
    case "z":
      return event.shiftKey ? actions.redo : actions.undo;
    case "y":
      return actions.redo;
    case "c":
      return actions.copy;
    case "v":
      return actions.paste;
    case "d":
      return actions.duplicate;
    case "a":
      return actions.selectAll;
    default:
      return undefined;
  }
}

function single(event: KeyboardEvent, actions: KeyboardActions): (() => void) | undefined {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? STEP * 5 : STEP;
    return () => actions.nudge(arrow[0] * step, arrow[1] * step);
  }
  switch (event.key) {
    case "Delete":
    case "Backspace":
      return actions.remove;
    case "Escape":
      return actions.clear;
    case "a":
    case "/":
      return actions.add;
    default:
      return undefined;
  }
}
