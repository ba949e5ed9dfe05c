import { Redirect, type RedirectInit } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('Redirect', () => {
  it.each<[number, RedirectInit | undefined]>([
    [307, undefined],
    [307, {}],
    [307, { permanent: false, preserveMethod: true }],
    [308, { permanent: true }],
    [302, { preserveMethod: false }],
    [301, { permanent: true, preserveMethod: false }],
    [300, { status: 300 }],
    [301, { status: 301 }],
    [302, { status: 302 }],
    [303, { status: 303 }],
    [307, { status: 307 }],
    [308, { status: 308 }],
  ])('has the status %d for %p', (status, init) => {
    expect(new Redirect('/a', init).status).toBe(status);
  });

  it.each(['/a b?c=é', 'https://example.com/', '../a', 'back', new URL('https://example.com/')])(
    'holds the url %p and no headers',
    (url) => {
      const response = new Redirect(url);

      expect(response.body).toBe(url);
      expect(response.headers).toEqual({});
    },
  );

  it.each([
    ['undefined', undefined, 'undefined'],
    ['an empty text', '', '""'],
    ['null', null, 'null'],
    ['a number', 1, '1'],
  ])('refuses %s as a url', (_what, url, named) => {
    expect(() => new Redirect(url as string)).toThrow(
      usageError('ERR_RETURNS_BODY', `Redirect needs a url, a string or a URL; got ${named}.`),
    );
  });

  it.each([200, 201, 304, 305, 306, 404])('refuses the status %d', (status) => {
    const text = 'give 300, 301, 302, 303, 307 or 308 for a redirect.';

    expect(() => new Redirect('/a', { status: status as never })).toThrow(
      usageError('ERR_RETURNS_STATUS', `Redirect cannot have the status ${status}: ${text}`),
    );
    expect(() => new Redirect('/a').with({ status })).toThrow(usageError('ERR_RETURNS_STATUS', text));
  });

  it.each<RedirectInit>([{ permanent: true }, { permanent: false }, { preserveMethod: true }])(
    'refuses a status beside %p',
    (init) => {
      const text = 'Redirect got a status together with permanent or preserveMethod';

      expect(() => new Redirect('/a', { status: 303, ...init })).toThrow(usageError('ERR_RETURNS_INIT', text));
    },
  );

  it.each([{ permanent: 'yes' }, { permanent: 1 }, { preserveMethod: 0 }, { preserveMethod: null }])(
    'refuses %p, which is no boolean',
    (init) => {
      const text = `The option ${Object.keys(init)[0] ?? ''} of Redirect must be true or false; got `;

      expect(() => new Redirect('/a', init as never)).toThrow(usageError('ERR_RETURNS_INIT', text));
    },
  );

  it.each<[string, object]>([
    ['content-type', { contentType: 'text/plain' }],
    ['content-type', { headers: { 'Content-Type': 'text/plain' } }],
    ['location', { headers: { Location: '/b' } }],
  ])('refuses the header %s, which res.redirect writes, by %p', (name, init) => {
    const text = `cannot have the header "${name}": res.redirect writes it.`;

    expect(() => new Redirect('/a', init)).toThrow(usageError('ERR_RETURNS_INIT', `Redirect ${text}`));
    expect(() => new Redirect('/a').with(init)).toThrow(usageError('ERR_RETURNS_INIT', text));
  });

  it.each<[string, object]>([
    ['content-type', { contentType: 'text/plain' }],
    ['location', { headers: { Location: '/b' } }],
  ])('refuses the header %s of a subclass, with and without an init', (name, statics) => {
    class Own extends Redirect {}
    Object.assign(Own, statics);
    const text = `Own cannot have the header "${name}": res.redirect writes it.`;

    expect(() => new Own('/a')).toThrow(usageError('ERR_RETURNS_INIT', text));
    expect(() => new Own('/a', { permanent: true })).toThrow(usageError('ERR_RETURNS_INIT', text));
  });
});
