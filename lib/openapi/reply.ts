import { STATUS_CODES } from 'node:http';
import { stableText } from './components';
import type { Building, JSONObject } from './types';

/** One reply of an operation: several may have the same status. */
export interface Reply {
  /** A status, a range such as `4XX`, or `default`. */
  readonly status: string;
  readonly description?: string | undefined;
  readonly headers?: JSONObject | undefined;
  readonly content?: ReplyContent | undefined;
}

/** The body of a reply. */
export interface ReplyContent {
  readonly mediaType: string;
  /** `schema`, or `itemSchema` of a stream. */
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly examples?: Readonly<Record<string, unknown>> | undefined;
  /** Whether it is an error by its code, of which only one is sent. @default false */
  readonly isError?: boolean;
}

/** The responses of an operation: replies of one status together. */
export function toResponses(replies: readonly Reply[]): JSONObject {
  const byStatus = groupBy(replies, ({ status }) => status);
  const responses = [...byStatus].sort(([one], [other]) => order(one).localeCompare(order(other)));
  return Object.fromEntries(responses.map(([status, group]) => [status, toResponse(status, group)]));
}

/** Ranges after the statuses in them, `default` in the end. */
function order(status: string): string {
  return status === 'default' ? '~' : status.replace('XX', '~');
}

function toResponse(status: string, replies: readonly Reply[]): JSONObject {
  const descriptions = new Set(replies.flatMap(({ description }) => description ?? []));
  const headers = Object.assign({}, ...replies.map((reply) => reply.headers)) as JSONObject;
  const contents = groupBy(
    replies.flatMap(({ content }) => content ?? []),
    ({ mediaType }) => mediaType,
  );
  return {
    description: [...descriptions].join('\n\n') || (STATUS_CODES[status] ?? 'A reply.'),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(contents.size > 0 && { content: Object.fromEntries([...contents].map(([type, all]) => [type, toMedia(all)])) }),
  };
}

function toMedia(contents: readonly ReplyContent[]): JSONObject {
  const unique = [...groupBy(contents, ({ schemas }) => stableText(schemas)).values()].flatMap(
    ([first]) => first ?? [],
  );
  const examples = Object.assign({}, ...contents.map((content) => content.examples)) as Building;
  const [only] = unique;
  const isOne = unique.length === 1 && only !== undefined;
  return {
    ...(isOne ? only.schemas : alternatives(unique)),
    ...(Object.keys(examples).length > 0 && { examples }),
  };
}

/** No discriminator: generators then take its numbers for texts. */
function alternatives(contents: readonly ReplyContent[]): JSONObject {
  const keyword = contents.every(({ isError }) => isError) ? 'oneOf' : 'anyOf';
  return { schema: { [keyword]: contents.map(({ schemas }) => schemas['schema'] ?? schemas['itemSchema'] ?? {}) } };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
