import net from 'node:net';
import { getDefaultHighWaterMark } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import { afterTasks, EventStream, HTML, JSON, JSONLines, Response, returns, Text } from 'express-returns';
import { keepErrors, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

// Promises that are held for later and reject while nothing awaits them yet: an unhandled rejection ends the process.
// Jest fails a test in which there is one.

/** A promise that the test rejects, and the moment when it is made. */
function rejectable() {
  const made = deferred();
  let fail: (error: Error) => void = () => undefined;
  const make = (): Promise<string> => {
    made.resolve();
    return new Promise<string>((_resolve, reject) => {
      fail = reject;
    });
  };
  const reject = (): void => {
    fail(new Error('held'));
  };
  return { make, made: made.promise, reject };
}

type Later = () => Promise<string>;

const text = 'x'.repeat(15_000);
/** So many texts are more than a reply takes that has no connection yet. */
const count = Math.ceil(getDefaultHighWaterMark(false) / text.length);

/** An item that is not ready for a turn of the event loop, so that the text before it is sent alone. */
function notReady(): Promise<string> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve, '')));
}

/** Gives the promise right after the text that is one too many, so that it is read ahead and held. */
function* heldLater(later: Later): Generator<string> {
  for (let index = 1; index < count; index++) yield* [text, notReady() as unknown as string];
  yield text;
  yield later() as unknown as string;
}

function* returnedLater(later: Later): Generator<string, unknown> {
  for (let index = 1; index < count; index++) yield* [text, notReady() as unknown as string];
  yield text;
  return later();
}

/** Two requests at once, the first of which is not answered, so that the second takes no more after a while. */
const PIPELINED = ['/slow', '/it'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');

describe.each<[string, (later: Later) => unknown]>([
  ['a chunk of a generator', (later) => new Text(heldLater(later))],
  ['an item of a generator', (later) => new JSON(heldLater(later))],
  ['a line of a generator', (later) => new JSONLines(heldLater(later))],
  ['what a generator returns', (later) => new Text(returnedLater(later))],
  ['a chunk in an array', (later) => new HTML([text, text, later()] as string[])],
  ['a chunk in a Set', (later) => new HTML(new Set([text, later()]) as unknown as string[])],
  ['a line in an array', (later) => new JSONLines([text, later()])],
  ['an event in an array', (later) => new EventStream([text, later()] as string[])],
])('a promise that rejects before it is awaited: %s', (_what, makeResult) => {
  it('is no unhandled rejection where the connection takes no more, and the client leaves', async () => {
    const { make, made, reject } = rejectable();
    const app = express()
      .get('/slow', () => undefined)
      .get(
        '/it',
        returns(() => makeResult(make) as string),
      );
    keepErrors(app);
    await withServer(app, async (port) => {
      const closed = deferred();
      const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
      socket.once('close', closed.resolve);
      socket.write(PIPELINED);
      await made;
      await turn();
      reject();
      await turn();
      socket.destroy();
      await closed.promise;
    });
    await turn();

    expect.assertions(0); // Jest itself fails the test where a rejection was not handled.
  });

  it('is no unhandled rejection where the response is dropped', async () => {
    const { make, reject } = rejectable();
    const app = express().get(
      '/it',
      returns((_req, res) => {
        res.send('answered');
        return makeResult(make) as string;
      }),
    );
    await withServer(app, async (port) => {
      await (
        await openReply(port, '/it')
      ).ended;
    });
    reject();
    await turn();

    expect.assertions(0);
  });
});

it('a thenable that is read ahead is asked once', async () => {
  let calls = 0;
  const query = {
    then(resolve: (row: string) => void) {
      calls++;
      resolve('row');
    },
  };

  function* chunks(): Generator<string> {
    yield* ['a', query as unknown as string, 'b'];
  }

  expect(await new Text(chunks()).text()).toBe('arowb');
  expect(calls).toBe(1);
});

it('a render and an after task that reject are no unhandled rejections', async () => {
  class Failing extends Response {
    override async render(): Promise<Response> {
      return Promise.reject(new Error('render'));
    }
  }
  const log = jest.fn();
  const app = express()
    .get(
      '/render',
      returns(() => new Failing('')),
    )
    .get(
      '/after',
      returns(() => new Text('a', { after: () => Promise.reject(new Error('after')) }), { log }),
    )
    .use(((_error, _req, res, _next) => void res.sendStatus(500)) satisfies express.ErrorRequestHandler);
  await withServer(app, async (port) => {
    expect((await openReply(port, '/render')).status).toBe(500);
    expect((await openReply(port, '/after')).status).toBe(200);
    await afterTasks();
  });

  expect(log).toHaveBeenCalledTimes(1);
});
