import {
  applyEdgeChanges,
  applyNodeChanges,
  type AriaLabelConfig,
  Background,
  Controls,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  Panel,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  type Viewport,
} from "@xyflow/react";
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";

import type { Drawing, Spot } from "./contract";
import { useDesk } from "./desk";
import { edgeTypes } from "./edges/Wire";
import type { CanvasEdge, CanvasNode } from "./graph";
import { onKey } from "./keyboard";
import { nodeTypes } from "./nodes";
import type { Outbox } from "./outbox";
import { useDrawing } from "./useDrawing";
import { useDrop } from "./useDrop";
import { useEdits } from "./useEdits";
import { useSelection } from "./useSelection";
import { useStable } from "./useStable";
import { rememberedViewport, rememberViewport } from "./viewport";

const MINIMAP_FROM = 12; // nodes
const FAR = 0.4; // zoom below which shadows and dots are too small to be seen, and only cost
const FIT = { padding: 0.12, maxZoom: 1 };
const ADDING = ["Shift", "Control", "Meta"]; // keys that add to what is selected
const UNNAMED = { hideAttribution: true };

interface Props {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly drawing: Drawing;
  readonly outbox: Outbox;
  readonly onAdd: () => void;
  readonly onPut: (kind: string, spot: Spot) => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** The graph, and everything that a person does to it by mouse and keyboard. */
export function Board({ root, drawing, outbox, onAdd, onPut, onLeave, children }: Props) {
  const { name, editable, words, looks } = drawing;
  const desk = useDesk();
  const graph = useDrawing(drawing, outbox, desk.statuses);
  const edits = useEdits(graph, outbox, editable);
  const sweeping = useRef(false);
  const tellSelection = useSelection(
    drawing,
    outbox,
    useCallback(() => sweeping.current, []),
  );
  const { onDragOver, onDrop, spotAt } = useDrop(onPut);
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < FAR);
  useArranged(drawing.arranged);
  const viewport = useMemo(() => rememberedViewport(name), [name]);

  const onConnectEnd = useStable((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (state.isValid !== null || state.toNode || !state.fromNode || state.fromHandle?.type !== "source") return;
    const at = "clientX" in event ? event : event.changedTouches[0];
    if (!at || !editable) return;
    const [x, y] = [at.clientX, at.clientY];
    desk.offer({ ...spotAt(x, y), after: [state.fromNode.id, state.fromHandle.id ?? "source"] }, { x, y });
  });
  const onNodesChange = useStable((changes: NodeChange<CanvasNode>[]) =>
    graph.setNodes((nodes) => applyNodeChanges(changes, nodes)),
  );
  const onEdgesChange = useStable((changes: EdgeChange<CanvasEdge>[]) =>
    graph.setEdges((edges) => applyEdgeChanges(changes, edges)),
  );
  const onNodeDragStop = useStable((_: unknown, held: CanvasNode, nodes: CanvasNode[]) => edits.dragged(held, nodes));
  const onSelectionDragStop = useStable((_: unknown, nodes: CanvasNode[]) => edits.moved(nodes));
  const onSelectionStart = useStable(() => void (sweeping.current = true));
  const onSelectionEnd = useStable(() => {
    sweeping.current = false;
    tellSelection();
  });
  const onConnect = useStable(edits.connect);
  const onReconnect = useStable(edits.reconnect);
  const isValidConnection = useStable(edits.isValid);
  const onPaneClick = useStable(onLeave);
  const onMoveStart = useStable((event: unknown) => event && onLeave());
  const onMoveEnd = useStable((event: unknown, view: Viewport) => event && rememberViewport(name, view));
  const colourOf = useCallback(({ data }: CanvasNode) => `var(--hue-${looks[data.box.kind]?.hue ?? "gray"})`, [looks]);
  const labels = useMemo(() => labelsOf(words), [words]);

  const focus = () => root.current?.focus({ preventScroll: true });
  const remove = () => {
    edits.remove();
    focus(); // what was focused is gone, and keys would go nowhere
  };

  return (
    <div
      ref={root}
      className={isFar ? "canvas far" : "canvas"}
      style={{ height: drawing.height }}
      tabIndex={-1}
      role="application"
      aria-label={words.canvas}
      onPointerDownCapture={({ target }) => isField(target) || focus()}
      onKeyDownCapture={(event) => onKey(event, { ...edits, remove, add: editable ? onAdd : () => undefined })}
    >
      <ReactFlow
        nodes={graph.nodes}
        edges={graph.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={onNodeDragStop}
        onSelectionDragStop={onSelectionDragStop}
        onSelectionStart={onSelectionStart}
        onSelectionEnd={onSelectionEnd}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        isValidConnection={isValidConnection}
        onPaneClick={onPaneClick}
        onMoveStart={onMoveStart}
        onMoveEnd={onMoveEnd}
        onDragOver={editable ? onDragOver : undefined}
        onDrop={editable ? onDrop : undefined}
        nodesConnectable={editable}
        edgesReconnectable={editable}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={ADDING}
        minZoom={0.08}
        maxZoom={1.6}
        {...(viewport ? { defaultViewport: viewport } : { fitView: true, fitViewOptions: FIT })}
        connectionRadius={28}
        reconnectRadius={12}
        elevateEdgesOnSelect
        proOptions={UNNAMED}
        ariaLabelConfig={labels}
      >
        {!isFar && <Background gap={22} size={1.4} />}
        <Controls showInteractive={false} fitViewOptions={FIT} />
        {drawing.boxes.length >= MINIMAP_FROM && (
          <MiniMap<CanvasNode> pannable zoomable nodeBorderRadius={18} nodeColor={colourOf} />
        )}
        {editable && (
          <Panel position="top-left">
            <button type="button" className="add" onClick={onAdd} aria-label={words.add} title={words.add}>
              +
            </button>
          </Panel>
        )}
        {!drawing.boxes.length && (
          <Panel position="top-center" className="empty">
            {words.empty}
          </Panel>
        )}
      </ReactFlow>
      {children}
    </div>
  );
}

function labelsOf(words: Drawing["words"]): Partial<AriaLabelConfig> {
  return {
    "node.a11yDescription.default": words.nodeHelp ?? "",
    "node.a11yDescription.keyboardDisabled": words.nodeHelp ?? "",
    "edge.a11yDescription.default": words.edgeHelp ?? "",
    "controls.ariaLabel": words.controls ?? "",
    "controls.zoomIn.ariaLabel": words.zoomIn ?? "",
    "controls.zoomOut.ariaLabel": words.zoomOut ?? "",
    "controls.fitView.ariaLabel": words.fit ?? "",
    "minimap.ariaLabel": words.minimap ?? "",
  };
}

/** Show the whole graph when it was laid out anew. */
function useArranged(arranged: number): void {
  const { fitView } = useReactFlow();
  const shown = useRef(arranged);
  useEffect(() => {
    if (shown.current === arranged) return;
    shown.current = arranged;
    void fitView({ ...FIT, duration: 300 });
  }, [arranged, fitView]);
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLButtonElement;
}
