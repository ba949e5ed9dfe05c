import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { requirePlace } from '../diagnostics/own-file';
import { UsageError } from '../diagnostics/usage-error';
import { escapeHTML } from './escape-html';
import type { OpenAPIDocument } from './types';

/**
 * Returns the folder of swagger-ui-dist; `undefined` if it is not installed.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` if it is required and not installed.
 */
export function findSwaggerUI(isRequired: boolean): string | undefined {
  try {
    // An optional peer. Only its files are read: none of its code runs here.
    return dirname(createRequire(requirePlace()).resolve('swagger-ui-dist/package.json'));
  } catch (cause) {
    if (!isRequired) return undefined;
    const message = "docs(): the page 'swagger-ui' needs the package swagger-ui-dist: npm install swagger-ui-dist.";
    throw new UsageError('ERR_RETURNS_DESCRIPTION', message, { cause });
  }
}

/** The page that loads Swagger UI. It has no script and no style of its own inside: policies refuse these. */
export function swaggerPage({ info }: OpenAPIDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHTML(info.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<link rel="stylesheet" href="docs.css">
</head>
<body>
<main id="swagger-ui"></main>
<noscript>This page needs scripts. The document is <a href="openapi.json">openapi.json</a>.</noscript>
<script src="swagger-ui-bundle.js"></script>
<script src="docs.js"></script>
</body>
</html>
`;
}

export const SWAGGER_SCRIPT = `'use strict';
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
});
`;

// Tables of parameters are wider than a phone.
export const SWAGGER_STYLE = `body { margin: 0; }
html.dark-mode body { background: #1c2022; }
.swagger-ui table { table-layout: auto; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock-summary-path { max-width: none; word-break: break-word; }
  .swagger-ui .parameters-container, .swagger-ui .responses-inner { overflow-x: auto; }
}
`;
