import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { withName } from '../handlers/with-name';
import { bindMethod } from '../handlers/parameters';
import type { RouteFunction } from '../handlers/roles';
import type { AnyResult } from '../handlers/returned';
import type { DescribedHandler } from './described';

/** A standard (2023) decorator that makes a route of a method, bound to its class or instance. */
export type RouteDecorator<R = Request, E = AnyResult> = <This>(
  method: (this: This, ...args: Parameters<DescribedHandler<R, E>>) => ReturnType<DescribedHandler<R, E>>,
  context: ClassMethodDecoratorContext<This>,
) => void;

/**
 * Decorators whose routes are not registered yet: that of a static method is registered when its class is defined, that
 * of an instance method when an instance is made.
 */
export class PendingDecorators {
  readonly #pending = new Map<object, string>();

  /** Creates a decorator for the route `place`; `register` is called with the bound method. */
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
        // The final method of this name: other decorators or a subclass may have wrapped it.
        register(withName(name, bindMethod(method.access.get(this), this)));
      });
    };
    this.#pending.set(
      decorator,
      `${place}: nothing was registered. Give a handler, or put @ before it and a method after it.`,
    );
    return decorator;
  }

  /** @throws UsageError `ERR_RETURNS_DECORATOR` for a decorator that has registered no route. */
  check(): void {
    for (const message of this.#pending.values()) throw new UsageError('ERR_RETURNS_DECORATOR', message);
  }
}

/** The used part of a `ClassMethodDecoratorContext`. */
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
