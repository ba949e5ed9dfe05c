import type { Operation, Parameter, RequestBody } from './operations';
import type { Sample, Sampling } from './sample';

/** A request that an operation has to refuse, if not otherwise stated. */
export interface InvalidSample {
  readonly sample: Sample;
  /** The fault as messages name it: `without the query parameter page`. */
  readonly fault: string;
  /** Another body, as text, and its type. */
  readonly raw?: RawBody;
  /** Whether it may be accepted: the limit of bytes is not in the document. @default false */
  readonly mayPass?: boolean;
}

interface RawBody {
  readonly text: string;
  readonly mediaType: string;
}

/** More than the usual limit of bytes. */
const MANY = 150_000;

/** The requests that an operation has to refuse, each with one fault, made of a valid one. */
export function invalidSamples(operation: Operation, sample: Sample, sampling: Sampling): readonly InvalidSample[] {
  return [...wrongParameters(operation, sample), ...wrongBodies(operation, sample, sampling)];
}

const PLACES: Readonly<Record<string, string>> = { query: 'query parameter', header: 'header', cookie: 'cookie' };

function wrongParameters({ parameters }: Operation, sample: Sample): readonly InvalidSample[] {
  const others = parameters.filter(({ in: place }) => place in PLACES);
  const faulty = (
    parameter: Parameter,
    change: (all: Map<Parameter, unknown>) => void,
    word: string,
  ): InvalidSample => {
    const changed = new Map(sample.parameters);
    change(changed);
    const named = `${PLACES[parameter.in] ?? ''} ${parameter.name}`;
    return { sample: { ...sample, parameters: changed }, fault: word.replace('%', named) };
  };
  return others.flatMap((parameter) => [
    ...(parameter.isRequired ? [faulty(parameter, (all) => all.delete(parameter), 'without the %')] : []),
    ...(isNoText(parameter.schema) ? [faulty(parameter, (all) => all.set(parameter, 'x'), "with the % 'x'")] : []),
  ]);
}

/** Whether a text such as x is none of its values. */
function isNoText(schema: unknown): boolean {
  const { type } = (schema ?? {}) as { readonly type?: unknown };
  return type === 'integer' || type === 'number' || type === 'boolean';
}

function wrongBodies({ body }: Operation, sample: Sample, sampling: Sampling): readonly InvalidSample[] {
  if (body === undefined) return [];
  return [
    ...(body.isRequired ? [{ sample: { ...sample, body: undefined }, fault: 'without a body' }] : []),
    { sample, fault: 'with a body of application/x-unknown', raw: { text: '{}', mediaType: 'application/x-unknown' } },
    ...(isJSON(body) ? wrongJSON(body, sample, sampling) : []),
  ];
}

function wrongJSON({ mediaType, schema }: RequestBody, sample: Sample, { check }: Sampling): readonly InvalidSample[] {
  const text = globalThis.JSON.stringify(sample.body ?? {});
  const large = { text: ' '.repeat(MANY) + text, mediaType };
  return [
    { sample, fault: 'with a body that is no JSON', raw: { text: `${text.slice(0, -1)},`, mediaType } },
    { sample, fault: `with a body of ${MANY} bytes`, raw: large, mayPass: true },
    ...mutations(sample.body)
      .filter(([value]) => check(schema, value) !== undefined)
      .map(([value, fault]) => ({ sample: { ...sample, body: value }, fault })),
  ];
}

type Mutation = readonly [value: unknown, fault: string];

/** Bodies with a field less, or one of another type; not all of them are wrong. */
function mutations(body: unknown): readonly Mutation[] {
  const whole: readonly Mutation[] = [[[[]], 'with the body [[]]']];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return whole;
  const entries = Object.entries(body);
  const fewer = entries.map(([name]): Mutation => [without(body, name), `without /${name} in the body`]);
  const others = entries.map(([name, value]): Mutation => {
    const other = typeof value === 'object' ? 'x' : {};
    return [{ ...body, [name]: other }, `with ${globalThis.JSON.stringify(other)} as /${name} in the body`];
  });
  return [...whole, ...fewer, ...others];
}

function without(body: object, name: string): object {
  return Object.fromEntries(Object.entries(body).filter(([other]) => other !== name));
}

export function isJSON({ mediaType }: Pick<RequestBody, 'mediaType'>): boolean {
  return /[/+]json$/.test(mediaType);
}
