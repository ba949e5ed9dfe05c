import type { Request } from 'express';
import { logError } from '../../lib/writers/log';

const requestIn = (env: string): Request => ({ app: { get: () => env } }) as unknown as Request;

describe('logError', () => {
  let printed: jest.SpyInstance;
  beforeEach(() => {
    printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    printed.mockRestore();
  });

  it('prints by default, but not in tests', () => {
    const error = new Error('a');
    logError(error, requestIn('production'));
    logError(error, requestIn('test'));

    expect(printed.mock.calls).toEqual([[error]]);
  });

  it('gives the error and its request to the log of the app', () => {
    const [log, error, req] = [jest.fn(), new Error('a'), requestIn('production')];
    logError(error, req, log);

    expect(log.mock.calls).toEqual([[error, req]]);
    expect(printed).not.toHaveBeenCalled();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('prints the error and its own failure where the log %s', async (_what, log) => {
    const error = new Error('a');
    logError(error, requestIn('test'), log);
    await new Promise(setImmediate);

    expect(printed.mock.calls).toEqual([[error, 'could not be logged:', new Error('full')]]);
  });

  it('survives an error that cannot be printed', () => {
    printed.mockImplementationOnce(() => {
      throw new Error('no stack');
    });
    logError({}, requestIn('test'), () => {
      throw new Error('full');
    });

    expect(printed.mock.lastCall).toEqual(['an object without keys could not be logged: an Error']);
  });
});
