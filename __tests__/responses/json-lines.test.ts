import { JSONLines } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('JSONLines', () => {
  it('holds its items, and is read line by line', async () => {
    const response = new JSONLines([{ a: 1 }, 'b']);

    expect(response.headers).toEqual({ 'content-type': 'application/x-ndjson' });
    expect(await response.text()).toBe('{"a":1}\n"b"\n');
  });

  it('refuses what gives no items', () => {
    expect(() => new JSONLines('abc' as never)).toThrow(usageError('ERR_RETURNS_BODY', 'JSONLines sends items'));
  });
});
