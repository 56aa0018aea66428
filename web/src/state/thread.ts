/** A conversation on the page: its turns as a tree, since a question may have several answers. */

import { computed, signal } from "@preact/signals";
import { call } from "../api/client";
import type { GivenFile, Message, Paged, Rating, ShownFile, UnderWay } from "../api/shapes";
import { follow, resume } from "./following";
import { opened } from "./site";
import { Turn } from "./turn";

const PAGE = 50; // messages

export interface Question {
  query: string;
  files: GivenFile[];
  shown: ShownFile[];
}

export class Thread {
  readonly id = signal("");
  readonly inputs = signal<Record<string, unknown>>({});
  readonly turns = signal<Turn[]>([]);
  readonly hasEarlier = signal(false);
  readonly isLoading = signal(false);
  private readonly leaf = signal<Turn | undefined>(undefined);

  /** The turns from the first one to the last that is shown. */
  readonly shown = computed(() => {
    const path: Turn[] = [];
    for (let turn = this.leaf.value; turn; turn = this.parentOf(turn)) path.unshift(turn);
    return path;
  });
  readonly running = computed(() => this.turns.value.find((turn) => turn.isOpen));

  /** `onBegun` hears of the id that a new conversation gets, `onAnswered` of every answer. */
  constructor(
    id: string,
    private readonly onBegun: (thread: Thread) => void,
    private readonly onAnswered: (thread: Thread, isFirst: boolean) => void,
  ) {
    this.id.value = id;
  }

  /** Load a conversation and what goes on in it. Returns whether it is there. */
  async open(): Promise<boolean> {
    const path = `/conversations/${this.id.value}/running`;
    const [running, loaded] = await Promise.all([
      call<{ data: UnderWay | null }>(path).catch(() => undefined),
      this.load().then(
        () => true,
        () => false,
      ),
    ]);
    if (running?.data) void this.takeUp(running.data);
    return loaded || !!running?.data; // a new conversation is stored with its first answer
  }

  /** Load the newest messages, or those before them. Throws Refused. */
  async load(): Promise<void> {
    const oldest = this.turns.value.find((turn) => turn.id)?.id;
    this.isLoading.value = true;
    try {
      const found = await call<Paged<Message>>("/messages", {
        query: { conversation_id: this.id.value, limit: PAGE, first_id: oldest },
      });
      this.hasEarlier.value = found.has_more;
      this.turns.value = [...found.data.map(Turn.of), ...this.turns.value];
      this.leaf.value ??= this.turns.value.at(-1);
      this.inputs.value = found.data[0]?.inputs ?? this.inputs.value;
    } finally {
      this.isLoading.value = false;
    }
    const last = this.leaf.value;
    if (last?.progress.value === "paused") void resume(last).then(() => this.finish(last, false));
  }

  /** Ask a question after the last turn that is shown. */
  async ask({ query, files, shown }: Question): Promise<void> {
    const before = this.leaf.value;
    await this.run(new Turn(query, shown, before?.id || before?.parentId || null), files);
  }

  /** Ask a turn's question once more; the answers stand beside each other. */
  async again(turn: Turn): Promise<void> {
    if (!turn.id) this.turns.value = this.turns.value.filter((other) => other !== turn);
    await this.run(new Turn(turn.query, turn.given, turn.parentId), turn.given.map(givenAgain));
  }

  async stop(): Promise<void> {
    const turn = this.running.value;
    if (!turn) return;
    turn.isStopping.value = true;
    if (turn.taskId) await call(`/chat-messages/${turn.taskId}/stop`, { json: {} });
  }

  async rate(turn: Turn, rating: Rating): Promise<void> {
    const before = turn.rating.value;
    turn.rating.value = rating;
    try {
      await call(`/messages/${turn.id}/feedbacks`, { json: { rating } });
    } catch {
      turn.rating.value = before;
    }
  }

  /** The answers to a turn's question, oldest first. */
  versions(turn: Turn): Turn[] {
    return this.turns.value.filter((other) => other.parentId === turn.parentId && other.query === turn.query);
  }

  /** Show another answer, and what came after it last. */
  turnTo(turn: Turn): void {
    let leaf = turn;
    for (;;) {
      const next = this.turns.value.filter((other) => other.parentId === leaf.id).at(-1);
      if (!next || !leaf.id) break;
      leaf = next;
    }
    this.leaf.value = leaf;
  }

  /** Follow a turn that goes on at the server, which has the place of the one that is stored of it, if there is one. */
  private async takeUp(running: UnderWay): Promise<void> {
    const isFirst = !this.turns.value.length;
    const others = this.turns.value.filter((known) => known.id !== running.message_id);
    const stored = this.turns.value.find((known) => known.id === running.message_id);
    const parentId = stored ? stored.parentId : (others.at(-1)?.id ?? null);
    const turn = new Turn(running.query, running.files, parentId);
    turn.id = running.message_id;
    turn.conversationId = running.conversation_id;
    turn.taskId = running.task_id;
    turn.runId = running.workflow_run_id;
    turn.progress.value = "answering";
    this.inputs.value = running.inputs;
    this.turns.value = [...others, turn];
    this.leaf.value = turn;
    await resume(turn);
    this.finish(turn, isFirst);
  }

  private parentOf(turn: Turn): Turn | undefined {
    return turn.parentId ? this.turns.value.find((other) => other.id === turn.parentId) : undefined;
  }

  private async run(turn: Turn, files: GivenFile[]): Promise<void> {
    const isFirst = this.turns.value.every((other) => !other.id);
    turn.conversationId = this.id.value;
    this.turns.value = [...this.turns.value, turn];
    this.leaf.value = turn;
    const body = {
      query: turn.query,
      inputs: this.id.value ? {} : this.inputs.value, // those of a conversation are fixed at its start
      files,
      response_mode: "streaming",
      conversation_id: this.id.value,
      parent_message_id: turn.parentId,
    };
    await follow(turn, "/chat-messages", { json: body }, () => this.begun(turn));
    this.finish(turn, isFirst);
  }

  private begun(turn: Turn): void {
    if (turn.isStopping.value) void this.stop();
    if (this.id.value || !turn.conversationId) return;
    this.id.value = turn.conversationId;
    this.onBegun(this);
  }

  private finish(turn: Turn, isFirst: boolean): void {
    if (turn.progress.value === "failed" && !turn.answer.value) return;
    this.onAnswered(this, isFirst);
    if (turn.progress.value === "done") void this.wonder(turn);
  }

  private async wonder(turn: Turn): Promise<void> {
    if (!opened().parameters.suggested_questions_after_answer.enabled) return;
    const found = await call<{ data: string[] }>(`/messages/${turn.id}/suggested-questions`).catch(() => undefined);
    turn.followups.value = found?.data ?? [];
  }
}

function givenAgain(file: ShownFile & { upload_file_id?: string | null; transfer_method?: string }): GivenFile {
  if (file.transfer_method === "remote_url") {
    return { type: file.type, transfer_method: "remote_url", url: file.url ?? "" };
  }
  return { type: file.type, transfer_method: "local_file", upload_file_id: file.upload_file_id ?? file.id ?? "" };
}
