import type { RequestListener } from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { OpenAPIDocument } from '../openapi/types';
import type { JSONSchema } from '../schema/json-schema';
import { askOperation } from './contract/ask-operation';
import type { OperationResult } from './contract/conversation';
import { operationsOf } from './contract/operations';
import { checkContractOptions, type ContractOptions } from './contract/options';
import { checkByAjv, checkOfDocument } from './contract/schema-check';
import { fetchOf } from './fetch-of';

type Fetch = typeof globalThis.fetch;

/** How often each operation replied with each status. */
export type ContractReport = Readonly<Record<string, Readonly<Record<number, number>>>>;

/**
 * Sends generated requests to every operation of an OpenAPI document and checks each reply against it: status, media
 * type, required headers, body. Requests that the document refuses must be refused, and so must those without
 * credentials.
 *
 * ```ts
 * await contract(app, openapi(routes, info), { headers: { Authorization: 'Bearer test' } });
 * ```
 *
 * @param app An Express app, or the URL of a server that runs: `'http://localhost:3000'`.
 * @throws Error whose message names each operation and the fact.
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for wrong options, and if ajv is needed and not installed,
 * `ERR_RETURNS_SERVER` for an app that is none.
 */
export async function contract(
  app: RequestListener | string | URL,
  document: OpenAPIDocument,
  options: ContractOptions = {},
): Promise<ContractReport> {
  checkContractOptions(options);
  checkDocument(document);
  const { skip = [], examples = {}, validate = checkByAjv(), prefix = prefixOf(document) } = options;
  const operations = operationsOf(document);
  const names = operations.map(({ name }) => name);
  checkNames([...skip, ...Object.keys(examples)], names);

  const check = checkOfDocument(document, validate);
  const asking = { fetch: toFetch(app), document: document as unknown as JSONSchema, check, prefix, options };
  const results: OperationResult[] = [];
  // One after the other: what one creates another may find, and a seed always gives the same requests.
  for (const operation of operations) {
    if (!skip.includes(operation.name)) results.push(await askOperation(operation, asking));
  }
  const broken = results.filter(({ faults }) => faults.size > 0);
  if (broken.length > 0) throw new globalThis.Error(describeBroken(broken, results.length));
  return Object.fromEntries(results.map(({ name, statuses }) => [name, Object.fromEntries(statuses)]));
}

function checkDocument(document: unknown): void {
  const { paths } = (document ?? {}) as { readonly paths?: unknown };
  if (typeof paths === 'object' && paths !== null) return;
  const message = `contract() takes the OpenAPI document of the app, such as openapi(routes, info); got ${describe(document)}.`;
  throw new UsageError('ERR_RETURNS_DESCRIPTION', message);
}

function toFetch(app: RequestListener | string | URL): Fetch {
  if (typeof app === 'function') return fetchOf(app);
  const isURL = app instanceof URL || URL.canParse(app);
  if (!isURL) {
    const message = `contract() takes an Express app or the URL of a server; got ${describe(app)}.`;
    throw new UsageError('ERR_RETURNS_SERVER', message);
  }
  return (url, init) => globalThis.fetch(new URL(String(url), app), init);
}

function checkNames(given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    const message = `contract(): the document has no operation ${name}; it has ${known.join(', ') || 'none'}.`;
    throw new UsageError('ERR_RETURNS_DESCRIPTION', message);
  }
}

/** The path of the first server, without its slash in the end. */
function prefixOf({ servers = [] }: OpenAPIDocument): string {
  const url = servers[0]?.['url'];
  return typeof url === 'string' ? new URL(url, 'http://localhost').pathname.replace(/\/$/, '') : '';
}

function describeBroken(broken: readonly OperationResult[], count: number): string {
  const facts = broken.flatMap(({ name, faults }) =>
    [...faults].map(([fault, exchange]) => `${name}: ${fault}${exchange === '' ? '' : `\n    ${exchange}`}`),
  );
  return `${broken.length} of ${count} operations are not as declared:\n\n${facts.join('\n')}`;
}
