import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe } from '../diagnostics/describe';
import { UsageError, warn } from '../diagnostics/usage-error';
import type { WriteSettings } from '../writers/write';

/** What a mount can be told. */
export interface Settings {
  /** The folder that files are in; relative to the working directory of the process. */
  readonly mediaRoot?: string;
}

/** What `routes.router()` can be told: the options of `express.Router`, too. */
export interface RouterSettings extends Settings {
  /** Whether `req.params` holds the params of the parent router. Default false. */
  readonly mergeParams?: boolean;
  /** Whether `/Users` and `/users` are two paths. Default false. */
  readonly caseSensitive?: boolean;
  /** Whether `/users/` and `/users` are two paths. Default false. */
  readonly strict?: boolean;
}

const ROUTER_KEYS = ['mergeParams', 'caseSensitive', 'strict'] as const;

/**
 * Checks the settings of a mount.
 *
 * @throws UsageError `ERR_RETURNS_SETTINGS` for an unknown or wrong one.
 */
export function checkSettings(place: string, settings: RouterSettings, isRouter: boolean): WriteSettings {
  if (typeof settings !== 'object' || (settings as unknown) === null) {
    throw new UsageError('ERR_RETURNS_SETTINGS', `${place} takes an object of settings; got ${describe(settings)}.`);
  }
  const known: readonly string[] = isRouter ? ['mediaRoot', ...ROUTER_KEYS] : ['mediaRoot'];
  for (const key of Object.keys(settings)) {
    if (known.includes(key)) continue;
    const remedy = (ROUTER_KEYS as readonly string[]).includes(key)
      ? 'It is an option of a Router: give it to routes.router(), or to the app itself.'
      : `Known are ${known.join(', ')}.`;
    throw new UsageError('ERR_RETURNS_SETTINGS', `${place} has no setting ${describe(key)}. ${remedy}`);
  }
  for (const key of ROUTER_KEYS) {
    const value: unknown = settings[key];
    if (value !== undefined && typeof value !== 'boolean') {
      throw new UsageError(
        'ERR_RETURNS_SETTINGS',
        `The setting ${key} of ${place} must be true or false; got ${describe(value)}.`,
      );
    }
  }
  return settings.mediaRoot === undefined ? {} : { mediaRoot: checkMediaRoot(place, settings.mediaRoot) };
}

function checkMediaRoot(place: string, mediaRoot: unknown): string {
  if (typeof mediaRoot !== 'string' || mediaRoot === '') {
    throw new UsageError(
      'ERR_RETURNS_SETTINGS',
      `The setting mediaRoot of ${place} must be the path of a folder; got ${describe(mediaRoot)}.`,
    );
  }
  const folder = resolve(mediaRoot);
  // Not refused: it may be made later, by the first upload.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    warn(
      'ERR_RETURNS_SETTINGS',
      `The mediaRoot ${describe(mediaRoot)} of ${place} is no folder (${folder}): every File there will be a 404.`,
    );
  }
  return folder;
}
