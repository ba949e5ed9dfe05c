import { EventStream } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('EventStream', () => {
  it('is not cached, nor held back by a proxy', () => {
    expect(new EventStream([]).headers).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  });

  it('may say so in another way', () => {
    const { headers } = new EventStream([], { headers: { 'Cache-Control': 'no-store' } }).with({
      headers: { 'X-Accel-Buffering': null },
    });

    expect(headers).toEqual({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  });

  it('is read event by event', async () => {
    async function* events() {
      yield 'a';
      yield { event: 'b', data: 1 };
    }

    expect(await new EventStream(events()).text()).toBe('data: a\n\nevent: b\ndata: 1\n\n');
  });

  it('keeps how often it shows that it is alive', () => {
    expect(new EventStream([], { heartbeatSeconds: 30 })).toMatchObject({ heartbeatSeconds: 30 });
    expect(new EventStream([])).not.toHaveProperty('heartbeatSeconds');
  });

  it.each([-1, Number.NaN, 2 ** 31, '5', true, null])('refuses %p as a number of seconds', (heartbeatSeconds) => {
    expect(() => new EventStream([], { heartbeatSeconds: heartbeatSeconds as number })).toThrow(
      usageError('ERR_RETURNS_INIT', 'The option heartbeatSeconds of EventStream must be a number of seconds'),
    );
  });

  it('refuses what gives no events', () => {
    expect(() => new EventStream('abc' as never)).toThrow(usageError('ERR_RETURNS_BODY', 'EventStream sends items'));
  });
});
