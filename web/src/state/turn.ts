/** One turn: a question and what comes back, as it grows by the events of its stream. */

import { signal } from "@preact/signals";
import type {
  Citation,
  FormDefinition,
  FormSubmission,
  Message,
  Rating,
  ShownFile,
  StreamEvent,
  Thought,
} from "../api/shapes";
import { Refused } from "../api/client";
import { faultOf } from "../words/faults";
import { say } from "../words/words";

export type Progress = "waiting" | "answering" | "paused" | "done" | "stopped" | "failed";

export interface Step {
  id: string;
  title: string;
  kind: string;
  status: string;
  seconds: number | null;
  /** containers that it lies in */
  depth: number;
}

export interface Asked {
  form: FormDefinition;
  answered?: FormSubmission;
  isOver?: boolean;
}

let made = 0;

export class Turn {
  readonly key = ++made;
  id = "";
  conversationId = "";
  taskId = "";
  runId = "";
  /** whether the server had too much to do when it was asked */
  isRefusedForNow = false;
  /** whether its stream brings recordings where the app speaks by itself; one that is taken up again does not */
  comesSpoken = false;
  /** takes such a recording, as base64 */
  onSound: ((audio: string) => void) | undefined;
  /** where its stream can be taken up again */
  lastEvent = "";
  readonly progress = signal<Progress>("waiting");
  readonly answer = signal("");
  readonly reasoning = signal("");
  readonly fault = signal("");
  readonly isReconnecting = signal(false);
  readonly isStopping = signal(false);
  readonly thoughts = signal<Thought[]>([]);
  readonly steps = signal<Step[]>([]);
  readonly forms = signal<Asked[]>([]);
  readonly files = signal<ShownFile[]>([]);
  readonly citations = signal<Citation[]>([]);
  readonly rating = signal<Rating>(null);
  readonly followups = signal<string[]>([]);
  /** what a workflow gave, and what it took */
  readonly outputs = signal<Record<string, unknown> | undefined>(undefined);
  readonly seconds = signal<number | undefined>(undefined);

  constructor(
    readonly query: string,
    readonly given: ShownFile[] = [],
    public parentId: string | null = null,
  ) {}

  /** Whether it still goes on. */
  get isOpen(): boolean {
    return this.progress.value === "waiting" || this.progress.value === "answering";
  }

  static of(message: Message): Turn {
    const turn = new Turn(
      message.query,
      message.message_files.filter((file) => file.belongs_to !== "assistant"),
      message.parent_message_id,
    );
    turn.id = message.id;
    turn.conversationId = message.conversation_id;
    turn.answer.value = message.answer;
    turn.files.value = message.message_files.filter((file) => file.belongs_to === "assistant");
    turn.citations.value = message.retriever_resources ?? [];
    turn.thoughts.value = message.agent_thoughts ?? [];
    turn.rating.value = message.feedback?.rating ?? null;
    turn.runId = message.workflow_run_id ?? "";
    for (const { workflow_run_id, form_definition, form_submission_data } of message.extra_contents ?? []) {
      turn.runId = workflow_run_id;
      const form = form_definition ?? emptyForm(form_submission_data?.node_id ?? "");
      turn.forms.value = [...turn.forms.value, { form, answered: form_submission_data ?? undefined }];
    }
    const waits = turn.forms.value.some((asked) => !asked.answered);
    turn.progress.value = message.status === "error" ? "failed" : waits ? "paused" : "done";
    if (message.status === "error") turn.fault.value = say("chat.error.general");
    return turn;
  }

  /** Begin again before a stream that tells everything from the start. */
  rewind(): void {
    this.answer.value = this.reasoning.value = this.fault.value = "";
    this.steps.value = [];
    this.thoughts.value = [];
    this.forms.value = [];
    this.files.value = [];
  }

  /** Return another turn that waits, with the same question. */
  like(): Turn {
    return new Turn(this.query, this.given, this.parentId);
  }

  fail(error: unknown): void {
    this.isRefusedForNow = error instanceof Refused && error.status === 429;
    this.fault.value = faultOf(error);
    this.progress.value = "failed";
  }

  /** Take in an event. */
  hear(event: StreamEvent): void {
    this.taskId ||= event.task_id ?? "";
    this.id ||= event.message_id ?? "";
    this.conversationId ||= event.conversation_id ?? "";
    this.runId ||= event.workflow_run_id ?? "";
    HEARD[event.event]?.(this, event);
  }

  say(text: string): void {
    this.answer.value += text;
    if (text) this.progress.value = "answering";
  }
}

type Hearing = (turn: Turn, event: StreamEvent) => void;

const HEARD: Record<string, Hearing> = {
  message: (turn, event) => turn.say(event.answer ?? ""),
  agent_message: (turn, event) => turn.say(event.answer ?? ""),
  text_chunk: (turn, event) => turn.say(event.data.text),
  tts_message: (turn, event) => turn.onSound?.(event.audio ?? ""),
  message_replace: (turn, event) => (turn.answer.value = event.answer ?? ""),
  reasoning_chunk: (turn, event) => (turn.reasoning.value += event.data.reasoning ?? ""),
  agent_thought: (turn, event) => (turn.thoughts.value = replaced(turn.thoughts.value, event as unknown as Thought)),
  message_file: (turn, event) => (turn.files.value = replaced(turn.files.value, event as unknown as ShownFile)),
  message_end: (turn, event) => {
    turn.citations.value = event.metadata?.retriever_resources ?? [];
    const known = new Set(turn.files.value.map((file) => file.url));
    turn.files.value = [...turn.files.value, ...(event.files ?? []).filter((file) => !known.has(file.url))];
    end(turn, "done");
  },
  workflow_started: (turn) => (turn.progress.value = "answering"),
  node_started: (turn, event) => note(turn, event, "running"),
  node_retry: (turn, event) => note(turn, event, "retried"),
  node_finished: (turn, event) => note(turn, event, event.data.status),
  workflow_finished: (turn, event) => {
    const { status, outputs, elapsed_time } = event.data;
    turn.outputs.value = outputs ?? {};
    turn.seconds.value = elapsed_time;
    turn.steps.value = turn.steps.value.map((step) => (step.status === "running" ? { ...step, status } : step));
    if (status === "failed") turn.fault.value ||= say("run.failed");
    end(turn, status === "failed" ? "failed" : status === "stopped" ? "stopped" : "done");
  },
  human_input_required: (turn, event) => ask(turn, { form: event.data as FormDefinition }),
  human_input_form_filled: (turn, event) =>
    settle(turn, event.data.node_id, { answered: event.data as FormSubmission }),
  human_input_form_timeout: (turn, event) => settle(turn, event.data.node_id, { isOver: true }),
  workflow_paused: (turn) => (turn.progress.value = "paused"),
  error: (turn, event) => turn.fail(new Refused(event.status ?? 500, event.code ?? "", "")),
};

function end(turn: Turn, progress: Progress): void {
  if (!turn.isOpen && turn.progress.value !== "paused") return;
  turn.progress.value = turn.isStopping.value && progress === "done" ? "stopped" : progress;
}

function note(turn: Turn, { data }: StreamEvent, status: string): void {
  const step: Step = {
    id: data.id,
    title: data.title,
    kind: data.node_type,
    status,
    seconds: data.elapsed_time ?? null,
    depth: data.iteration_id || data.loop_id ? 1 : 0,
  };
  turn.steps.value = replaced(turn.steps.value, step);
  if (turn.progress.value === "waiting" || turn.progress.value === "paused") turn.progress.value = "answering";
}

function ask(turn: Turn, asked: Asked): void {
  const others = turn.forms.value.filter(({ form, answered }) => answered || form.node_id !== asked.form.node_id);
  turn.forms.value = [...others, asked];
}

function settle(turn: Turn, nodeId: string, how: Partial<Asked>): void {
  turn.forms.value = turn.forms.value.map((asked) =>
    asked.form.node_id === nodeId && !asked.answered ? { ...asked, ...how } : asked,
  );
}

function replaced<T extends { id: string | null }>(all: T[], one: T): T[] {
  const at = all.findIndex((known) => known.id === one.id);
  return at < 0 ? [...all, one] : all.with(at, { ...all[at], ...one });
}

function emptyForm(nodeId: string): FormDefinition {
  return {
    form_token: null,
    node_id: nodeId,
    node_title: "",
    form_content: "",
    inputs: [],
    actions: [],
    resolved_default_values: {},
    expiration_time: 0,
  };
}
