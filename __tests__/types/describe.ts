// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
import { z } from 'zod';
import {
  ErrorCode,
  ErrorList,
  Channel,
  EventStream,
  File,
  guard,
  HTML,
  JSON,
  JSONLines,
  NotFound,
  pass,
  Redirect,
  Response,
  route,
  Routes,
  Status,
  Success,
  Text,
  type ApiOf,
  type Guard,
} from 'express-returns';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isTrue<T extends true>(): T | undefined {
  return undefined;
}

export const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', Status.UNAUTHORIZED),
  new ErrorCode(1101, "User '{}' does not exist", Status.NOT_FOUND),
  new ErrorCode(1102, '{field} is taken', Status.CONFLICT, { data: z.object({ field: z.string() }) }),
);
const User = z.object({ id: z.int(), name: z.string(), born: z.date().optional() });
const NewUser = User.omit({ id: true });
type User = z.output<typeof User>;
declare const users: {
  page(n: number): Promise<User[]>;
  get(id: number): Promise<User | undefined>;
  add(user: Omit<User, 'id'>): Promise<User>;
};
async function* feed() {
  yield { event: 'tick' as const, data: { n: 1 } };
  yield { id: 7, comment: 'alive' };
}

// Data of a code.
errors.error(1102, { field: 'name' }, { data: { field: 'name' } });
// @ts-expect-error -- The code declares data.
errors.error(1102, { field: 'name' });
// @ts-expect-error -- Of another type.
errors.error(1102, { field: 'name' }, { data: { field: 1 } });

// Declarations.
// @ts-expect-error -- A schema that transforms.
JSON.of(z.string().transform(Number));
// @ts-expect-error -- No schema.
JSON.of({ id: 1 });
// @ts-expect-error -- An unknown option.
Text.of({ descripton: 'a text' });
// @ts-expect-error -- A Response needs a status.
Response.of();

// Values of routes.
export const listUsers = route.get(
  '/users',
  {
    query: z.object({ page: z.int().min(1).default(1), tag: z.array(z.string()).optional() }),
    returns: [JSON.of(z.array(User))],
    summary: 'All users',
    tags: ['users'],
  },
  async (req) => {
    isTrue<Equal<typeof req.query, { page: number; tag?: string[] | undefined }>>();
    return new JSON(await users.page(req.query.page));
  },
);
export const getUser = route.get(
  '/users/<id:int>',
  { returns: [JSON.of(User), errors.get(1101)] },
  async (req) => (await users.get(req.params.id)) ?? errors.error(1101, req.params.id),
);
export const createUser = route.post(
  '/users',
  { body: NewUser, returns: [JSON.of(User, 201), errors.get(1102)] },
  (_req, _res, next) => {
    next();
  },
  async (req) => new JSON(await users.add(req.body), { status: 201 }),
);
export const avatar = route.put(
  '/users/<id:int>/avatar',
  { files: { image: { types: ['image/png'] }, more: { maxCount: 3 } }, returns: [Response.of(204), errors.get(1101)] },
  ({ files: _files }) => {
    isTrue<Equal<typeof _files.image.buffer, Buffer>>();
    isTrue<Equal<typeof _files.more.length, number>>();
    return new Response(null, { status: 204 });
  },
);
export const ticks = route.get(
  '/ticks',
  { returns: [EventStream.of({ tick: z.object({ n: z.number() }), done: z.string() })] },
  () => new EventStream(feed()),
);
export const picture = route.get(
  '/users/<id:int>/picture',
  { returns: [File.of('image/png')] },
  (req) => new File(`${req.params.id}.png`),
);
export const parts = route.get(
  '/parts/:id',
  {
    params: z.object({ id: z.uuid() }),
    headers: z.object({ 'x-count': z.number() }),
    cookies: z.object({ sid: z.string() }),
    returns: [Text.of(), NotFound, Redirect.of(303)],
  },
  (req) => {
    isTrue<Equal<typeof req.params, { id: string }>>();
    isTrue<Equal<(typeof req.headers)['x-count'], number>>();
    isTrue<Equal<(typeof req.headers)['authorization'], string | undefined>>();
    isTrue<Equal<typeof req.cookies, { sid: string }>>();
    if (req.cookies.sid === '') return new NotFound();
    return req.ip === undefined ? new Redirect('/', { status: 303 }) : 'a text';
  },
);
export const optionalBody = route.post('/optional', { body: z.object({ a: z.int() }).optional() }, (req) => {
  isTrue<Equal<typeof req.body, { a: number } | undefined>>();
  return new Text(String(req.body?.a));
});
export interface Optional extends ApiOf<typeof optionalBody> {}
isTrue<Equal<Optional['POST /optional']['input'], { body?: { readonly a: number } | undefined }>>();
route.get('/lines', { returns: [JSONLines.of(User)] }, async () => new JSONLines(await users.page(1)));
route.get('/success', { returns: [Success.of(User)] }, () => new Success({ id: 1, name: 'Ada' }));
route.get('/items', { returns: [JSON.of(z.array(User))] }, async () => new JSON((await users.page(1)).values()));
export const hello = route.get('/hello', () => 'Hello!');
export const routes = new Routes(listUsers, getUser, createUser, avatar, ticks, picture, parts, hello);
export const grouped = new Routes().group('/teams/<team:int>', { timeout: 5 }, routes);

// The types for clients.
export interface Api extends ApiOf<typeof routes> {}
export interface Teams extends ApiOf<typeof grouped> {}
isTrue<Equal<Api['GET /users/<id:int>']['input'], { params: { id: number } }>>();
isTrue<Equal<Extract<Api['GET /users/<id:int>']['replies'], { kind: 'error' }>['code'], 1101>>();
isTrue<
  Equal<
    Extract<Api['POST /users']['replies'], { status: 201 }>['body'],
    { id: number; name: string; born?: string | undefined }
  >
>();
isTrue<Equal<Extract<Api['POST /users']['replies'], { kind: 'error' }>['code'], 413 | 415 | 1002 | 1102>>();
isTrue<Equal<Extract<Api['POST /users']['replies'], { code: 1102 }>['data'], { field: string }>>();
isTrue<Equal<Extract<keyof Api, `PUT ${string}`>, 'PUT /users/<id:int>/avatar'>>();
isTrue<Equal<Extract<keyof Teams, `PUT ${string}`>, 'PUT /teams/<team:int>/users/<id:int>/avatar'>>();
isTrue<Equal<Teams['GET /teams/<team:int>/users/<id:int>']['input'], { params: { team: number; id: number } }>>();

// Whatever is not declared does not compile.
// @ts-expect-error -- Another code.
route.get('/a/<id:int>', { returns: [JSON.of(User), errors.get(1101)] }, () => errors.error(1100));
// @ts-expect-error -- A 200 for a 201.
route.post('/a', { returns: [JSON.of(User, 201)] }, () => new JSON({ id: 1, name: 'Ada' }));
// @ts-expect-error -- A bare value is a 200.
route.post('/a', { returns: [JSON.of(User, 201)] }, () => ({ id: 1, name: 'Ada' }));
// @ts-expect-error -- Another body.
route.get('/a', { returns: [JSON.of(User)] }, () => ({ id: '1', name: 'Ada' }));
// @ts-expect-error -- A text for JSON.
route.get('/a', { returns: [JSON.of(User)] }, () => 'Ada');
// @ts-expect-error -- Bare text is no JSON, though it is a string.
route.get('/a', { returns: [JSON.of(z.string())] }, () => 'Ada');
// @ts-expect-error -- Nothing.
route.get('/a', { returns: [HTML.of()] }, () => undefined);
// @ts-expect-error -- Nothing, where nothing is declared.
route.get('/a', {}, () => undefined);
// @ts-expect-error -- An unknown option.
route.get('/a', { retuns: [HTML.of()] }, () => new HTML('a'));
// @ts-expect-error -- An entry that is none.
route.get('/a', { returns: [User] }, () => new HTML('a'));
// @ts-expect-error -- The path gives a number.
route.get('/a/<id:int>', { params: z.object({ id: z.string() }) }, () => 'a');
// @ts-expect-error -- There is no such field.
route.get('/a', { query: z.object({ page: z.int() }) }, (req) => String(req.query.side));

// Statements and decorators take the same options.
const app = new Routes();
app.get('/users/<id:int>', { returns: [JSON.of(User), errors.get(1101)] }, async (req) => {
  return (await users.get(req.params.id)) ?? errors.error(1101, req.params.id);
});
app.post('/users', { body: NewUser, returns: [JSON.of(User, 201)] }, async (req) => {
  return new JSON(await users.add(req.body), { status: 201 });
});
app.route('/users', ['PUT'], { body: NewUser, returns: [JSON.of(User)] }, (req) => users.add(req.body));
// @ts-expect-error -- Another code.
app.get('/a/<id:int>', { returns: [JSON.of(User), errors.get(1101)] }, () => errors.error(1100));
// @ts-expect-error -- A 200 for a 201.
app.post('/a', { returns: [JSON.of(User, 201)] }, () => new JSON({ id: 1, name: 'Ada' }));
// @ts-expect-error -- There is no such field.
app.get('/a', { query: z.object({ page: z.int() }) }, (req) => req.query.side);
// @ts-expect-error -- An unknown option.
app.get('/a', { retuns: [HTML.of()] }, () => new HTML('a'));

// Guards: what they answer, and what they give.
export const signedIn = guard({ returns: [errors.get(1100)], security: 'bearer', errors }, async (req) => {
  const user = await users.get(Number(req.get('X-User')));
  return user === undefined ? errors.error(1100) : pass({ user });
});
const tenant = guard((req) => {
  const name = req.get('X-Tenant');
  if (name !== undefined) return pass({ tenant: name });
  return undefined;
});
const explicit = guard<{ locale: 'en' | 'de' }>(() => pass({ locale: 'de' }));
export const described = guard<{ locale: 'en' | 'de' }>({ security: 'none' }, () => pass({ locale: 'de' }));
const plain = guard({ returns: [errors.get(1100)] }, (req) => {
  if (req.ip === undefined) return errors.error(1100);
  return undefined;
});
isTrue<Equal<typeof explicit, Guard<{ locale: 'en' | 'de' }>>>();
isTrue<Equal<typeof described, Guard<{ locale: 'en' | 'de' }>>>();
export const me = route.get(
  '/me',
  { returns: [JSON.of(User), errors.get(1101)] },
  signedIn,
  tenant,
  explicit,
  (req) => {
    isTrue<Equal<typeof req.user, User>>();
    isTrue<Equal<typeof req.tenant, string | undefined>>();
    isTrue<Equal<typeof req.locale, 'en' | 'de'>>();
    return req.user;
  },
);
export const meAgain = route.get('/me/<id:int>', { returns: [JSON.of(User)] }, plain, signedIn, (req) => ({
  ...req.user,
  id: req.params.id,
}));
export interface Mine extends ApiOf<typeof me> {}
isTrue<Equal<Extract<Mine['GET /me']['replies'], { kind: 'error' }>['code'], 1100 | 1101>>();
export const behind = new Routes().group('/my', signedIn, new Routes(hello));
export interface Behind extends ApiOf<typeof behind> {}
isTrue<Equal<Extract<Behind['GET /my/hello']['replies'], { kind: 'error' }>['code'], 1100>>();
app.get('/me', { returns: [JSON.of(User)] }, signedIn, (req) => req.user);
app.get('/me', signedIn, (req) => req.user.name);
app.get('/me', signedIn, tenant, (req) => req.user.name + String(req.tenant));
// @ts-expect-error -- Another code.
guard({ returns: [errors.get(1100)] }, () => errors.error(1101, 7));
// @ts-expect-error -- A plain object is no answer, and gives nothing.
guard({ returns: [errors.get(1100)] }, () => ({ user: 7 }));
// @ts-expect-error -- An unknown option.
guard({ retuns: [errors.get(1100)] }, () => undefined);
// @ts-expect-error -- It gives something else.
guard<{ user: User }>(() => pass({ user: 7 }));
// @ts-expect-error -- The guard may not give it.
route.get('/a', { returns: [Text.of()] }, tenant, (req) => req.tenant);
// @ts-expect-error -- No guard gives it.
route.get('/a', { returns: [Text.of()] }, plain, (req) => new Text(req.user));

// The status of an init, and no files where none are declared.
async function* texts() {
  yield { event: 'tick', data: 'a' } as const;
}
export const created = route.post(
  '/a',
  { returns: [JSON.of(User, { status: 201, headers: { Location: 'the user' } })] },
  () => new JSON({ id: 7, name: 'Ada' }, { status: 201 }),
);
export const ticking = route.get(
  '/b',
  { returns: [EventStream.of({ tick: z.string() })] },
  (_req) => new EventStream(texts()),
);
export interface Inferred extends ApiOf<typeof created | typeof ticking> {}
isTrue<Equal<Inferred['POST /a']['replies']['status'], 201>>();
isTrue<Equal<keyof Inferred['GET /b']['input'], never>>();
isTrue<Equal<Inferred['GET /b']['replies']['kind'], 'events'>>();

// A channel has the type of its items: it fits what a route declares, or the compiler refuses it.
interface Added {
  readonly id: number;
  readonly event: 'added';
  readonly data: { readonly name: string };
}
declare const news: Channel<Added>;
const added = { returns: [EventStream.of({ added: z.object({ name: z.string() }) })] } as const;
export const channels = new Routes()
  .get('/live', added, () => new EventStream(news))
  .get('/after', added, (req) => new EventStream(news.after(req.get('Last-Event-ID'))))
  .get('/lines', { returns: [JSONLines.of(z.object({ id: z.number() }))] }, () => new JSONLines(news))
  // @ts-expect-error -- Its events have another name.
  .get('/other', { returns: [EventStream.of({ other: z.object({ name: z.string() }) })] }, () => new EventStream(news));
export const stream = new EventStream<Added>(news.after(7));
export const channelOfTexts: AsyncIterable<string> = new Channel<string>({ keep: 10 });
// @ts-expect-error -- An item of another type.
news.publish({ id: 1, event: 'removed', data: { name: 'a' } });
// @ts-expect-error -- An event is a string or has fields of events.
export const numbers = new EventStream(new Channel<number>());
// @ts-expect-error -- No such option.
export const wrong = new Channel<string>({ size: 1 });

// The name of an event that is written out stays a literal, with any status, beside events that have none.
const ended = { end: z.number(), go: z.string() };
export const writtenOut = [
  route.get(
    '/a',
    { returns: [EventStream.of(ended)] },
    () =>
      new EventStream([
        { event: 'end', data: 1 },
        { event: 'go', data: 'x', id: 1 },
      ]),
  ),
  route.get(
    '/b',
    { returns: [EventStream.of(ended, 201)] },
    () => new EventStream([{ event: 'end', data: 1 }], { status: 201 }),
  ),
  route.get('/c', { returns: [EventStream.of(z.number())] }, () => new EventStream([{ data: 1 }, { id: 1, data: 2 }])),
  // @ts-expect-error: no event has this name
  route.get('/d', { returns: [EventStream.of(ended)] }, () => new EventStream([{ event: 'ended', data: 1 }])),
  // @ts-expect-error: the data are those of the other event
  route.get('/e', { returns: [EventStream.of(ended)] }, () => new EventStream([{ event: 'go', data: 1 }])),
];
export const anyEvents: EventStream = new EventStream(['a', { event: 'end', data: [1] }]);

// An adapter without `types`: its output is what its `validate` returns.
const adapter = {
  '~standard': {
    version: 1 as const,
    vendor: 'ours',
    validate: (value: unknown) =>
      typeof value === 'number' ? { value: { page: value } } : { issues: [{ message: 'is wrong', path: [] }] },
  },
};
route.get('/', { query: adapter }, (req) => {
  isTrue<Equal<typeof req.query, { page: number }>>();
  return new JSON(req.query);
});
