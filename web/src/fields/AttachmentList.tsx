import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import { say } from "../words/words";
import type { Attachments } from "./attachments";

/** Picked files with their progress, each to be taken out again. */
export function AttachmentList({ attachments }: { attachments: Attachments }) {
  const all = attachments.all.value;
  const fault = attachments.fault.value;
  if (!all.length && !fault) return null;
  return (
    <div class="attachments">
      {all.map((one) => (
        <div class={`attachment ${one.fault ? "is-faulty" : ""}`} key={one.key} title={one.fault || one.name}>
          {one.preview ? <img src={one.preview} alt="" /> : <Icon name={one.type === "image" ? "image" : "file"} />}
          <span class="file-name">{one.name}</span>
          {one.done < 1 && !one.fault && (
            <progress value={one.done} max={1} aria-label={say("file.uploading", { name: one.name })} />
          )}
          {one.fault && <Icon name="warning" size={16} />}
          <IconButton
            icon="close"
            size={14}
            label={say("file.remove", { name: one.name })}
            onClick={() => attachments.remove(one.key)}
          />
        </div>
      ))}
      {[fault, ...all.map((one) => one.fault)].filter(Boolean).map((text) => (
        <p class="fault" role="alert">
          {text}
        </p>
      ))}
    </div>
  );
}
