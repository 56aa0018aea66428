/** Reading answers aloud, one at a time. */

import { signal } from "@preact/signals";
import { send } from "../api/client";
import type { Turn } from "../state/turn";

export const speaking = signal<Turn | undefined>(undefined);

let sound: HTMLAudioElement | undefined;

/** Read a turn's answer, or fall silent when it is being read. */
export async function toggleSpeech(turn: Turn): Promise<void> {
  const wasSpeaking = speaking.value === turn;
  sound?.pause();
  speaking.value = undefined;
  if (wasSpeaking) return;
  speaking.value = turn;
  try {
    const response = await send("/text-to-audio", { json: { message_id: turn.id } });
    const address = URL.createObjectURL(await response.blob());
    if (speaking.value !== turn) return;
    sound = new Audio(address);
    sound.onended = () => {
      URL.revokeObjectURL(address);
      if (speaking.value === turn) speaking.value = undefined;
    };
    await sound.play();
  } catch {
    speaking.value = undefined;
  }
}
