import type { Request } from 'express';
import { checkOptions, type OptionChecks } from '../diagnostics/options';
import { withAppSettings } from '../handlers/app-settings';
import { File } from '../responses/file';
import { HTML } from '../responses/html';
import { JSON as JSONResponse } from '../responses/json';
import { Redirect } from '../responses/redirect';
import { Text } from '../responses/text';
import type { Route } from '../route/route';
import { Routes } from '../routing/routes';
import { checkList, makeDocument } from './document';
import { checkInfo, type OpenAPIInfo } from './info';
import { PLAIN_STYLE, plainPage } from './plain-page';
import { findSwaggerUI, SWAGGER_SCRIPT, SWAGGER_STYLE, swaggerPage } from './swagger-page';
import type { OpenAPIDocument } from './types';

/** Options of the page of `docs()`. */
export interface DocsOptions {
  /**
   * Swagger UI, of the package swagger-ui-dist, or a plain page without scripts.
   *
   * @default 'swagger-ui' where swagger-ui-dist is installed, else 'plain'
   */
  readonly page?: 'swagger-ui' | 'plain';
}

const CHECKS: OptionChecks = {
  page: { wanted: "'swagger-ui' or 'plain'", isRight: (value) => value === 'swagger-ui' || value === 'plain' },
};

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/**
 * Returns routes that serve the OpenAPI document of other routes, as `openapi.json`, and a page that shows it. The page
 * needs no other server and no looser policy than that of helmet.
 *
 * ```ts
 * app.use('/docs', docs(routes, { title: 'Users', version: '1.0.0', servers: [{ url: '/api' }] }).router());
 * ```
 *
 * The document is made by the first request, when all routes are mounted. Errors are in the format of the mount, else
 * in that of the app that serves the document, given by `adopt(app, settings)`.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for wrong options, and for Swagger UI that is not installed.
 */
export function docs(routes: Iterable<Route>, info: OpenAPIInfo, options: DocsOptions = {}): Routes {
  checkList('docs()', routes);
  const given = checkInfo('docs()', info);
  checkOptions('docs()', options, CHECKS, 'ERR_RETURNS_DESCRIPTION');
  const folder = options.page === 'plain' ? undefined : findSwaggerUI(options.page === 'swagger-ui');
  const document = byFirstRequest((req) => makeDocument(routes, given, withAppSettings({}, req)));
  const reply = byFirstRequest((req) => new JSONResponse(document(req) as object));

  const own = new Routes();
  own.get('/openapi.json', { hidden: true, name: 'openapi.json' }, (req) => reply(req));
  addPage(own, folder === undefined ? plain(document) : swagger(document));
  if (folder !== undefined) addAssets(own, folder);
  return own;
}

/** The texts of a page, by the names of their files. */
interface Page {
  readonly html: (req: Request) => string;
  readonly style: string;
  readonly script?: string;
}

function plain(document: (req: Request) => OpenAPIDocument): Page {
  return { html: byFirstRequest((req) => plainPage(document(req))), style: PLAIN_STYLE };
}

function swagger(document: (req: Request) => OpenAPIDocument): Page {
  return { html: byFirstRequest((req) => swaggerPage(document(req))), style: SWAGGER_STYLE, script: SWAGGER_SCRIPT };
}

function addPage(routes: Routes, { html, style, script }: Page): void {
  routes.get('/', { hidden: true, name: 'docs' }, (req) => {
    // The page names its files by relative URLs, so that it works behind proxies that change the path.
    const [path = ''] = req.originalUrl.split('?', 1);
    return path.endsWith('/') ? new HTML(html(req)) : new Redirect(`./${path.slice(path.lastIndexOf('/') + 1)}/`);
  });
  routes.get('/docs.css', { hidden: true, name: 'docs.css' }, () => new Text(style, { contentType: CSS }));
  if (script === undefined) return;
  routes.get('/docs.js', { hidden: true, name: 'docs.js' }, () => new Text(script, { contentType: JAVASCRIPT }));
}

function addAssets(routes: Routes, root: string): void {
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    routes.get(`/${name}`, { hidden: true, name }, () => new File(name, { root, maxAge: '1h', compress: true }));
  }
}

/** Makes a value by the first request, for all of them. */
function byFirstRequest<T>(make: (req: Request) => T): (req: Request) => T {
  let made: { readonly value: T } | undefined;
  return (req) => (made ??= { value: make(req) }).value;
}
