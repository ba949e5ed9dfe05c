import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import type { InputPlace } from '../errors/validation-issues';
import { hasAppSettings, withAppSettings } from '../handlers/app-settings';
import type { DescriptionSettings, InputDescription } from '../handlers/description';
import { actAs } from '../handlers/parameters';
import type { RouteFunction } from '../handlers/roles';
import { hasTimedOut } from '../handlers/timeout';
import { withPropertiesOf } from '../handlers/with-name';
import type { WriteSettings } from '../writers/exchange';
import { compileCheck, type InputCheck } from './check-input';
import { withHeaderTexts } from './header-texts';

/** The input that a route declares, with its own settings. */
type Description = InputDescription & Pick<DescriptionSettings, 'coerce' | 'bodyLimit'>;

const PLACES: readonly InputPlace[] = ['params', 'query', 'headers', 'cookies', 'body', 'files'];

/** Whether a route declares a part of its requests. */
function declaresInput(description: InputDescription): boolean {
  return PLACES.some((place) => description[place] !== undefined);
}

/**
 * Puts the validation of the declared parts before a handler, which is called only for a request that is valid. Without
 * a declaration it is the handler itself. Calls the handler synchronously where all schemas answer so and a parser of
 * the app has parsed the body.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` if multer is needed and not installed.
 */
export function validateInput(
  handler: RouteFunction,
  description: Description,
  settings: WriteSettings,
): RouteFunction {
  if (!declaresInput(description)) return handler;
  const checkOf = checks(description, settings);
  const call = description.headers === undefined ? handler : withHeaderTexts(handler);
  const validated = (req: Request, res: ExpressResponse, next: NextFunction): unknown => {
    const checking = checkOf(req)(req, res);
    if (checking === undefined) return call(req, res, next);
    // After the reply of the timeout the handler would act for a client that has got a 503.
    return checking.then(() => (hasTimedOut(req) ? undefined : call(req, res, next)));
  };
  return actAs(withPropertiesOf(handler, validated), handler);
}

/** The check of a request: compiled once for the settings of the mount, and for each app with settings of its own. */
function checks(description: Description, settings: WriteSettings): (req: Request) => InputCheck {
  const own = compileCheck(description, settings);
  const known = new WeakMap<WriteSettings, InputCheck>([[settings, own]]);
  return (req) => {
    const merged = hasAppSettings ? withAppSettings(settings, req) : settings;
    if (merged === settings) return own;
    let check = known.get(merged);
    if (check === undefined) known.set(merged, (check = compileCheck(description, merged)));
    return check;
  };
}
