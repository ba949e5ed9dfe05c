import { renameSync, symlinkSync } from 'node:fs';
import fsp from 'node:fs/promises';
import { join } from 'node:path';
import { knownRoot, resolveRoot } from '../../../lib/writers/files/real-root';
import { makeTree } from '../../helpers/tree';

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

describe('knownRoot', () => {
  it('is known for a second, and looked up anew after that or where that is asked for', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    expect(knownRoot(current)).toBeUndefined();
    expect(await resolveRoot(current)).toBe(join(root, 'one'));
    turn();

    now.mockReturnValue(1_000_999);
    expect(knownRoot(current)).toBe(join(root, 'one'));
    now.mockReturnValue(1_001_000);
    expect(knownRoot(current)).toBeUndefined();
    expect(await resolveRoot(current)).toBe(join(root, 'two'));
    expect(knownRoot(current)).toBe(join(root, 'two'));
  });

  it('does not keep a root for each of any number of users', async () => {
    jest.spyOn(fsp, 'realpath').mockImplementation((async (path: string) => path) as never);
    for (let user = 0; user < 2500; user++) await resolveRoot(`/users/${user}`);

    expect(knownRoot('/users/2499')).toBe('/users/2499');
    expect(knownRoot('/users/0')).toBeUndefined();
  });

  it('knows nothing of a root that is not there', async () => {
    await expect(resolveRoot(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(knownRoot(join(root, 'nowhere'))).toBeUndefined();
    await expect(resolveRoot(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
