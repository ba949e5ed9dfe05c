import type * as Shared from '../../lib/streams/shared-state';
import { shared } from '../../lib/streams/shared-state';

describe('shared', () => {
  it('gives one value for a name to all copies of the module', () => {
    const value = shared('test', () => new Set());
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof Shared>('../../lib/streams/shared-state');

      expect(copy.shared('test', () => new Set())).toBe(value);
      expect(copy.shared('other', () => new Set())).not.toBe(value);
    });
  });
});
