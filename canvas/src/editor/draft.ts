import type { Edit, Sheet } from "./contract";

const QUIET = 600; // milliseconds after the last key until a text is sent

/**
 * A text between the person who types it and the server that keeps it.
 *
 * What was typed and is not confirmed is never overwritten: a server that does not know this browser (it was restarted,
 * or the page was laid out anew) is told once more, as an edit of the text that it has now.
 */
export class Draft {
  /** Replaced at every rendering: the page's way to send belongs to the newest one. */
  deliver: (edit: Edit) => void = () => undefined;

  private readonly client = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private seq = 0;
  private over = "";
  private isTyped = false;
  private isSent = false;
  private timer = 0;

  constructor(private readonly read: () => string) {}

  /** Take note that a person has changed the text; it is sent when they pause. */
  typed(): void {
    this.isTyped = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), QUIET);
  }

  /** Send what was typed since the last time, if anything was. */
  send(): void {
    window.clearTimeout(this.timer);
    if (!this.isTyped) return;
    this.isTyped = false;
    this.isSent = true;
    this.seq += 1;
    this.tell();
  }

  /** Take note of what the server has; return whether its text may be shown instead of the one here. */
  settle({ taken, version }: Sheet): boolean {
    const knows = taken.client === this.client;
    if (knows && taken.seq >= this.seq) this.isSent = false;
    const isOther = version !== this.over;
    this.over = version;
    if (this.isSent && !this.isTyped && !knows && isOther) this.tell();
    return !this.isTyped && !this.isSent;
  }

  private tell(): void {
    this.deliver({ client: this.client, seq: this.seq, over: this.over, text: this.read() });
  }
}
