// The 500 routes of the theme, one and the same for each library: 100 files of a list, a get, a create, an update and a
// delete, with zod schemas of 7 fields, and 50 calls of a client. A project is its files by name.

const FILES = 100;
const CALLS = 50;

const numbers = (count) => Array.from({ length: count }, (_, index) => index);

const schemas = (n) => `import { z } from 'zod';
export const Item = z.object({ id: z.int(), name: z.string(), email: z.email(), age: z.int().min(0).optional(), tags: z.array(z.string()), active: z.boolean(), role: z.enum(['user', 'admin', 'role${n}']) });
export type Item = z.output<typeof Item>;
export const NewItem = Item.omit({ id: true });
export const Change = NewItem.partial();
export const Page = z.object({ page: z.int().min(1).default(1), active: z.boolean().optional(), sort: z.enum(['name', 'age']).optional() });
export declare const items: { page(n: number): Promise<Item[]>; get(id: number): Promise<Item | undefined>; add(item: z.output<typeof NewItem>): Promise<Item>; change(id: number, item: z.output<typeof Change>): Promise<Item | undefined>; remove(id: number): Promise<boolean> };
`;

/** Imports all modules, and joins what they export. */
const joined = (head, module, list, tail) =>
  [
    head,
    ...numbers(FILES).map((n) => `import { ${module}${n} } from './${module}${n}';`),
    list(numbers(FILES)),
    tail,
  ].join('\n');

const allSchemas = () => Object.fromEntries(numbers(FILES).map((n) => [`server/schemas${n}.ts`, schemas(n)]));

const ours = (n) => `import { JSON, Response, route, Routes } from 'express-returns';
import { z } from 'zod';
import { errors } from './errors';
import { Change, Item, items, NewItem, Page } from './schemas${n}';
const list = route.get('/items${n}', { query: Page, returns: [JSON.of(z.array(Item))] }, async (req) => new JSON(await items.page(req.query.page)));
const get = route.get('/items${n}/<id:int>', { returns: [JSON.of(Item), errors.get(1101)] }, async (req) => (await items.get(req.params.id)) ?? errors.error(1101, req.params.id));
const create = route.post('/items${n}', { body: NewItem, returns: [JSON.of(Item, 201)] }, async (req) => new JSON(await items.add(req.body), { status: 201 }));
const update = route.patch('/items${n}/<id:int>', { body: Change, returns: [JSON.of(Item), errors.get(1101)] }, async (req) => (await items.change(req.params.id, req.body)) ?? errors.error(1101, req.params.id));
const remove = route.delete('/items${n}/<id:int>', { returns: [Response.of(204), errors.get(1101)] }, async (req) => ((await items.remove(req.params.id)) ? new Response(null, { status: 204 }) : errors.error(1101, req.params.id)));
export const routes${n} = new Routes(list, get, create, update, remove);
`;

const OUR_ERRORS = `import { ErrorCode, ErrorList } from 'express-returns';
export const errors = new ErrorList(new ErrorCode(1101, "Item '{}' does not exist", 404));
`;

const trpc = (n) => `import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { t } from './t';
import { Change, Item, items, NewItem, Page } from './schemas${n}';
const missing = () => new TRPCError({ code: 'NOT_FOUND' });
export const routes${n} = t.router({
  list: t.procedure.input(Page).output(z.array(Item)).query(async ({ input }) => items.page(input.page)),
  get: t.procedure.input(z.object({ id: z.int() })).output(Item).query(async ({ input }) => { const item = await items.get(input.id); if (item === undefined) throw missing(); return item; }),
  create: t.procedure.input(NewItem).output(Item).mutation(async ({ input }) => items.add(input)),
  update: t.procedure.input(z.object({ id: z.int(), change: Change })).output(Item).mutation(async ({ input }) => { const item = await items.change(input.id, input.change); if (item === undefined) throw missing(); return item; }),
  remove: t.procedure.input(z.object({ id: z.int() })).mutation(async ({ input }) => { await items.remove(input.id); }),
});
`;

const hono = (n) => `import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { Change, items, NewItem, Page } from './schemas${n}';
export const routes${n} = new Hono()
  .get('/', zValidator('query', Page), async (c) => c.json(await items.page(c.req.valid('query').page)))
  .get('/:id', async (c) => { const item = await items.get(Number(c.req.param('id'))); return item === undefined ? c.json({ code: 1101 as const }, 404) : c.json(item); })
  .post('/', zValidator('json', NewItem), async (c) => c.json(await items.add(c.req.valid('json')), 201))
  .patch('/:id', zValidator('json', Change), async (c) => { const item = await items.change(Number(c.req.param('id')), c.req.valid('json')); return item === undefined ? c.json({ code: 1101 as const }, 404) : c.json(item); })
  .delete('/:id', async (c) => { await items.remove(Number(c.req.param('id'))); return c.body(null, 204); });
`;

const modules = (make) => Object.fromEntries(numbers(FILES).map((n) => [`server/routes${n}.ts`, make(n)]));

/** The projects by name: each has its server, and a client that calls it `calls` times. */
export const APPS = {
  schemas: () => ({
    ...allSchemas(),
    'server/index.ts': joined('', 'schemas', () => '', 'export {};').replace(
      /import \{ schemas(\d+) \}/g,
      'import { Item as schemas$1 }',
    ),
  }),
  ours: (calls = CALLS) => ({
    ...allSchemas(),
    ...modules(ours),
    'server/errors.ts': OUR_ERRORS,
    'server/index.ts': joined(
      "import { Routes, type ApiOf } from 'express-returns';",
      'routes',
      (list) => `export const routes = new Routes(${list.map((n) => `routes${n}`).join(', ')});`,
      'export interface Api extends ApiOf<typeof routes> {}',
    ),
    'client/client.ts': [
      "import { client } from 'express-returns/client';\nimport type { Api } from '../server/index';\nconst api = client<Api>('http://localhost');",
      ...numbers(calls).map(
        (n) =>
          `export const get${n} = async () => { const reply = await api.get('/items${n % FILES}/<id:int>', { params: { id: 1 } }); return reply.status === 200 ? reply.body.name : reply.error?.code; };`,
      ),
    ].join('\n'),
  }),
  trpc: (calls = CALLS) => ({
    ...allSchemas(),
    ...modules(trpc),
    'server/t.ts': "import { initTRPC } from '@trpc/server';\nexport const t = initTRPC.create();\n",
    'server/index.ts': joined(
      "import { t } from './t';",
      'routes',
      (list) => `export const routes = t.router({ ${list.map((n) => `items${n}: routes${n}`).join(', ')} });`,
      'export type Api = typeof routes;',
    ),
    'client/client.ts': [
      "import { createTRPCClient, httpBatchLink } from '@trpc/client';\nimport type { Api } from '../server/index';\nconst api = createTRPCClient<Api>({ links: [httpBatchLink({ url: 'http://localhost' })] });",
      ...numbers(calls).map(
        (n) => `export const get${n} = async () => (await api.items${n % FILES}.get.query({ id: 1 })).name;`,
      ),
    ].join('\n'),
  }),
  hono: (calls = CALLS) => ({
    ...allSchemas(),
    ...modules(hono),
    'server/index.ts': joined(
      "import { Hono } from 'hono';",
      'routes',
      (list) => `export const routes = new Hono()${list.map((n) => `.route('/items${n}', routes${n})`).join('')};`,
      'export type Api = typeof routes;',
    ),
    'client/client.ts': [
      "import { hc } from 'hono/client';\nimport type { Api } from '../server/index';\nconst api = hc<Api>('http://localhost');",
      ...numbers(calls).map(
        (n) =>
          `export const get${n} = async () => { const reply = await api.items${n % FILES}[':id'].$get({ param: { id: '1' } }); return reply.status === 200 ? (await reply.json()).name : undefined; };`,
      ),
    ].join('\n'),
  }),
};
