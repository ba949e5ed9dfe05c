import type * as Shared from '../../lib/responses/shared';
import { shared } from '../../lib/responses/shared';

describe('shared', () => {
  it('gives one value for a name, however often the module is loaded', () => {
    const value = shared('test', () => new Set());
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof Shared>('../../lib/responses/shared');

      expect(copy.shared('test', () => new Set())).toBe(value);
      expect(copy.shared('other', () => new Set())).not.toBe(value);
    });
  });
});
