import type { Router } from 'express';
import { EventStream, HTML, JSON, JSONLines, Routes, signal } from 'express-returns';
import { feed, feedPage } from './feed';
import { rows } from './rows';
import { tablePage } from './table-page';

const streams = new Routes();
streams.get('/feed', () => feedPage);
streams.get('/events', (req) => new EventStream(feed(Number(req.get('Last-Event-ID') ?? 0), signal(req))));
streams.get('/table.json', () => new JSON(rows()));
streams.get('/table.ndjson', () => new JSONLines(rows()));
streams.get('/table.html', () => new HTML(tablePage(rows())));

/** Bodies that are made while they are sent. */
export function streamsDemo(): Router {
  return streams.router();
}
