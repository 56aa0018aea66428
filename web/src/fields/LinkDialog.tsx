import { useState } from "preact/hooks";
import { Dialog } from "../parts/Dialog";
import { say } from "../words/words";

/** Asks for the address of a file. */
export function LinkDialog({ onAdd, onClose }: { onAdd: (url: string) => void; onClose: () => void }) {
  const [url, write] = useState("");
  const [isWrong, mark] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!/^https?:\/\/\S+$/.test(url.trim())) return mark(true);
    onAdd(url.trim());
    onClose();
  };
  return (
    <Dialog title={say("file.link")} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>{say("file.link.address")}</span>
          <input
            autofocus
            type="url"
            value={url}
            placeholder="https://"
            onInput={(event) => write(event.currentTarget.value)}
          />
        </label>
        {isWrong && (
          <p class="fault" role="alert">
            {say("file.link.wrong")}
          </p>
        )}
        <div class="row-end">
          <button type="submit" class="button is-main">
            {say("file.link.add")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
