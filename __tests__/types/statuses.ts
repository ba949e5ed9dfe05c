// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
// The status in the type of a response comes from its arguments, never from where the response goes.
import {
  Binary,
  Error,
  EventStream,
  ExceptionResponse,
  File,
  HTML,
  JSON,
  JSONLines,
  Negotiated,
  NotFound,
  Redirect,
  Response,
  Success,
  Text,
  View,
  type FileInit,
  type InitArguments,
  type RedirectInit,
  type ResponseChanges,
  type ResponseInit,
} from 'express-returns';

interface User {
  readonly name: string;
}
interface Problem {
  readonly title: string;
}
declare const user: User;
declare const problem: Problem;
declare const isFound: boolean;
declare const init: ResponseInit;
declare const redirectInit: RedirectInit;
declare const changes: ResponseChanges;

// Two plain returns, each of its own status.
export const find = (): JSON<User> | JSON<Problem, 404> =>
  isFound ? new JSON(user) : new JSON(problem, { status: 404 });
export async function read(): Promise<JSON<User> | JSON<Problem, 404> | Text<string, 410>> {
  if (isFound) return new JSON(user, { headers: { 'x-a': 'b' } });
  if (Math.random() > 0.5) return new Text('Gone', { status: 410 });
  return new JSON(problem, { status: 404 });
}

// Of each class: none given, another one, one that is not the default's.
export const plain: 200[] = [
  new Response('a').status,
  new Text('a').status,
  new HTML('a').status,
  new Binary('a').status,
  new JSON(user, {}).status,
  new Success().status,
  new Success(user).status,
  new View('page').status,
  new View('page', user, { headers: {} }).status,
  new File('a.txt').status,
  new File('a.txt', { download: true }).status,
  new EventStream(['a']).status,
  new EventStream(['a'], { heartbeatSeconds: 1 }).status,
  new JSONLines([user]).status,
];
export const given: 404[] = [
  new Response('a', { status: 404 }).status,
  new Text('a', { status: 404 }).status,
  new HTML('a', { status: 404 }).status,
  new Binary('a', { status: 404 }).status,
  new JSON(user, { status: 404 }).status,
  new Success(user, { status: 404 }).status,
  new Success(undefined, { status: 404 }).status,
  new View('page', {}, { status: 404 }).status,
  new File('a.txt', { status: 404, maxAge: '1d' }).status,
  new EventStream(['a'], { status: 404 }).status,
  new JSONLines([user], { status: 404 }).status,
  new Negotiated({ json: () => new JSON(user) }, { status: 404 }).status,
  new ExceptionResponse('a', { status: 404 }).status,
  new NotFound().status,
];
export const anyStatus: number[] = [
  new JSON(user, init).status,
  new Negotiated({ json: () => new JSON(user) }).status,
  new Text('a', { status: Math.random() > 0.5 ? 200 : 404 }).status satisfies 200 | 404,
];
export const thrown: 500 = new ExceptionResponse('a').status;

// @ts-expect-error -- It is a 200.
export const response = (): Response<string, 201> => new Response('a');
// @ts-expect-error -- It is a 200.
export const text = (): Text<string, 201> => new Text('a');
// @ts-expect-error -- It is a 200.
export const html = (): HTML<string, 201> => new HTML('a');
// @ts-expect-error -- It is a 200.
export const binary = (): Binary<string, 201> => new Binary('a', {});
// @ts-expect-error -- It is a 200.
export const json = (): JSON<User, 201> => new JSON(user);
// @ts-expect-error -- It may be anything.
export const vague = (): JSON<User, 201> => new JSON(user, init);
// @ts-expect-error -- It is a 200.
export const success = (): Success<User, 201> => new Success(user);
// @ts-expect-error -- It is a 200.
export const view = (): View<object, 201> => new View('page', {});
// @ts-expect-error -- It is a 200.
export const file = (): File<201> => new File('a.txt', { maxAge: 5 });
// @ts-expect-error -- It is a 200.
export const events = (): EventStream<string, 201> => new EventStream(['a']);
// @ts-expect-error -- It is a 200.
export const lines = (): JSONLines<User, 201> => new JSONLines([user]);
export const negotiated = (): Negotiated<{ json: () => JSON<User> }, 201> =>
  // @ts-expect-error -- It is that of the chosen representation.
  new Negotiated({ json: () => new JSON(user) });
// @ts-expect-error -- It is a 500.
export const exception = (): ExceptionResponse<string, 404> => new ExceptionResponse('a');
// @ts-expect-error -- The list that has the code knows its status.
export const error = (): Error<1101, 404> => new Error(1101);
// @ts-expect-error -- The type arguments say 201, and the init nothing.
new JSON<User, 201>(user);

// A redirect: the options choose the status, or it is given.
export const redirects = [
  new Redirect('/').status satisfies 307,
  new Redirect('/', { permanent: true }).status satisfies 308,
  new Redirect('/', { preserveMethod: false }).status satisfies 302,
  new Redirect('/', { permanent: true, preserveMethod: false, headers: {} }).status satisfies 301,
  new Redirect('/', { permanent: isFound }).status satisfies 307 | 308,
  new Redirect('/', { status: 303 }).status satisfies 303,
  new Redirect(new URL('http://a/'), redirectInit).status satisfies number,
];
// @ts-expect-error -- It is a 307.
export const seeOther = (): Redirect<string, 303> => new Redirect('/');
// @ts-expect-error -- It is a 308.
export const permanent = (): Redirect<string, 307> => new Redirect('/', { permanent: true });
// @ts-expect-error -- No redirect.
new Redirect('/', { status: 201 });
export class Moved extends Redirect<string> {
  constructor(url: string) {
    super(url, { permanent: true });
  }
}

// with() keeps what it does not change.
export const changed: Response<User, 404> = new JSON(user).with({ status: 404 });
export const kept: JSON<User> = new JSON(user).with({ headers: { 'x-a': null } });
// @ts-expect-error -- The changes may hold any status.
export const unknown = (): JSON<User> => new JSON(user).with(changes);

// A subclass of one status says it only if it passes it.
export class Missing extends JSON<object, 404> {
  static override contentType = 'application/problem+json';
  constructor(body: object) {
    super(body, { status: 404, headers: { 'x-a': 'b' } });
  }
}
export const missing: 404 = new Missing({}).status;
export class Silent extends JSON<object, 404> {
  constructor(body: object) {
    // @ts-expect-error -- The status is missing.
    super(body);
  }
}
export class Empty extends JSON<object, 404> {
  constructor(body: object) {
    // @ts-expect-error -- The status is missing.
    super(body, {});
  }
}
export class Other extends JSON<object, 404> {
  constructor(body: object) {
    // @ts-expect-error -- The status is another.
    super(body, { status: 200 });
  }
}
export class Created extends JSON<User, 201> {}
export const created: Created = new Created(user, { status: 201 });
// @ts-expect-error -- The status is missing.
new Created(user);
export class Gone extends ExceptionResponse<string, 410> {
  constructor() {
    // @ts-expect-error -- It would be a 500.
    super('Gone');
  }
}

// Subclasses of the default status, of any, and with one of their own.
export class Greeting extends Text<string> {
  constructor() {
    super('hello');
  }
}
export const greeting: 200 = new Greeting().status;
export class Fragment extends HTML<string, number> {
  constructor(html: string, init?: ResponseInit) {
    super(html, init);
  }
}
export class Bytes extends Binary<Buffer, number> {
  constructor() {
    super(Buffer.of(1));
  }
}
export class Page<S extends number = 200> extends HTML<string, S> {
  constructor(title: string, ...init: InitArguments<S>) {
    super(`<title>${title}</title>`, ...init);
  }
}
export class Download<S extends number = 200> extends File<S> {
  constructor(path: string, init: FileInit<S> & { readonly status: S }) {
    super(path, { download: true, ...init });
  }
}
export const pages: [200, 404, 404] = [
  new Page('a').status,
  new Page('a', { status: 404 }).status,
  new Download('a', { status: 404 }).status,
];
// @ts-expect-error -- It is a 200.
export const page = (): Page<404> => new Page('a');

// instanceof narrows, also to a subclass.
export function narrow(value: Text<string> | JSON<User> | Missing | string): string {
  if (value instanceof Missing) return typeof value.body;
  if (value instanceof JSON) return value.body.name;
  if (value instanceof Response) return value.body;
  return value;
}
