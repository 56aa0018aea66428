/** A batch: the rows of a file, run a few at a time. */

import { computed, type Signal, signal } from "@preact/signals";
import { faultIn, isFile, valueOf } from "../fields/values";
import { type Field, opened } from "../state/site";
import { Turn } from "../state/turn";
import { say } from "../words/words";
import { cellOf } from "./Outputs";
import { readCsv, writeCsv } from "./csv";
import { resultOf, start, stop } from "./running";

export const AT_ONCE = 3;
const BUSY_TRIES = 6; // of a row that is refused because too much runs at once

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
    text: string,
  ) {
    const [head = [], ...rows] = readCsv(text);
    this.columns = head.map((name) => name.trim());
    this.rows = rows.map((cells) => ({ cells, turn: signal<Turn | undefined>(undefined) }));
    this.fault = this.faultInFile();
  }

  /** Run every row that is not done; returns when the last one has ended. */
  async run(): Promise<void> {
    this.isRunning.value = true;
    this.isStopped = false;
    const queue = this.rows.filter(({ turn }) => turn.value?.progress.value !== "done");
    for (const row of queue) row.turn.value = undefined;
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.work(queue)));
    this.isRunning.value = false;
  }

  stop(): void {
    this.isStopped = true;
    for (const { turn } of this.rows) if (turn.value?.isOpen) void stop(turn.value);
  }

  /** Return the table with what its rows gave. */
  results(): string {
    const names = [...new Set(this.rows.flatMap(({ turn }) => (turn.value ? Object.keys(resultOf(turn.value)) : [])))];
    const head = [...this.columns, ...names, say("batch.state")];
    const body = this.rows.map(({ cells, turn }) => {
      const result = turn.value ? resultOf(turn.value) : {};
      const given = this.columns.map((_, at) => cells[at] ?? "");
      return [...given, ...names.map((name) => cellOf(result[name])), statusOf(turn.value)];
    });
    return writeCsv([head, ...body]);
  }

  private async work(queue: Row[]): Promise<void> {
    for (let row = queue.shift(); row && !this.isStopped; row = queue.shift()) {
      const inputs = this.inputsOf(row.cells);
      for (let tries = 0; tries < BUSY_TRIES && !this.isStopped; tries++) {
        const turn = new Turn("");
        row.turn.value = turn;
        await start(turn, inputs);
        if (!turn.isRefusedForNow) break;
        await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** tries));
      }
    }
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
  if (state === "done") return say("state.succeeded");
  if (state === "failed") return turn.fault.value || say("state.failed");
  if (state === "stopped") return say("state.stopped");
  return say(state === "paused" ? "state.paused" : "state.running");
}

function columnOf(columns: string[], field: Field): number {
  const at = columns.indexOf(field.variable);
  return at < 0 ? columns.indexOf(field.label) : at;
}
