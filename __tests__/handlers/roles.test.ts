import { JSON, Text } from 'express-returns';
import { asGuard, asHandler, asMiddleware, type RouteFunction } from '../../lib/handlers/roles';

const text = new Text('hi');
const noParameters: RouteFunction = () => undefined;
const twoParameters: RouteFunction = (_req, _res) => undefined;

describe('asHandler', () => {
  it('takes a response as it is, and every value for the response that it stands for', () => {
    expect(asHandler(text, noParameters, 200)).toBe(text);
    expect(asHandler('hi', noParameters, 200)).toEqual(text);
    expect(asHandler(null, noParameters, 200)).toEqual(new JSON(null));
  });

  it('leaves the status that res has to a value that names none', () => {
    expect(asHandler({ a: 1 }, noParameters, 404)).toEqual(new JSON({ a: 1 }, { status: 404 }));
    expect(asHandler('hi', noParameters, 404)).toEqual(new Text('hi', { status: 404 }));
    expect(asHandler(text, noParameters, 404)).toBe(text);
    expect(() => asHandler({ a: 1 }, noParameters, 204)).toThrow(
      expect.objectContaining({ code: 'ERR_RETURNS_STATUS' }),
    );
  });

  it('takes undefined for "it answers through res" only where it can', () => {
    expect(asHandler(undefined, twoParameters, 200)).toBe('answers itself');
    expect(() => asHandler(undefined, noParameters, 200)).toThrow(
      expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' }),
    );
  });

  it.each<[string, boolean, unknown]>([
    ['a default of res', true, (_req: unknown, _res = {}) => undefined],
    ['a rest parameter', true, (..._all: unknown[]) => undefined],
    ['a bound function', true, twoParameters.bind(undefined)],
    ['a mock', true, jest.fn()],
    ['a default of req', false, (_req = {}) => undefined],
    ['a default in a pattern', false, new Function('return ({ query: { full = 0 } }) => {}')()],
  ])('knows of %s whether it can: %p', (_what, canAnswer, fn) => {
    const handle = (): unknown => asHandler(undefined, fn as RouteFunction, 200);

    if (canAnswer) expect(handle()).toBe('answers itself');
    else expect(handle).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' }));
  });
});

describe('asGuard', () => {
  it('goes on with undefined and stops with a response', () => {
    expect(asGuard(undefined, noParameters, 200)).toBe('pass on');
    expect(asGuard(text, noParameters, 200)).toBe(text);
  });

  it.each([false, true, null, 0, 'hi', {}])('refuses %p', (result) => {
    expect(() => asGuard(result, noParameters, 200)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_RESULT' }));
  });
});

describe('asMiddleware', () => {
  it('stops with a response, and takes nothing else for a meaning', () => {
    expect(asMiddleware(text, twoParameters, 200)).toBe(text);
    expect(asMiddleware(new Response('web'), twoParameters, 200)).toMatchObject({ status: 200 });
    for (const result of [undefined, null, false, 'hi', {}])
      expect(asMiddleware(result, twoParameters, 200)).toBe('answers itself');
  });
});
