import { AsyncLocalStorage } from 'node:async_hooks';
import express, { type Express, type RequestHandler } from 'express';
import {
  afterTasks,
  Binary,
  JSON,
  Negotiated,
  returns,
  Text,
  type AfterTask,
  type AnyResponse,
  type Log,
  type Settings,
} from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

function appOf(
  response: () => AnyResponse,
  settings: Settings = {},
  ...before: RequestHandler[]
): { app: Express; errors: unknown[] } {
  const app = express().get('/it', ...before, returns(response, settings));
  return { app, errors: keepErrors(app) };
}

/** A task that keeps its outcome. */
function keep(): { after: AfterTask; outcomes: unknown[] } {
  const outcomes: unknown[] = [];
  return { outcomes, after: (outcome) => outcomes.push(outcome) };
}

describe('after', () => {
  it.each<[string, (after: AfterTask) => AnyResponse]>([
    ['a text', (after) => new Text('a', { after })],
    ['a JSON', (after) => new JSON({}, { after })],
    ['a stream', (after) => new Binary(['a', 'b'], { after })],
    ['no body', (after) => new Text('', { status: 204, after })],
    ['one of several representations', (after) => new Negotiated({ text: () => new Text('a') }, { after })],
    ['the chosen representation', (after) => new Negotiated({ text: () => new Text('a', { after }) })],
  ])('runs once the reply was sent, for each request: %s', async (_what, make) => {
    const { after, outcomes } = keep();
    const shared = make(after);
    const { app } = appOf(() => (shared.body instanceof Array ? make(after) : shared));
    await withServer(app, async (port) => {
      for (const path of ['/it', '/it']) await (await openReply(port, path)).ended;
      await afterTasks();
    });

    expect(outcomes).toEqual([{ isComplete: true }, { isComplete: true }]);
  });

  it('runs for HEAD and for a 304', async () => {
    const { after, outcomes } = keep();
    const { app } = appOf(() => new Text('a', { after, headers: { ETag: '"a"' } }));

    expect((await send(app, 'HEAD', '/it')).status).toBe(200);
    expect((await send(app, 'GET', '/it', { 'If-None-Match': '"a"' })).status).toBe(304);
    await afterTasks();
    expect(outcomes).toHaveLength(2);
  });

  it('is no part of the reply: the client waits for nothing', async () => {
    const { promise, resolve } = deferred();
    const { app } = appOf(() => new Text('sent', { after: () => promise }));
    const all = jest.fn();
    const answer = await send(app, 'GET', '/it');
    const done = afterTasks().then(all);
    await new Promise(setImmediate);

    expect([answer.body.toString(), all.mock.calls.length]).toEqual(['sent', 0]);
    resolve();
    await done;
  });

  it('runs when the client leaves, too, with the outcome', async () => {
    const { after, outcomes } = keep();
    const { app, errors } = appOf(
      () =>
        new Binary(
          (async function* () {
            yield 'half';
            await new Promise(() => undefined);
          })(),
          { after },
        ),
    );
    await withServer(app, async (port) => {
      const reply = await openReply(port, '/it');
      await reply.until('half');
      reply.leave();
      await afterTasks();
    });

    expect([outcomes, errors]).toEqual([[{ isComplete: false }], []]);
  });

  it('runs when a stream breaks off', async () => {
    const { after, outcomes } = keep();
    const { app, errors } = appOf(
      () =>
        new Binary(
          (async function* () {
            yield 'half';
            // Strings that are ready are joined for a turn of the event loop.
            for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
            throw new Error('failed');
          })(),
          { after },
        ),
    );

    expect((await send(app, 'GET', '/it')).isBroken).toBe(true);
    await afterTasks();
    expect([outcomes, errors]).toEqual([[{ isComplete: false }], [new Error('failed')]]);
  });

  it.each<[string, (after: AfterTask) => AnyResponse]>([
    ['at once', (after) => new JSON({ id: 1n }, { after })],
    [
      'later',
      (after) =>
        new Text(
          (async function* (): AsyncIterable<string> {
            throw new Error('failed');
          })(),
          { after },
        ),
    ],
  ])('does not run for a response that failed %s, and was replaced by an error reply', async (_what, make) => {
    const { after, outcomes } = keep();
    const { app } = appOf(() => make(after));

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    await afterTasks();
    expect(outcomes).toEqual([]);
  });

  it.each<[string, AfterTask]>([
    [
      'throws',
      () => {
        throw new Error('task');
      },
    ],
    ['rejects', () => Promise.reject(new Error('task'))],
  ])('gives its error to the log only, when it %s', async (_what, after) => {
    const told: unknown[] = [];
    const log: Log = (error, req) => told.push([error, req.path]);
    const { app, errors } = appOf(() => new Text('sent', { after }), { log });
    const answer = await send(app, 'GET', '/it');
    await afterTasks();

    expect([answer.status, answer.body.toString(), told, errors]).toEqual([
      200,
      'sent',
      [[new Error('task'), '/it']],
      [],
    ]);
  });

  it('runs in the AsyncLocalStorage of its request', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { app } = appOf(
      () => new Text('a', { after: () => seen.push(storage.getStore()) }),
      {},
      (_req, _res, next) => {
        storage.run('request 1', next);
      },
    );
    await send(app, 'GET', '/it');
    await afterTasks();

    expect(seen).toEqual(['request 1']);
  });
});

describe('afterTasks', () => {
  it('resolves where there is nothing to wait for', async () => {
    await expect(afterTasks()).resolves.toBeUndefined();
  });
});
