/** The visitor's conversations, and which of them is open. */

import { signal } from "@preact/signals";
import { call } from "../api/client";
import type { Conversation, Paged } from "../api/shapes";
import { opened } from "./site";
import { Thread } from "./thread";

const PAGE = 40;

export type Entry = Conversation;

export const list = signal<Entry[]>([]);
export const hasMore = signal(false);
export const thread = signal<Thread>(newThread());

const known = new Map<string, Thread>();

/** Load the list, and open what the address or the embedding page names. */
export async function begin(): Promise<void> {
  const wanted = location.hash.replace(/^#c=/, "") || opened().given.system.conversation_id;
  await Promise.all([refresh(), wanted ? openThread(wanted) : undefined]);
}

export async function refresh(): Promise<void> {
  const [pinned, recent] = await Promise.all([page(true), page(false)]);
  list.value = [...pinned.data, ...recent.data];
  hasMore.value = recent.has_more;
}

export async function more(): Promise<void> {
  const last = list.value.at(-1);
  const found = await page(false, last?.id);
  const known = new Set(list.value.map(({ id }) => id));
  list.value = [...list.value, ...found.data.filter(({ id }) => !known.has(id))];
  hasMore.value = found.has_more;
}

export function startNew(): void {
  if (!thread.value.id.value && !thread.value.turns.value.length) return;
  thread.value = newThread();
  address("");
}

/** Open a conversation; one that is not this visitor's gives a new one. */
export async function openThread(id: string): Promise<void> {
  const before = known.get(id);
  if (before) {
    thread.value = before;
    return address(id);
  }
  const found = newThread(id);
  found.isLoading.value = true;
  thread.value = found;
  if (!(await found.open())) {
    if (thread.value === found) startNew();
    return;
  }
  known.set(id, found);
  if (thread.value === found) address(id);
}

export async function rename(entry: Entry, name: string): Promise<void> {
  change(entry.id, { name });
  await call(`/conversations/${entry.id}/name`, { json: { name, auto_generate: false } });
}

export async function pin(entry: Entry): Promise<void> {
  await call(`/conversations/${entry.id}/${entry.is_pinned ? "unpin" : "pin"}`, { method: "PATCH", json: {} });
  await refresh();
}

export async function remove(entry: Entry): Promise<void> {
  list.value = list.value.filter(({ id }) => id !== entry.id);
  known.delete(entry.id);
  if (thread.value.id.value === entry.id) startNew();
  await call(`/conversations/${entry.id}`, { method: "DELETE", json: {} });
}

function newThread(id = ""): Thread {
  return new Thread(id, begun, (thread, isFirst) => void answered(thread, isFirst));
}

function begun(begun: Thread): void {
  const id = begun.id.value;
  known.set(id, begun);
  const name = (begun.turns.value[0]?.query ?? "").slice(0, 60);
  const fresh = {
    id,
    name,
    inputs: begun.inputs.value,
    introduction: "",
    updated_at: Date.now() / 1000,
    is_pinned: false,
  };
  list.value = [...list.value.filter((one) => one.is_pinned), fresh, ...list.value.filter((one) => !one.is_pinned)];
  if (thread.value === begun) address(id);
}

/** After an answer the list has another order; the first one gives the conversation its name. */
async function answered(thread: Thread, isFirst: boolean): Promise<void> {
  const id = thread.id.value;
  if (isFirst) {
    const named = await call<Conversation>(`/conversations/${id}/name`, { json: { auto_generate: true } }).catch(
      () => undefined,
    );
    if (named) change(id, { name: named.name });
  }
  await refresh().catch(() => undefined);
}

function change(id: string, changes: Partial<Entry>): void {
  list.value = list.value.map((one) => (one.id === id ? { ...one, ...changes } : one));
}

function page(pinned: boolean, after?: string): Promise<Paged<Conversation>> {
  return call<Paged<Conversation>>("/conversations", { query: { limit: PAGE, pinned, last_id: after } });
}

function address(id: string): void {
  history.replaceState(null, "", `${location.pathname}${location.search}${id ? `#c=${id}` : ""}`);
}
