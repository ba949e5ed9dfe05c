/** An error with the status that the app's error handler sends. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
    readonly fields: readonly string[] = [],
  ) {
    super(message);
  }
}
