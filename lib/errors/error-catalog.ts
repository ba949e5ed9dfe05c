import type { Request } from 'express';
import { brand } from '../responses/brand';
import { HTML } from '../responses/html';
import type { ResponseInit } from '../responses/init';
import { JSON as JSONResponse } from '../responses/json';
import { Negotiated } from '../responses/negotiated';
import { Response, type AnyResponse } from '../responses/response';
import { codesOf, type ErrorLists } from './error-list';
import { phraseOf } from './http-facts';

/** What a catalog says of one code. */
export interface CatalogEntry {
  readonly code: number;
  readonly status: number;
  /** The message template. */
  readonly message: string;
}

/**
 * A page for people, and for programs that ask for JSON: the codes of the app, built-in ones included. Each code is an
 * anchor, so that the `type` of a problem leads to it.
 *
 * ```ts
 * routes.get('/errors', () => new ErrorCatalog(errors));
 * app.use(routes.router({ errors, errorFormat: 'problem', errorTypes: 'https://example.com/errors#' }));
 * ```
 */
export class ErrorCatalog<S extends number = 200> extends Response<readonly CatalogEntry[], S> {
  static override contentType: string | null = null;

  /** @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is defined twice, or what is no list. */
  constructor(errors: ErrorLists, init?: Omit<ResponseInit<S>, 'contentType'>) {
    const entries = [...codesOf(errors).values()]
      .sort((one, other) => one.code - other.code)
      .map(({ code, status, message }) => Object.freeze({ code, status, message }));
    super(Object.freeze(entries), init);
  }

  override render(req: Request): Promise<AnyResponse> {
    const { body: entries, status, headers, cookies } = this;
    const representations = { html: () => new HTML(page(entries)), json: () => new JSONResponse(entries) };
    return new Negotiated<typeof representations, number>(representations, { status, headers, cookies }).render(req);
  }

  static {
    brand(this, 'render');
  }
}

function page(entries: readonly CatalogEntry[]): string {
  const rows = entries.map(
    ({ code, status, message }) =>
      `<tr id="${code}"><th scope="row"><a href="#${code}">${code}</a></th><td>${status} ${escapeHTML(phraseOf(status))}</td><td>${escapeHTML(message)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error codes</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 3rem auto; padding: 0 1rem; }
  th, td { padding: 0.25rem 1rem 0.25rem 0; text-align: left; vertical-align: top; }
  tr:target { background: #ffc; }
</style>
<h1>Error codes</h1>
<table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Message</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
