import type { JSONSchema } from '../../schema/json-schema';
import { generate } from './generate';
import type { Operation, Parameter } from './operations';
import type { Random } from './random';

/** Parts of a request that a test gives: those that are left out are made up. */
export interface RequestExample {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** The whole body, as JSON has it. */
  readonly body?: unknown;
}

/** One request, before it is written. */
export interface Sample {
  readonly parameters: ReadonlyMap<Parameter, unknown>;
  /** Headers of an example that no parameter declares. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` for a request without one. */
  readonly body: unknown;
}

export type DocumentCheck = (schema: unknown, value: unknown) => string | undefined;

/** The means by which samples are made. */
export interface Sampling {
  readonly document: JSONSchema;
  readonly check: DocumentCheck;
  readonly random: Random;
}

const MOST_TRIES = 50;
const SECTIONS: Readonly<Record<string, 'params' | 'query' | 'headers' | 'cookies'>> = {
  path: 'params',
  query: 'query',
  header: 'headers',
  cookie: 'cookies',
};

/** A part for whose schema no value could be made up. */
export class Unmade {
  readonly part: string;

  constructor(part: string) {
    this.part = part;
  }
}

/** Makes a valid request of an operation: the parts of the example, others made up. */
export function makeSample(operation: Operation, example: RequestExample, sampling: Sampling): Sample | Unmade {
  const parameters = new Map<Parameter, unknown>();
  for (const parameter of operation.parameters) {
    const given = example[SECTIONS[parameter.in] ?? 'query'];
    if (given !== undefined && Object.hasOwn(given, parameter.name)) {
      parameters.set(parameter, given[parameter.name]);
    } else if (parameter.isRequired || sampling.random.happens(0.6)) {
      const value = makeValid(parameter.schema, sampling, acceptsOf(parameter));
      if (value instanceof Unmade && parameter.isRequired) return new Unmade(`the ${parameter.in} parameter ${parameter.name}`); // prettier-ignore
      if (!(value instanceof Unmade)) parameters.set(parameter, value);
    }
  }
  const { headers = {}, body = makeBody(operation, sampling) } = example;
  return body instanceof Unmade ? new Unmade('the body') : { parameters, headers, body };
}

function makeBody({ body }: Operation, sampling: Sampling): unknown {
  if (body === undefined || !(body.isRequired || sampling.random.happens(0.8))) return undefined;
  return makeValid(body.schema, sampling, () => true);
}

function makeValid(
  schema: unknown,
  { document, check, random }: Sampling,
  accepts: (value: unknown) => boolean,
): unknown {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const value = generate(document, schema, random);
    if (accepts(value) && check(schema, value) === undefined) return value;
  }
  return new Unmade('');
}

/** Whether a value can be written there: a path has no empty part, a header no other characters than ASCII. */
function acceptsOf({ in: place }: Parameter): (value: unknown) => boolean {
  if (place === 'path') return (value) => !['', '.', '..'].includes(String(value));
  if (place === 'query') return () => true;
  return (value) => /^[\x21-\x7e]*$/.test(String(value));
}
