import { describe } from '../diagnostics/describe';
import { copyError } from '../errors/throwable';
import type { DeclarationData } from '../responses/declaration';
import type { AnyResponse } from '../responses/response';
import { withBody } from '../responses/with-body';
import { jsonSchemaOf, type JSONSchema } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import { compileItemStrip, compileStrip, type OnDropped, type Strip } from '../schema/strip';
import { isStream, isThenable } from '../streams/body';
import { mapItems } from '../streams/map-items';
import { checkItem, checkValue } from './check-reply';

/** The steps for the body of one reply. */
export interface BodySteps {
  readonly isStripped: boolean;
  readonly isChecked: boolean;
  /** The same object for all replies of a route, since a channel filters an item once for all of them. */
  readonly warnings: BodyWarnings | undefined;
}

/** Receives what a developer should know of a body. */
export interface BodyWarnings {
  /** The path of a field that is left out. */
  readonly dropped: OnDropped;
  /** The name of an event that is not declared. */
  readonly unknownEvent: (name: string) => void;
  /** The validator of a schema without a JSON Schema, by which nothing can be left out. */
  readonly notStripped: (vendor: string) => void;
}

/** Returns the response with the body that may leave. Throws, or rejects, for a body that its schema refuses. */
export type BodyFilter = (response: AnyResponse, steps: BodySteps) => AnyResponse | Promise<AnyResponse>;

/** Filters a value in a body; the key is that under which JSON has it. Gives a promise only where a validator does. */
type ValueFilter = (value: unknown, steps: BodySteps, key?: string) => unknown;

/** Compiles the filter for the bodies of a declaration; `undefined` for one without a schema. */
export function compileBodyFilter(declared: DeclarationData): BodyFilter | undefined {
  const { kind, schema, events } = declared;
  if (kind === 'events' && events !== undefined) {
    const byName = new Map(Object.entries(events).map(([name, one]) => [name, valueFilter(one)]));
    return itemFilter(eventFilter((name) => byName.get(name)));
  }
  if (schema === undefined) return undefined;
  const filter = valueFilter(schema);
  if (kind === 'events') return itemFilter(eventFilter(() => filter));
  if (kind === 'lines') return itemFilter(filter);
  if (kind === 'error') return errorFilter(declared.code, schema);
  return kind === 'json'
    ? jsonFilter(schema, declared.isEnvelope === true ? envelopeFilter(filter) : filter)
    : undefined;
}

function jsonFilter(schema: StandardSchema, filter: ValueFilter): BodyFilter {
  const filterItems = itemFilter(filterOf(schema, compileItemStrip, (item) => checkItem(schema, item)));
  return (response, steps) => {
    if (isStream(response.body)) return filterItems(response, steps);
    const kept = filter(response.body, steps);
    return kept instanceof Promise ? kept.then((later) => withKept(response, later)) : withKept(response, kept);
  };
}

function withKept(response: AnyResponse, body: unknown): AnyResponse {
  return body === response.body ? response : withBody(response, body);
}

/**
 * Filters the items of a body, each when it is read. Replies with the same steps have the same function, so that a
 * channel filters each item once for all of them.
 */
function itemFilter(filter: ValueFilter): BodyFilter {
  const maps = new Map<string, (item: unknown) => unknown>();
  return (response, steps) => {
    const key = `${steps.isStripped} ${steps.isChecked} ${steps.warnings !== undefined}`;
    let map = maps.get(key);
    if (map === undefined) maps.set(key, (map = (item) => filter(item, steps)));
    return withBody(response, mapItems(response.body as object, map));
  };
}

/** Filters the data of an error with a code. */
function errorFilter(code: unknown, schema: StandardSchema): BodyFilter {
  const owner = `the error ${describe(code)}`;
  const filter = valueFilter(schema, `the data of ${owner}`);
  return (response, steps) => {
    const error: object = response;
    const { data } = error as { readonly data?: unknown };
    const dropped: OnDropped = (path) =>
      steps.warnings?.dropped(`data${path.startsWith('[') ? '' : '.'}${path} of ${owner}`);
    const kept = filter(data, { ...steps, warnings: steps.warnings && { ...steps.warnings, dropped } }, 'data');
    const withKeptData = (later: unknown): AnyResponse =>
      later === data ? response : (copyError(error as globalThis.Error, { data: later }) as object as AnyResponse);
    return kept instanceof Promise ? kept.then(withKeptData) : withKeptData(kept);
  };
}

function valueFilter(schema: StandardSchema, subject?: string): ValueFilter {
  return filterOf(schema, compileStrip, (value) => checkValue(schema, value, subject));
}

function filterOf(
  schema: StandardSchema,
  compile: (json: JSONSchema) => Strip | undefined,
  check: (value: unknown) => Promise<void> | undefined,
): ValueFilter {
  const strip = stripOf(schema, compile);
  return (value, { isStripped, isChecked, warnings }, key) => {
    const kept = isStripped && strip !== undefined ? strip(value, key, warnings) : value;
    if (!isChecked) return kept;
    // After stripping: a field that does not leave is no fault.
    const checking = check(kept);
    return checking === undefined ? kept : checking.then(() => kept);
  };
}

/** Leaves out what is not declared, or warns that no schema tells it; `undefined` where nothing can be left out. */
function stripOf(
  schema: StandardSchema,
  compile: (json: JSONSchema) => Strip | undefined,
): ((value: unknown, key: string | undefined, warnings: BodyWarnings | undefined) => unknown) | undefined {
  const json = jsonSchemaOf(schema, 'output');
  if (json === undefined) {
    return (value, _key, warnings) => {
      if (typeof value === 'object' && value !== null) warnings?.notStripped(schema['~standard'].vendor);
      return value;
    };
  }
  const strip = compile(json);
  return strip && ((value, key, warnings) => strip(value, key, warnings?.dropped));
}

/** Filters `data` in the envelope of `Success`, and any other body as if it were the data. */
function envelopeFilter(filter: ValueFilter): ValueFilter {
  return (body, steps) => {
    const { status, data } = (body ?? {}) as { readonly status?: unknown; readonly data?: unknown };
    return status === 'success' ? withData(body, data, filter(data, steps, 'data')) : filter(body, steps);
  };
}

/** Filters the data of an event. A string is the data of an event without a name, which is `message`. */
function eventFilter(filterOfName: (name: string) => ValueFilter | undefined): ValueFilter {
  return (item, steps) => {
    const isText = typeof item === 'string';
    const { event = 'message', data } = (isText ? { data: item } : (item ?? {})) as Readonly<Record<string, unknown>>;
    if (data === undefined) return item;
    const filter = filterOfName(String(event));
    if (filter !== undefined) return withData(item, data, filter(data, steps, 'data'));
    steps.warnings?.unknownEvent(String(event));
    return item;
  };
}

/** A copy of an object with other data; the object itself where they are the same. */
function withData(object: unknown, before: unknown, after: unknown): unknown {
  if (isThenable(after) && after !== before) return after.then((later) => withData(object, before, later));
  return after === before ? object : { ...(object as object), data: after };
}
