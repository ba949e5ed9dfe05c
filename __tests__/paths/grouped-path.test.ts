import { Router } from 'express';
import fc, { runs } from '../helpers/fast-check';
import { Routes, type RoutePath } from 'express-returns';
import { checkPrefix, groupedPath } from '../../lib/paths/grouped-path';
import { usageError } from '../diagnostics/refused';
import { major } from '../helpers/app';

const OPTIONAL = major === 5 ? '{/:b}' : '/:b?';
const WILDCARD = major === 5 ? '*rest' : '*';

describe('checkPrefix', () => {
  it.each(['', '/admin', '/a/b', '/:team', '/v1/<id:int>', '/a-:b', '/<id>.x'])('takes %p', (prefix) => {
    expect(checkPrefix(prefix)).toBe(prefix);
  });

  it.each<unknown>([
    '/',
    'admin',
    '/admin/',
    '/a//b',
    '/*rest',
    '/a{/b}',
    '/:a?',
    '/:a(\\d+)',
    '/a\\b',
    '/<',
    /a/,
    5,
    undefined,
  ])('refuses %p', (prefix) => {
    expect(() => checkPrefix(prefix)).toThrow(usageError('ERR_RETURNS_PATH', 'routes.group() takes a prefix such as'));
  });
});

describe('groupedPath', () => {
  it.each<[string, string | string[], boolean, unknown]>([
    ['/a', '/', false, '/a'],
    ['/a', '', true, '/a'],
    ['/a', '/b', false, '/a/b'],
    ['', '/b', false, '/b'],
    ['/:t', ['/', '/:b'], false, ['/:t', '/:t/:b']],
    ['/a', OPTIONAL, true, `/a${OPTIONAL}`],
    ['/x/:id', '/x\\:id', false, '/x/:id/x\\:id'],
    ['/a', '/*', false, '/a/*'],
    ['/a', '/*', true, major === 5 ? '/a/*' : ['/a/*', '/a']],
    ['/a', '/*rest', true, '/a/*rest'],
  ])('puts %p before %p (a fence: %p)', (prefix, path, isFence, expected) => {
    expect(groupedPath(prefix, path, isFence)).toEqual(expected);
  });

  it.each<[string, RoutePath, string]>([
    ['/a', ['/b', /^\/c/], 'The path /^\\/c/ in the group "/a": give a RegExp a route of its own.'],
    ['/a', '*', 'The path * in the group "/a": write "/*".'],
    ['/:t', /^\/a/, 'The path /^\\/a/ in the group "/:t": a RegExp cannot stand behind variables.'],
    ['/:id', '/<id:int>', 'The path /<id:int> in the group "/:id": both have a variable id.'],
    ['/a', major === 5 ? '{b}/c' : '/?b', 'start each optional part with a slash.'],
    ...(major === 5 ? [['/:id', '/:"id"', 'both have a variable id.'] as [string, string, string]] : []),
  ])('refuses in %p the path %p', (prefix, path, message) => {
    expect(() => groupedPath(prefix, path, false)).toThrow(usageError('ERR_RETURNS_PATH', message));
  });

  it('is shown with its prefix', () => {
    expect(String(groupedPath('/a', /^\/(?<b>x)$/i, false))).toBe('/\\/a^\\/(?<b>x)$/i');
  });

  it('matches the same requests as the path in a Router mounted at the prefix, with the same params', () => {
    type Dispatch = (req: object, res: object, done: () => void) => void;
    const seen = (router: unknown, url: string): Promise<unknown> =>
      new Promise((done) => {
        (router as Dispatch)({ method: 'GET', url, headers: {} }, { done }, () => {
          done('passed');
        });
      });
    const answer = (req: { params: object }, res: unknown, next: () => void): void => {
      const params = Object.entries(req.params).filter(([, value]) => value !== undefined && value !== '');
      (res as { done(params: object): void }).done(Object.fromEntries(params));
      if (params.length > 9) next();
    };
    const path = fc.constantFrom<string | RegExp>(
      ...['/', '/b', '/:b', `/${WILDCARD}`, major === 5 ? '{/:b}' : '/:b?', major === 5 ? '{/*rest}' : '/b*'],
      ...[/^\/$/, /^\/b/, /b$/, /^\/(?<b>\w+)$/, /^\/(b)|^\/A$/, /^/, /(?<!\/a)\/b/i, /^.*$/],
    );
    const url = fc
      .array(fc.constantFrom('a', 'A', 'b', 'ab', 'api', '%62', '.'), { maxLength: 4 })
      .chain((segments) =>
        fc.constantFrom(`/${segments.join('/')}`, `/${segments.map((text) => `${text}/`).join('')}`),
      );

    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/a', '/a/b', '/A', '/api'),
        path,
        fc.array(url, { minLength: 1, maxLength: 6 }),
        async (prefix, at, urls) => {
          // Fences, since these must match whatever they would in a Router.
          const ours = new Routes().group(prefix, new Routes().all(at as string, answer)).router();
          const theirs = Router().use(prefix, Router({ mergeParams: true }).all(at as string, answer));
          for (const each of [...urls, prefix, `${prefix}/`, `${prefix}/b`])
            expect([each, await seen(ours, each)]).toEqual([each, await seen(theirs, each)]);
        },
      ),
      { numRuns: runs(100) },
    );
  });
});
