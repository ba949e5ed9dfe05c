// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
import { Readable } from 'node:stream';
import {
  Binary,
  EventStream,
  File,
  HTML,
  JSON,
  JSONLines,
  Negotiated,
  Redirect,
  Response,
  Status,
  Success,
  Text,
  View,
  type AnyResponse,
  type ResponseInit,
  type ServerEvent,
} from 'express-returns';

interface User {
  readonly name: string;
}
declare const user: User;
declare const found: User | undefined;

// A response carries its body and its status.
export const created = new JSON<User, 201>(user, { status: 201 });
export const named = new JSON<User, 201>(user, { status: Status.CREATED });
export const ok = new JSON<User, 200>(user);
export const text = new Text<string, 404>('Nobody', { status: Status.NOT_FOUND });
export const html = new HTML<string>('<p>');
export const success = new Success<string>('in');
export const none = new Success<undefined>();
export const view = new View<{ title: string }>('page', { title: 'Hello' });
export const file: File = new File('a.txt');
export const cached = new File('a.txt', { maxAge: '1d', immutable: true, download: 'b.txt', dotfiles: 'allow' });
// @ts-expect-error -- A length of time has a unit.
export const unitless = new File('a.txt', { maxAge: '10' });
// @ts-expect-error -- Dotfiles are not there, or files like any other; there is no 403.
export const denied = new File('a.txt', { dotfiles: 'deny' });
export const fallbackPage = new File('a.html', { fallback: (req) => new Text(req.path, { status: 404 }) });
export const fallbackLater = new File('a.html', { fallback: async () => new File('b.html') });
// @ts-expect-error -- A function gives a response.
export const noResponse = new File('a.html', { fallback: () => 'b.html' });
export const saved = new JSON(user, { download: 'user.json' }).with({ download: false });
// @ts-expect-error -- Whether it is offered, or the name to save as.
export const savedAs = new JSON(user, { download: 1 });
export const signedOut = new Text('Bye', { cookies: [{ name: 'user', clear: true, path: '/', maxAge: 1 }] });
// @ts-expect-error -- A cookie that is cleared has no value.
export const unclear = new Text('Bye', { cookies: [{ name: 'user', clear: true, value: 'ada' }] });
// @ts-expect-error -- A cookie is set or cleared.
export const valueless = new Text('Bye', { cookies: [{ name: 'user' }] });
export const stream = new Binary<Readable>(Readable.from(['a']));
export const negotiated = new Negotiated({ json: () => ok, html: async () => html }, { status: 201 });
// @ts-expect-error A representation is a function, so that only the one that is sent is made.
export const notLazy = new Negotiated({ json: ok });
// @ts-expect-error The media type is that of the chosen representation.
export const typed = new Negotiated({ json: () => ok }, { contentType: 'text/csv' });
export const base = new Response<string>('a', { status: 299 });
export const all: AnyResponse[] = [
  created,
  text,
  html,
  success,
  view,
  file,
  stream,
  base,
  new Redirect(new URL('http://a/')),
];

// @ts-expect-error -- 201 is not 200.
export const wrongStatus = new JSON<User, 200>(user, { status: 201 });
// @ts-expect-error -- The body is another.
export const wrongBody = new JSON<User>({ title: 'x' });

// A variable of one class takes another value of it: literals are widened.
export let changing = new Text('a');
changing = new Text('b');

// with() keeps the class, and the status where it is not changed.
export const same: JSON<User, 201> = created.with({ headers: { 'x-a': '1', 'x-b': null } });
export const other: Response<User, 202> = created.with({ status: 202 });

// @ts-expect-error -- What find() does not find is no JSON.
new JSON(found);
// @ts-expect-error -- Nor is a bigint.
new JSON(1n);
// @ts-expect-error -- An object is no text.
new Text({ a: 1 });
export const lines = new JSONLines<User>([user]);
export const feed = new EventStream<{ data: string }>([{ data: 'a' }], { heartbeatSeconds: 30 });
// @ts-expect-error -- No field of an event.
new EventStream([{ data: 'a', name: 'b' }] satisfies ServerEvent[]);
// @ts-expect-error -- A number is no event.
new EventStream([5]);
// @ts-expect-error -- A number is no list of items.
new JSONLines(5);
// @ts-expect-error -- Only event streams have heartbeats.
new Text('a', { heartbeatSeconds: 5 });
export const later = new Text<string>('a', { flush: true, after: ({ isComplete }) => isComplete });
// @ts-expect-error -- A task is a function.
new Text('a', { after: 'later' });
// @ts-expect-error -- An unknown option.
new Text('a', { statusCode: 200 });
export const compressed = new Text<string>('a', { compress: true });
// @ts-expect-error -- Compressed or not.
new Text('a', { compress: 'gzip' });
const absent: string | undefined = undefined;
new Text('a', { headers: { 'X-A': absent } }).with({ headers: { 'X-A': absent, 'X-B': null } });
new Text('a', { contentType: null }).with({ contentType: null });
// @ts-expect-error -- A header value that is no text.
new Text('a', { headers: { 'x-a': { b: 1 } } });
// @ts-expect-error -- null removes a header; there is none to remove yet.
new Text('a', { headers: { 'x-a': null } });
// @ts-expect-error -- A cookie needs a value.
new Text('a', { cookies: [{ name: 'a' }] });
// @ts-expect-error -- res.redirect chooses the type of its body.
new Redirect('/', { contentType: 'text/html' });
// @ts-expect-error -- Responses do not change.
created.status = 202;
// @ts-expect-error -- Nor do their headers.
created.headers['x-a'] = '1';

// instanceof tells classes apart, and leaves the rest of a union what it was.
export function narrow(response: Text<string> | JSON<User>): string {
  if (response instanceof JSON) return response.body.name;
  return response.body;
}

// A class of one's own, with every status or with one.
export class CSV extends Response<string> {
  static override contentType = 'text/csv';
  constructor(
    readonly rows: string[][],
    init?: ResponseInit,
  ) {
    super(rows.join('\n'), init);
  }
}
export class Page<S extends number = 200> extends HTML<string, S> {
  constructor(title: string, init?: ResponseInit<S>) {
    super(`<title>${title}</title>`, init);
  }
}
export const page: HTML<string, 404> = new Page('Nobody', { status: 404 });
export const csv: AnyResponse = new CSV([], { status: 404 });
