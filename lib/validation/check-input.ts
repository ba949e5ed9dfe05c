import type { Request, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import type { InputPlace, ValidationIssue } from '../errors/validation-issues';
import type { DescriptionSettings, InputDescription } from '../handlers/description';
import { parseByteSize } from '../http/byte-size';
import type { StandardSchema } from '../schema/standard-schema';
import type { WriteSettings } from '../writers/exchange';
import { bodyReader, isForm } from './body';
import { filesReader } from './files';
import { readIssues, validate, ValidatorFault, type Outcome } from './issues';
import { converterOf, formConverter, jsonConverter, PARTS, type TextPlace } from './parts';
import { MOST_ISSUES, refuseInput } from './refusal';

type Description = InputDescription & Pick<DescriptionSettings, 'coerce' | 'bodyLimit'>;

/**
 * Validates a request and puts the values of its schemas there: nothing of a request that is refused is changed, but
 * for a body that was parsed. Throws, or rejects with, the error reply.
 */
export type InputCheck = (req: Request, res: ExpressResponse) => Promise<void> | undefined;

/** The body and files of a request, before any schema is asked. */
interface Parsed {
  readonly body?: unknown;
  readonly files?: Outcome;
}

/** One part of a request. */
interface Part {
  readonly place: InputPlace;
  readonly check: (req: Request, parsed: Parsed) => Outcome | Promise<Outcome>;
  readonly write: (req: Request, value: unknown) => void;
}

type Parse = (req: Request, res: ExpressResponse) => Parsed | Promise<Parsed>;

const TEXT_PLACES: readonly TextPlace[] = ['params', 'query', 'headers', 'cookies'];
const BODY_LIMIT = 102_400;
const NOTHING: Parsed = {};

/** Compiles the validation of the parts that a route declares, all of which are validated before one is refused. */
export function compileCheck(description: Description, settings: WriteSettings): InputCheck {
  const { coerce = settings.coerce ?? true, body, files } = description;
  const texts = TEXT_PLACES.flatMap((place) => textPart(place, description[place], coerce) ?? []);
  const parts = [
    ...texts,
    ...(body === undefined ? [] : [bodyPart(body, coerce)]),
    ...(files === undefined ? [] : [FILES_PART]),
  ];
  const parse = parserOf(description, settings);
  if (parse === undefined) return (req) => checkParts(parts, req, NOTHING);
  return (req, res) => {
    const parsed = parse(req, res);
    return parsed instanceof Promise
      ? parsed.then((now) => checkParts(parts, req, now))
      : checkParts(parts, req, parsed);
  };
}

function textPart(place: TextPlace, schema: StandardSchema | undefined, isCoerced: boolean): Part | undefined {
  if (schema === undefined) return undefined;
  const { read, write } = PARTS[place];
  const convert = converterOf(place, schema, isCoerced);
  return { place, check: (req) => validate(schema, convert(read(req))), write };
}

function bodyPart(schema: StandardSchema, isCoerced: boolean): Part {
  const convertForm = formConverter(schema, isCoerced);
  const convertJSON = jsonConverter(schema, isCoerced);
  return {
    place: 'body',
    check: (req, { body }) => validate(schema, isForm(req) ? convertForm(body) : convertJSON(body)),
    write: (req, value) => {
      req.body = value;
    },
  };
}

const FILES_PART: Part = {
  place: 'files',
  check: (_req, { files }) => files ?? { value: {} },
  write: (req, value) => {
    Object.assign(req, { files: value });
  },
};

function parserOf(description: Description, settings: WriteSettings): Parse | undefined {
  const { body, bodyTypes, files, bodyLimit = settings.bodyLimit } = description;
  const limit = parseByteSize(bodyLimit) ?? BODY_LIMIT;
  if (files !== undefined) {
    const read = filesReader(files, limit);
    return (req, res) => {
      const outcome = read(req, res);
      const withBody = (now: Outcome): Parsed => ({ body: req.body, files: now });
      return outcome instanceof Promise ? outcome.then(withBody) : withBody(outcome);
    };
  }
  if (body === undefined) return undefined;
  const types = (bodyTypes ?? ['application/json']).map((type) => type.toLowerCase());
  const read = bodyReader({ types, isStrict: bodyTypes !== undefined, limit });
  return (req, res) => {
    const value = read(req, res);
    return value instanceof Promise ? value.then((now: unknown) => ({ body: now })) : { body: value };
  };
}

function checkParts(parts: readonly Part[], req: Request, parsed: Parsed): Promise<void> | undefined {
  const outcomes: (Outcome | Promise<Outcome>)[] = [];
  let isLater = false;
  for (const part of parts) {
    const outcome = part.check(req, parsed);
    if (outcome instanceof Promise) isLater = true;
    outcomes.push(outcome);
  }
  if (isLater) {
    return Promise.all(outcomes.map((each) => Promise.resolve(each))).then((all) => {
      finish(parts, req, all);
    });
  }
  // Schemas that answer synchronously cost no turn of the event loop.
  finish(parts, req, outcomes as Outcome[]);
  return undefined;
}

function finish(parts: readonly Part[], req: Request, outcomes: readonly Outcome[]): void {
  for (const { issues } of outcomes) if (issues !== undefined) throw refusalOf(parts, outcomes);
  for (let index = 0; index < parts.length; index++) {
    parts[index]?.write(req, (outcomes[index] as { readonly value: unknown }).value);
  }
}

/** A fault of a validator comes first: the app is wrong, and the client may not be. */
function refusalOf(parts: readonly Part[], outcomes: readonly Outcome[]): unknown {
  const issues: ValidationIssue[] = [];
  for (const [index, { place }] of parts.entries()) {
    const outcome = outcomes[index];
    if (outcome instanceof ValidatorFault) return wrongValidator(place, outcome);
    issues.push(...readIssues(place, outcome?.issues ?? [], MOST_ISSUES - issues.length));
  }
  return refuseInput(issues);
}

function wrongValidator(place: InputPlace, { fact, cause }: ValidatorFault): UsageError {
  const message = `the validator of ${place} ${fact}.`;
  return new UsageError('ERR_RETURNS_DESCRIPTION', message, cause === undefined ? {} : { cause });
}
