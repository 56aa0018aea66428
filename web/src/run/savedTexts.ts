/** Texts that the visitor keeps at the server. */

import { signal } from "@preact/signals";
import { call } from "../api/client";
import type { Paged } from "../api/shapes";

export interface SavedText {
  id: string;
  answer: string;
  inputs: Record<string, unknown>;
  created_at: number;
}

export const saved = signal<SavedText[] | undefined>(undefined);

export async function load(): Promise<void> {
  saved.value = (await call<Paged<SavedText>>("/saved-messages", { query: { limit: 100 } })).data;
}

export async function save(id: string): Promise<void> {
  await call("/saved-messages", { json: { message_id: id } });
  await load();
}

export async function discard(id: string): Promise<void> {
  saved.value = saved.value?.filter((one) => one.id !== id);
  await call(`/saved-messages/${id}`, { method: "DELETE" });
}
