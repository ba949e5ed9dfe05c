import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { example as downloads } from './downloads';
import type { Example } from './example';
import { example as negotiation } from './negotiation';
import { example as pages } from './pages';
import { example as signIn } from './sign-in';
import { example as webService } from './web-service';

// Five apps after Express's own examples, each moved handler by handler, with one suite that passes after every step.
const examples = { negotiation, 'web-service': webService, 'sign-in': signIn, downloads, pages };

/** The app when its first `count` handlers have been moved. */
function appAfter({ moves, createApp }: Example, count: number) {
  return createApp(
    Object.fromEntries(
      Object.entries(moves).map(([name, move], index) => [name, index < count ? move.returned : move.byHand]),
    ),
  );
}

const steps = Object.entries(examples).flatMap(([name, example]) =>
  ['by hand', ...Object.keys(example.moves)].map((moved, count) => [name, moved, example, count] as const),
);

it.each(steps)('%s answers the same with this moved: %s', async (_name, _moved, example, count) => {
  const app = appAfter(example, count);
  for (const { ask, status, text, headers } of example.suite) {
    const [method, path, sent = {}] = ask;
    const reply = await request(app)[method](path).set(sent).redirects(0);
    const received = { ...reply.headers, 'set-cookie': reply.headers['set-cookie']?.[0] };

    expect({ ask, status: reply.status }).toEqual({ ask, status });
    if (text !== undefined) expect(reply.text).toBe(text);
    expect(received).toMatchObject(headers ?? {});
  }
});

describe('docs/migration.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/migration.md'), 'utf8');

  it.each(Object.keys(examples))('shows the moved handlers of %s as they are tested', (name) => {
    const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
    const [, region = ''] = /^\/\/ #region\n([^]*?)^\/\/ #endregion$/m.exec(source) ?? [];

    expect(region).not.toBe('');
    expect(page).toContain(region);
  });
});
