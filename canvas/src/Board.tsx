import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  type Connection,
  Controls,
  type FinalConnectionState,
  MiniMap,
  Panel,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";

import type { Drawing, Spot } from "./contract";
import { useDesk } from "./desk";
import { edgeTypes } from "./edges/Wire";
import type { CanvasNode } from "./graph";
import { onKey } from "./keyboard";
import { nodeTypes } from "./nodes";
import type { Outbox } from "./outbox";
import { useDrawing } from "./useDrawing";
import { useDrop } from "./useDrop";
import { useEdits } from "./useEdits";
import { useSelection } from "./useSelection";
import { rememberedViewport, rememberViewport } from "./viewport";

const MINIMAP_FROM = 12; // nodes
const FAR = 0.4; // zoom below which shadows and dots are too small to be seen, and only cost
const FIT = { padding: 0.12, maxZoom: 1 };

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

  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (state.isValid !== null || state.toNode || !state.fromNode || state.fromHandle?.type !== "source") return;
    const at = "clientX" in event ? event : event.changedTouches[0];
    if (!at || !editable) return;
    const [x, y] = [at.clientX, at.clientY];
    desk.offer({ ...spotAt(x, y), after: [state.fromNode.id, state.fromHandle.id ?? "source"] }, { x, y });
  };

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
        onNodesChange={(changes) => graph.setNodes((nodes) => applyNodeChanges(changes, nodes))}
        onEdgesChange={(changes) => graph.setEdges((edges) => applyEdgeChanges(changes, edges))}
        onNodeDragStop={(_, held, nodes) => edits.dragged(held, nodes)}
        onSelectionDragStop={(_, nodes) => edits.moved(nodes)}
        onSelectionStart={() => (sweeping.current = true)}
        onSelectionEnd={() => {
          sweeping.current = false;
          tellSelection();
        }}
        onConnect={(connection: Connection) => edits.connect(connection)}
        onConnectEnd={onConnectEnd}
        onReconnect={edits.reconnect}
        isValidConnection={edits.isValid}
        onPaneClick={onLeave}
        onMoveStart={(event) => event && onLeave()}
        onMoveEnd={(event, view) => event && rememberViewport(name, view)}
        onDragOver={editable ? onDragOver : undefined}
        onDrop={editable ? onDrop : undefined}
        nodesConnectable={editable}
        edgesReconnectable={editable}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Control", "Meta"]}
        minZoom={0.08}
        maxZoom={1.6}
        {...(viewport ? { defaultViewport: viewport } : { fitView: true, fitViewOptions: FIT })}
        connectionRadius={28}
        reconnectRadius={12}
        elevateEdgesOnSelect
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          "node.a11yDescription.default": words.nodeHelp ?? "",
          "node.a11yDescription.keyboardDisabled": words.nodeHelp ?? "",
          "edge.a11yDescription.default": words.edgeHelp ?? "",
          "controls.ariaLabel": words.controls ?? "",
          "controls.zoomIn.ariaLabel": words.zoomIn ?? "",
          "controls.zoomOut.ariaLabel": words.zoomOut ?? "",
          "controls.fitView.ariaLabel": words.fit ?? "",
          "minimap.ariaLabel": words.minimap ?? "",
        }}
      >
        {!isFar && <Background gap={22} size={1.4} />}
        <Controls showInteractive={false} fitViewOptions={FIT} />
        {drawing.boxes.length >= MINIMAP_FROM && (
          <MiniMap<CanvasNode>
            pannable
            zoomable
            nodeBorderRadius={18}
            nodeColor={({ data }) => `var(--hue-${looks[data.box.kind]?.hue ?? "gray"})`}
          />
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
