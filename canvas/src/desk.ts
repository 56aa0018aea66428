import { createContext, useContext } from "react";

import type { Drawing, Spot } from "./contract";
import type { StatusBoard } from "./statuses";

/** What every node and edge may ask for; it changes with the language and the rights, never with the graph. */
export interface CanvasDesk {
  readonly looks: Drawing["looks"];
  readonly words: Drawing["words"];
  readonly editable: boolean;
  readonly statuses: StatusBoard;
  readonly resize: (id: string, width: number, height: number) => void;
  /** Open the palette; what is chosen goes to `spot`. */
  readonly offer: (spot: Spot, at: { x: number; y: number }) => void;
}

export const DeskContext = createContext<CanvasDesk | null>(null);

export function useDesk(): CanvasDesk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("drawn outside of the canvas");
  return desk;
}
