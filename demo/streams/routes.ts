import type { Router } from 'express';
import { EventStream, HTML, JSON, JSONLines, Routes } from 'express-returns';
import { feedPage, ticks } from './feed';
import { rows } from './rows';
import { tablePage } from './table-page';

const streams = new Routes();
streams.get('/feed', () => feedPage);
streams.get('/events', (req) => new EventStream(ticks.after(req.get('Last-Event-ID'))));
streams.get('/table.json', () => new JSON(rows()));
streams.get('/table.ndjson', () => new JSONLines(rows()));
streams.get('/table.html', () => new HTML(tablePage(rows())));

/** Bodies that are made while they are sent. */
export function streamsDemo(): Router {
  return streams.router();
}
