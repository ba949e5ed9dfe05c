// Checked by `tsc --noEmit`, which `npm test` runs first: each @ts-expect-error is a line that must not compile.
import { JSON, type JSONBody } from 'express-returns';
export class Sub<B> extends JSON<B> {
  constructor(body: B & JSONBody) {
    super(body);
  }
}
export const n = (): JSON<{ kind: 'a' }> => new JSON({ kind: 'a' });
export const f = (): JSON<{ kind: 'a' | 'b'; list: string[] }, 201> =>
  new JSON({ kind: 'a', list: [] }, { status: 201 });
declare const u: unknown;
declare const o: object;
declare const r: Record<string, unknown>;
declare const d: Date;
export const g = [
  new JSON(o),
  new JSON(r),
  new JSON(d),
  new JSON(null),
  new JSON([1, 'a']),
  new JSON('a'),
  new JSON(new Error('x')),
  new JSON(Buffer.of(1)),
];
export let c = new JSON('a');
c = new JSON('b');
export function gen<T extends object>(x: T) {
  return new JSON(x);
}
export function gen2<T>(x: T & JSONBody) {
  return new JSON<T>(x);
}
export function* items() {
  yield 1;
}
export const s = new JSON(items());
declare const un: { a: 1 } | { b: 2 } | null;
export const k = (): JSON<{ a: 1 } | { b: 2 } | null> => new JSON(un);
declare const dated: { at: Date; list: readonly { a: 1 }[]; maybe?: { then: string }; big: bigint; run(): void };
new JSON(dated);
new JSON([dated]);
declare const open: ReturnType<typeof globalThis.JSON.parse>;
new JSON(open);
new JSON([open]);
new JSON({});
// @ts-expect-error -- JSON has no functions.
new JSON(() => 1);
// @ts-expect-error -- A class is a function.
new JSON(Date);
// @ts-expect-error -- One of two is a promise.
new JSON({} as { a: string | Promise<string> });
// @ts-expect-error -- It may be a promise.
new JSON({} as { a?: PromiseLike<string> });
// @ts-expect-error -- One of two is a Map.
new JSON({} as { a: 1 } | Map<string, 1>);
// @ts-expect-error -- It may be undefined.
new JSON(u);
// @ts-expect-error -- It may be missing.
new JSON(undefined as { a: 1 } | undefined);
