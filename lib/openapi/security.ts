import { UsageError } from '../diagnostics/usage-error';
import type { JSONObject, SecurityRequirement } from './types';

type Names = string | readonly string[];

/** Schemes whose name says all. */
const KNOWN: Readonly<Record<string, JSONObject>> = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
};

/** The security schemes of one document. */
export class SecuritySchemes {
  readonly #given: Readonly<Record<string, JSONObject>>;
  readonly #used = new Set<string>();

  constructor(given: Readonly<Record<string, JSONObject>>) {
    this.#given = given;
  }

  /**
   * The requirements of an operation, of which one must be met: its own, or else one of each guard.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for an unknown scheme.
   */
  requirements(
    place: string,
    own: Names | undefined,
    ofGuards: readonly Names[],
  ): readonly SecurityRequirement[] | undefined {
    if (own !== undefined) return this.#oneOf(place, own);
    if (ofGuards.length === 0) return undefined;
    const each = ofGuards.map((names) => this.#oneOf(place, names)).filter((group) => group.length > 0);
    return each.reduce<readonly SecurityRequirement[]>(
      (all, group) => (all.length === 0 ? group : all.flatMap((one) => group.map((other) => ({ ...one, ...other })))),
      [],
    );
  }

  /** The schemes that are given, and the known ones that are used. */
  finish(): Readonly<Record<string, JSONObject>> {
    const known = [...this.#used].filter((name) => !Object.hasOwn(this.#given, name));
    return { ...Object.fromEntries(known.map((name) => [name, KNOWN[name] ?? {}])), ...this.#given };
  }

  #oneOf(place: string, given: Names): readonly SecurityRequirement[] {
    const names = typeof given === 'string' ? [given] : given;
    return names.filter((name) => name !== 'none').map((name) => ({ [this.#check(place, name)]: [] }));
  }

  #check(place: string, name: string): string {
    if (!Object.hasOwn(this.#given, name) && !Object.hasOwn(KNOWN, name)) {
      throw new UsageError(
        'ERR_RETURNS_DESCRIPTION',
        `${place} needs the security scheme ${name}, which the document does not have. Give it to openapi() or docs(): { securitySchemes: { ${name}: { type: 'http', scheme: 'bearer' } } }.`,
      );
    }
    this.#used.add(name);
    return name;
  }
}
