import type { Drawing, Edit, Log, Operation } from "./contract";

/**
 * Edits that the server has not confirmed yet.
 *
 * All of them are sent whenever one is added: whatever a rerun that came too soon has dropped comes again with the
 * next, and the server passes over what it took already. Of choices that follow each other the last one counts: the
 * server draws no graph for them, which would confirm them.
 */
export class Outbox {
  /** Replaced at every rendering: the page's way to send belongs to the newest one. */
  deliver: (log: Log) => void = () => undefined;

  private readonly client = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private waiting: readonly Operation[] = [];
  private count = 0;
  private base = "";

  post(edit: Edit): void {
    this.count += 1;
    const last = this.waiting.at(-1);
    const kept = edit.do === "select" && last?.do === "select" ? this.waiting.slice(0, -1) : this.waiting;
    this.waiting = [...kept, { ...edit, seq: this.count, base: this.base }];
    this.deliver({ client: this.client, operations: this.waiting });
  }

  /** Take note of what the server has confirmed with a drawing. */
  settle({ taken, base }: Drawing): void {
    this.base = base;
    if (taken.client === this.client) {
      this.waiting = this.waiting.filter((operation) => operation.seq > taken.seq);
    }
  }

  /** Whether the server's drawing lacks something that the person did. */
  get hasEdits(): boolean {
    return this.waiting.some((operation) => operation.do !== "select");
  }

  get hasChoices(): boolean {
    return this.waiting.some((operation) => operation.do === "select");
  }
}
