import { PassThrough, Readable } from 'node:stream';
import { holdStream } from '../../lib/streams/hold';
import { isUsed, openReader, releaseStream } from '../../lib/streams/reader';
import { usageError } from '../diagnostics/refused';

describe('openReader', () => {
  it('marks readers that return results synchronously', () => {
    const both = Object.assign(Readable.from(['a']), { [Symbol.iterator]: () => ['a'].values() });
    const kinds = [['a'], both, Readable.from(['a']), new Blob(['a']), new Blob(['a']).stream()];

    expect(kinds.map((body) => openReader(body).isSynchronous === true)).toEqual([true, false, false, false, false]);
  });

  it('opens a body that can be read once only once', () => {
    const stream = Readable.from(['a']);
    const list = ['a'];
    expect([isUsed(stream), isUsed(list)]).toEqual([false, false]);
    openReader(stream);
    openReader(list);

    expect([isUsed(stream), isUsed(list)]).toEqual([true, false]);
    expect(() => openReader(stream)).toThrow(usageError('ERR_RETURNS_BODY_USED'));
    expect(openReader(list).read()).toEqual({ done: false, value: 'a' });
  });
});

describe('releaseStream', () => {
  it('destroys a stream, but reads a request to its end', () => {
    const stream = new PassThrough();
    const request = Object.assign(new PassThrough(), { res: {} });
    request.res = { req: request };
    releaseStream(stream);
    releaseStream(request);

    expect([stream.destroyed, request.destroyed, request.readableFlowing]).toEqual([true, false, true]);
  });
});

describe('holdStream', () => {
  it('prevents a Readable that fails before it is read from ending the process', async () => {
    const stream = new PassThrough();
    holdStream(stream);
    stream.destroy(new Error('gone'));
    // The failure is emitted within this turn; without a listener it is an uncaught exception, which fails the run.
    await new Promise(setImmediate);

    expect(stream.errored).toEqual(new Error('gone'));
  });
});
