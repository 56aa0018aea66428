/** Following a turn to its end: a broken connection is taken up again where it was lost, also after a reload. */

import { addressOf, type Call, headersOfCaller, Refused, refusalOf, send } from "../api/client";
import { eventsOf } from "../api/stream";
import type { Turn } from "./turn";

const PAUSES = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]; // milliseconds before each further try

/** Start a turn by a call that answers with its stream, and follow it; `onStart` hears of its first event. */
export async function follow(turn: Turn, path: string, options: Call, onStart: () => void): Promise<void> {
  let hasStarted = false;
  turn.comesSpoken = true;
  try {
    const response = await send(path, options);
    await listen(turn, response, () => {
      if (!hasStarted) onStart();
      hasStarted = true;
    });
  } catch (error) {
    if (!hasStarted || error instanceof Refused) return turn.fail(error);
  }
  if (turn.isOpen || turn.progress.value === "paused") await resume(turn);
}

/** Follow a turn that is under way already: from where it was lost, else from its beginning; also over its pauses. */
export async function resume(turn: Turn): Promise<void> {
  turn.isReconnecting.value = true;
  turn.comesSpoken = false;
  try {
    await persist(turn);
  } catch (error) {
    turn.fail(error);
  } finally {
    turn.isReconnecting.value = false;
  }
}

async function persist(turn: Turn): Promise<void> {
  for (let fails = 0; fails < PAUSES.length;) {
    const before = turn.lastEvent;
    try {
      await takeUp(turn);
      if (!turn.isOpen && turn.progress.value !== "paused") return;
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error;
    }
    fails = turn.lastEvent === before ? fails + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, PAUSES[fails]));
    turn.isReconnecting.value = true;
  }
  if (turn.isOpen) throw new TypeError("no connection");
}

async function takeUp(turn: Turn): Promise<void> {
  const headers = await headersOfCaller();
  if (turn.lastEvent) headers["Last-Event-ID"] = turn.lastEvent;
  const query = { include_state_snapshot: true, continue_on_pause: true };
  const response = await fetch(addressOf(`/workflow/${turn.runId || turn.id}/events`, query), { headers });
  if (!response.ok) throw await refusalOf(response);
  if (!turn.lastEvent) turn.rewind();
  turn.isReconnecting.value = false;
  await listen(turn, response);
}

async function listen(turn: Turn, response: Response, onEvent: () => void = () => undefined): Promise<void> {
  for await (const { event, id } of eventsOf(response)) {
    if (id) turn.lastEvent = id;
    turn.hear(event);
    onEvent();
  }
}
