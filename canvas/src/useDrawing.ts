import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type Dispatch, type SetStateAction, useLayoutEffect, useRef, useState } from "react";

import type { Drawing } from "./contract";
import { type CanvasEdge, type CanvasNode, edgesOf, keptOr, nodesOf } from "./graph";
import type { Outbox } from "./outbox";
import type { StatusBoard } from "./statuses";

export interface Graph {
  readonly nodes: CanvasNode[];
  readonly edges: CanvasEdge[];
  readonly setNodes: Dispatch<SetStateAction<CanvasNode[]>>;
  readonly setEdges: Dispatch<SetStateAction<CanvasEdge[]>>;
}

/**
 * Keep what is shown in step with the server's drawing.
 *
 * The server's graph is the truth as soon as it holds everything that was done here; until then what the person sees
 * stays. Statuses are taken at once. What is selected follows the server only where the server chose something new.
 */
export function useDrawing(drawing: Drawing, outbox: Outbox, statuses: StatusBoard): Graph {
  const [nodes, setNodes] = useState<CanvasNode[]>(() => selected(nodesOf(drawing, []), drawing.selected));
  const [edges, setEdges] = useState<CanvasEdge[]>(() => selected(edgesOf(drawing, []), drawing.selected));
  const chosen = useRef(drawing.selected.join());
  const { getInternalNode, getViewport, setCenter, viewportInitialized } = useReactFlow();
  const store = useStoreApi();

  useLayoutEffect(() => {
    outbox.settle(drawing);
    statuses.push(drawing.statuses);
    if (!outbox.hasEdits) {
      setNodes((known) => nodesOf(drawing, known));
      setEdges((known) => edgesOf(drawing, known));
    }
    if (chosen.current === drawing.selected.join()) return;
    chosen.current = drawing.selected.join();
    if (outbox.hasChoices || isSelected(nodes, edges, drawing.selected)) return;
    setNodes((known) => selected(known, drawing.selected));
    setEdges((known) => selected(known, drawing.selected));
    if (viewportInitialized) bringIntoView(drawing);
  }, [drawing]);

  /** Move the view to what the server selected where it cannot be seen: a problem in the list leads to its node. */
  function bringIntoView({ selected: [id], boxes }: Drawing): void {
    const box = boxes.find((one) => one.id === id);
    if (!box) return;
    const { x, y } = getInternalNode(box.id)?.internals.positionAbsolute ?? box;
    const { zoom, ...view } = getViewport();
    const { width, height } = store.getState();
    const [left, top] = [x * zoom + view.x, y * zoom + view.y];
    const [right, bottom] = [left + box.width * zoom, top + box.height * zoom];
    if (left >= 0 && top >= 0 && right <= width && bottom <= height) return;
    void setCenter(x + box.width / 2, y + box.height / 2, { zoom, duration: 300 });
  }

  return { nodes, edges, setNodes, setEdges };
}

/** Return `items` with those selected whose ids are named, and no others. */
export function selected<T extends { id: string; selected?: boolean }>(items: T[], ids: readonly string[]): T[] {
  const wanted = new Set(ids);
  const marked = items.map((item) =>
    Boolean(item.selected) === wanted.has(item.id) ? item : { ...item, selected: wanted.has(item.id) },
  );
  return keptOr(marked, items);
}

/** Whether exactly these are selected here already. */
function isSelected(nodes: CanvasNode[], edges: CanvasEdge[], ids: readonly string[]): boolean {
  const here = [...nodes, ...edges].filter((one) => one.selected).map((one) => one.id);
  return here.length === ids.length && here.every((id) => ids.includes(id));
}
