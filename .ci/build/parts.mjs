// The files that the code of the server is divided into.

/**
 * The modules of lib that are read when one of them is first used, by the file of dist that has them. All others are in
 * index.js, and read when the package is loaded: what an app of a few JSON routes runs, whatever makes an error reply,
 * so that a file that cannot be read is an error reply, too, and `shutdown`, by which an old version of an app ends.
 */
const PARTS = {
  routes: ['paths/*', 'route/*', 'routing/*', 'mounting/*', 'validation/input'],
  declared: [
    ...['schema/*', 'validation/*', 'errors/declaration-of', 'http/list-field'],
    ...['responses/declaration', 'responses/declare', 'responses/with-body'],
  ],
  openapi: ['openapi/*'],
  streams: [
    ...['streams/*', 'writers/files/*', 'writers/compression/*', 'writers/bytes', 'writers/client', 'writers/items'],
    ...['writers/parts', 'writers/read-buffers', 'writers/stream', 'writers/transfer'],
    ...['responses/event', 'responses/file-init', 'responses/framing'],
    ...['http/accept-encoding', 'http/byteranges', 'http/compressible', 'http/conditional', 'http/entity-tag'],
    ...['http/http-date', 'http/max-age', 'http/range'],
  ],
  more: [
    ...['responses/cookie', 'responses/cookie-options', 'responses/read-body', 'http/accept', 'http/byte-size'],
    ...['http/fetched-headers', 'writers/test-double', 'writers/view', 'handlers/uses-arguments'],
  ],
};

/** Modules of these folders that index.js has: classes that it exports, and what finds out whether a part is needed. */
const AT_START = [
  ...['paths/converter', 'route/route', 'route/route-values', 'routing/routes', 'routing/routes-class'],
  ...['routing/adopt', 'routing/adopted-layer', 'mounting/define-method', 'mounting/express-layer'],
  ...['schema/standard-schema', 'streams/body', 'streams/channel', 'streams/hold', 'streams/shared-state'],
  'streams/source',
];

/** The names of the parts. */
export const partNames = Object.keys(PARTS);

const isListed = (listed, name) => listed === name || (listed.endsWith('/*') && name.startsWith(listed.slice(0, -1)));

/** The file of dist that has a module of lib. */
export function fileOf(name) {
  if (name.startsWith('testing/')) return 'testing';
  const part = partNames.find((one) => PARTS[one].some((listed) => isListed(listed, name)));
  return AT_START.includes(name) ? 'index' : (part ?? 'index');
}

/** Refuses a list with a module that is not in lib: it was renamed or removed. */
export function checkLists(names) {
  const lists = [...Object.values(PARTS).flat(), ...AT_START];
  const unknown = lists.find((listed) => !names.some((name) => isListed(listed, name)));
  if (unknown !== undefined) throw new Error(`build/parts.mjs lists ${unknown}, which is not in lib.`);
}
