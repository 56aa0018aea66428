import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { opened } from "../state/site";
import type { Turn } from "../state/turn";
import { playPiece, speaking, toggleSpeech } from "./speech";

/** Let each new answer be heard, where the app is set up to: as it comes, or once it is complete after a reload. */
export function useSpokenAnswers(last: Turn | undefined): void {
  const begun = useRef<Turn>(null);
  if (last?.isOpen) {
    begun.current = last;
    last.onSound ??= (audio) => playPiece(last, audio);
  }
  useSignalEffect(() => {
    const { text_to_speech } = opened().parameters;
    if (!text_to_speech.enabled || text_to_speech.autoPlay !== "enabled") return;
    const turn = begun.current;
    if (turn?.progress.value !== "done") return;
    begun.current = null;
    if (!turn.comesSpoken && speaking.peek() !== turn) void toggleSpeech(turn);
  });
}
