import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { IconButton } from "../parts/IconButton";
import { say } from "../words/words";

const KINDS = ["audio/webm", "audio/mp4"];

/** A button that records speech and gives it back as text. */
export function Voice({ onText }: { onText: (text: string) => void }) {
  const [state, set] = useState<"idle" | "recording" | "working">("idle");
  const [fault, tell] = useState("");
  const recorder = useRef<MediaRecorder>(null);
  useEffect(() => () => recorder.current?.stop(), []);

  const start = async () => {
    tell("");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      recorder.current = recordingOf(stream, async (sound) => {
        set("working");
        try {
          onText(await textOf(sound));
        } catch {
          tell(say("voice.failed"));
        }
        set("idle");
      });
      set("recording");
    } catch {
      tell(say("voice.denied"));
    }
  };
  const label = say(state === "recording" ? "voice.stop" : state === "working" ? "voice.working" : "voice.start");
  return (
    <>
      <IconButton
        icon="microphone"
        label={label}
        class={state === "recording" ? "is-recording" : ""}
        disabled={state === "working"}
        aria-pressed={state === "recording"}
        onClick={() => (state === "recording" ? recorder.current?.stop() : void start())}
      />
      {fault && (
        <p class="fault is-floating" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

function recordingOf(stream: MediaStream, onEnd: (sound: Blob) => Promise<void>): MediaRecorder {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : undefined);
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    void onEnd(new Blob(parts, { type: recorder.mimeType.split(";")[0] }));
  };
  recorder.start();
  return recorder;
}

async function textOf(sound: Blob): Promise<string> {
  const form = new FormData();
  form.append("file", sound, sound.type.includes("mp4") ? "speech.m4a" : "speech.webm");
  return (await call<{ text: string }>("/audio-to-text", { form })).text;
}
