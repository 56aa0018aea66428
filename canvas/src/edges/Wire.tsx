import { BaseEdge, EdgeLabelRenderer, type EdgeProps, type EdgeTypes, getBezierPath } from "@xyflow/react";
import { memo, useRef, useState } from "react";

import { useDesk } from "../desk";
import type { CanvasEdge } from "../graph";
import { useStatus } from "../statuses";

const LINGER = 250; // milliseconds in which the pointer may travel from the edge to its button

/** An edge; near the pointer it shows the button that puts a node on it. */
const Wire = memo(function Wire(props: EdgeProps<CanvasEdge>) {
  const { id, source, selected, markerEnd } = props;
  const desk = useDesk();
  const status = useStatus(desk.statuses, source);
  const [near, setNear] = useLinger();
  const [path, x, y] = getBezierPath(props);
  const shown = desk.editable && (near || selected);
  return (
    <g onPointerEnter={() => setNear(true)} onPointerLeave={() => setNear(false)}>
      <BaseEdge
        path={path}
        markerEnd={markerEnd}
        interactionWidth={18}
        className={status === "running" ? "live" : ""}
      />
      {shown && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="insert nodrag nopan"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={desk.words.insert}
            title={desk.words.insert}
            onPointerEnter={() => setNear(true)}
            onPointerLeave={() => setNear(false)}
            onClick={(event) => desk.offer({ edge: id }, { x: event.clientX, y: event.clientY })}
          >
            +
          </button>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

function useLinger(): [boolean, (near: boolean) => void] {
  const [near, setNear] = useState(false);
  const timer = useRef(0);
  const change = (next: boolean) => {
    window.clearTimeout(timer.current);
    if (next) setNear(true);
    else timer.current = window.setTimeout(() => setNear(false), LINGER);
  };
  return [near, change];
}

export const edgeTypes: EdgeTypes = { wire: Wire };
