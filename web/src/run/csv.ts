/** Reading and writing CSV as RFC 4180 has it; written cells can start no formula in a spreadsheet. */

/** Return the rows of a text; commas, semicolons or tabs part cells, whichever the first line has most of. */
export function readCsv(text: string): string[][] {
  const body = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(body);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < body.length; at++) {
    const char = body[at] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (body[at + 1] === '"') cell += body[++at];
      else isQuoted = false;
    } else if (char === '"' && !cell) isQuoted = true;
    else if (char === separator) row.push(take());
    else if (char === "\n") close();
    else if (char !== "\r") cell += char;
  }
  if (cell || row.length) close();
  return rows.filter((cells) => cells.some((one) => one.trim()));

  function take(): string {
    const taken = cell;
    cell = "";
    return taken;
  }

  function close(): void {
    rows.push([...row, take()]);
    row = [];
  }
}

/** Return rows as a text that spreadsheets open with its characters as they are. */
export function writeCsv(rows: string[][]): string {
  return `\uFEFF${rows.map((row) => row.map(written).join(",")).join("\r\n")}\r\n`;
}

function written(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !isNumber(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumber(cell: string): boolean {
  return /^-?\d+([.,]\d+)?$/.test(cell);
}

function separatorOf(body: string): string {
  const line = body.slice(0, body.search(/[\r\n]|$/));
  const count = (char: string) => line.split(char).length;
  return [",", ";", "\t"].reduce((best, char) => (count(char) > count(best) ? char : best));
}
