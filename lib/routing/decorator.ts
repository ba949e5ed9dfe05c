import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { withName } from '../handlers/with-name';
import { bindMethod } from '../handlers/parameters';
import type { PathParams } from '../paths/path-params';
import type { RouteFunction } from '../handlers/roles';
import type { HandlerResult } from '../handlers/types';

/** A standard (2023) decorator that makes a route of a method, bound to its class or instance. */
export type RouteDecorator<Path = string, Types = object> = <This>(
  method: (
    this: This,
    req: Request<PathParams<Path, Types>>,
    res: ExpressResponse,
    next: NextFunction,
  ) => HandlerResult | Promise<HandlerResult>,
  context: ClassMethodDecoratorContext<This>,
) => void;

/**
 * Routes made by decorators that are not there yet: a static method's comes when its class is defined, an instance
 * method's when an instance is made.
 */
export class PendingDecorators {
  readonly #pending = new Map<object, string>();

  /** A decorator for the route `place`, and what to do with the method once there is something to bind it to. */
  create(place: string, register: (handler: RouteFunction) => void): RouteDecorator {
    const decorator = (_method: unknown, context: unknown): void => {
      const method = checkContext(place, context);
      const name = String(method.name);
      this.#pending.set(
        decorator,
        `${place}: the decorator of ${name} registered no route, since no instance of its class was made: make one before the routes are mounted.`,
      );

      const pending = this.#pending;
      method.addInitializer(function (this: unknown) {
        if (!pending.delete(decorator)) {
          throw new UsageError(
            'ERR_RETURNS_DUPLICATE',
            `${place}: a second ${method.static ? 'class' : 'instance'} would register the route of ${name} again. Make one instance, or one Routes for each.`,
          );
        }
        // What the class ends up with under this name: other decorators or a subclass may have wrapped the method.
        register(withName(name, bindMethod(method.access.get(this), this)));
      });
    };
    this.#pending.set(
      decorator,
      `${place}: nothing was registered. Give a handler, or put @ before it and a method after it.`,
    );
    return decorator;
  }

  /** @throws UsageError `ERR_RETURNS_DECORATOR` for one that has registered no route. */
  check(): void {
    for (const message of this.#pending.values()) throw new UsageError('ERR_RETURNS_DECORATOR', message);
  }
}

/** What is used of a `ClassMethodDecoratorContext`. */
interface MethodContext {
  readonly name: string | symbol;
  readonly static: boolean;
  readonly access: { get(target: unknown): RouteFunction };
  addInitializer(initializer: (this: unknown) => void): void;
}

function checkContext(place: string, context: unknown): MethodContext {
  if (typeof context === 'string' || typeof context === 'symbol') {
    throw new UsageError(
      'ERR_RETURNS_DECORATOR',
      `${place}: the method ${String(context)} is compiled with "experimentalDecorators", whose decorators never get the instance to call a method of. Remove it from tsconfig.json, or register the method: routes.get(path, (req) => controller.${String(context)}(req)).`,
    );
  }
  const kind = (context as { readonly kind?: unknown } | undefined)?.kind;
  if (kind !== 'method') {
    throw new UsageError(
      'ERR_RETURNS_DECORATOR',
      `${place}: only methods can be decorated; got ${describe(kind ?? context)}.`,
    );
  }
  return context as MethodContext;
}
