import { codesOf } from '../errors/error-list';
import type { ErrorSettings } from '../errors/error-reply';
import type { GuardDescription } from '../handlers/description';
import { guarded } from '../handlers/guard';
import { mergeSettings } from '../handlers/merge-settings';
import { mountedSettings } from '../mounting/mounted';
import { describeRoute, type Route } from '../route/route';
import { scopesOf } from '../route/scope';
import type { WriteSettings } from '../writers/exchange';
import { repliesOf, type ReplyContext } from './declared-replies';
import type { ErrorLook } from './error-bodies';
import { impliedReplies, undeclaredReplies } from './implied-replies';
import type { OpenAPIInfo } from './info';
import { parametersOf } from './parameters';
import type { PathTemplate } from './path-templates';
import { toResponses, type Reply } from './reply';
import { requestBodyOf } from './request-body';
import type { Schemas } from './schemas';
import type { SecuritySchemes } from './security';
import type { JSONObject } from './types';

/** Everything that the operations of one document are made with. */
export interface OperationContext {
  readonly info: OpenAPIInfo;
  readonly appSettings: WriteSettings;
  readonly schemas: Schemas;
  readonly security: SecuritySchemes;
}

/** One operation to make: a route by one of its methods at one of its paths. */
export interface OperationInit {
  readonly route: Route;
  readonly template: PathTemplate;
  /** @default none */
  readonly operationId: string | undefined;
  /** The start of names of its schemas. */
  readonly name: string;
}

/** Makes one operation. */
export function operationOf(
  { route, template, operationId, name }: OperationInit,
  context: OperationContext,
): JSONObject {
  const { options } = route;
  const place = describeRoute(route);
  const where = { place, name };
  const parameters = parametersOf(options, template, context.schemas, where);
  const requestBody = requestBodyOf(options, context.schemas, where);
  const guards = guardsOf(route);
  const required = guards.flatMap(({ security }) => (security === undefined ? [] : [security]));
  const security = context.security.requirements(place, options.security, required);
  return {
    ...(operationId !== undefined && { operationId }),
    ...pick(options, ['summary', 'description', 'tags', 'deprecated']),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== undefined && { requestBody }),
    responses: toResponses(allReplies(route, guards, { ...context, where })),
    ...(security !== undefined && { security }),
  };
}

/** The descriptions of the guards around a route and of its own, in their order. */
function guardsOf(route: Route): readonly GuardDescription[] {
  const functions = [...scopesOf(route).flatMap(({ middleware }) => middleware), ...route.middleware];
  return functions.flatMap((fn) => guarded(fn)?.description ?? []);
}

function allReplies(
  route: Route,
  guards: readonly GuardDescription[],
  { info, appSettings, schemas, where }: OperationContext & Pick<ReplyContext, 'where'>,
): readonly Reply[] {
  const { options } = route;
  const settings = mergeSettings(appSettings, mountedSettings(route).settings, 'inner wins');
  const context: ReplyContext = { schemas, where, version: info.openapi ?? '3.1.1', look: lookOf(settings, info) };
  const { timeout = settings.timeout } = options;
  const declared = [...(options.returns ?? []), ...guards.flatMap(({ returns = [] }) => returns)];
  return [
    ...declared.flatMap((entry) => repliesOf(entry, context)),
    ...impliedReplies({ input: options, timeout, serverError: info.serverError === true }, context),
    ...(options.returns === undefined ? undeclaredReplies(errorsOf(settings, info), context) : []),
  ];
}

function lookOf(settings: WriteSettings, info: OpenAPIInfo): ErrorLook {
  const { errorFormat = settings.errorFormat, errorTypes = settings.errorTypes } = info;
  const own: ErrorSettings = { ...(errorFormat && { errorFormat }), ...(errorTypes !== undefined && { errorTypes }) };
  return { settings: own, ownSchema: info.errorSchema };
}

function errorsOf(settings: WriteSettings, { errors }: OpenAPIInfo): WriteSettings {
  return errors === undefined ? settings : { errors: codesOf(errors) };
}

function pick<T extends object>(from: T, names: readonly (keyof T)[]): JSONObject {
  return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}
