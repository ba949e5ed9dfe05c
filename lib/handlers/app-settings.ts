import type { Request } from 'express';
import type { WriteSettings } from '../writers/exchange';
import { mergeSettings } from './merge-settings';

/** An app, and the app that it is mounted on. */
interface App {
  readonly parent?: App;
}

const settingsOfApps = new WeakMap<object, WriteSettings>();
const merged = new WeakMap<WriteSettings, WeakMap<WriteSettings, WriteSettings>>();
/** Whether any app has settings: then each request looks for those of its app. */
export let hasAppSettings = false;

/**
 * Gives an app settings that apply wherever a function of it, or of an app mounted on it, has none of its own. They
 * replace those of the same name that it had.
 */
export function setAppSettings(app: object, settings: WriteSettings): void {
  hasAppSettings = true;
  last = undefined;
  settingsOfApps.set(app, { ...settingsOfApps.get(app), ...settings });
}

/**
 * The last settings that were merged: the middleware of an adopted app share theirs, and each request asks for each.
 */
let last: { readonly own: WriteSettings; readonly app: App; readonly result: WriteSettings } | undefined;

/** Merges the settings of a function, a mount or a Router with those of the app that handles the request. */
export function withAppSettings(own: WriteSettings, req: Request): WriteSettings {
  // A request of a unit test may have no app.
  const app = req.app as App | undefined;
  // An app that is mounted may be mounted on another one, too.
  const isAlone = app !== undefined && app.parent === undefined;
  if (isAlone && last?.own === own && last.app === app) return last.result;
  const ofApp = appSettings(app);
  const result = ofApp === undefined ? own : mergeOnce(ofApp, own);
  if (isAlone) last = { own, app, result };
  return result;
}

/** Merges the settings of an app with those of the app that it is mounted on, as Express inherits its own settings. */
function appSettings(app: App | undefined): WriteSettings | undefined {
  if (app === undefined) return undefined;
  const own = settingsOfApps.get(app);
  const inherited = appSettings(app.parent);
  return own !== undefined && inherited !== undefined ? mergeOnce(inherited, own) : (own ?? inherited);
}

/** Merges each pair of settings once, since each request needs the result. */
function mergeOnce(outer: WriteSettings, inner: WriteSettings): WriteSettings {
  let ofInner = merged.get(inner);
  if (ofInner === undefined) merged.set(inner, (ofInner = new WeakMap()));
  let result = ofInner.get(outer);
  if (result === undefined) ofInner.set(outer, (result = mergeSettings(outer, inner, 'inner wins')));
  return result;
}
