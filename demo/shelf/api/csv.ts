import { Response, type ResponseInit } from 'express-returns';

type Row = object;

/** Rows as CSV (RFC 4180): a response class of the app's own. The first row gives the names of the columns. */
export class CSV extends Response<AsyncIterable<string>> {
  static override contentType = 'text/csv; charset=utf-8';

  constructor(rows: AsyncIterable<Row>, init?: ResponseInit<200>) {
    super(lines(rows), init);
  }
}

async function* lines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const row of rows) {
    if (isFirst) yield line(Object.keys(row));
    isFirst = false;
    yield line(Object.values(row));
  }
}

function line(values: readonly unknown[]): string {
  return `${values.map((value) => cell(String(value))).join(',')}\r\n`;
}

function cell(text: string): string {
  // A spreadsheet would take it for a formula, and run it.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
