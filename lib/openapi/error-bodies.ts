import type { ErrorCode } from '../errors/error-code';
import { templateOf } from '../errors/error-code';
import { detailsOfStatus } from '../errors/error-details';
import type { ErrorSettings } from '../errors/error-reply';
import { problem } from '../errors/error-reply';
import { renderTemplate } from '../errors/template';
import type { JSONSchema } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import type { Schemas } from './schemas';
import type { JSONObject } from './types';

/** One error that an operation may answer. */
export interface DescribedError {
  /** The code of the app, or the status of an error without one. */
  readonly code: number | string;
  readonly status: number;
  /** The message template. */
  readonly title: string;
  /** A message as a client may see it. */
  readonly message: string;
  readonly data?: StandardSchema | undefined;
}

/** The body of an error for the document. */
export interface ErrorBody {
  readonly mediaType: string;
  readonly schema: unknown;
  /** `undefined` where the data cannot be made up. */
  readonly example: unknown;
}

/** How errors look: the settings of a mount, and the schema of a format of the app's own. */
export interface ErrorLook {
  readonly settings: ErrorSettings;
  readonly ownSchema: JSONSchema | undefined;
}

/** Describes an error of the app. */
export function describeCode(code: ErrorCode & { readonly data?: StandardSchema | undefined }): DescribedError {
  const { message: title, status, data } = code;
  const template = templateOf(code);
  const message = renderTemplate(template, (key) => (template.isPositional ? '…' : `<${key}>`));
  return { code: code.code, status, title, message, data };
}

/** Describes an error that has a status only; its code is the built-in one of that status, or the status. */
export function describeStatus(status: number): DescribedError {
  const { code, title, message } = detailsOfStatus({ status });
  return { code, status, title, message };
}

/** The body of an error in the format of the mount; `undefined` for a format of the app's own without a schema. */
export function errorBody(error: DescribedError, look: ErrorLook, schemas: Schemas): ErrorBody | undefined {
  const { errorFormat = 'envelope' } = look.settings;
  if (typeof errorFormat === 'function') {
    return look.ownSchema && { mediaType: 'application/json', schema: look.ownSchema, example: undefined };
  }
  const isProblem = errorFormat === 'problem';
  const name = `${isProblem ? 'Problem' : 'Error'}${nameOfCode(error.code)}`;
  const place = `the error ${String(error.code)}`;
  const data = error.data && schemas.of(error.data, 'output', { place: `the data of ${place}`, name: `${name}Data` });
  schemas.components.add(name, 'output', place, () =>
    isProblem ? problemSchema(error, data, look.settings) : envelopeSchema(error, data),
  );
  return {
    mediaType: isProblem ? 'application/problem+json' : 'application/json',
    schema: schemas.components.refer(name, 'output'),
    example: error.data === undefined ? exampleOf(error, look.settings) : undefined,
  };
}

function nameOfCode(code: number | string): string {
  return typeof code === 'number' ? String(code) : `_${code.replace(/[^\w.-]/g, '_')}`;
}

/** A constant with its type, which some generators need. */
function constant(value: number | string): JSONObject {
  return { type: typeof value === 'number' ? 'integer' : 'string', const: value };
}

function envelopeSchema(error: DescribedError, data: unknown): JSONObject {
  const properties = {
    status: constant('error'),
    code: constant(error.code),
    message: { type: 'string' },
    ...dataOf(error, data),
  };
  return {
    type: 'object',
    properties,
    required: ['status', 'code', 'message', ...(data === undefined ? [] : ['data'])],
  };
}

function problemSchema(error: DescribedError, data: unknown, settings: ErrorSettings): JSONObject {
  const { type } = problemOf(error, settings);
  const properties = {
    type: constant(type),
    title: { type: 'string' },
    status: constant(error.status),
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri-reference' },
    code: constant(error.code),
    ...dataOf(error, data),
    ...(error.code === UNEXPECTED_DATA && { errors: ISSUES }),
  };
  const required = ['type', 'title', 'status', 'detail', 'instance', 'code', ...(data === undefined ? [] : ['data'])];
  return { type: 'object', properties, required };
}

/** The code of a request that its schemas refuse. */
const UNEXPECTED_DATA = 1002;

/** The issues by part of the request and field. */
const ISSUES_BY_FIELD: JSONObject = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
};
const ISSUES: JSONObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      in: { type: 'string' },
      name: { type: 'string' },
      pointer: { type: 'string', format: 'uri-reference' },
      detail: { type: 'string' },
    },
    required: ['in', 'detail'],
  },
};

function dataOf({ code }: DescribedError, data: unknown): JSONObject {
  if (data !== undefined) return { data };
  return code === UNEXPECTED_DATA ? { data: ISSUES_BY_FIELD } : {};
}

function exampleOf(error: DescribedError, settings: ErrorSettings): unknown {
  const { code, message } = error;
  return settings.errorFormat === 'problem' ? problemOf(error, settings) : { status: 'error', code, message };
}

function problemOf(error: DescribedError, { errorTypes }: ErrorSettings): JSONObject & { readonly type: string } {
  const reply = problem({ ...error, data: undefined, headers: {}, cookies: [] }, errorTypes, '/');
  return reply.body as JSONObject & { readonly type: string };
}
