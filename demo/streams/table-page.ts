import type { Row } from './rows';

/** A page with a table, line by line: the browser shows the first lines while the last are being made. */
export function* tablePage(rows: Iterable<Row>): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>100,000 rows</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; white-space: nowrap; }
  th:first-child { width: 20%; }
  th:last-child { width: 15%; }
  th { position: sticky; top: 0; background: #eee; }
  td, th { padding: 0.1em 0.5em; text-align: right; font-variant-numeric: tabular-nums; }
</style>
<h1>100,000 rows, sent as they are made</h1>
<table>
<thead><tr><th>id<th>time<th>°C</thead>
`;
  for (const { id, time, celsius } of rows) yield `<tr><td>${id}<td>${time}<td>${celsius.toFixed(1)}\n`;
  yield '</table>\n';
}
