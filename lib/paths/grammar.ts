import { Router } from 'express';
import type { ExpressMajor, Part } from './part';
import { parseExpress4 } from './syntax-4';
import { parseExpress5 } from './syntax-5';

/** The major of the Express that made an app, a Router, or is `Router` itself. */
export function majorOf(target: object): ExpressMajor {
  return 'process_params' in target || 'lazyrouter' in target ? 4 : 5;
}

/** The major of the Express that this package depends on. */
export const OWN_MAJOR = majorOf(Router);

/**
 * Parses a path into its parts, which every reader of paths walks over.
 *
 * The same characters mean different things to the two majors: `*rest` is one wildcard in Express 5, and a wildcard and
 * the text "rest" in Express 4; `:"id"` and `{/:id}` are plain text in Express 4; `\d` is a digit in Express 4, and the
 * letter in Express 5. So the major is a parameter: that of the app where routes are mounted, and `OWN_MAJOR` where
 * they are defined. Typed variables, `<id:int>`, are the same in both.
 *
 * Never throws: Express reports syntax errors when the path is mounted.
 */
export function parsePath(path: string, major: ExpressMajor = OWN_MAJOR): readonly Part[] {
  return major === 4 ? parseExpress4(path) : parseExpress5(path);
}
