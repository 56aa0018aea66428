import type { ShownFile } from "../api/shapes";
import { Markdown } from "../markdown/Markdown";
import { Files } from "../parts/Files";

/** The outputs of a run, each as what it is: text, table, files, or JSON. */
export function Outputs({ result }: { result: Record<string, unknown> }) {
  const all = Object.entries(result);
  return (
    <div class="outputs">
      {all.map(([name, value]) => (
        <section key={name} class="output">
          {all.length > 1 && <h3>{name}</h3>}
          <Output value={value} />
        </section>
      ))}
    </div>
  );
}

function Output({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <p class="note">–</p>;
  if (typeof value === "string") return <Markdown text={value} />;
  if (typeof value !== "object") return <p>{String(value)}</p>;
  const files = filesIn(value);
  if (files) return <Files files={files} />;
  const rows = rowsOf(value);
  if (rows) return <Table rows={rows} />;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
    return (
      <ul>
        {value.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    );
  }
  return <pre class="json">{JSON.stringify(value, null, 2)}</pre>;
}

function Table({ rows }: { rows: Record<string, unknown>[] }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td>{cellOf(row[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Return outputs as one text, to be copied or put into a cell. */
export function textOf(result: Record<string, unknown>): string {
  const all = Object.entries(result);
  if (all.length === 1) return cellOf(all[0]?.[1]);
  return all.map(([name, value]) => `${name}: ${cellOf(value)}`).join("\n\n");
}

export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  const files = filesIn(value);
  if (files) return files.map((file) => file.url ?? file.filename ?? "").join(" ");
  return JSON.stringify(value);
}

function rowsOf(value: object): Record<string, unknown>[] | undefined {
  if (!Array.isArray(value) || !value.length || value.length > 500) return undefined;
  const isRow = (one: unknown) => typeof one === "object" && one !== null && !Array.isArray(one);
  return value.every(isRow) ? (value as Record<string, unknown>[]) : undefined;
}

function filesIn(value: object): ShownFile[] | undefined {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.length && all.every(isFile) ? (all as ShownFile[]) : undefined;
}

function isFile(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "transfer_method" in value && "type" in value && ("url" in value || "filename" in value);
}
