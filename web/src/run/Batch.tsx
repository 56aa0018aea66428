import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/Icon";
import { opened } from "../state/site";
import { say } from "../words/words";
import { textOf } from "./Outputs";
import { resultOf } from "./running";
import { Batch as Table, type Row, reasonOf, statusOf, templateOf } from "./table";

const PREVIEW = 5; // rows

/** Runs every row of a table. */
export function Batch() {
  const [batch, open] = useState<Table | undefined>(() => Table.kept(opened().fields));
  useEffect(() => void batch?.takeUp(), []);
  const close = () => {
    batch?.forget();
    open(undefined);
  };
  return batch ? <Opened batch={batch} onClose={close} /> : <Choosing onOpen={open} />;
}

function Choosing({ onOpen }: { onOpen: (batch: Table) => void }) {
  const { fields } = opened();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, over] = useState(false);
  const read = async (file: File | undefined) => file && onOpen(new Table(fields, await file.text()));
  return (
    <section class="card batch">
      <p>{say("batch.about")}</p>
      <p class="columns">
        {say("batch.columns")}
        {fields.map((field) => (
          <code title={field.label}>{field.variable}</code>
        ))}
      </p>
      <div
        class={`drop ${isOver ? "is-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          over(true);
        }}
        onDragLeave={() => over(false)}
        onDrop={(event) => {
          event.preventDefault();
          over(false);
          void read(event.dataTransfer?.files[0]);
        }}
      >
        <Icon name="table" size={28} />
        <button type="button" class="button is-main" onClick={() => picker.current?.click()}>
          {say("batch.choose")}
        </button>
        <span class="note">{say("batch.drop")}</span>
      </div>
      <div class="row">
        <button type="button" class="button" onClick={() => download("template.csv", templateOf(fields))}>
          <Icon name="download" size={16} />
          {say("batch.template")}
        </button>
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}

function Opened({ batch, onClose }: { batch: Table; onClose: () => void }) {
  const { done, failed, all } = batch.counts.value;
  const isRunning = batch.isRunning.value;
  const hasBegun = isRunning || batch.rows.some(({ turn }) => turn.value);
  return (
    <section class="card batch">
      <header class="result-head">
        <h2>{say("batch.rows", { n: all })}</h2>
        {hasBegun && (
          <span class="state" role="status">
            {say("batch.done", { done, all })}
            {failed > 0 && ` · ${say("batch.failed", { n: failed })}`}
          </span>
        )}
      </header>
      {hasBegun && <progress value={done} max={all} aria-label={say("batch.done", { done, all })} />}
      {batch.fault && (
        <p class="fault" role="alert">
          {batch.fault}
        </p>
      )}
      <div class="row">
        {isRunning ? (
          <button type="button" class="button is-main" onClick={() => batch.stop()}>
            <Icon name="stop" size={16} />
            {say("batch.stop")}
          </button>
        ) : (
          <>
            {!batch.fault && done < all && (
              <button type="button" class="button is-main" onClick={() => void batch.run()}>
                <Icon name="play" size={16} />
                {say("batch.run", { n: all - done })}
              </button>
            )}
            {failed > 0 && (
              <button
                type="button"
                class={`button ${done === all ? "is-main" : ""}`}
                onClick={() => void batch.runFailed()}
              >
                <Icon name="again" size={16} />
                {say("batch.again")}
              </button>
            )}
            <button type="button" class="button" onClick={onClose}>
              {say("batch.other")}
            </button>
          </>
        )}
        {hasBegun && (
          <button type="button" class="button" onClick={() => download("results.csv", batch.results())}>
            <Icon name="download" size={16} />
            {say("batch.download")}
          </button>
        )}
      </div>
      <Rows batch={batch} hasBegun={hasBegun} />
    </section>
  );
}

function Rows({ batch, hasBegun }: { batch: Table; hasBegun: boolean }) {
  const shown = hasBegun ? batch.rows : batch.rows.slice(0, PREVIEW);
  return (
    <>
      {!hasBegun && batch.rows.length > PREVIEW && <p class="note">{say("batch.preview", { n: PREVIEW })}</p>}
      <div class="table">
        <table>
          <thead>
            <tr>
              <th>{say("batch.row")}</th>
              {batch.columns.map((name) => (
                <th>{name}</th>
              ))}
              {hasBegun && <th>{say("batch.output")}</th>}
              {hasBegun && <th>{say("batch.state")}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <Line key={at} at={at} row={row} columns={batch.columns} hasBegun={hasBegun} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Line({ at, row, columns, hasBegun }: { at: number; row: Row; columns: string[]; hasBegun: boolean }) {
  const turn = row.turn.value;
  return (
    <tr>
      <td class="count">{at + 1}</td>
      {columns.map((_, index) => (
        <td>{row.cells[index] ?? ""}</td>
      ))}
      {hasBegun && <td>{turn && !turn.isOpen ? textOf(resultOf(turn)) : ""}</td>}
      {hasBegun && (
        <td>
          <span class={`state is-${turn?.progress.value ?? "waiting"}`}>{statusOf(turn)}</span>
          {reasonOf(turn) && <p class="note">{reasonOf(turn)}</p>}
        </td>
      )}
    </tr>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
