import { createHash } from 'node:crypto';
import type { Response as ExpressResponse } from 'express';

type MethodName = 'json' | 'send' | 'write';

/** Methods of Express and Node that were looked at, by the beginning of the SHA-256 of their source text. */
const METHODS: ReadonlyMap<string, MethodName> = new Map([
  ['y1djuFK8/E1TwoQs', 'json'], // Express 4.17 to 4.22
  ['4FY1UR39naZGcfiy', 'json'], // 5.0 to 5.3
  ['H3aIXpBzE3Qge9AJ', 'send'], // 4.17
  ['m6QbxJ9ptz0tRvJO', 'send'], // 4.18 to 4.22
  ['q3um6C20IpMzgRQ1', 'send'], // 5.0
  ['CaSOfOQqq5fpaXab', 'send'], // 5.1, 5.2
  ['gN34SPo1pvOlfB/P', 'send'], // 5.3
  ['czit+tknCvLXHqAl', 'write'], // Node 20 to 26
]);

const names = new WeakMap<object, MethodName | 'unknown'>();
/** The last that was found to be known: of most processes the only one. */
const last: Partial<Record<MethodName, unknown>> = {};

/**
 * Whether a method of `res` is the very one of a version of Express or Node that was looked at: nobody has wrapped it,
 * neither on this `res`, nor on `app.response`, nor, as tracers do, on the prototype it comes from. What a name or a
 * place tells can be imitated; the source text tells them all apart. What a later version does otherwise is unknown
 * here, and no shortcut is taken.
 */
export function isKnownMethod(name: MethodName, res: ExpressResponse): boolean {
  const method = (res as Record<MethodName, unknown>)[name];
  if (method === last[name]) return true;
  // A wrapper of this `res` alone is a function for each request: not one to read.
  if (Object.hasOwn(res, name) || typeof method !== 'function' || nameOf(method) !== name) return false;
  last[name] = method;
  return true;
}

function nameOf(method: object): MethodName | 'unknown' {
  let name = names.get(method);
  if (name === undefined) {
    const text = Function.prototype.toString.call(method);
    const digest = createHash('sha256').update(text).digest('base64');
    name = METHODS.get(digest.slice(0, 16)) ?? 'unknown';
    names.set(method, name);
  }
  return name;
}
