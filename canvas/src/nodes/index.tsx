import { NodeResizeControl, type NodeProps, type NodeTypes, useReactFlow } from "@xyflow/react";
import { memo } from "react";

import { useDesk } from "../desk";
import type { CanvasNode } from "../graph";
import { useStatus } from "../statuses";
import { Head } from "./Head";
import { Icon } from "./Icon";
import { Entrance, Exits } from "./ports";

type Props = NodeProps<CanvasNode>;

const LEAST = { width: 244, height: 92 }; // pixels of a container

const Card = memo(function Card({ id, data: { box } }: Props) {
  const status = useStatus(useDesk().statuses, id);
  return (
    <div className="card" data-status={status}>
      <Entrance box={box} />
      <Head box={box} status={status} />
      <Exits box={box} />
    </div>
  );
});

/** An iteration or a loop: a frame round the graph inside, which its corner makes larger or smaller. */
const Container = memo(function Container({ id, selected, data: { box } }: Props) {
  const { statuses, editable, words, resize } = useDesk();
  const status = useStatus(statuses, id);
  const { getNodes } = useReactFlow<CanvasNode>();
  const holdsAll = (_: unknown, { width, height }: { width: number; height: number }) =>
    getNodes()
      .filter((node) => node.parentId === id)
      .every(({ position: { x, y }, ...node }) => x + (node.width ?? 0) <= width && y + (node.height ?? 0) <= height);
  return (
    <>
      <div className="card container" data-status={status}>
        <Entrance box={box} />
        <Head box={box} status={status} />
        <Exits box={box} />
      </div>
      {selected && editable && (
        <NodeResizeControl
          position="bottom-right"
          className="grip"
          minWidth={LEAST.width}
          minHeight={LEAST.height}
          shouldResize={holdsAll}
          onResizeEnd={(_, { width, height }) => resize(id, Math.round(width), Math.round(height))}
        >
          <span title={words.resize} />
        </NodeResizeControl>
      )}
    </>
  );
});

/** Where a round of a container begins. */
const Start = memo(function Start({ id, data: { box } }: Props) {
  const { looks, statuses } = useDesk();
  const look = looks[box.kind];
  return (
    <div className="card start" data-status={useStatus(statuses, id)}>
      {look && <Icon path={look.icon} hue={look.hue} />}
      <Exits box={box} />
    </div>
  );
});

const Note = memo(function Note({ data: { box } }: Props) {
  return <div className="note">{box.title}</div>;
});

export const nodeTypes: NodeTypes = { card: Card, container: Container, start: Start, note: Note };
