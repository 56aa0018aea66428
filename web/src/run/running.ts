/** Running a workflow or a completion app once, followed to its end. */

import { call } from "../api/client";
import type { GivenFile } from "../api/shapes";
import { page } from "../page";
import { follow, resume } from "../state/following";
import { keep, recall } from "../state/kept";
import { Turn } from "../state/turn";

const isWorkflow = page.mode === "workflow";

interface Noted {
  runId: string;
  taskId: string;
  inputs: Record<string, unknown>;
  at: number;
}

const LONGEST = 24 * 3600_000; // milliseconds

/** Start a run; `isKept`: a reload of the page finds it again. Resolves when it has ended. */
export async function start(
  turn: Turn,
  inputs: Record<string, unknown>,
  { files = [], isKept = false, onBegun }: { files?: GivenFile[]; isKept?: boolean; onBegun?: () => void } = {},
): Promise<void> {
  const path = isWorkflow ? "/workflows/run" : "/completion-messages";
  const note = () => {
    onBegun?.();
    if (isKept && isWorkflow) keep("run", { runId: turn.runId, taskId: turn.taskId, inputs, at: Date.now() });
    if (turn.isStopping.value) void stop(turn);
  };
  await follow(turn, path, { json: { inputs, files, response_mode: "streaming", speaks: false } }, note);
  if (isKept) keep("run", undefined);
}

/** Take up the run that a reload interrupted, if there is one. */
export function interrupted(): { turn: Turn; inputs: Record<string, unknown>; ended: Promise<void> } | undefined {
  const noted = recall<Noted>("run");
  if (!noted?.runId || Date.now() - noted.at > LONGEST) return undefined;
  const turn = new Turn("");
  Object.assign(turn, { runId: noted.runId, taskId: noted.taskId });
  turn.progress.value = "answering";
  return { turn, inputs: noted.inputs, ended: resume(turn).then(() => keep("run", undefined)) };
}

export async function stop(turn: Turn): Promise<void> {
  turn.isStopping.value = true;
  if (!turn.taskId) return;
  const path = isWorkflow ? `/workflows/tasks/${turn.taskId}/stop` : `/completion-messages/${turn.taskId}/stop`;
  await call(path, { json: {} }).catch(() => undefined);
}

/** Return what a run gave: the outputs of a workflow, the text of a completion, or what was said so far. */
export function resultOf(turn: Turn): Record<string, unknown> {
  const outputs = turn.outputs.value;
  if (isWorkflow && outputs && Object.keys(outputs).length) return outputs;
  return turn.answer.value ? { text: turn.answer.value } : {};
}
