import type { Request, Response as ExpressResponse } from 'express';
import type { FileRule } from '../handlers/description';
import { alreadyRead, contentType, hasBytes } from './body';
import { FileCheck, fileRules, MAX_BYTES, type FileRules, type UploadedFile } from './file-check';
import type { Outcome } from './issues';
import { loadMulter, type Multer } from './multer';
import { fromUploadError, refuseType } from './refusal';

/** Reads the files of a request; the texts beside them are then `req.body`. May throw or reject with an error reply. */
export type FilesReader = (req: Request, res: ExpressResponse) => Outcome | Promise<Outcome>;

const MULTIPART = 'multipart/form-data';

/**
 * Creates the reader of files. `limit` is that of the bytes of each text beside them.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` if multer is not installed.
 */
export function filesReader(files: Readonly<Record<string, FileRule>>, limit: number): FilesReader {
  const rules = fileRules(files);
  const upload = uploader(loadMulter(), rules, limit);
  return (req, res) => {
    const check = new FileCheck(rules);
    const parsed = uploadedFiles(req);
    if (parsed === undefined && hasBytes(req)) {
      if (contentType(req) !== MULTIPART) throw refuseType([MULTIPART]);
      if (!isRead(req)) return upload(req, res, check);
    }
    for (const [field, file] of parsed ?? []) if (check.accepts(field, file)) check.keep(field, file);
    return check.outcome();
  };
}

/**
 * Whether a parser of the app has read the form: a multer leaves no files where none were sent.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` if it has left no body either.
 */
function isRead({ readableDidRead, body }: Request): boolean {
  if (readableDidRead && body === undefined) throw alreadyRead();
  return readableDidRead;
}

/** A file and the name of its field. */
type FieldFile = readonly [field: string, file: UploadedFile];

/** The files that a parser has put on the request: a list, an object of them by field, or a single one. */
function uploadedFiles(req: Request): FieldFile[] | undefined {
  const { files, file } = req as { readonly files?: unknown; readonly file?: unknown };
  const given: unknown = files ?? (file === undefined ? undefined : [file]);
  if (typeof given !== 'object' || given === null) return undefined;
  if (Array.isArray(given))
    return given.map((each: { fieldname?: unknown }) => [String(each.fieldname), each as UploadedFile]);
  const entries = Object.entries(given as Readonly<Record<string, UploadedFile | readonly UploadedFile[]>>);
  return entries.flatMap(([field, ofField]) => [ofField].flat().map((each): FieldFile => [field, each]));
}

type Upload = (req: Request, res: ExpressResponse, check: FileCheck) => Promise<Outcome>;

function uploader(multer: Multer, rules: FileRules, limit: number): Upload {
  const checks = new WeakMap<Request, FileCheck>();
  const largest = Math.max(...Array.from(rules.values(), ({ maxBytes }) => maxBytes));
  const run = multer({
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8', // Of the names of files: browsers and fetch send them so.
    limits: { fileSize: largest, fieldSize: limit, fields: 1000, fieldNestingDepth: 8, fieldArrayIndexLimit: 1000 },
    // A file that is refused is not kept in memory. The rest is read, so that all faults are in one reply.
    fileFilter: (req, file, take) => {
      take(null, checks.get(req)?.accepts(file.fieldname, file) === true);
    },
  }).any();
  const maxBytesOf = (field: unknown): number => rules.get(String(field))?.maxBytes ?? MAX_BYTES;
  return (req, res, check) => {
    checks.set(req, check);
    return new Promise((resolve, reject) => {
      run(req, res, (error?: unknown) => {
        try {
          if (error !== undefined) throw fromUploadError(error, maxBytesOf);
          for (const [field, file] of uploadedFiles(req) ?? []) check.keep(field, file);
          resolve(check.outcome());
        } catch (refusal) {
          reject(refusal);
        }
      });
    });
  };
}
