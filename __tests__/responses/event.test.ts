import fc from '../helpers/fast-check';
import { formatEvent } from '../../lib/responses/event';
import { usageError } from '../diagnostics/refused';

const format = (event: unknown): string => formatEvent(event, (data) => JSON.stringify(data));

/** What a browser makes of an event stream, step by step as the HTML standard has it. */
function parse(stream: string): { events: { data: string; event: string; id: string }[]; retry: number | undefined } {
  const events: { data: string; event: string; id: string }[] = [];
  let [data, event, id]: [string, string, string] = ['', '', ''];
  let retry: number | undefined;
  for (const line of stream.split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (data !== '') events.push({ data: data.slice(0, -1), event: event || 'message', id });
      [data, event] = ['', ''];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?::[ ]?([^]*))?$/.exec(line) ?? [];
    if (field === 'data') data += `${value}\n`;
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retry = Number(value);
  }
  return { events, retry };
}

describe('formatEvent', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'a', 'data: a\n\n'],
    ['an empty string', '', 'data: \n\n'],
    ['data', { data: ' a' }, 'data:  a\n\n'],
    ['data as JSON', { data: { b: [1] } }, 'data: {"b":[1]}\n\n'],
    ['null as data', { data: null }, 'data: null\n\n'],
    ['data with LF', 'a\nb', 'data: a\ndata: b\n\n'],
    ['data with CR', 'a\rb', 'data: a\ndata: b\n\n'],
    ['data with CRLF', 'a\r\nb', 'data: a\ndata: b\n\n'],
    ['data with breaks at its ends', '\n\ra\r\n', 'data: \ndata: \ndata: a\ndata: \n\n'],
    ['a comment', { comment: 'a\rb' }, ': a\n: b\n\n'],
    ['an id only', { id: 0 }, 'id: 0\n\n'],
    ['an empty id, which forgets the one before', { id: '' }, 'id: \n\n'],
    ['a wish to retry', { retry: 0 }, 'retry: 0\n\n'],
    [
      'all fields',
      { data: 'd', event: 'e', id: 'i', retry: 5000, comment: 'c' },
      ': c\nevent: e\nid: i\nretry: 5000\ndata: d\n\n',
    ],
    ['undefined fields', { data: 'a', event: undefined, id: undefined }, 'data: a\n\n'],
  ])('writes %s', (_what, event, text) => {
    expect(format(event)).toBe(text);
  });

  it.each<[string, unknown, string]>([
    ['LF in an id', { id: 'a\nb' }, 'The id of an event must be one line without NUL; got "a\\nb".'],
    ['CR in an id', { id: 'a\rb' }, 'The id of an event'],
    ['NUL in an id', { id: 'a\0b' }, 'The id of an event'],
    ['LF in a name', { event: 'a\ndata: forged' }, 'The event of an event must be one line'],
    ['CR in a name', { event: 'a\r' }, 'The event of an event'],
    ['a name that is none', { event: 5 }, 'The event of an event must be a string; got 5.'],
    ['an id that is none', { id: {} }, 'The id of an event must be a string; got an object without keys.'],
    ['a comment that is none', { comment: 1 }, 'The comment of an event must be a string; got 1.'],
    ['a text to retry', { retry: '5' }, 'The retry of an event must be a whole number of milliseconds; got "5".'],
    ['a time below zero', { retry: -1 }, 'The retry of an event'],
    ['half a millisecond', { retry: 0.5 }, 'The retry of an event'],
    [
      'an unknown field',
      { data: 'a', name: 'b' },
      'An EventStream yielded an object with the keys data, name; an event is',
    ],
    ['data without its name', { temperature: 7 }, 'An EventStream yielded an object with the keys temperature'],
    ['an empty object', {}, 'An EventStream yielded an object without keys'],
    ['a number', 5, 'An EventStream yielded 5'],
    ['null', null, 'An EventStream yielded null'],
    ['bytes', Buffer.from('a'), 'An EventStream yielded a Uint8Array'],
  ])('refuses %s', (_what, event, message) => {
    expect(() => format(event)).toThrow(usageError('ERR_RETURNS_EVENT', message));
  });

  it('is read by a client as it was meant, whatever the text', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ':', ' ', '\0', 'data: ', 'é', '\u2028') });
    const line = fc.string({ unit: fc.constantFrom('a', ':', ' ', 'é', 'data: ') });
    fc.assert(
      fc.property(hostile, line, line, hostile, fc.nat(), (data, event, id, comment, retry) => {
        const read = parse(format({ data, event, id, comment, retry }) + format('next'));

        expect(read).toEqual({
          events: [
            { data: data.replace(/\r\n|\r/g, '\n'), event: event || 'message', id },
            { data: 'next', event: 'message', id },
          ],
          retry,
        });
      }),
    );
  });
});
