import express from 'express';
import { JSON, Routes, Text, UsageError } from 'express-returns';
import type { Request } from 'express';
import { send } from '../helpers/app';

async function bodyOf(routes: Routes, path: string): Promise<string> {
  return (await send(express().use(routes.router()), 'GET', path)).body.toString();
}

describe('@routes.get', () => {
  it('registers an instance method when an instance is made, bound to it', async () => {
    const routes = new Routes();
    class Users {
      constructor(private readonly names: string[]) {}

      @routes.get('/users/:id')
      find(req: Request<{ id: string }>) {
        return new JSON(this.names[Number(req.params.id)] ?? null);
      }
    }
    expect(routes.list()).toEqual([]);
    new Users(['Ada']);

    expect(routes.list()).toEqual([{ methods: ['GET'], path: '/users/:id', name: 'find' }]);
    expect(await bodyOf(routes, '/users/0')).toBe('"Ada"');
  });

  it('registers a static method when the class is defined', async () => {
    const routes = new Routes();
    class Health {
      static readonly text = 'ok';

      @routes.get('/health', { name: 'health' })
      static check() {
        return new Text(this.text);
      }
    }

    expect(Health.check()).toEqual(new Text('ok'));
    expect(routes.list()).toEqual([{ methods: ['GET'], path: '/health', name: 'health' }]);
    expect(await bodyOf(routes, '/health')).toBe('ok');
  });

  it('takes private methods, several methods, and what a subclass made of a method', async () => {
    const routes = new Routes();
    class Base {
      @routes.route('/it', ['GET', 'POST'])
      it() {
        return 'base';
      }

      @routes.get('/private')
      #hidden() {
        return 'hidden';
      }

      reveal() {
        return this.#hidden();
      }
    }
    class Derived extends Base {
      override it() {
        return `derived of ${super.it()}`;
      }
    }
    new Derived();
    const app = express().use(routes.router());

    expect((await send(app, 'POST', '/it')).body.toString()).toBe('derived of base');
    expect((await send(app, 'GET', '/private')).body.toString()).toBe('hidden');
  });

  it('knows by its parameters whether a method may answer through res', async () => {
    const routes = new Routes();
    new (class {
      @routes.get('/it')
      it(_req: Request, res: { send(text: string): void }) {
        res.send('by hand');
      }
    })();

    expect(await bodyOf(routes, '/it')).toBe('by hand');
  });

  it('refuses a second instance', () => {
    const routes = new Routes();
    class Users {
      @routes.get('/users')
      all() {
        return [];
      }
    }
    new Users();

    expect(() => new Users()).toThrow(
      new UsageError(
        'ERR_RETURNS_DUPLICATE',
        'GET /users: a second instance would register the route of all again. Make one instance, or one Routes for each.',
      ),
    );
  });

  it('is an error when mounted where no method came after it', () => {
    const routes = new Routes();
    routes.get('/forgotten');

    expect(() => routes.router()).toThrow(
      new UsageError(
        'ERR_RETURNS_DECORATOR',
        'GET /forgotten: nothing was registered. Give a handler, or put @ before it and a method after it.',
      ),
    );
    expect(() => new Routes(routes)).toThrow('GET /forgotten: nothing was registered.');
  });

  it('is an error when mounted where no instance was made', () => {
    const routes = new Routes();
    class Users {
      @routes.get('/users')
      all() {
        return [];
      }
    }

    expect(Users).toBeDefined();
    expect(() => routes.mount(express())).toThrow(
      'GET /users: the decorator of all registered no route, since no instance of its class was made: make one before the routes are mounted.',
    );
  });

  it('refuses the protocol of experimentalDecorators by name', () => {
    const decorate = new Routes().get('/it') as unknown as (...args: unknown[]) => void;

    expect(() => {
      decorate({}, 'it', { value: () => undefined });
    }).toThrow(
      new UsageError(
        'ERR_RETURNS_DECORATOR',
        'GET /it: the method it is compiled with "experimentalDecorators", whose decorators never get the instance to call a method of. Remove it from tsconfig.json, or register the method: routes.get(path, (req) => controller.it(req)).',
      ),
    );
  });

  it.each([
    ['a class', { kind: 'class' }, '"class"'],
    ['a field', { kind: 'field' }, '"field"'],
    ['nothing', undefined, 'undefined'],
  ])('refuses %s', (_what, context, shown) => {
    const decorate = new Routes().get('/it') as unknown as (...args: unknown[]) => void;

    expect(() => {
      decorate(undefined, context);
    }).toThrow(`GET /it: only methods can be decorated; got ${shown}.`);
  });

  it('refuses a wrong path or option where it is written', () => {
    expect(() => new Routes().get('it' as string)).toThrow('can never match');
    expect(() => new Routes().get('/it', { nmae: 'x' } as never)).toThrow(
      /^GET \/it has no option "nmae"; it has name, timeout, .* Did you mean name\?$/,
    );
    expect(() => new Routes().get('/it', new Text('x') as never)).toThrow('got a response where a handler is needed');
  });
});
