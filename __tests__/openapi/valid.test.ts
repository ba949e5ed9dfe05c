import { openapi } from 'express-returns';
import fc, { runs } from '../helpers/fast-check';
import { faultsOf } from '../helpers/openapi-schema';
import { routeTables } from '../helpers/route-tables';

describe('openapi', () => {
  it('makes a valid document of any table of routes, the same each time, that JSON can hold', () => {
    fc.assert(
      fc.property(routeTables, ({ routes, info }) => {
        const document = openapi(routes, info);
        expect(faultsOf(document)).toEqual([]);
        expect(openapi(routes, info)).toEqual(document);
        expect(JSON.parse(JSON.stringify(document))).toEqual(document);
      }),
      { numRuns: runs(30) }, // .ci/openapi.mjs has more of them.
    );
  });
});
