import { EventStream, JSON, JSONLines, route, Routes } from 'express-returns';
import * as z from 'zod';
import type { Database } from './database';
import { errors } from './errors';
import { signedIn } from './users';

const Order = z.object({ id: z.int(), article: z.string(), count: z.int(), at: z.date() }).meta({ id: 'Order' });
const NewOrder = z.object({ article: z.string().min(1), count: z.int().min(1).max(99).default(1) });
const Total = z.object({ orders: z.int() });

type Order = z.infer<typeof Order>;

/** Orders of a user: as JSON lines, and as events that end with a total. */
export function ordersOf(database: Database) {
  const of = (id: number): Promise<Order[]> =>
    database.query<Order>('SELECT * FROM orders WHERE user_id = $1 ORDER BY id', [id]);

  const list = route.get(
    '/users/<id:int>/orders',
    { returns: [JSONLines.of(Order)], summary: 'All orders of a user, one a line', tags: ['orders'] },
    async (req) => new JSONLines(await of(req.params.id)),
  );
  const add = route.post(
    '/users/<id:int>/orders',
    {
      body: NewOrder,
      returns: [JSON.of(Order, 201), errors.get(1101)],
      tags: ['orders'],
    },
    signedIn,
    async ({ params: { id }, body: { article, count } }) => {
      const text =
        'INSERT INTO orders (user_id, article, count) SELECT id, $2, $3 FROM users WHERE id = $1 RETURNING *';
      const [order] = await database.query<Order>(text, [id, article, count]);
      if (order === undefined) throw errors.error(1101, id);
      return new JSON(order, { status: 201 });
    },
  );
  const events = route.get(
    '/users/<id:int>/orders/events',
    { returns: [EventStream.of({ order: Order, total: Total })], tags: ['orders'] },
    async (req) => new EventStream(replay(await of(req.params.id))),
  );
  return new Routes(list, add, events);
}

function* replay(orders: readonly Order[]) {
  for (const order of orders) yield { event: 'order' as const, id: order.id, data: order };
  yield { event: 'total' as const, data: { orders: orders.length } };
}
