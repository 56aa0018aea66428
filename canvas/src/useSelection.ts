import { useOnSelectionChange } from "@xyflow/react";
import { useCallback, useRef } from "react";

import type { Drawing } from "./contract";
import type { Outbox } from "./outbox";

/** Tell the server what is selected: once for each choice of the person, never for a choice of the server. */
export function useSelection(drawing: Drawing, outbox: Outbox, isSweeping: () => boolean): () => void {
  const told = useRef<readonly string[]>(drawing.selected);
  const now = useRef<readonly string[]>(drawing.selected);
  const wanted = useRef(drawing.selected);
  wanted.current = drawing.selected;

  const tell = useCallback(() => {
    if (same(now.current, told.current)) return;
    const added = now.current.find((id) => !told.current.includes(id));
    told.current = now.current;
    if (same(now.current, wanted.current) && !outbox.hasChoices) return;
    outbox.post({ do: "select", ids: now.current, first: added ?? now.current[0] ?? null });
  }, [outbox]);

  const onChange = useCallback(
    ({ nodes, edges }: { nodes: { id: string }[]; edges: { id: string }[] }) => {
      now.current = [...nodes, ...edges].map((one) => one.id);
      if (!isSweeping()) tell();
    },
    [tell, isSweeping],
  );
  useOnSelectionChange({ onChange });
  return tell;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
