import type { Request } from 'express';
import { adopt, ErrorCode, ErrorList, guard, JSON as JSONResponse, Routes, Text } from 'express-returns';
import { z } from 'zod';
import { mayAnswer, mayPassOn } from '../../lib/handlers/parameters';
import type { RouteFunction } from '../../lib/handlers/roles';
import type { RouteOptions } from '../../lib/routing/route';
import { validateInput } from '../../lib/validation/input';
import { ask, describedApp, post } from '../helpers/described';
import fc, { runs } from '../helpers/fast-check';
import { deferred } from '../helpers/live';
import { schemaOf, validatorNames, validators } from '../helpers/validators';

describe.each(validatorNames)('by %s', (name) => {
  const { page, id, user } = validators[name];

  describe('a query', () => {
    const { app, calls } = describedApp({ query: page });

    it.each([
      ['', { page: 1 }],
      ['?page=2&active=false&tag=a', { page: 2, active: false, tag: ['a'] }],
      ['?active=true&tag=a&tag=b', { page: 1, active: true, tag: ['a', 'b'] }],
      ['?tag[]=a&page=3', { page: 3, tag: ['a'] }],
      [`?${'tag=a&'.repeat(30)}`, { page: 1, tag: Array(30).fill('a') }],
    ])('is converted: %s', async (query, expected) => {
      expect(await ask(app, `/it${query}`)).toMatchObject({ status: 200, body: { query: expected } });
    });

    it.each(['page=', 'page=x', 'page=0', 'page=1.5', 'page=0x10', 'page=1&page=2', 'active=', 'active=yes'])(
      'is refused: %s',
      async (query) => {
        calls.length = 0;

        expect(await ask(app, `/it?${query}`)).toMatchObject({ status: 400, body: { code: 1002 } });
        expect(calls).toEqual([]);
      },
    );
  });

  it.each([
    ['7', 200, { params: { id: 7 } }],
    ['-7', 200, { params: { id: -7 } }],
    ['x', 400, { code: 1002 }],
    ['7.5', 400, { code: 1002 }],
  ])('takes the params %s: %i', async (text, status, body) => {
    expect(await ask(describedApp({ params: id }).app, `/it/${text}`)).toMatchObject({ status, body });
  });

  it.each([
    [{ name: 'Ada' }, 200],
    [{ name: 'Ada', age: 36, tags: [] }, 200],
    [{}, 400],
    [{ name: '' }, 400],
    [{ name: 'Ada', age: '36' }, 400],
    [{ name: 'Ada', tags: [1] }, 400],
    [[], 400],
    ['Ada', 400],
    [null, 400],
  ])('takes the body %j: %i', async (body, status) => {
    const { app, calls } = describedApp({ body: user });
    const reply = await post(app, JSON.stringify(body));

    expect(reply).toMatchObject({ status, body: status === 200 ? { body } : { code: 1002 } });
    expect(calls).toHaveLength(status === 200 ? 1 : 0);
  });

  it('says that a body is required', async () => {
    const { app } = describedApp({ body: user });
    const none = await ask(app, '/it', { method: 'POST' });
    const empty = await ask(app, '/it', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '' });

    expect([none, empty]).toMatchObject([{ status: 400, body: { data: { body: { '': [expect.any(String)] } } } }, none]);
  });

  it('calls the handler for what the schema accepts, and for nothing else', () => {
    const { run, calls } = direct({ body: user, query: page });
    const property = fc.property(bodies, queries, (body, query) => {
      calls.length = 0;
      const thrown = attempt(() => run({ url: `/it?${query}`, body, headers: { 'content-length': '1' } }));
      const isRight = isUser(body) && isPage(new URLSearchParams(query));
      expect([calls.length, (thrown as { code?: unknown } | undefined)?.code]).toEqual(isRight ? [1, undefined] : [0, 1002]);
    });

    fc.assert(property, { numRuns: runs(1000) });
  });
});

/** The validated handler alone, and its calls. */
function direct(options: RouteOptions): { run: (req: object) => unknown; calls: Request[] } {
  const calls: Request[] = [];
  const handler: RouteFunction = (req) => calls.push(req);
  const validated = validateInput(handler, options, {});
  return { run: (req) => validated(req as never, {} as never, () => undefined), calls };
}

function attempt(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

const wrong = fc.constantFrom<unknown>('36', '', 1.5, true, null, {}, [], [1], { __proto__: null });
const bodies = fc.oneof(
  { weight: 9, arbitrary: fc.record({
    name: fc.oneof({ weight: 4, arbitrary: fc.string({ maxLength: 25 }) }, wrong),
    age: fc.oneof({ weight: 4, arbitrary: fc.integer() }, wrong),
    tags: fc.oneof({ weight: 4, arbitrary: fc.array(fc.string({ minLength: 1 })) }, wrong),
  }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: wrong },
);

const texts = ['1', '20', '0', '-1', '1.5', '', 'x', 'true', 'false', '1e400', ' 1', '%00', '__proto__'];
const queries = fc
  .dictionary(fc.constantFrom('page', 'active', 'tag'), fc.constantFrom(...texts))
  .map((pairs) => new URLSearchParams(pairs).toString());

function isUser(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { name, age = 0, tags = [] } = body as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string';
  return isText(name) && name.length >= 1 && name.length <= 20 && Number.isInteger(age) && Array.isArray(tags) && tags.every(isText);
}

function isPage(query: URLSearchParams): boolean {
  return ['1', '20'].includes(query.get('page') ?? '1') && ['true', 'false'].includes(query.get('active') ?? 'true');
}
void adopt; void ErrorCode; void ErrorList; void guard; void JSONResponse; void Routes; void Text; void z; void mayAnswer; void mayPassOn; void deferred; void schemaOf;
