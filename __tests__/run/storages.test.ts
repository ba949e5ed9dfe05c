import { AsyncLocalStorage } from 'node:async_hooks';
import { trackStorages } from './storages';

/** A class of storages whose uses are noted, apart from those of Jest. */
function trackedStorage() {
  class Storage extends AsyncLocalStorage<number> {}
  const disableAll = trackStorages(Storage.prototype);
  const disable = jest.spyOn(Storage.prototype, 'disable');
  return { Storage, disableAll, disabled: disable.mock.contexts };
}

describe('trackStorages', () => {
  it('disables the storages that have been used, once', () => {
    const { Storage, disableAll, disabled } = trackedStorage();
    const storages = [new Storage(), new Storage(), new Storage()] as const;
    storages[0].run(1, () => undefined);
    storages[1].enterWith(2);
    disableAll();
    disableAll();

    expect(disabled).toEqual([storages[0], storages[1]]);
    expect(storages[1].getStore()).toBeUndefined();
  });

  it('changes nothing for those who use them, also after it has disabled them', () => {
    const { Storage, disableAll } = trackedStorage();
    const storage = new Storage();
    const read = (more: number): number[] => [storage.getStore() ?? 0, more];
    const results = [storage.run(1, read, 5), storage.getStore()];
    disableAll();

    expect([...results, storage.run(2, read, 6)]).toEqual([[1, 5], undefined, [2, 6]]);
  });
});
