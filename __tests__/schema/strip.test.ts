import { toStandardJsonSchema } from '@valibot/to-json-schema';
import Ajv from 'ajv/dist/2020';
import { type } from 'arktype';
import Joi from 'joi';
import * as v from 'valibot';
import * as z from 'zod';
import { jsonSchemaOf, type JSONSchema } from '../../lib/schema/json-schema';
import { isStandardSchema, type StandardSchema } from '../../lib/schema/standard-schema';
import { compileItemStrip, compileStrip } from '../../lib/schema/strip';
import fc, { expectEqual, runs } from '../helpers/fast-check';

/** A schema of a validator, or a JSON Schema. */
type Given = StandardSchema | JSONSchema;

const outputOf = (given: Given): JSONSchema =>
  isStandardSchema(given) ? (jsonSchemaOf(given, 'output') ?? {}) : given;

/** What is left of a value, as JSON, and the paths that were left out. */
interface Left {
  json: unknown;
  dropped: string[];
}

const strip = (given: Given, value: unknown): Left => stripBy(outputOf(given))(value);

function stripBy(schema: JSONSchema): (value: unknown) => Left {
  const cut = compileStrip(schema);
  return (value) => {
    const dropped: string[] = [];
    const kept = cut === undefined ? value : cut(value, '', (path) => dropped.push(path));
    return { json: JSON.parse(JSON.stringify(kept)), dropped };
  };
}

const User = z.object({ id: z.int(), name: z.string().optional() }).meta({ id: 'User' });
const Person = z.object({
  name: z.string(),
  get friends() {
    return z.array(Person).optional();
  },
});
const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('a'), x: z.int() }),
  z.object({ kind: z.enum(['b', 'c']), y: z.int() }),
]);
const user = { id: 1, name: 'Ann', password: 'x' };
const safe = { id: 1, name: 'Ann' };

describe('compileStrip', () => {
  it.each<[string, Given, unknown, unknown, string[]]>([
    ['an object', User, user, safe, ['password']],
    ['a list', z.array(User), [user, safe], [safe, safe], ['[].password']],
    ['a nested object', z.object({ user: User }), { user, more: 1 }, { user: safe }, ['user.password', 'more']],
    ['null', User.nullable(), null, null, []],
    ['an object that may be null', User.nullable(), user, safe, ['password']],
    ['a record', z.record(z.string(), User), { a: user }, { a: safe }, ['*.password']],
    ['a tuple', z.tuple([z.string(), User]), ['a', user], ['a', safe], ['[].password']],
    ['a tuple with a rest', z.tuple([z.string()]).rest(User), ['a', user], ['a', safe], ['[].password']],
    ['a closed tuple that is too long', type(['string']), ['a', user], ['a'], ['[]']],
    [
      'an intersection',
      z.intersection(z.object({ a: User }), z.object({ b: User })),
      { a: user, b: user, c: 1 },
      { a: safe, b: safe },
      ['a.password', 'b.password', 'c'],
    ],
    [
      'a recursive schema',
      Person,
      { name: 'a', x: 1, friends: [{ name: 'b', x: 1 }] },
      { name: 'a', friends: [{ name: 'b' }] },
      ['x', 'friends[].x'],
    ],
    ['an empty object', z.object({}), user, {}, ['id', 'name', 'password']],
    ['a loose object', z.looseObject({ id: z.int() }), user, user, []],
    ['a catchall', z.object({ id: z.int() }).catchall(User), { id: 1, a: user }, { id: 1, a: safe }, ['*.password']],
    [
      'a union',
      z.union([z.object({ a: z.int() }), z.object({ b: User })]),
      { a: 1, b: user, c: 1 },
      { a: 1, b: safe },
      ['b.password', 'c'],
    ],
    ['a union with constants that the value has', Shape, { kind: 'a', x: 1, y: 2 }, { kind: 'a', x: 1 }, ['y']],
    ['its other branch', Shape, { kind: 'c', x: 1, y: 2 }, { kind: 'c', y: 2 }, ['x']],
    [
      'a union with constants that the value does not have',
      Shape,
      { kind: 'z', x: 1, y: 2, p: 3 },
      { kind: 'z', x: 1, y: 2 },
      ['p'],
    ],
    ['a union whose constant is missing', Shape, { x: 1, y: 2, p: 3 }, { x: 1, y: 2 }, ['p']],
    [
      'a list of such a union',
      z.array(Shape),
      [
        { kind: 'a', y: 1 },
        { kind: 'b', y: 1 },
      ],
      [{ kind: 'a' }, { kind: 'b', y: 1 }],
      ['[].y'],
    ],
    ['such a union beside text', z.union([z.string(), Shape]), { kind: 'a', x: 1, y: 1 }, { kind: 'a', x: 1 }, ['y']],
    [
      'a union in a branch of a union',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a'), x: z.int() }).meta({ id: 'StripA' }),
        z.discriminatedUnion('sub', [
          z.object({ kind: z.literal('b'), sub: z.literal(1), x: z.int() }),
          z.object({ kind: z.literal('b'), sub: z.literal(2), y: z.int() }),
        ]),
      ]),
      { kind: 'b', sub: 2, x: 1, y: 2 },
      { kind: 'b', sub: 2, y: 2 },
      ['x'],
    ],
    [
      'a union with an open branch, in a closed one',
      z.union([z.object({ ok: z.literal(true), x: z.int() }), z.looseObject({ ok: z.literal(false) })]),
      { ok: true, x: 1, y: 2 },
      { ok: true, x: 1 },
      ['y'],
    ],
    [
      'a union with an open branch, in the open one',
      z.union([z.object({ ok: z.literal(true), x: z.int() }), z.looseObject({ ok: z.literal(false) })]),
      { ok: false, x: 1, y: 2 },
      { ok: false, x: 1, y: 2 },
      [],
    ],
    [
      'a union beside other properties',
      z.intersection(z.object({ id: z.int() }), Shape),
      { id: 1, kind: 'a', x: 1, y: 2 },
      { id: 1, kind: 'a', x: 1 },
      ['y'],
    ],
    [
      'members of one name in two branches',
      z.union([
        z.object({ kind: z.literal('a'), of: z.object({ x: z.int() }) }),
        z.object({ kind: z.literal('b'), of: z.object({ y: z.int() }) }),
      ]),
      { kind: 'b', of: { x: 1, y: 2 } },
      { kind: 'b', of: { y: 2 } },
      ['of.x'],
    ],
    [
      'variants of valibot',
      toStandardJsonSchema(
        v.variant('kind', [
          v.object({ kind: v.literal('a'), x: v.number() }),
          v.object({ kind: v.union([v.literal('b'), v.picklist(['c'])]), y: v.number() }),
        ]),
      ),
      { kind: 'c', x: 1, y: 2 },
      { kind: 'c', y: 2 },
      ['x'],
    ],
    [
      'branches of arktype',
      type({ kind: "'a'", x: 'number' }).or({ kind: "'b'|'c'", y: 'number' }),
      { kind: 'a', x: 1, y: 2 },
      { kind: 'a', x: 1 },
      ['y'],
    ],
    [
      'branches of joi',
      Joi.alternatives(
        Joi.object({ kind: Joi.valid('a'), x: Joi.number() }),
        Joi.object({ kind: Joi.valid('b', null), y: Joi.number() }),
      ),
      { kind: null, x: 1, y: 2 },
      { kind: null, y: 2 },
      ['x'],
    ],
    [
      'a constant that is no value of JSON',
      Shape,
      { kind: new String('a'), x: 1, y: 2 },
      { kind: 'a', x: 1, y: 2 },
      [],
    ],
    [
      'a constant that only toJSON() gives',
      Shape,
      { toJSON: () => ({ kind: 'a', x: 1, y: 2 }) },
      { kind: 'a', x: 1 },
      ['y'],
    ],
    ['a union with text', z.union([z.string(), User]), user, safe, ['password']],
    ['a union with constants', v.union([v.literal('none'), v.object({ id: v.number() })]), user, user, []],
    ['a union with anything', z.union([User, z.unknown()]), user, user, []],
    ['anything', z.unknown(), user, user, []],
    ['text', z.string(), user, user, []],
    ['a list where an object is declared', User, [user], [safe], ['[].password']],
    ['an object where a list is declared', z.array(User), user, safe, ['password']],
    [
      'valibot',
      toStandardJsonSchema(v.object({ id: v.number(), name: v.optional(v.string()) })),
      user,
      safe,
      ['password'],
    ],
    [
      'a union of valibot',
      toStandardJsonSchema(v.union([v.literal('none'), v.object({ id: v.number() })])),
      user,
      { id: 1 },
      ['name', 'password'],
    ],
    [
      'an intersection of valibot',
      toStandardJsonSchema(v.intersect([v.object({ id: v.number() }), v.object({ name: v.string() })])),
      user,
      safe,
      ['password'],
    ],
    ['arktype', type({ 'id': 'number', 'name?': 'string' }), user, safe, ['password']],
    ['patterns of arktype', type({ '[/^n/]': 'string' }), user, { name: 'Ann' }, ['id', 'password']],
    [
      'an index signature of arktype',
      type({ '[string]': { id: 'number' } }),
      { a: user },
      { a: { id: 1 } },
      ['*.name', '*.password'],
    ],
    ['joi', Joi.object({ id: Joi.number(), name: Joi.string() }), user, safe, ['password']],
    [
      'alternatives of joi',
      Joi.alternatives(Joi.object({ id: Joi.number() }), Joi.object({ name: Joi.string() })),
      user,
      safe,
      ['password'],
    ],
    ['patterns of joi', Joi.object().pattern(/^[\w-.]+me$/, Joi.string()), user, { name: 'Ann' }, ['id', 'password']],
    [
      'a reference beside a description',
      { $ref: '#/$defs/U', description: 'a user', $defs: { U: { properties: { id: {} } } } },
      user,
      { id: 1 },
      ['name', 'password'],
    ],
    [
      'a union with a reference to text',
      { anyOf: [{ properties: { id: {} } }, { $ref: '#/$defs/T', title: 'T' }], $defs: { T: { type: 'string' } } },
      user,
      { id: 1 },
      ['name', 'password'],
    ],
    [
      'required beside properties',
      { properties: { id: {} }, anyOf: [{ required: ['id'] }, { required: ['name'] }] },
      user,
      { id: 1 },
      ['name', 'password'],
    ],
    [
      'a condition',
      { properties: { id: {} }, if: {}, then: { properties: { name: {} } }, else: false },
      user,
      safe,
      ['password'],
    ],
    [
      'a property that one part only describes',
      { allOf: [{ properties: { a: { properties: { id: {} } } } }, { properties: { a: { title: 'A' } } }] },
      { a: user },
      { a: { id: 1 } },
      ['a.name', 'a.password'],
    ],
    ['a schema that is a reference to itself', { $ref: '#' }, user, user, []],
    ['a reference that leads nowhere', { $ref: '#/$defs/None' }, user, user, []],
  ])('leaves out of %s what is not declared', (_name, schema, value, json, dropped) => {
    expect(strip(schema, value)).toEqual({ json, dropped });
  });

  it('gives the same value where nothing is left out, and never changes one', () => {
    const cut = compileStrip(outputOf(z.object({ users: z.array(User) })));
    const given = Object.freeze({ users: Object.freeze([Object.freeze({ ...user }), safe]) });

    expect(cut?.({ users: [safe] })).toEqual({ users: [safe] });
    const unchanged = { users: [safe, { id: 2 }] };
    expect(cut?.(unchanged)).toBe(unchanged);
    expect(cut?.(given)).toEqual({ users: [safe, safe] });
    expect(given.users[0]).toEqual(user);
  });

  it.each([z.string(), z.array(z.int()), z.unknown(), z.record(z.string(), z.unknown())])(
    'gives no function for a schema without members that could be left out, or one that keeps all (%#)',
    (schema) => {
      const cut = compileStrip(outputOf(schema));
      const value = [{ a: 1 }];

      expect(cut === undefined || cut(value) === value).toBe(true);
    },
  );

  it('keeps the order of keys', () => {
    const { json } = strip(z.object({ a: z.int(), b: z.int() }), { b: 1, x: 0, a: 2 });

    expect(Object.keys(json as object)).toEqual(['b', 'a']);
  });
});

describe('a value as JSON sees it', () => {
  class Account {
    readonly id = 1;
    readonly password = 'x';
    get name(): string {
      return String(this.id);
    }
  }
  class Hidden {
    readonly password = 'x';
    toJSON(key: string): object {
      return { id: 1, name: key, password: this.password };
    }
  }
  class Same {
    readonly id = 1;
    readonly password = 'x';
    toJSON(): this {
      return this;
    }
  }

  it.each<[string, unknown, unknown]>([
    ['an instance has its own properties', new Account(), { id: 1 }],
    [
      'a getter of the object is read',
      Object.defineProperty({ password: 1 }, 'id', { get: () => 7, enumerable: true }),
      { id: 7 },
    ],
    ['toJSON() comes first', new Hidden(), { id: 1, name: 'user' }],
    ['a toJSON() that gives its own object', new Same(), { id: 1 }],
    ['a toJSON() whose result has one, too', { toJSON: () => ({ id: 1, toJSON: () => user }) }, { id: 1 }],
    [
      'a toJSON() whose result is cut and has one',
      { toJSON: () => ({ toJSON: () => user, id: 1, password: 1 }) },
      { id: 1 },
    ],
    ['a function with toJSON()', Object.assign(() => 0, { toJSON: () => user }), safe],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a boxed text', new String('abc'), 'abc'],
    ['an own __proto__ that is declared for all', JSON.parse('{"__proto__":{"id":1}}'), {}],
    ['a list inside of a list', [[user]], [[safe]]],
  ])('%s', (_name, value, json) => {
    expect(strip(z.object({ user: User }), { user: value, more: 1 }).json).toEqual({ user: json });
  });

  it('keeps an own __proto__ that is declared, as a property', () => {
    const value: unknown = JSON.parse('{"__proto__":{"id":1,"password":2},"x":1}');
    const schema = JSON.parse('{"properties":{"__proto__":{"properties":{"id":{}}}}}') as JSONSchema;

    expect(JSON.stringify(compileStrip(schema)?.(value))).toBe('{"__proto__":{"id":1}}');
  });

  it('leaves the members of a Map, and what is no object, to the writer', () => {
    const cut = compileStrip(outputOf(User));

    for (const value of [new Map([['a', 1]]), 1n, undefined, Symbol.iterator]) expect(cut?.(value)).toBe(value);
  });

  it('fails at a cycle as JSON does, and at a getter that throws', () => {
    const cycle: Record<string, unknown> = { name: 'a' };
    cycle['friends'] = [cycle];
    const cut = compileStrip(outputOf(Person));

    expect(() => cut?.(cycle)).toThrow('Converting circular structure to JSON');
    const later = {
      get user() {
        throw new Error('not now');
      },
    };
    expect(() => compileStrip(outputOf(z.object({ user: User })))?.(later)).toThrow('not now');
  });

  it('takes data that is nested deeply', () => {
    let value: object = { name: 'end', x: 1 };
    for (let depth = 0; depth < 500; depth++) value = { name: 'a', friends: [value] };

    expect(JSON.stringify(compileStrip(outputOf(Person))?.(value))).not.toContain('"x"');
  });
});

describe('compileItemStrip', () => {
  it.each<[string, Given, unknown]>([
    ['an item of a list', z.array(User), safe],
    ['an item where one object is declared', User, safe],
    ['an item of a list of anything', z.array(z.unknown()), user],
    ['an item of anything', z.unknown(), user],
  ])('%s', (_name, schema, kept) => {
    const cut = compileItemStrip(outputOf(schema));

    expect(cut === undefined ? user : cut(user)).toEqual(kept);
  });
});

/** JSON Schemas of few names, so that values often have what they declare. */
const names = fc.constantFrom('a', 'b', 'c', '__proto__');
const { schema: schemas } = fc.letrec<{ schema: JSONSchema; value: unknown }>((tie) => ({
  value: fc.constant(null),
  schema: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<JSONSchema>({ type: 'string' }, { type: ['number', 'null'] }, {}, { $ref: '#' }),
    fc
      .record({
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), { maxKeys: 3 }),
        additionalProperties: fc.oneof(fc.constant(false), fc.constant(false), tie('schema')),
      })
      .map((each) => each as JSONSchema),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({
      type: fc.constant('array'),
      prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      items: tie('schema'),
    }),
  ),
}));
const documents = schemas.filter((schema) => !('$ref' in schema));
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>('text', 1, null, new Date(0)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const manyValues = fc.array(values, { minLength: 20, maxLength: 20 });

describe('the properties of stripping', () => {
  const ajv = new Ajv({
    strict: false,
    removeAdditional: true,
    ownProperties: true,
    validateSchema: false,
    code: { optimize: false }, // To improve the code of a schema takes longer than to run it twenty times.
  });
  const cutBy = (schema: JSONSchema) => {
    const cut = compileStrip(schema);
    return (value: unknown): unknown => JSON.parse(JSON.stringify(cut === undefined ? value : cut(value)));
  };

  it('leaves nothing that ajv would remove of a value that the schema takes (10,000 cases)', () => {
    fc.assert(
      fc.property(documents, manyValues, (schema, all) => {
        const prune = ajv.compile(schema);
        const cut = cutBy(schema);
        for (const value of all) {
          const kept = cut(value);
          const pruned: unknown = JSON.parse(JSON.stringify(kept));
          if (prune(pruned)) expectEqual(pruned, kept);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('leaves what an oracle leaves that reads the schema again for each value (10,000 cases)', () => {
    fc.assert(
      fc.property(documents, manyValues, (schema, all) => {
        const cut = cutBy(schema);
        for (const value of all) expectEqual(cut(value), oracle(schema, JSON.parse(JSON.stringify(value)), schema));
      }),
      { numRuns: runs(500) },
    );
  });
});

/** A union whose branches have constants of their own: the whole document, each branch alone, and all without constants. */
interface Divided {
  readonly document: JSONSchema;
  readonly branches: ReadonlyMap<unknown, JSONSchema>;
  readonly undivided: JSONSchema;
}

/** A property with one of the constants, in the ways in which validators write it. */
const constantOf = (index: number): readonly JSONSchema[] => [
  { const: index },
  { type: 'string', enum: [`k${index}`, index] },
  { anyOf: [{ const: index }, { const: `k${index}` }] },
  { $ref: `#/$defs/C${index}` },
];
const constants = Object.fromEntries([0, 1, 2, 3].map((index) => [`C${index}`, { enum: [index, `k${index}`] }]));

/** The ways in which a document has a branch. */
const wraps: readonly ((branch: JSONSchema, name: string) => [JSONSchema, JSONSchema])[] = [
  (branch) => [branch, {}],
  (branch) => [{ allOf: [branch] }, {}],
  (branch, name) => [{ $ref: `#/$defs/${name}` }, { [name]: branch }],
  (branch) => [{ oneOf: [branch] }, {}],
];

const branches = fc.record({
  names: fc.subarray(['a', 'b', 'c']),
  isOpen: fc.boolean(),
  constant: fc.nat({ max: 3 }),
  wrap: fc.constantFrom(...wraps),
});
const dividedUnions = fc
  .tuple(fc.array(branches, { minLength: 2, maxLength: 4 }), fc.constantFrom('anyOf', 'oneOf'))
  .map(([all, word]): Divided => {
    const plain = all.map(({ names: own, isOpen }) => ({
      type: 'object',
      properties: Object.fromEntries(['kind', ...own].map((name) => [name, {}])),
      additionalProperties: isOpen,
    }));
    const divided = plain.map(({ properties, ...rest }, index) => ({
      ...rest,
      properties: { ...properties, kind: constantOf(index)[all[index]?.constant ?? 0] },
    }));
    const wrapped = divided.map((branch, index) => all[index]?.wrap(branch, `B${index}`) ?? [branch, {}]);
    const $defs = Object.assign({}, constants, ...wrapped.map(([, defs]) => defs)) as JSONSchema;
    return {
      document: { [word]: wrapped.map(([branch]) => branch), $defs },
      branches: new Map(plain.map((branch, index) => [index, branch])),
      undivided: { [word]: plain },
    };
  });
const kinds = fc.constantFrom<unknown>(0, 1, 2, 3, 9, 'other', null, undefined);

describe('a union whose branches have constants', () => {
  it('is cut as the branch that takes the value, as a whole where none does (10,000 cases)', () => {
    fc.assert(
      fc.property(dividedUnions, fc.array(fc.tuple(kinds, values), { minLength: 20, maxLength: 20 }), (union, all) => {
        const values = all.map(([kind, more]) => ({ ...(Array.isArray(more) ? {} : (more as object)), kind }));
        const branches = new Map([...union.branches].map(([kind, branch]) => [kind, stripBy(branch)]));
        const undivided = stripBy(union.undivided);

        expectEqual(
          values.map(stripBy(union.document)),
          values.map((value) => (branches.get(value.kind) ?? undivided)(value)),
        );
      }),
      { numRuns: runs(500) },
    );
  });
});

type Part = JSONSchema & Partial<Record<'$ref' | 'type' | 'items' | 'prefixItems' | 'properties', unknown>>;

/** What is left of a JSON value, for the schemas above: they have no unions. */
function oracle(given: unknown, value: unknown, root: Part): unknown {
  const schema = ((given as Part).$ref === undefined ? given : root) as Part;
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return oracleOfObject(objectPartOf(schema, root), value, root);
  if (schema.type === 'object') return value.map((item) => oracle(schema, item, root));
  if (schema.type !== 'array') return value;
  const first = (schema.prefixItems ?? []) as unknown[];
  return value.map((item, index) => oracle(index < first.length ? first[index] : schema.items, item, root));
}

/** An object in the place of an array is cut like an item, if these are objects at last. */
function objectPartOf(schema: Part, root: Part, seen: readonly Part[] = []): Part {
  if (schema.$ref !== undefined) return objectPartOf(root, root, seen);
  if (schema.type !== 'array' || seen.includes(schema)) return schema;
  return objectPartOf(schema.items as Part, root, [...seen, schema]);
}

function oracleOfObject({ type, properties, additionalProperties }: Part, value: object, root: Part): unknown {
  if (type !== 'object') return value;
  const kept = {};
  for (const [key, member] of Object.entries(value)) {
    const part = Object.hasOwn(properties as object, key) ? (properties as JSONSchema)[key] : additionalProperties;
    if (part === false) continue;
    Object.defineProperty(kept, key, { value: oracle(part, member, root), enumerable: true });
  }
  return kept;
}
