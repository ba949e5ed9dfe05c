import { Converter } from 'express-returns';
import { variableTypes } from '../../lib/paths/converters';
import { compareSpecificity, specificity } from '../../lib/paths/specificity';

const types = variableTypes({ hex: new Converter(/[\da-f]+/), word: new Converter(/\w+/) });
const compare = (a: string, b: string): number => compareSpecificity(specificity(a, types), specificity(b, types));

describe('specificity', () => {
  // Each is more explicit than those after it, in the grammars of Express 5 and 4.
  it.each([
    ['/a', '/a{/b}', '/a{/:x}', '/a{/*rest}'],
    ['/a/b', '/a{/b}', '/a/b-c-:x', '/a/b-:x', '/a/:x', '/a{/:x}', '/a/*rest'],
    ['/a/:x(\\d+)', '/a/:x', '/a/:x?', '/a/*'],
    ['/a/:y', '/:x/b', '/:x/:y', '/*rest'],
    ['/a/*rest/b', '/a/*rest/:x', '/a/*rest'],
    ['/:x', '/:x(.*)'],
    ['/<x:hex>', '/<x:word>', '/<x:int>', '/<x:float>', '/<x:uuid>', '/<x:slug>', '/<x>', '/<x:path>'],
    ['/\\:x', '/:x'],
    ['/a/(\\d+)', '/a/:x*'],
    ['/a/(a/b)', '/a/:"my name"'],
  ])('grades %j and the following', (...paths) => {
    const shuffled = [...paths].reverse();

    expect(shuffled.sort(compare)).toEqual(paths);
  });

  it.each([
    ['/a/:x', '/a/:y'],
    ['/a', '/b'],
    ['/a/', '/a'],
    ['/a-:x', '/:x-b'],
  ])('cannot tell %s and %s apart', (a, b) => {
    expect(compare(a, b)).toBe(0);
  });
});
