import { View } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('View', () => {
  it('is a page in UTF-8 with status 200', () => {
    const locals = { title: 'Home' };
    const response = new View('home', locals);

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' });
    expect(response.body).toEqual({ name: 'home', locals });
    expect(response.body.locals).toBe(locals);
    expect(Object.isFrozen(response.body)).toBe(true);
  });

  it('needs no locals', () => {
    expect(new View('home').body).toEqual({ name: 'home', locals: {} });
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['an empty text', '', '""'],
    ['a number', 1, '1'],
  ])('refuses %s as a name', (_what, name, named) => {
    expect(() => new View(name as string)).toThrow(
      usageError('ERR_RETURNS_BODY', `View needs the name of a view; got ${named}.`),
    );
  });

  it.each([
    ['null', null, 'null'],
    ['a text', 'title', '"title"'],
    ['a function', () => ({}), 'a function'],
  ])('refuses %s as locals', (_what, locals, named) => {
    expect(() => new View('home', locals as object)).toThrow(
      usageError('ERR_RETURNS_BODY', `View "home" needs an object of locals; got ${named}.`),
    );
  });

  it('is created for each request, so has no bytes of its own', async () => {
    await expect(new View('home').bytes()).rejects.toThrow(
      usageError('ERR_RETURNS_BODY', 'The body of a view is created for each request'),
    );
  });
});
