import { type Connection, type IsValidConnection, reconnectEdge } from "@xyflow/react";
import { useRef } from "react";

import type { Move } from "./contract";
import { type CanvasEdge, type CanvasNode, drawnEdge } from "./graph";
import type { KeyboardActions } from "./keyboard";
import type { Outbox } from "./outbox";
import { type Graph, selected } from "./useDrawing";

const QUIET = 350; // milliseconds after the last arrow key until the move is told

export interface Edits extends Omit<KeyboardActions, "add"> {
  readonly moved: (nodes: readonly CanvasNode[]) => void;
  readonly connect: (connection: Connection) => void;
  readonly reconnect: (edge: CanvasEdge, connection: Connection) => void;
  readonly isValid: IsValidConnection<CanvasEdge>;
}

/** What a person can do to the graph. It shows at once and goes to the server, whose drawing has the last word. */
export function useEdits(graph: Graph, outbox: Outbox, editable: boolean): Edits {
  const { nodes, edges, setNodes, setEdges } = graph;
  const nudged = useRef(0);
  const latest = useRef(graph);
  latest.current = graph;

  const chosen = () => latest.current.nodes.filter((node) => node.selected && node.type !== "start");
  const placeOf = (node: CanvasNode): Move => ({ id: node.id, ...rounded(node.position) });
  const moved = (them: readonly CanvasNode[]) => {
    const moves = them.filter(isElsewhere).map(placeOf);
    if (moves.length) outbox.post({ do: "move", moves });
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
      known.map((node) =>
        them.has(node.id) ? { ...node, position: { x: node.position.x + x, y: node.position.y + y } } : node,
      ),
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

function isElsewhere(node: CanvasNode): boolean {
  const { x, y } = rounded(node.position);
  return Math.abs(x - node.data.box.x) >= 1 || Math.abs(y - node.data.box.y) >= 1;
}

function rounded({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
