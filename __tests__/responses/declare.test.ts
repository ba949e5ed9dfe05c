import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import { z } from 'zod';
import * as reply from '../../lib/index';
import { isDeclaration } from '../../lib/responses/declaration';

const schema = z.object({ id: z.number() });
const JSON_TYPE = 'application/json; charset=utf-8';
const of = (name: keyof typeof reply, ...given: unknown[]): object =>
  (reply[name] as unknown as { of(...given: unknown[]): object }).of(...given);

class CSV extends reply.Response {
  static override contentType = 'text/csv; charset=utf-8';
}
class Page extends reply.HTML {}
class Missing extends reply.NotFound {}

describe('X.of()', () => {
  it.each([
    ['JSON', [schema], { kind: 'json', status: 200, contentType: JSON_TYPE, schema }],
    ['JSON', [schema, 201], { kind: 'json', status: 201, contentType: JSON_TYPE, schema }],
    ['JSONLines', [schema], { kind: 'lines', status: 200, contentType: 'application/x-ndjson', schema }],
    ['Success', [schema], { kind: 'json', status: 200, contentType: JSON_TYPE, schema, isEnvelope: true }],
    ['EventStream', [schema], { kind: 'events', status: 200, contentType: 'text/event-stream', schema }],
    [
      'EventStream',
      [{ tick: schema }],
      { kind: 'events', status: 200, contentType: 'text/event-stream', events: { tick: schema } },
    ],
    ['File', ['image/png'], { kind: 'file', status: 200, contentType: 'image/png' }],
    ['Binary', ['image/png'], { kind: 'body', status: 200, contentType: 'image/png' }],
    ['Text', [], { kind: 'body', status: 200, contentType: 'text/plain; charset=utf-8' }],
    ['HTML', [404], { kind: 'body', status: 404, contentType: 'text/html; charset=utf-8' }],
    ['View', [], { kind: 'view', status: 200, contentType: 'text/html; charset=utf-8' }],
    ['Redirect', [], { kind: 'redirect', status: 307, contentType: null }],
    ['Redirect', [303], { kind: 'redirect', status: 303, contentType: null }],
    ['Response', [204], { kind: 'body', status: 204, contentType: null }],
    ['NotFound', [], { kind: 'error', status: 404, contentType: null }],
    ['ExceptionResponse', [418], { kind: 'error', status: 418, contentType: null }],
  ] as const)('declares %s of %j', (name, given, expected) => {
    const declared = of(name, ...given);

    expect(isDeclaration(declared)).toBe(true);
    expect(Object.isFrozen(declared)).toBe(true);
    expect({ ...declared }).toEqual({ name, ...expected });
  });

  it('takes the texts of the document with the status', () => {
    const init = {
      status: 201,
      description: 'It is made',
      headers: { Location: 'Its URL' },
      examples: { one: { id: 1 } },
    };

    expect(of('JSON', schema, init)).toMatchObject({ schema, ...init });
  });

  it('is inherited with the name and the content type of the subclass', () => {
    expect({ ...CSV.of(200) }).toEqual({
      ...{ kind: 'body', name: 'CSV', status: 200, contentType: 'text/csv; charset=utf-8' },
    });
    expect(Page.of()).toMatchObject({ name: 'Page', contentType: 'text/html; charset=utf-8' });
    expect(Missing.of()).toMatchObject({ name: 'Missing', status: 404 });
  });

  it.each([
    ['zod', schema],
    ['valibot', v.object({ id: v.number() })],
    ['arktype', type({ id: 'number' })],
    ['joi', Joi.object({ id: Joi.number() })],
  ])('takes a schema of %s', (_name, given) => {
    expect(of('JSON', given)).toHaveProperty('schema', given);
    expect(of('EventStream', given)).toHaveProperty('schema', given);
    expect(of('EventStream', { tick: given })).toHaveProperty('events.tick', given);
  });
});

describe('wrong arguments', () => {
  it.each([
    ['JSON', [], 'JSON.of() takes a schema of any validator that implements Standard Schema; got undefined.'],
    ['JSON', [{ id: 1 }], 'JSON.of() takes a schema of any validator that implements Standard Schema; got'],
    ['Success', [201], 'Success.of() takes a schema of any validator that implements Standard Schema; got 201.'],
    ['EventStream', [{ tick: 1 }], 'EventStream.of() takes a schema of any validator'],
    ['EventStream', [{}], 'EventStream.of() takes a schema, or one for each name of an event; got {}.'],
    ['File', [], "File.of() takes a media type such as 'image/png'; got undefined."],
    ['Binary', ['png'], 'Binary.of() takes a media type such as \'image/png\'; got "png".'],
    ['Text', [42], 'Text.of() cannot have the status 42: give an integer from 200 to 599.'],
    ['Text', ['200'], 'Text.of() takes a status, or { status, description, headers, examples }, last; got "200".'],
    ['Text', [null], 'Text.of() takes a status, or { status, description, headers, examples }, last; got null.'],
    ['Text', [{ state: 201 }], 'Text.of() has no option "state"; it has status, description, headers, examples.'],
    ['Text', [{ description: 1 }], 'The option description of Text.of() must be a text; got 1.'],
    ['Text', [{ headers: { A: 1 } }], 'The option headers of Text.of() must be an object of descriptions by name; got'],
    ['JSON', [schema, 204], 'JSON.of() cannot have the status 204: this status has no body: declare Response.of(204).'],
    ['File', ['image/png', 304], 'File.of() cannot have the status 304: this status has no body'],
    ['Redirect', [200], 'Redirect.of() cannot have the status 200: give 300, 301, 302, 303, 307 or 308.'],
    ['NotFound', [200], 'NotFound.of() cannot have the status 200: give one from 400 to 599.'],
  ] as const)('%s.of(%j)', (name, given, message) => {
    expect(() => of(name, ...given)).toThrow(
      expect.objectContaining({ code: 'ERR_RETURNS_DESCRIPTION', message: expect.stringContaining(message) as string }),
    );
  });
});
