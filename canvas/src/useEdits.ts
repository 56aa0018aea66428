import { type Connection, type IsValidConnection, reconnectEdge, useReactFlow } from "@xyflow/react";
import { useRef } from "react";

import type { Move } from "./contract";
import { type CanvasEdge, type CanvasNode, drawnEdge } from "./graph";
import type { KeyboardActions } from "./keyboard";
import type { Outbox } from "./outbox";
import { type Graph, selected } from "./useDrawing";

const QUIET = 350; // milliseconds after the last arrow key until the move is told

export interface Edits extends Omit<KeyboardActions, "add"> {
  readonly dragged: (held: CanvasNode, nodes: readonly CanvasNode[]) => void;
  readonly moved: (nodes: readonly CanvasNode[]) => void;
  readonly connect: (connection: Connection) => void;
  readonly reconnect: (edge: CanvasEdge, connection: Connection) => void;
  readonly isValid: IsValidConnection<CanvasEdge>;
}

/** What a person can do to the graph. It shows at once and goes to the server, whose drawing has the last word. */
export function useEdits(graph: Graph, outbox: Outbox, editable: boolean): Edits {
  const { nodes, edges, setNodes, setEdges } = graph;
  const { getInternalNode, getIntersectingNodes } = useReactFlow<CanvasNode>();
  const nudged = useRef(0);
  const latest = useRef(graph);
  latest.current = graph;

  const chosen = () => latest.current.nodes.filter((node) => node.selected && node.type !== "start");
  const placeOf = (node: CanvasNode): Move => ({ id: node.id, ...rounded(node.position) });
  const moved = (them: readonly CanvasNode[]) => {
    const moves = them.filter(isElsewhere).map(placeOf);
    if (moves.length) outbox.post({ do: "move", moves });
  };

  const cornerOf = (id: string | undefined) =>
    (id && getInternalNode(id)?.internals.positionAbsolute) || { x: 0, y: 0 };

  /** Return the container in which the middle of a node lies now. */
  const homeOf = (held: CanvasNode): string | undefined => {
    const { x, y } = cornerOf(held.id);
    const middle = { x: x + (held.width ?? 0) / 2, y: y + (held.height ?? 0) / 2, width: 1, height: 1 };
    const frames = getIntersectingNodes(middle).filter((node) => node.type === "container" && node.id !== held.id);
    return frames.filter((frame) => frame.parentId !== held.id).at(-1)?.id;
  };

  /** What was dragged has changed its place, and where its middle lies in another container, its home. */
  const dragged = (held: CanvasNode, them: readonly CanvasNode[]) => {
    const home = homeOf(held);
    if (home === held.parentId || held.type === "start" || held.type === "note") return moved(them);
    const corner = cornerOf(home);
    const moves = them
      .filter((node) => node.parentId === held.parentId && node.type !== "start" && node.id !== home)
      .map((node) => {
        const { x, y } = cornerOf(node.id);
        return { id: node.id, ...rounded({ x: x - corner.x, y: y - corner.y }) };
      });
    outbox.post({ do: "rehouse", moves, container: home ?? null });
  };

  const remove = () => {
    const gone = new Set([...chosen(), ...edges.filter((edge) => edge.selected)].map((one) => one.id));
    if (!gone.size) return;
    setNodes(nodes.filter((node) => !gone.has(node.id) && !gone.has(node.parentId ?? "")));
    setEdges(edges.filter((edge) => ![edge.id, edge.source, edge.target].some((id) => gone.has(id))));
    outbox.post({ do: "delete", ids: [...gone] });
  };

  const nudge = (x: number, y: number) => {
    const them = new Set(chosen().map((node) => node.id));
    setNodes((known) =>
      known.map((node) => (them.has(node.id) ? { ...node, position: within(known, node, x, y) } : node)),
    );
    window.clearTimeout(nudged.current);
    nudged.current = window.setTimeout(() => moved(chosen()), QUIET);
  };

  const ofChosen = (what: "copy" | "duplicate") => () => {
    const ids = chosen().map((node) => node.id);
    if (ids.length) outbox.post({ do: what, ids });
  };

  const connect = ({ source, sourceHandle, target }: Connection) => {
    const handle = sourceHandle ?? "source";
    setEdges([...edges, drawnEdge(source, handle, target)]);
    outbox.post({ do: "connect", source, handle, target });
  };

  const reconnect = (edge: CanvasEdge, connection: Connection) => {
    const handle = connection.sourceHandle ?? "source";
    setEdges(reconnectEdge(edge, connection, edges, { shouldReplaceId: false }));
    outbox.post({ do: "reconnect", edge: edge.id, source: connection.source, handle, target: connection.target });
  };

  const clear = () => {
    setNodes((known) => selected(known, []));
    setEdges((known) => selected(known, []));
  };
  const selectAll = () =>
    setNodes((known) =>
      selected(
        known,
        known.map((node) => node.id),
      ),
    );

  const edits: Edits = {
    dragged,
    moved,
    connect,
    reconnect,
    remove,
    nudge,
    clear,
    selectAll,
    isValid: ({ source, target, sourceHandle }) =>
      source !== target &&
      !edges.some((edge) => edge.source === source && edge.target === target && edge.sourceHandle === sourceHandle),
    undo: () => outbox.post({ do: "undo" }),
    redo: () => outbox.post({ do: "redo" }),
    paste: () => outbox.post({ do: "paste" }),
    copy: ofChosen("copy"),
    duplicate: ofChosen("duplicate"),
  };
  return editable ? edits : { ...edits, ...READ_ONLY };
}

const nothing = () => undefined;
const READ_ONLY = { remove: nothing, nudge: nothing, undo: nothing, redo: nothing, paste: nothing, duplicate: nothing };

/** Return where an arrow key puts a node: one in a container stays inside. */
function within(
  nodes: readonly CanvasNode[],
  { position, width = 0, height = 0, parentId }: CanvasNode,
  x: number,
  y: number,
) {
  const place = { x: position.x + x, y: position.y + y };
  const frame = parentId && nodes.find((node) => node.id === parentId);
  if (!frame) return place;
  const { width: right = 0, height: bottom = 0 } = frame;
  return {
    x: Math.max(0, Math.min(place.x, right - width)),
    y: Math.max(0, Math.min(place.y, bottom - height)),
  };
}

function isElsewhere(node: CanvasNode): boolean {
  const { x, y } = rounded(node.position);
  return Math.abs(x - node.data.box.x) >= 1 || Math.abs(y - node.data.box.y) >= 1;
}

function rounded({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
