import { type Edge, MarkerType, type Node } from "@xyflow/react";

import type { Box, Drawing, WireSpec } from "./contract";

export type CanvasNode = Node<{ box: Box }, Box["shape"]>;
export type CanvasEdge = Edge<{ wire: WireSpec }, "wire">;

/**
 * Return the nodes to draw.
 *
 * Nodes that are the same stay the same objects, so that they are not drawn again; one that is being dragged stays
 * where the person holds it, and what is selected stays selected.
 */
export function nodesOf(drawing: Drawing, known: CanvasNode[]): CanvasNode[] {
  const before = new Map(known.map((node) => [node.id, node]));
  const tied = new Set(drawing.wires.flatMap(({ source, target }) => [source, target]));
  const nodes = drawing.boxes.map((box) => {
    const old = before.get(box.id);
    const bound = box.parent !== null && (box.shape === "start" || tied.has(box.id));
    return old && isSame(old, box, bound, drawing.editable) ? old : nodeOf(box, bound, drawing, old);
  });
  return keptOr(nodes, known);
}

/** Return the edges to draw; those that are the same stay the same objects. */
export function edgesOf(drawing: Drawing, known: CanvasEdge[]): CanvasEdge[] {
  const before = new Map(known.map((edge) => [edge.id, edge]));
  const titles = new Map(drawing.boxes.map((box) => [box.id, box.title]));
  const edges = drawing.wires.map((wire) => {
    const label = `${titles.get(wire.source) ?? ""} → ${titles.get(wire.target) ?? ""}`;
    const old = before.get(wire.id);
    const same = old && old.ariaLabel === label && JSON.stringify(old.data?.wire) === JSON.stringify(wire);
    return same ? old : edgeOf(wire, label, old?.selected ?? false);
  });
  return keptOr(edges, known);
}

/** `bound` nodes cannot be dragged out of their container: their edges would cross its border. */
function isSame(old: CanvasNode, box: Box, bound: boolean, editable: boolean): boolean {
  const place = old.position;
  return (
    (old.dragging || (place.x === box.x && place.y === box.y)) &&
    old.width === box.width &&
    old.height === box.height &&
    (old.extent === "parent") === bound &&
    old.draggable === (editable && box.shape !== "start") &&
    JSON.stringify(old.data.box) === JSON.stringify(box)
  );
}

function nodeOf(box: Box, bound: boolean, drawing: Drawing, old: CanvasNode | undefined): CanvasNode {
  const name = drawing.looks[box.kind]?.name ?? box.kind;
  return {
    ...old,
    id: box.id,
    type: box.shape,
    data: { box },
    position: old?.dragging ? old.position : { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    parentId: box.parent ?? undefined,
    extent: bound ? "parent" : undefined,
    draggable: drawing.editable && box.shape !== "start",
    connectable: drawing.editable,
    zIndex: box.shape === "note" ? -2 : box.shape === "container" ? -1 : 0,
    ariaLabel: `${name}: ${box.title}`,
  };
}

function edgeOf(wire: WireSpec, ariaLabel: string, selected: boolean): CanvasEdge {
  return {
    id: wire.id,
    type: "wire",
    source: wire.source,
    sourceHandle: wire.handle,
    target: wire.target,
    targetHandle: "target",
    data: { wire },
    selected,
    ariaLabel,
    markerEnd: { type: MarkerType.ArrowClosed, width: 15, height: 15, color: "var(--wire)" },
  };
}

/** Return the edge as a person has just drawn it, until the server's own takes its place. */
export function drawnEdge(source: string, handle: string, target: string): CanvasEdge {
  const wire = { id: `${source}-${handle}-${target}-target`, source, handle, target };
  return edgeOf(wire, "", false);
}

/** Return the list that is known where the new one holds the same things: nothing is drawn again for it then. */
export function keptOr<T>(items: T[], known: T[]): T[] {
  return items.length === known.length && items.every((item, place) => item === known[place]) ? known : items;
}
