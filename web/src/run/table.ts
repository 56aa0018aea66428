/** A batch: the rows of a file, run a few at a time. */

import { computed, type Signal, signal } from "@preact/signals";
import { faultIn, isFile, valueOf } from "../fields/values";
import { type Field, opened } from "../state/site";
import { type Progress, Turn } from "../state/turn";
import { say } from "../words/words";
import { cellOf } from "./Outputs";
import { readCsv, writeCsv } from "./csv";
import { keep, recall } from "../state/kept";
import { resume } from "../state/following";
import { resultOf, start, stop } from "./running";

export const AT_ONCE = 3;
const BUSY_TRIES = 6; // of a row that is refused because too much runs at once
const KEPT = "batch";
const LONGEST = 24 * 3600_000; // milliseconds that a batch is found again

/** What a reload finds again: the rows run at the server, and are known by the ids of their runs. */
interface Kept {
  text: string;
  goesOn: boolean;
  runs: (Pick<Turn, "id" | "runId" | "taskId"> | null)[];
  at: number;
}

export interface Row {
  cells: string[];
  turn: Signal<Turn | undefined>;
}

export class Batch {
  readonly columns: string[];
  readonly rows: Row[];
  readonly fault: string;
  readonly isRunning = signal(false);
  private isStopped = false;

  readonly counts = computed(() => {
    const states = this.rows.map(({ turn }) => turn.value?.progress.value);
    const failed = states.filter((state) => state === "failed").length;
    return { done: states.filter((state) => state === "done").length + failed, failed, all: this.rows.length };
  });

  constructor(
    readonly fields: Field[],
    private readonly text: string,
  ) {
    const [head = [], ...rows] = readCsv(text);
    this.columns = head.map((name) => name.trim());
    this.rows = rows.map((cells) => ({ cells, turn: signal<Turn | undefined>(undefined) }));
    this.fault = this.faultInFile();
  }

  /** Return the batch that this browser has begun, undefined when there is none; `takeUp` goes on with it. */
  static kept(fields: Field[]): Batch | undefined {
    const kept = recall<Kept>(KEPT);
    if (!kept || Date.now() - kept.at > LONGEST) return undefined;
    const batch = new Batch(fields, kept.text);
    if (batch.fault) return undefined;
    kept.runs.forEach((run, at) => {
      const row = batch.rows[at];
      if (!run || !row) return;
      row.turn.value = Object.assign(new Turn(""), run);
      row.turn.value.progress.value = "answering";
    });
    batch.isRunning.value = true;
    batch.isStopped = !kept.goesOn;
    return batch;
  }

  /** Follow the rows that have begun, then run the others, unless the batch was stopped. */
  async takeUp(): Promise<void> {
    const begun = this.rows.map(({ turn }) => turn.value).filter((turn) => turn?.isOpen);
    const follow = async () => {
      for (let turn = begun.shift(); turn; turn = begun.shift()) await resume(turn);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, follow));
    if (this.isStopped) this.isRunning.value = false;
    else await this.run();
  }

  /** Run every row that has not ended; returns when the last one has. */
  run(): Promise<void> {
    return this.runThose((state) => state !== "done" && state !== "failed");
  }

  /** Run the rows that failed once more, and no others. */
  runFailed(): Promise<void> {
    return this.runThose((state) => state === "failed");
  }

  private async runThose(isMeant: (state?: Progress) => boolean): Promise<void> {
    this.isRunning.value = true;
    this.isStopped = false;
    const queue = this.rows.filter(({ turn }) => isMeant(turn.value?.progress.value));
    for (const row of queue) row.turn.value = undefined;
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.work(queue)));
    this.isStopped = true;
    this.isRunning.value = false;
    this.keep();
  }

  /** Forget the batch: a reload does not find it. */
  forget(): void {
    keep(KEPT, undefined);
  }

  stop(): void {
    this.isStopped = true;
    this.keep();
    for (const { turn } of this.rows) if (turn.value?.isOpen) void stop(turn.value);
  }

  /** Return the table with what its rows gave, how each ended, and why one failed. */
  results(): string {
    const names = [...new Set(this.rows.flatMap(({ turn }) => (turn.value ? Object.keys(resultOf(turn.value)) : [])))];
    const head = [...this.columns, ...names, say("batch.state"), say("batch.reason")];
    const body = this.rows.map(({ cells, turn }) => {
      const result = turn.value ? resultOf(turn.value) : {};
      const given = this.columns.map((_, at) => cells[at] ?? "");
      return [...given, ...names.map((name) => cellOf(result[name])), statusOf(turn.value), reasonOf(turn.value)];
    });
    return writeCsv([head, ...body]);
  }

  private async work(queue: Row[]): Promise<void> {
    for (let row = queue.shift(); row && !this.isStopped; row = queue.shift()) {
      const inputs = this.inputsOf(row.cells);
      for (let tries = 0; tries < BUSY_TRIES && !this.isStopped; tries++) {
        const turn = new Turn("");
        row.turn.value = turn;
        await start(turn, inputs, { onBegun: () => this.keep() });
        if (!turn.isRefusedForNow) break;
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** tries));
      }
    }
  }

  private keep(): void {
    const runs = this.rows.map(({ turn }) => {
      const { id = "", runId = "", taskId = "" } = turn.value ?? {};
      return id || runId ? { id, runId, taskId } : null;
    });
    keep(KEPT, { text: this.text, goesOn: !this.isStopped, runs, at: Date.now() } satisfies Kept);
  }

  private inputsOf(cells: string[]): Record<string, unknown> {
    return Object.fromEntries(this.fields.map((field) => [field.variable, this.valueIn(field, cells)]));
  }

  private valueIn(field: Field, cells: string[]): unknown {
    const cell = this.cellIn(field, cells);
    if (field.type === "checkbox") return /^(true|yes|1|是)$/i.test(cell.trim());
    if (!isFile(field)) return valueOf(field, cell);
    const type = field.allowed_file_types?.[0] ?? "document";
    const files = cell.split(/\s+/).filter(Boolean);
    const given = files.map((url) => ({ type, transfer_method: "remote_url", url }));
    return field.type === "file" ? (given[0] ?? null) : given;
  }

  private cellIn(field: Field, cells: string[]): string {
    return cells[columnOf(this.columns, field)] ?? "";
  }

  private faultInFile(): string {
    if (!this.rows.length) return say("batch.empty");
    const most = opened().mostRows;
    if (this.rows.length > most) return say("batch.large", { n: this.rows.length, most });
    const absent = this.fields.find((field) => field.required && columnOf(this.columns, field) < 0);
    if (absent) return say("batch.missing", { name: absent.variable });
    for (const [at, { cells }] of this.rows.entries()) {
      for (const field of this.fields.filter((one) => one.type !== "checkbox" && !isFile(one))) {
        const fault = faultIn(field, this.cellIn(field, cells));
        if (fault) return say("batch.faulty", { row: at + 1, fault });
      }
    }
    return "";
  }
}

/** Return the file that a visitor fills in: the names of the fields alone. */
export function templateOf(fields: Field[]): string {
  return writeCsv([fields.map((field) => field.variable)]);
}

export function statusOf(turn: Turn | undefined): string {
  if (!turn) return say("state.waiting");
  const state = turn.progress.value;
  if (state === "done") return say("batch.success");
  if (state === "failed") return say("batch.error");
  if (state === "stopped") return say("state.stopped");
  return say(state === "paused" ? "state.paused" : "state.running");
}

/** Return why a row failed, "" where it did not. */
export function reasonOf(turn: Turn | undefined): string {
  return turn?.progress.value === "failed" ? turn.fault.value : "";
}

function columnOf(columns: string[], field: Field): number {
  const at = columns.indexOf(field.variable);
  return at < 0 ? columns.indexOf(field.label) : at;
}
