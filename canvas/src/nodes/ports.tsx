import { Handle, Position, useUpdateNodeInternals } from "@xyflow/react";
import { useEffect, useRef } from "react";

import type { Box } from "../contract";

/** Where edges come in. */
export function Entrance({ box }: { box: Box }) {
  return box.enters ? <Handle type="target" position={Position.Left} id="target" /> : null;
}

/** Where edges leave: one handle, or one beside each branch. */
export function Exits({ box }: { box: Box }) {
  useMeasured(box);
  if (!box.leaves) return null;
  if (!box.ports.length) return <Handle type="source" position={Position.Right} id="source" />;
  return (
    <ul className="ports">
      {box.ports.map(([handle, label]) => (
        <li key={handle} className="port">
          <span>{label}</span>
          <Handle type="source" position={Position.Right} id={handle} />
        </li>
      ))}
    </ul>
  );
}

/** Have the handles measured anew when branches come, go or change places. */
function useMeasured(box: Box): void {
  const update = useUpdateNodeInternals();
  const handles = JSON.stringify(box.ports.map(([handle]) => handle));
  const measured = useRef(handles); // the first time they are measured with the node
  useEffect(() => {
    if (measured.current === handles) return;
    measured.current = handles;
    update(box.id);
  }, [update, box.id, handles]);
}
