/** What this browser remembers of the visitor's runs: the newest ones, with what they were given and gave. */

import { signal } from "@preact/signals";
import { keep, recall } from "../state/kept";
import type { Turn } from "../state/turn";
import { resultOf } from "./running";

export interface Past {
  id: string;
  at: number;
  status: string;
  seconds: number | null;
  inputs: Record<string, unknown>;
  result: Record<string, unknown>;
}

const MOST = 20;
const LARGEST = 30_000; // characters of one run

export const past = signal<Past[]>(recall<Past[]>("history") ?? []);

export function remember(turn: Turn, inputs: Record<string, unknown>): void {
  const one: Past = {
    id: turn.runId || turn.id || String(turn.key),
    at: Math.round(Date.now() / 1000),
    status: turn.progress.value,
    seconds: turn.seconds.value ?? null,
    inputs,
    result: resultOf(turn),
  };
  if (JSON.stringify(one).length > LARGEST) return;
  past.value = [one, ...past.value.filter(({ id }) => id !== one.id)].slice(0, MOST);
  keep("history", past.value);
}
