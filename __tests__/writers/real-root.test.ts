import { renameSync, symlinkSync } from 'node:fs';
import fsp from 'node:fs/promises';
import { join } from 'node:path';
import { realRoot, resolveRoot } from '../../lib/writers/real-root';
import { makeTree } from '../helpers/tree';

const { root, remove } = makeTree({ one: { folder: true }, two: { folder: true }, current: { link: 'one' } });
const current = join(root, 'current');
afterAll(remove);
afterEach(() => {
  jest.restoreAllMocks();
});

function turn(): void {
  symlinkSync('two', `${current}.new`);
  renameSync(`${current}.new`, current);
}

describe('realRoot', () => {
  it('is known for a second, and looked up anew after that or where that is asked for', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    expect(await realRoot(current)).toBe(join(root, 'one'));
    turn();

    now.mockReturnValue(1_000_999);
    expect(await realRoot(current)).toBe(join(root, 'one'));
    now.mockReturnValue(1_001_000);
    expect(await realRoot(current)).toBe(join(root, 'two'));
    expect(await resolveRoot(current)).toBe(join(root, 'two'));
  });

  it('does not keep a root for each of any number of users', async () => {
    const look = jest.spyOn(fsp, 'realpath').mockImplementation((async (path: string) => path) as never);
    for (let user = 0; user < 2500; user++) await realRoot(`/users/${user}`);
    expect(look).toHaveBeenCalledTimes(2500);
    await realRoot('/users/2499');
    expect(look).toHaveBeenCalledTimes(2500);
    await realRoot('/users/0');
    expect(look).toHaveBeenCalledTimes(2501);
  });

  it('rejects for a root that is not there, and asks again', async () => {
    await expect(realRoot(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(realRoot(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
