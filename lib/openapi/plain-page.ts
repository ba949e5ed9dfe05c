import { escapeHTML } from './escape-html';
import type { JSONObject, OpenAPIDocument } from './types';

/** A page of plain HTML that shows a document: operations, their parameters, bodies and replies. */
export function plainPage(document: OpenAPIDocument): string {
  const { info, paths } = document;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => typeof operation === 'object' && 'responses' in operation)
      .map(([method, operation]) => showOperation(method, path, operation)),
  );
  const schemas = Object.entries(document.components?.['schemas'] ?? {}).map(showSchema);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHTML(info.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs.css">
</head>
<body>
<main>
<h1>${escapeHTML(info.title)} <small>${escapeHTML(info.version)}</small></h1>
${paragraphs(info['description'])}
<p><a href="openapi.json">openapi.json</a></p>
<h2>Operations</h2>
${operations.join('\n')}
${schemas.length === 0 ? '' : `<h2>Schemas</h2>\n${schemas.join('\n')}`}
</main>
</body>
</html>
`;
}

function showOperation(method: string, path: string, operation: JSONObject): string {
  const {
    summary,
    description,
    deprecated,
    parameters = [],
    requestBody,
    responses,
  } = operation as unknown as Operation;
  return `<details>
<summary><code><b>${escapeHTML(method.toUpperCase())}</b> ${escapeHTML(path)}</code> ${deprecated === true ? '<s>deprecated</s> ' : ''}${escapeHTML(summary ?? '')}</summary>
${paragraphs(description)}
${showParameters(parameters)}
${requestBody === undefined ? '' : `<h3>Body</h3>\n${showContent(requestBody.content)}`}
<h3>Replies</h3>
<dl>
${Object.entries(responses).map(showReply).join('\n')}
</dl>
</details>`;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Reply;
  readonly responses: Readonly<Record<string, Reply>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}

interface Reply {
  readonly description?: string;
  readonly content?: Readonly<Record<string, JSONObject>>;
}

function showParameters(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escapeHTML(name)}</code>${required === true ? ' *' : ''}</td><td>${escapeHTML(place)}</td><td><code>${showType(schema)}</code></td><td>${escapeHTML(description)}</td></tr>`,
  );
  return `<h3>Parameters</h3>
<div class="wide"><table>
<tr><th>name</th><th>in</th><th>type</th><th></th></tr>
${rows.join('\n')}
</table></div>`;
}

function showReply([status, { description = '', content }]: readonly [string, Reply]): string {
  return `<dt><b>${escapeHTML(status)}</b></dt>\n<dd>${paragraphs(description)}${showContent(content)}</dd>`;
}

function showContent(content: Reply['content'] = {}): string {
  return Object.entries(content)
    .map(
      ([type, media]) =>
        `<p><code>${escapeHTML(type)}</code> <code>${showType(media['schema'] ?? media['itemSchema'])}</code></p>`,
    )
    .join('\n');
}

function showSchema([name, schema]: readonly [string, unknown]): string {
  const text = globalThis.JSON.stringify(schema, null, 2);
  return `<details id="${escapeHTML(name)}"><summary><code>${escapeHTML(name)}</code></summary><pre>${escapeHTML(text)}</pre></details>`;
}

/** Returns a schema as one line, with links to those that have a name. */
function showType(schema: unknown): string {
  const text = escapeHTML(globalThis.JSON.stringify(schema ?? {}));
  return text.replace(
    /\{&quot;\$ref&quot;:&quot;#\/components\/schemas\/([\w.-]+)&quot;\}/g,
    (_ref, name: string) => `<a href="#${name}">${name}</a>`,
  );
}

function paragraphs(text: unknown): string {
  if (typeof text !== 'string') return '';
  const found = text.split(/\n{2,}/).filter((part) => part !== '');
  return found.map((part) => `<p>${escapeHTML(part)}</p>`).join('\n');
}

export const PLAIN_STYLE = `:root { color-scheme: light dark; --line: #ccc; --soft: #f4f4f4; --link: #0645ad; }
@media (prefers-color-scheme: dark) { :root { --line: #555; --soft: #2a2a2a; --link: #8ab4f8; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 56rem; margin: 0 auto; padding: 1rem; }
h1 small { font-size: 1rem; font-weight: normal; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
pre { background: var(--soft); padding: 0.75rem; overflow-x: auto; }
details { border: 1px solid var(--line); border-radius: 4px; margin: 0.5rem 0; padding: 0.5rem 0.75rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.5rem 0.25rem 0; text-align: left; vertical-align: top; }
dd { margin: 0 0 0.5rem 1rem; }
dd p { margin: 0; }
`;
