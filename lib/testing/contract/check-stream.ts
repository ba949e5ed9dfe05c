import type { JSONSchema } from '../../schema/json-schema';
import type { ReadReply } from './read-reply';
import type { DocumentCheck } from './sample';

/** Returns the fault of the first item of a stream that has one. */
export function faultOfStream(
  media: JSONSchema,
  { mediaType, text }: ReadReply,
  check: DocumentCheck,
): string | undefined {
  const items = mediaType === 'text/event-stream' ? readEvents(text) : text.split('\n').flatMap(readLine);
  for (const [index, item] of items.entries()) {
    const fault = item.values.length === 0 ? 'it is no JSON' : faultOfItem(media, item, check);
    if (fault !== undefined) return `item ${index + 1}: ${fault}`;
  }
  return undefined;
}

interface Item {
  /** The values that it may stand for: the data `5` of an event is a number or a text. Empty for no JSON. */
  readonly values: readonly unknown[];
  /** The fields of an event. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

function readLine(line: string): readonly Item[] {
  return line.trim() === '' ? [] : [{ values: parse(line) }];
}

/** A line ends with CR, LF, or both, and an event with an empty line (HTML standard, section 9.2.5). */
function readEvents(text: string): readonly Item[] {
  return text.replaceAll(/\r\n?/g, '\n').split(/\n\n+/).flatMap(readEvent);
}

function readEvent(block: string): readonly Item[] {
  const lines = block.split('\n').map((line) => /^(\w+)(?:: ?(.*))?$/.exec(line));
  const valuesOf = (field: string): readonly string[] =>
    lines.flatMap((match) => (match?.[1] === field ? [match[2] ?? ''] : []));
  const data = valuesOf('data').join('\n');
  if (valuesOf('data').length === 0) return [];
  const event = valuesOf('event').at(-1);
  const id = valuesOf('id').at(-1);
  const fields = { data, ...(event !== undefined && { event }), ...(id !== undefined && { id }) };
  return [{ values: [...parse(data), data], fields }];
}

/** The value of a JSON text; none for another. */
function parse(text: string): readonly unknown[] {
  try {
    return [globalThis.JSON.parse(text)];
  } catch {
    return [];
  }
}

/**
 * OpenAPI 3.2 has the schema of an item as `itemSchema`, 3.1 that of a line, or of the data of an event, as `schema`.
 */
function faultOfItem(media: JSONSchema, { values, fields }: Item, check: DocumentCheck): string | undefined {
  const { schema, itemSchema } = media;
  if (fields === undefined) return faultOfAll(itemSchema ?? schema, values, check);
  if (itemSchema === undefined) return faultOfData(media, { values, fields }, check);
  const fault = check(itemSchema, fields);
  if (fault !== undefined) return fault;
  const { anyOf = [itemSchema] } = itemSchema as { readonly anyOf?: readonly JSONSchema[] };
  const faults = (anyOf as readonly JSONSchema[])
    .filter((branch) => check(branch, fields) === undefined)
    .map((branch) => faultOfAll(dataSchema(branch), values, check));
  return faults.includes(undefined) ? undefined : `the data of an event: ${faults.join('; ')}`;
}

/** `x-events` has the names of the events whose schemas are in `anyOf`. An event without a name is a `message`. */
function faultOfData({ schema, 'x-events': names }: JSONSchema, item: Item, check: DocumentCheck): string | undefined {
  const { event = 'message' } = item.fields ?? {};
  if (!Array.isArray(names)) return faultOfAll(schema, item.values, check);
  const index = names.indexOf(event);
  const { stringify } = globalThis.JSON;
  if (index < 0)
    return `/event is ${stringify(event)} where ${names.map((name) => stringify(name)).join(' or ')} is declared`;
  const { anyOf } = (schema ?? {}) as { readonly anyOf?: readonly unknown[] };
  return faultOfAll(names.length > 1 ? anyOf?.[index] : schema, item.values, check);
}

/** The fault of the first value, where all of them have one. */
function faultOfAll(schema: unknown, values: readonly unknown[], check: DocumentCheck): string | undefined {
  const faults = values.map((value) => check(schema, value));
  return faults.includes(undefined) ? undefined : faults[0];
}

function dataSchema({ properties }: JSONSchema): unknown {
  return (properties as { readonly data?: JSONSchema } | undefined)?.data?.['contentSchema'];
}
