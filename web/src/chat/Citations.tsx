import { useState } from "preact/hooks";
import type { Citation } from "../api/shapes";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { say } from "../words/words";

/** The passages that an answer rests on; each opens its text. */
export function Citations({ all }: { all: Citation[] }) {
  const [shown, show] = useState<Citation>();
  if (!all.length) return null;
  return (
    <div class="citations" role="group" aria-label={say("chat.sources")}>
      <span class="citations-title">{say("chat.sources")}</span>
      {all.map((one) => (
        <button
          type="button"
          class="citation"
          aria-label={say("chat.source", { n: one.position, name: one.document_name })}
          onClick={() => show(one)}
        >
          <span class="number">{one.position}</span>
          <span class="file-name">{one.document_name}</span>
        </button>
      ))}
      {shown && (
        <Dialog title={shown.document_name} onClose={() => show(undefined)}>
          <div class="passage">
            <Icon name="file" size={16} />
            <p>{shown.content}</p>
          </div>
        </Dialog>
      )}
    </div>
  );
}
