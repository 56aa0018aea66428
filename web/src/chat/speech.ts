/** Reading answers aloud, one at a time. */

import { signal } from "@preact/signals";
import { send } from "../api/client";
import type { Turn } from "../state/turn";

export const speaking = signal<Turn | undefined>(undefined);

let sound: HTMLAudioElement | undefined;
let waiting: Blob[] = []; // recordings of the same answer that follow
let silenced: Turn | undefined; // whose further recordings nobody wants to hear

/** Read a turn's answer, or fall silent when it is being read. */
export async function toggleSpeech(turn: Turn): Promise<void> {
  const wasSpeaking = speaking.value === turn;
  sound?.pause();
  waiting = [];
  speaking.value = undefined;
  silenced = turn;
  if (wasSpeaking) return;
  speaking.value = turn;
  try {
    const response = await send("/text-to-audio", { json: { message_id: turn.id } });
    await play(turn, await response.blob());
  } catch {
    speaking.value = undefined;
  }
}

/** Play a recording that came with an answer, after those before it. */
export function playPiece(turn: Turn, audio: string): void {
  if (silenced === turn || !audio) return;
  const piece = new Blob([Uint8Array.from(atob(audio), (letter) => letter.charCodeAt(0))], { type: "audio/mpeg" });
  if (speaking.value === turn) return void waiting.push(piece);
  sound?.pause();
  waiting = [];
  speaking.value = turn;
  play(turn, piece).catch(() => (speaking.value = undefined));
}

async function play(turn: Turn, recording: Blob): Promise<void> {
  if (speaking.value !== turn) return;
  const address = URL.createObjectURL(recording);
  sound = new Audio(address);
  sound.onended = () => {
    URL.revokeObjectURL(address);
    if (speaking.value !== turn) return;
    const next = waiting.shift();
    if (next) play(turn, next).catch(() => (speaking.value = undefined));
    else speaking.value = undefined;
  };
  await sound.play();
}
