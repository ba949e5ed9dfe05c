import { JSON, Text } from 'express-returns';
import { asGuard, asHandler, asMiddleware, type UserFunction } from '../../lib/routing/roles';

const text = new Text('hi');
const noParameters: UserFunction = () => undefined;
const twoParameters: UserFunction = (_req, _res) => undefined;

describe('asHandler', () => {
  it('takes a response as it is, and every value for the response that it stands for', () => {
    expect(asHandler(text, noParameters)).toBe(text);
    expect(asHandler('hi', noParameters)).toEqual(text);
    expect(asHandler(null, noParameters)).toEqual(new JSON(null));
  });

  it('takes undefined for "it answers through res" only where it can', () => {
    expect(asHandler(undefined, twoParameters)).toBe('nothing');
    expect(() => asHandler(undefined, noParameters)).toThrow(
      expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' }),
    );
  });
});

describe('asGuard', () => {
  it('goes on with undefined and stops with a response', () => {
    expect(asGuard(undefined, noParameters)).toBe('pass on');
    expect(asGuard(text, noParameters)).toBe(text);
  });

  it.each([false, true, null, 0, 'hi', {}])('refuses %p', (result) => {
    expect(() => asGuard(result, noParameters)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_RESULT' }));
  });
});

describe('asMiddleware', () => {
  it('stops with a response, and takes nothing else for a meaning', () => {
    expect(asMiddleware(text, twoParameters)).toBe(text);
    expect(asMiddleware(new Response('web'), twoParameters)).toMatchObject({ status: 200 });
    for (const result of [undefined, null, false, 'hi', {}])
      expect(asMiddleware(result, twoParameters)).toBe('nothing');
  });
});
