import { describeOther, isOfSharedClass, shareClass } from '../../lib/diagnostics/shared-class';

/** A class as a copy of the package defines it. */
const define = (protocol = 1) => {
  class Box {
    readonly #content: string;

    constructor(content: string) {
      this.#content = content;
    }

    static contentOf: (box: Box) => string;

    static {
      const internals = { read: (box: Box) => box.#content };
      const internalsOf = shareClass({ ownClass: Box, name: 'Box', protocol, internals });
      Box.contentOf = (box) => internalsOf(box).read(box);
    }
  }
  return Box;
};

describe('a shared class', () => {
  const [Own, Other, Newer] = [define(), define(), define(2)];
  const other: object = new Other('content');

  it('has the instances of all copies with its protocol', () => {
    expect([other instanceof Own, other instanceof Newer]).toEqual([true, false]);
    expect([{}, null, undefined, 'Box', () => 1].map((value: unknown) => value instanceof Own)).not.toContain(true);
  });

  it('reaches private members of instances of another copy', () => {
    expect(Own.contentOf(other as InstanceType<typeof Own>)).toBe('content');
  });

  it('has subclasses with instances of their own', () => {
    class Special extends Own {}

    expect([other instanceof Special, new Special('a') instanceof Special]).toEqual([false, true]);
    expect((new Special('a') as object) instanceof Other).toBe(true);
  });

  it('describes an instance of another version with the files of both', () => {
    expect(describeOther(new Newer('a'))).toMatch(
      /^a Box of another version of express-returns \(\/.+; this one is \/.+\)\. Install one version$/,
    );
    expect([describeOther({ a: 1 }), describeOther(undefined)]).toEqual(['an object with the keys a', 'undefined']);
  });

  it('is no class of values that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();

    expect([isOfSharedClass(proxy), isOfSharedClass({}), isOfSharedClass(other)]).toEqual([false, false, true]);
    expect(proxy instanceof Own).toBe(false);
  });
});
