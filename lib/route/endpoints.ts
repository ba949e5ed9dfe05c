import type { RepliesOfGuard } from '../handlers/guard';
import type { PathParams } from '../paths/path-params';
import type { Endpoint, EndpointOf, HasEndpoint } from './endpoint';

/** The endpoints of routes within a group: other paths, more params, and the replies of its guards. */
export type GroupedEndpoints<Prefix extends string, Members extends readonly unknown[]> = Members extends readonly [
  ...infer Functions,
  infer Inner extends HasEndpoint,
]
  ? WithPrefix<Prefix, EndpointOf<Inner>, RepliesOfGuard<Flattened<Functions[number]>>>
  : never;

type Flattened<Fn> = Fn extends readonly (infer One)[] ? One : Fn;

type WithPrefix<Prefix extends string, E, More> =
  E extends Endpoint<infer Method, infer Path extends string, infer Input, infer Replies>
    ? Endpoint<Method, `${Prefix}${Path}`, WithParams<PathParams<Prefix>, Input>, Replies | More>
    : never;

type WithParams<Params, Input> = [keyof Params] extends [never]
  ? Input
  : Flat<Omit<Input, 'params'> & { params: Flat<Params & (Input extends { params: infer Own } ? Own : unknown)> }>;

type Flat<T> = T extends infer U ? { [Name in keyof U]: U[Name] } : never;

/** The endpoints of a list of routes. */
export type EndpointsOf<Given extends readonly HasEndpoint[]> = {
  readonly [At in keyof Given]: EndpointOf<Given[At]>;
}[number];

/** The same; `unknown` if there are none. `keyof never` has every name. */
export type EndpointsOrUnknown<Given extends readonly HasEndpoint[]> = string extends keyof EndpointsOf<Given>
  ? unknown
  : EndpointsOf<Given>;
