import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";

import type { Spot } from "./contract";
import type { CanvasNode } from "./graph";
import { KIND_TYPE } from "./Palette";

const HALF = { x: 122, y: 29 }; // pixels from a new node's corner to where the pointer holds it

/** Take what is dragged from the palette: onto an edge, into a container, or anywhere. */
export function useDrop(take: (kind: string, spot: Spot) => void) {
  const { screenToFlowPosition, getIntersectingNodes, getInternalNode } = useReactFlow<CanvasNode>();

  const spotAt = (x: number, y: number): Spot => {
    const place = screenToFlowPosition({ x, y });
    const around = getIntersectingNodes({ ...place, width: 1, height: 1 });
    const container = around.filter((node) => node.type === "container").at(-1);
    const corner = container ? getInternalNode(container.id)?.internals.positionAbsolute : undefined;
    return {
      x: Math.round(place.x - HALF.x - (corner?.x ?? 0)),
      y: Math.round(place.y - HALF.y - (corner?.y ?? 0)),
      container: container?.id ?? null,
    };
  };

  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(KIND_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };

  const onDrop = (event: DragEvent) => {
    const kind = event.dataTransfer.getData(KIND_TYPE);
    if (!kind) return;
    event.preventDefault();
    take(kind, { ...spotAt(event.clientX, event.clientY), edge: edgeAt(event) });
  };

  return { onDragOver, onDrop, spotAt };
}

/** Return the id of the edge under the pointer; the path that it is drawn with is wider than it looks. */
function edgeAt(event: DragEvent): string | null {
  const root = event.currentTarget.getRootNode() as Document | ShadowRoot;
  const hit = root.elementsFromPoint(event.clientX, event.clientY);
  return hit.map((one) => one.closest(".react-flow__edge")?.getAttribute("data-id")).find(Boolean) ?? null;
}
