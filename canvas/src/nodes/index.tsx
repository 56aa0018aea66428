import type { NodeProps, NodeTypes } from "@xyflow/react";
import { memo } from "react";

import { useDesk } from "../desk";
import type { CanvasNode } from "../graph";
import { useStatus } from "../statuses";
import { Head } from "./Head";
import { Icon } from "./Icon";
import { Entrance, Exits } from "./ports";

type Props = NodeProps<CanvasNode>;

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

/** An iteration or a loop: a frame round the graph inside. */
const Container = memo(function Container({ id, data: { box } }: Props) {
  const status = useStatus(useDesk().statuses, id);
  return (
    <div className="card container" data-status={status}>
      <Entrance box={box} />
      <Head box={box} status={status} />
      <Exits box={box} />
    </div>
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
