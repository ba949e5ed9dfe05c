import type { ErrorCode } from '../errors/error-code';
import type { Declaration } from '../responses/declaration';
import type { AnyResponse } from '../responses/response';
import type { StandardSchema } from '../schema/standard-schema';

/** A class of responses, which stands for a reply with its own defaults. */
export type ResponseClass = abstract new (...args: never[]) => AnyResponse | globalThis.Error;

/** One entry of `returns`: a declaration made by `X.of(...)`, an error code, or a class of responses. */
export type Returnable = Declaration | ErrorCode | ResponseClass;

/** The rule for the files of one field of a form. */
export interface FileRule {
  /** Media types that are accepted, such as `'image/png'` or `'image/*'`. @default all */
  readonly types?: readonly string[];
  /** Bytes of one file. @default 10_000_000 */
  readonly maxBytes?: number;
  /** How many files the field may have. @default 1 */
  readonly maxCount?: number;
  /** Whether a request without a file is accepted. @default false */
  readonly optional?: boolean;
}

/** A file of a form, in memory, as multer gives it. */
export interface UploadedFile {
  /** The name of the field. */
  readonly fieldname: string;
  /** The name that the client gave; never a path to use as it is. */
  readonly originalname: string;
  /** The media type that the client gave. */
  readonly mimetype: string;
  /** In bytes. */
  readonly size: number;
  readonly buffer: Buffer;
}

/** The part of a route's options that describes what a request has to be. */
export interface InputDescription {
  readonly params?: StandardSchema;
  readonly query?: StandardSchema;
  /** Names in lower case. */
  readonly headers?: StandardSchema;
  readonly cookies?: StandardSchema;
  readonly body?: StandardSchema;
  /** The media types of a body. @default ['application/json'] */
  readonly bodyTypes?: readonly string[];
  readonly files?: Readonly<Record<string, FileRule>>;
}

/** The part of a route's options that describes its replies. */
export interface OutputDescription {
  readonly returns?: readonly Returnable[];
}

/** When the body of a reply is validated by its schema: a rate is the share of requests, from 0 to 1. */
export type CheckReturns = 'development' | 'always' | 'never' | number;

/** How declared routes validate; as options of a route they replace those of its mount. */
export interface DescriptionSettings {
  /**
   * Whether text of params, query, headers, cookies and forms, and dates of a JSON body are converted by the JSON
   * Schema.
   *
   * @default true
   */
  readonly coerce?: boolean;
  /** Most bytes of a body where no parser ran before: a number, or a text such as `'1mb'`. @default '100kb' */
  readonly bodyLimit?: number | string;
  /** Whether fields that the schema of a JSON body does not have are left out of the reply. @default true */
  readonly strip?: boolean;
  /** When the body of a reply is validated; one that is refused is a 500. @default 'development' */
  readonly checkReturns?: CheckReturns;
}

/** The part of a route's options that only the OpenAPI document shows. */
export interface DocumentDescription {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
  /** Names of security schemes, of which one must be met; `[]` or `'none'` for none. */
  readonly security?: string | readonly string[];
  /** Whether the route is left out of the document. @default false */
  readonly hidden?: boolean;
}

/** All that the options of a route describe. */
export interface Description extends InputDescription, OutputDescription, DescriptionSettings, DocumentDescription {}

/** The options of a guard, which hold for the routes that it guards: `guard({ returns, security }, fn)`. */
export interface GuardDescription {
  /** The replies with which it stops a request. */
  readonly returns?: readonly Returnable[];
  /** Names of security schemes, of which one must be met. */
  readonly security?: string | readonly string[];
}
