import type { FileRule } from '../handlers/description';
import { matchesType } from './body';
import type { Outcome } from './issues';
import { MOST_ISSUES, refuseFileSize } from './refusal';

/** A file of a form, as multer and express-fileupload describe it. */
export interface UploadedFile {
  readonly mimetype?: unknown;
  readonly size?: unknown;
}

/** The rules of the files of a route, by field. */
export type FileRules = ReadonlyMap<string, Required<FileRule>>;

/** Bytes of a file whose rule has no `maxBytes`. */
export const MAX_BYTES = 10_000_000;

export function fileRules(files: Readonly<Record<string, FileRule>>): FileRules {
  return new Map(
    Object.entries(files).map(([field, { types = [], maxBytes = MAX_BYTES, maxCount = 1, optional = false }]) => [
      field,
      { types: types.map((type) => type.toLowerCase()), maxBytes, maxCount, optional },
    ]),
  );
}

/** The check of the files of one request. */
export class FileCheck {
  readonly #rules: FileRules;
  readonly #counts = new Map<string, number>();
  readonly #kept = new Map<string, UploadedFile[]>();
  readonly #issues: { readonly path: readonly string[]; readonly message: string }[] = [];

  constructor(rules: FileRules) {
    this.#rules = rules;
  }

  /** Whether a file is accepted, before its bytes are read. */
  accepts(field: string, { mimetype }: UploadedFile): boolean {
    const count = (this.#counts.get(field) ?? 0) + 1;
    this.#counts.set(field, count);
    const message = faultOf(this.#rules.get(field), mimetype, count);
    if (message === undefined) return true;
    if (this.#issues.length < MOST_ISSUES) this.#issues.push({ path: [field], message });
    return false;
  }

  /** @throws an error reply, 413, for a file that is too large for its field. */
  keep(field: string, file: UploadedFile): void {
    const { maxBytes = MAX_BYTES } = this.#rules.get(field) ?? {};
    if (Number(file.size) > maxBytes) throw refuseFileSize(field, maxBytes);
    this.#kept.set(field, [...(this.#kept.get(field) ?? []), file]);
  }

  /** The files by field: a list where several are allowed. */
  outcome(): Outcome {
    const values: [string, unknown][] = [];
    for (const [field, { maxCount, optional }] of this.#rules) {
      const files = this.#kept.get(field);
      if (files !== undefined) values.push([field, maxCount === 1 ? files[0] : files]);
      else if (!optional && !this.#counts.has(field))
        this.#issues.push({ path: [field], message: 'A file is required' });
      else if (maxCount > 1) values.push([field, []]);
    }
    return this.#issues.length > 0 ? { issues: this.#issues } : { value: Object.fromEntries(values) };
  }
}

function faultOf(rule: Required<FileRule> | undefined, mimetype: unknown, count: number): string | undefined {
  if (rule === undefined) return 'No file is expected';
  const { types, maxCount } = rule;
  if (count > maxCount) return maxCount === 1 ? 'Only one file is accepted' : `At most ${maxCount} files are accepted`;
  const isAccepted = types.length === 0 || matchesType(String(mimetype).toLowerCase(), types);
  return isAccepted ? undefined : `The file must be ${types.join(' or ')}`;
}
