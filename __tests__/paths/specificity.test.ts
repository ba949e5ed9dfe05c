import { Converter } from 'express-returns';
import { variableTypes } from '../../lib/paths/converters';
import { compareSpecificity, specificity } from '../../lib/paths/specificity';

const types = variableTypes({ hex: new Converter(/[\da-f]+/), word: new Converter(/\w+/) });
type Major = 4 | 5;
const compare = (a: string, b: string, major: Major): number =>
  compareSpecificity(specificity(a, types, major), specificity(b, types, major));

describe('specificity', () => {
  // Each is more specific than those after it.
  it.each<[Major, string[]]>([
    [5, ['/a', '/a{/b}', '/a{/:x}', '/a{/*rest}']],
    [5, ['/a/b', '/a{/b}', '/a/b-c-:x', '/a/b-:x', '/a/:x', '/a{/:x}', '/a/*rest']],
    [4, ['/a/:x(\\d+)', '/a/:x', '/a/:x?', '/a/*']],
    [4, ['/a/:x([a-z]+)', '/a/:x', '/a/:x(\\S+)']],
    [5, ['/a/:y', '/:x/b', '/:x/:y', '/*rest']],
    [5, ['/a/*rest/b', '/a/*rest/:x', '/a/*rest']],
    [5, ['/a-*rest', '/*rest']],
    [5, ['/*a/b/:c', '/*a/:b/c', '/*a/c', '/:a/*b', '/*a']],
    [5, ['/a/:c', '/a{/b}{/:c}']],
    [5, ['/a-<x:int>', '/a-:x']],
    [4, ['/:x', '/:x(.*)']],
    [4, ['/ab', '/abb?', '/a/:x', '/a|/b']],
    ...([4, 5] as const).map((major): [Major, string[]] => [
      major,
      ['/<x:hex>', '/<x:word>', '/<x:int>', '/<x:float>', '/<x:uuid>', '/<x:slug>', '/<x>', '/<x:path>'],
    ]),
    [5, ['/\\:x', '/:x']],
    [4, ['/\\:x', '/:x']],
    [4, ['/a/(\\d+)', '/a/:x*']],
    [5, ['/a/b', '/a/:"my name"']],
  ])('in Express %i grades %j', (major, paths) => {
    const shuffled = [...paths].reverse();

    expect(shuffled.sort((a, b) => compare(a, b, major))).toEqual(paths);
  });

  it.each([
    ['/a/:x', '/a/:y'],
    ['/a', '/b'],
    ['/a/', '/a'],
    ['/a-:x', '/:x-b'],
  ])('cannot tell %s and %s apart', (a, b) => {
    expect([compare(a, b, 4), compare(a, b, 5)]).toEqual([0, 0]);
  });
});
