import { channel } from 'node:diagnostics_channel';

// A channel without subscribers costs one property access.

/** A return-style handler is about to be called: `{ req, res, handler }`. */
export const startChannel = channel('express-returns:start');
/** A response is about to be written: `{ req, res, response }`. */
export const responseChannel = channel('express-returns:response');
/** An error is passed to the app's error handling, or answered by `errorHandler()`: `{ req, res, error }`. */
export const errorChannel = channel('express-returns:error');
/** The client left before the reply had ended: `{ req, res }`. */
export const abortChannel = channel('express-returns:abort');
/** The reply has ended: `{ req, res }`. */
export const finishChannel = channel('express-returns:finish');
