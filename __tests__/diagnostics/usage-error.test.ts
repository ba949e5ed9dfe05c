import { UsageError } from 'express-returns';
import { USAGE_CODES, warn } from '../../lib/diagnostics/usage-error';

describe('UsageError', () => {
  it('is an error with a stable code', () => {
    const error = new UsageError('ERR_RETURNS_BODY', 'no body');

    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe('ERR_RETURNS_BODY');
    expect(error.message).toBe('no body');
    expect(String(error)).toBe('UsageError: no body');
    expect(error.stack).toMatch(/^UsageError: no body\n/);
  });

  it('has the status 500 for Express and is never exposed', () => {
    expect(new UsageError('ERR_RETURNS_BODY', 'no body')).toMatchObject({
      status: 500,
      statusCode: 500,
      expose: false,
    });
  });

  it.each([
    ['with its cause', { cause: 'why' }, true],
    ['without one', undefined, false],
  ])('is created %s', (_what, options, hasCause) => {
    const error = new UsageError('ERR_RETURNS_BODY', 'no body', options);

    expect(Object.hasOwn(error, 'cause')).toBe(hasCause);
    expect(error.cause).toBe(options?.cause);
  });
});

describe('UsageError.at', () => {
  it('puts the place before the message, in the stack too', () => {
    const error = new UsageError('ERR_RETURNS_BODY', 'no $& body');
    const placed = error.at('GET /me (me)');

    expect(placed.message).toBe('GET /me (me): no $& body');
    expect(placed.stack).toBe(error.stack?.replace('no $& body', () => 'GET /me (me): no $& body'));
  });

  it('keeps the code and the cause', () => {
    const placed = new UsageError('ERR_RETURNS_BODY', 'no body', { cause: 'why' }).at('GET /me');

    expect(placed).toBeInstanceOf(UsageError);
    expect(placed.code).toBe('ERR_RETURNS_BODY');
    expect(placed.cause).toBe('why');
  });

  it('adds no cause', () => {
    expect(Object.hasOwn(new UsageError('ERR_RETURNS_BODY', 'no body').at('GET /me'), 'cause')).toBe(false);
  });

  it('has a writable stack like every error', () => {
    const placed = new UsageError('ERR_RETURNS_BODY', 'no body').at('GET /me');

    expect(Object.keys(placed)).not.toContain('stack');
    expect(Reflect.set(placed, 'stack', 'shorter')).toBe(true);
    expect(Reflect.deleteProperty(placed, 'stack')).toBe(true);
  });

  it('does not change the original error', () => {
    const error = new UsageError('ERR_RETURNS_BODY', 'no body');
    error.at('GET /me');

    expect(error.message).toBe('no body');
  });

  it('accepts an error without a stack', () => {
    const error = new UsageError('ERR_RETURNS_BODY', 'no body');
    delete error.stack;

    expect(error.at('GET /me').message).toBe('GET /me: no body');
  });
});

describe('USAGE_CODES', () => {
  it.each(Object.entries(USAGE_CODES))('has %s in the form of Node, with a meaning', (code, meaning) => {
    expect(code).toMatch(/^ERR_RETURNS_[A-Z]+(?:_[A-Z]+)*$/);
    expect(meaning).not.toBe('');
  });
});

describe('warn', () => {
  it('emits a warning of Node', () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation();
    warn('ERR_RETURNS_DUPLICATE', 'GET /a is shadowed');

    expect(emitWarning.mock.calls).toEqual([
      ['GET /a is shadowed', { type: 'ExpressReturnsWarning', code: 'ERR_RETURNS_DUPLICATE' }],
    ]);
    emitWarning.mockRestore();
  });
});
