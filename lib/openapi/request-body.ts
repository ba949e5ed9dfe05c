import type { FileRule, InputDescription } from '../handlers/description';
import type { StandardSchema } from '../schema/standard-schema';
import type { Schemas, SchemaPlace } from './schemas';
import type { JSONObject } from './types';

const JSON_TYPES = ['application/json'];
const FORM = 'multipart/form-data';

/** The body of the requests of an operation; `undefined` if it declares none. */
export function requestBodyOf(
  input: InputDescription,
  schemas: Schemas,
  { place, name }: SchemaPlace,
): JSONObject | undefined {
  const { body, files, bodyTypes = JSON_TYPES } = input;
  const schema = body && schemas.of(body, 'input', { place: `the body of ${place}`, name: `${name}Body` });
  if (files !== undefined) return { required: true, content: { [FORM]: formOf(schema, files) } };
  if (body === undefined) return undefined;
  return {
    ...(!isOptional(body) && { required: true }),
    content: Object.fromEntries(bodyTypes.map((type) => [type, { schema }])),
  };
}

/** Whether a schema accepts a request without a body. */
function isOptional(schema: StandardSchema): boolean {
  try {
    const result = schema['~standard'].validate(undefined);
    if (!(result instanceof Promise)) return result.issues === undefined;
    void result.catch(() => undefined);
    return false;
  } catch {
    return false;
  }
}

function formOf(fields: unknown, files: Readonly<Record<string, FileRule>>): JSONObject {
  const entries = Object.entries(files);
  const required = entries.filter(([, rule]) => rule.optional !== true).map(([name]) => name);
  const ofFiles: JSONObject = {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, rule]) => [name, fileSchema(rule)])),
    ...(required.length > 0 && { required }),
  };
  const typed = entries.filter(([, { types = [] }]) => types.length > 0);
  return {
    schema: fields === undefined ? ofFiles : { allOf: [fields, ofFiles] },
    ...(typed.length > 0 && {
      encoding: Object.fromEntries(typed.map(([name, { types = [] }]) => [name, { contentType: types.join(', ') }])),
    }),
  };
}

function fileSchema({ maxBytes, maxCount = 1 }: FileRule): JSONObject {
  const description = maxBytes === undefined ? {} : { description: `At most ${maxBytes} bytes.` };
  const file = { type: 'string', format: 'binary', ...description };
  return maxCount === 1 ? file : { type: 'array', items: file, maxItems: maxCount };
}
