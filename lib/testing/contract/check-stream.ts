import type { JSONSchema } from '../../schema/json-schema';
import type { ReadReply } from './read-reply';
import type { DocumentCheck } from './sample';

/** Returns the fault of the first item of a stream that has one. */
export function faultOfStream(
  media: JSONSchema,
  { mediaType, text }: ReadReply,
  check: DocumentCheck,
): string | undefined {
  const items = mediaType === 'text/event-stream' ? text.split(/\n\n+/).flatMap(readEvent) : text.split('\n').flatMap(readLine); // prettier-ignore
  for (const [index, item] of items.entries()) {
    const fault = item.isJSON ? faultOfItem(media, item, check) : 'it is no JSON';
    if (fault !== undefined) return `item ${index + 1}: ${fault}`;
  }
  return undefined;
}

interface Item {
  readonly value: unknown;
  readonly isJSON: boolean;
  /** The fields of an event. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

function readLine(line: string): readonly Item[] {
  if (line.trim() === '') return [];
  const value = parse(line);
  return [{ value, isJSON: value !== undefined }];
}

/** Data that is no JSON is a text. */
function readEvent(block: string): readonly Item[] {
  const lines = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const valuesOf = (field: string): readonly string[] =>
    lines.flatMap((match) => (match?.[1] === field ? [match[2] ?? ''] : []));
  const data = valuesOf('data').join('\n');
  if (valuesOf('data').length === 0) return [];
  const [event] = valuesOf('event');
  const [id] = valuesOf('id');
  const fields = { data, ...(event !== undefined && { event }), ...(id !== undefined && { id }) };
  return [{ value: parse(data) ?? data, isJSON: true, fields }];
}

function parse(text: string): unknown {
  try {
    return globalThis.JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** OpenAPI 3.1 has the schema of an item, or of the data of an event, as `schema`; 3.2 has `itemSchema`. */
function faultOfItem(
  { schema, itemSchema }: JSONSchema,
  { value, fields }: Item,
  check: DocumentCheck,
): string | undefined {
  if (itemSchema === undefined) return check(schema, value);
  if (fields === undefined) return check(itemSchema, value);
  const fault = check(itemSchema, fields);
  if (fault !== undefined) return fault;
  const { anyOf = [itemSchema] } = itemSchema as { readonly anyOf?: readonly JSONSchema[] };
  const faults = (anyOf as readonly JSONSchema[])
    .filter((branch) => check(branch, fields) === undefined)
    .map((branch) => check(dataSchema(branch), value));
  return faults.includes(undefined) ? undefined : `the data of an event: ${faults.join('; ')}`;
}

function dataSchema({ properties }: JSONSchema): unknown {
  return (properties as { readonly data?: JSONSchema } | undefined)?.data?.['contentSchema'];
}
