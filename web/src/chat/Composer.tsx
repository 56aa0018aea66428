import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { AttachmentList } from "../fields/AttachmentList";
import { Attachments } from "../fields/attachments";
import { LinkDialog } from "../fields/LinkDialog";
import { IconButton } from "../parts/IconButton";
import { opened } from "../state/site";
import type { Question } from "../state/thread";
import { say } from "../words/words";
import { fileRules } from "./uploads";
import { Voice } from "./Voice";

interface Props {
  isRunning: boolean;
  isStopping: boolean;
  /** Returns whether the question was taken. */
  onSend: (question: Question) => boolean;
  onStop: () => void;
}

/** Where the visitor writes: grows to four rows, takes files by button, paste and drop, and speech where it is on. */
export function Composer({ isRunning, isStopping, onSend, onStop }: Props) {
  const { site, parameters } = opened();
  const [text, write] = useState("");
  const [asksLink, askLink] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const rules = useMemo(() => fileRules(parameters.file_upload), [parameters]);
  const attachments = useMemo(() => (rules ? new Attachments(rules) : undefined), [rules]);
  const canSend = !!text.trim() && !isRunning && !attachments?.isBusy;

  useEffect(() => fit(area.current), [text]);
  useDrop(attachments);

  const send = () => {
    if (!canSend) return;
    const question = { query: text.trim(), files: attachments?.given ?? [], shown: attachments?.shown ?? [] };
    if (!onSend(question)) return;
    write("");
    attachments?.clear();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const paste = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!attachments || !files?.length) return;
    event.preventDefault();
    attachments.add(files);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {attachments && <AttachmentList attachments={attachments} />}
      <div class="composer-row">
        {attachments?.allows("local_file") && (
          <IconButton icon="attach" label={say("file.add")} onClick={() => picker.current?.click()} />
        )}
        {attachments?.allows("remote_url") && (
          <IconButton icon="link" label={say("file.link")} onClick={() => askLink(true)} />
        )}
        <textarea
          ref={area}
          id="message"
          rows={1}
          value={text}
          placeholder={site.input_placeholder || say("chat.input.placeholder")}
          aria-label={say("chat.input.placeholder")}
          enterkeyhint="send"
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={press}
          onPaste={paste}
        />
        {parameters.speech_to_text.enabled && (
          <Voice onText={(said) => write((before) => [before.trim(), said].filter(Boolean).join(" "))} />
        )}
        {isRunning ? (
          <IconButton
            icon="stop"
            class="send is-stop"
            label={say("chat.stop")}
            disabled={isStopping}
            onClick={onStop}
          />
        ) : (
          <IconButton icon="send" class="send" label={say("chat.send")} disabled={!canSend} onClick={send} />
        )}
      </div>
      {attachments && (
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
      )}
      {asksLink && <LinkDialog onAdd={(url) => attachments?.addLink(url)} onClose={() => askLink(false)} />}
    </form>
  );
}

/** Make the field as high as its text, up to what the style sheet allows (four rows). */
function fit(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

/** Take files that are dropped anywhere on the page. */
function useDrop(attachments: Attachments | undefined): void {
  useEffect(() => {
    if (!attachments) return;
    const root = document.documentElement;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      root.dataset.drop = say("file.drop");
    };
    const leave = (event: DragEvent) => !event.relatedTarget && delete root.dataset.drop;
    const drop = (event: DragEvent) => {
      delete root.dataset.drop;
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      attachments.add(event.dataTransfer.files);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [attachments]);
}
