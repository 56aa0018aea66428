import { useRef, useState } from "preact/hooks";
import { Icon } from "../parts/Icon";
import { say } from "../words/words";
import { AttachmentList } from "./AttachmentList";
import type { Attachments } from "./attachments";
import { LinkDialog } from "./LinkDialog";

/** A field that takes files: picked, dropped, or given by their address. */
export function FileField({ attachments, label }: { attachments: Attachments; label: string }) {
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, over] = useState(false);
  const [asksLink, askLink] = useState(false);
  const isFull = attachments.all.value.length >= attachments.most;
  return (
    <div
      class={`file-field ${isOver ? "is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        over(true);
      }}
      onDragLeave={() => over(false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        over(false);
        attachments.add(event.dataTransfer?.files ?? []);
      }}
    >
      <AttachmentList attachments={attachments} />
      {!isFull && (
        <div class="row">
          {attachments.allows("local_file") && (
            <button type="button" class="button" aria-label={label} onClick={() => picker.current?.click()}>
              <Icon name="upload" size={16} />
              {say("file.choose")}
            </button>
          )}
          {attachments.allows("remote_url") && (
            <button type="button" class="button is-quiet" onClick={() => askLink(true)}>
              <Icon name="link" size={16} />
              {say("file.link")}
            </button>
          )}
        </div>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        multiple={attachments.most > 1}
        accept={attachments.accept}
        onChange={(event) => {
          attachments.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      {asksLink && <LinkDialog onAdd={(url) => attachments.addLink(url)} onClose={() => askLink(false)} />}
    </div>
  );
}
