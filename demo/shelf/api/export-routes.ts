import { JSON, JSONLines, route, Routes } from 'express-returns';
import * as z from 'zod';
import { CSV } from './csv';
import { Media } from './schemas';
import type { Shelf } from './shelf';

const tags = ['export'];

/** The whole catalogue, read from a cursor of the database while it is sent: as large as it is, it needs no memory. */
export function exportRoutes({ catalogue }: Shelf) {
  const exportJSON = route.get(
    '/export.json',
    { returns: [JSON.of(z.array(Media))], summary: 'All as JSON', name: 'exportJSON', tags },
    () => new JSON(catalogue.all(), { download: 'shelf.json' }),
  );

  const exportLines = route.get(
    '/export.ndjson',
    { returns: [JSONLines.of(Media)], summary: 'All as lines of JSON', name: 'exportLines', tags },
    () => new JSONLines(catalogue.all(), { download: 'shelf.ndjson' }),
  );

  const exportCSV = route.get(
    '/export.csv',
    { returns: [CSV], summary: 'All as CSV', name: 'exportCSV', tags },
    () => new CSV(catalogue.all(), { download: 'shelf.csv' }),
  );

  return new Routes(exportJSON, exportLines, exportCSV);
}
