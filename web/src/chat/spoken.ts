import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { opened } from "../state/site";
import type { Turn } from "../state/turn";
import { toggleSpeech } from "./speech";

/** Read each new answer aloud once it is complete, where the app is set up to. */
export function useSpokenAnswers(last: Turn | undefined): void {
  const begun = useRef<Turn>(null);
  if (last?.isOpen) begun.current = last;
  useSignalEffect(() => {
    const { text_to_speech } = opened().parameters;
    if (!text_to_speech.enabled || text_to_speech.autoPlay !== "enabled") return;
    const turn = begun.current;
    if (turn?.progress.value !== "done") return;
    begun.current = null;
    void toggleSpeech(turn);
  });
}
