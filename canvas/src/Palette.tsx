import { type DragEvent, useEffect, useRef, useState } from "react";

import type { Drawing } from "./contract";
import { Icon } from "./nodes/Icon";

export const KIND_TYPE = "application/x-millrace-kind";

interface Props {
  readonly drawing: Drawing;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly onChoose: (kind: string) => void;
  readonly onClose: () => void;
}

/** The kinds of nodes that can be added: found by typing, chosen by click or Enter, or dragged to their place. */
export function Palette({ drawing, place, onChoose, onClose }: Props) {
  const [sought, setSought] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const groups = found(drawing, sought);
  const first = groups[0]?.kinds[0];
  return (
    <div
      className="palette nowheel nodrag nopan"
      style={place ? { left: place.x, top: place.y } : undefined}
      role="dialog"
      aria-label={drawing.words.add}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
    >
      <input
        ref={field}
        value={sought}
        placeholder={drawing.words.search}
        aria-label={drawing.words.search}
        onChange={(event) => setSought(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && first && onChoose(first)}
      />
      <div className="kinds">
        {groups.map((group) => (
          <section key={group.title}>
            <h4>{group.title}</h4>
            {group.kinds.map((kind) => (
              <Kind key={kind} kind={kind} drawing={drawing} onChoose={onChoose} />
            ))}
          </section>
        ))}
        {!groups.length && <p>{drawing.words.nothing}</p>}
      </div>
    </div>
  );
}

function Kind({ kind, drawing, onChoose }: { kind: string; drawing: Drawing; onChoose: (kind: string) => void }) {
  const look = drawing.looks[kind];
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(KIND_TYPE, kind);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      className="kind"
      data-kind={kind}
      draggable
      onDragStart={start}
      onClick={() => onChoose(kind)}
    >
      {look && <Icon path={look.icon} hue={look.hue} />}
      <span>{look?.name ?? kind}</span>
    </button>
  );
}

function found(drawing: Drawing, sought: string): Drawing["palette"] {
  const words = sought.toLowerCase().trim();
  const fits = (kind: string) => `${drawing.looks[kind]?.name ?? ""} ${kind}`.toLowerCase().includes(words);
  return drawing.palette
    .map(({ title, kinds }) => ({ title, kinds: kinds.filter(fits) }))
    .filter(({ kinds }) => kinds.length);
}
