import { join } from 'node:path';
import express, { type ErrorRequestHandler } from 'express';
import { File, HTML, returns } from 'express-returns';
import { defineExample } from './example';

const root = join(__dirname, 'files');

// #region
const index = () => new HTML('<a href="/files/groceries.txt">groceries</a>');
const download = (name: string) => new File(name, { root, download: true });
// #endregion

const sendError: ErrorRequestHandler = (error: { status?: number }, _req, res, _next) => {
  res.status(error.status ?? 500).send('Cannot find that file');
};

/** Files to save, and a text for those that are not there. */
export const example = defineExample({
  moves: {
    index: {
      byHand: (_req, res) => {
        res.send('<a href="/files/groceries.txt">groceries</a>');
      },
      returned: returns(index),
    },
    download: {
      byHand: (req, res, next) => {
        const name = req.params['name'] ?? '';
        res.download(name, name, { root }, (error?: Error) => {
          if (error) next(error);
        });
      },
      returned: returns((req) => download(req.params['name'] ?? '')),
    },
  },
  createApp: ({ index, download }) => express().get('/', index).get('/files/:name', download).use(sendError),
  suite: [
    { ask: ['get', '/'], status: 200, text: '<a href="/files/groceries.txt">groceries</a>' },
    {
      ask: ['get', '/files/groceries.txt'],
      status: 200,
      text: 'milk\n',
      // Express 4 writes the charset in capitals, newer versions of Express 5 the name without quotes: all one to clients.
      headers: {
        'content-disposition': expect.stringMatching(/^attachment; filename="?groceries\.txt"?$/),
        'content-type': expect.stringMatching(/^text\/plain; charset=utf-8$/i),
        'accept-ranges': 'bytes',
      },
    },
    { ask: ['get', '/files/groceries.txt', { Range: 'bytes=0-1' }], status: 206, text: 'mi' },
    { ask: ['get', '/files/missing.txt'], status: 404, text: 'Cannot find that file' },
  ],
});
