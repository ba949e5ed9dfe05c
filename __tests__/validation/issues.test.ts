import { readIssues, validate, ValidatorFault } from '../../lib/validation/issues';
import { schemaOf } from '../helpers/validators';

const thrower = {
  get message(): string {
    throw new Error('no');
  },
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

it.each<[unknown, unknown]>([
  [
    { message: 'no', path: ['a', 0, { key: 'b' }, { key: 1 }] },
    { path: ['a', 0, 'b', 1], message: 'no' },
  ],
  [{ message: 'no' }, { path: [], message: 'no' }],
  [
    { message: 'no', path: [Symbol('s'), { key: Symbol() }] },
    { path: ['Symbol(s)', 'Symbol()'], message: 'no' },
  ],
  [
    { message: 'no', path: ['__proto__'] },
    { path: ['__proto__'], message: 'no' },
  ],
  [
    { message: 'no', path: [null, undefined, true, {}, 1n] },
    { path: ['null', 'undefined', 'true', 'undefined', '1n'], message: 'no' },
  ],
  [
    { message: 'no', path: 'a' },
    { path: [], message: 'no' },
  ],
  [
    { message: 'no', path: { length: 5 } },
    { path: [], message: 'no' },
  ],
  [
    { message: 'no', path: Array(1000).fill('a') },
    { path: Array(32).fill('a'), message: 'no' },
  ],
  [{ message: 'x'.repeat(600) }, { path: [], message: `${'x'.repeat(500)}…` }],
  ...[{}, { message: 1 }, { message: '' }, null, undefined, 7, thrower, revoked].map((issue): [unknown, unknown] => [
    issue,
    { path: [], message: 'Invalid value' },
  ]),
])('reads an issue, whatever it is (%#)', (issue, read) => {
  expect(readIssues('body', [issue], 100)).toEqual([{ in: 'body', ...(read as object) }]);
});

it('reads only as many as are wanted', () => {
  expect(readIssues('query', Array(100_000).fill({ message: 'no' }), 3)).toHaveLength(3);
});

it('gives a promise only where the validator gives one', async () => {
  const result = { value: 1 };

  expect(
    validate(
      schemaOf(() => result),
      1,
    ),
  ).toBe(result);
  await expect(
    validate(
      schemaOf(async () => result),
      1,
    ),
  ).resolves.toBe(result);
  await expect(
    validate(
      schemaOf(() => ({
        then: (done: (value: unknown) => void) => {
          done(result);
        },
      })),
      1,
    ),
  ).resolves.toBe(result);
});

it('takes a value that is undefined', () => {
  expect(
    validate(
      schemaOf(() => ({ value: undefined })),
      1,
    ),
  ).toEqual({ value: undefined });
});

it('never throws', () => {
  const hostile = {
    get '~standard'(): never {
      throw new Error('no');
    },
  };

  expect(validate(hostile, 1)).toBeInstanceOf(ValidatorFault);
});
