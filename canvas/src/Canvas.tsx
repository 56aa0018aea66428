import { ReactFlowProvider } from "@xyflow/react";
import { useMemo, useRef, useState } from "react";

import { Board } from "./Board";
import type { Drawing, Spot } from "./contract";
import { type CanvasDesk, DeskContext } from "./desk";
import { useFeed } from "./feed";
import type { Outbox } from "./outbox";
import { Palette } from "./Palette";
import { StatusBoard } from "./statuses";

interface Offer {
  readonly spot: Spot;
  readonly place: { readonly x: number; readonly y: number } | null;
}

const PALETTE = { width: 250, height: 380 }; // pixels that must stay inside of the canvas

/** The whole canvas: the board with the graph, and the palette over it when it is open. */
export function Canvas({ drawing, outbox }: { drawing: Drawing; outbox: Outbox }) {
  const root = useRef<HTMLDivElement>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const statuses = useState(() => new StatusBoard())[0];
  useFeed(drawing.feed, statuses);
  const { looks, words, editable } = drawing;
  const kinds = JSON.stringify([looks, words]);
  const desk: CanvasDesk = useMemo(
    () => ({
      looks,
      words,
      editable,
      statuses,
      resize: (id, width, height) => outbox.post({ do: "resize", id, width, height }),
      offer: (spot, at) => setOffer({ spot, place: inside(root.current, at) }),
    }),
    [kinds, editable, statuses, outbox],
  );
  const close = () => {
    setOffer(null);
    root.current?.focus({ preventScroll: true });
  };
  const put = (kind: string, spot: Spot) => {
    outbox.post({ do: "drop", kind, ...spot });
    close();
  };
  return (
    <DeskContext value={desk}>
      <ReactFlowProvider>
        <Board
          root={root}
          drawing={drawing}
          outbox={outbox}
          onAdd={() => setOffer(offer ? null : { spot: {}, place: null })}
          onPut={put}
          onLeave={() => setOffer(null)}
        >
          {offer && (
            <Palette drawing={drawing} place={offer.place} onChoose={(kind) => put(kind, offer.spot)} onClose={close} />
          )}
        </Board>
      </ReactFlowProvider>
    </DeskContext>
  );
}

/** Return a point of the window as one of the canvas, so far inside that the palette fits. */
function inside(root: HTMLElement | null, { x, y }: { x: number; y: number }): Offer["place"] {
  const frame = root?.getBoundingClientRect();
  if (!frame) return null;
  return {
    x: Math.max(8, Math.min(x - frame.left, frame.width - PALETTE.width)),
    y: Math.max(8, Math.min(y - frame.top, frame.height - PALETTE.height)),
  };
}
