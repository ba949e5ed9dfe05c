import { Route, Text } from 'express-returns';
import { Scope, scopesOf, withScope } from '../../lib/route/scope';

const hi = () => new Text('hi');

describe('Scope', () => {
  it('is sealed by the first that takes its routes', () => {
    const scope = new Scope();
    expect(() => {
      scope.checkOpen('GET /a');
    }).not.toThrow();
    scope.seal('routes.router()');
    scope.seal('routes.mount()');

    expect(() => {
      scope.checkOpen('GET /a');
    }).toThrow(
      'GET /a came after routes.router(), which has taken these routes, so it would have no effect. Define it earlier.',
    );
  });

  it('cannot be sealed while a decorator has registered nothing', () => {
    const scope = new Scope();
    scope.decorators.create('GET /a', () => undefined);

    expect(() => {
      scope.seal('routes.router()');
    }).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_DECORATOR' }));
    expect(() => {
      scope.checkOpen('GET /a');
    }).not.toThrow();
  });
});

describe('withScope', () => {
  it('gives an equal route and leaves the given one alone, the outermost scope first', () => {
    const route = new Route('/a', ['GET'], hi);
    const [inner, outer] = [new Scope(), new Scope()];
    const scoped = withScope(withScope(route, inner), outer);

    expect(scoped).toEqual(route);
    expect(scoped).toBeInstanceOf(Route);
    expect([scopesOf(route), scopesOf(scoped)]).toEqual([[], [outer, inner]]);
  });
});
