import { keptOptions, optionsOfKind } from '../../lib/responses/writer-options';
import { usageError } from '../diagnostics/refused';

describe('keptOptions', () => {
  it('gives what was given, and nothing else', () => {
    expect(keptOptions('Text', 'body', { status: 201, flush: true })).toEqual({ flush: true });
    expect(keptOptions('Text', 'body', { flush: undefined })).toBeUndefined();
  });

  it('knows the options of a kind', () => {
    expect(optionsOfKind('events')).toEqual(['heartbeatSeconds']);
    expect(optionsOfKind('body')).toEqual([]);
    expect(keptOptions('EventStream', 'events', { heartbeatSeconds: 0.5 })).toEqual({ heartbeatSeconds: 0.5 });
  });

  it.each<[string, unknown, string]>([
    ['flush', 1, 'true or false; got 1.'],
    ['after', {}, 'a function; got an object without keys.'],
  ])('refuses %s: %p', (name, value, message) => {
    expect(() => keptOptions('Text', 'body', { [name]: value })).toThrow(
      usageError('ERR_RETURNS_INIT', `The option ${name} of Text must be ${message}`),
    );
  });
});
