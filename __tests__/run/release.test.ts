import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '../../.ci/release.mjs');
const released = '# Changelog\n\n## 1.2.0 (2026-11-26)\n\n- It.\n';
const manifest = { name: 'it', version: '1.2.0', repository: 'example/it' };

let folder: string;
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};
const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
const release = (check = 'true', ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CHECK: check },
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.email', 'it@example.com');
  git('config', 'user.name', 'It');
  write('package.json', globalThis.JSON.stringify(manifest));
  write('CHANGELOG.md', released);
  write('README.md', 'Install it.\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'It');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the release script', () => {
  it('tags the version of a clean tree with a dated changelog, when the suite passes', () => {
    const { status, stdout } = release();

    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Tagged v1.2.0. Publish it: git push origin v1.2.0\n' });
    expect(git('tag')).toBe('v1.2.0\n');
  });

  it.each([
    ['a dirty tree', () => write('new.txt', 'new'), 'the tree is dirty: commit or stash first.'],
    ['another branch', () => git('switch', '--quiet', '--create', 'other'), 'this is not the branch main.'],
    ['a version that was tagged', () => git('tag', 'v1.2.0'), 'the tag v1.2.0 exists: raise the version.'],
    [
      'a version without a changelog',
      () => commit('CHANGELOG.md', '# Changelog\n\n## 1.1.0 (2026-01-01)\n'),
      'CHANGELOG.md has no section "## 1.2.0".',
    ],
    [
      'a changelog of another version that begins alike',
      () => commit('CHANGELOG.md', '# Changelog\n\n## 1.2.0-beta.1 (2026-01-01)\n'),
      'CHANGELOG.md has no section "## 1.2.0".',
    ],
    [
      'a README for the time before the first release',
      () => commit('README.md', 'Until it is published, install a tarball.\n'),
      'README.md says "Until it is published": take the sentence out.',
    ],
    [
      'an unreleased changelog',
      () => commit('CHANGELOG.md', '# Changelog\n\n## 1.2.0 (unreleased)\n'),
      'CHANGELOG.md says "1.2.0 (unreleased)": give it the date.',
    ],
    [
      'a package without a repository',
      () => commit('package.json', globalThis.JSON.stringify({ ...manifest, repository: undefined })),
      'package.json has no "repository", which the provenance of a package must match.',
    ],
  ])('refuses %s', (_what, spoil, reason) => {
    spoil();
    const before = git('tag');
    const { status, stderr } = release();

    expect({ status, stderr }).toEqual({ status: 1, stderr: `No release of 1.2.0:\n- ${reason}\n` });
    expect(git('tag')).toBe(before);
  });

  it('refuses when the suite fails', () => {
    expect(release('false')).toMatchObject({ status: 1, stderr: 'No release of 1.2.0:\n- false fails.\n' });
    expect(git('tag')).toBe('');
  });

  it('checks that a pushed tag is the version', () => {
    expect(release('false', '--check-tag', 'v1.2.0').status).toBe(0);
    expect(release('true', '--check-tag', 'v1.3.0')).toMatchObject({
      status: 1,
      stderr: 'No release of 1.2.0:\n- the tag is v1.3.0, the version in package.json 1.2.0.\n',
    });
  });
});

function commit(name: string, text: string): void {
  write(name, text);
  git('commit', '--quiet', '--all', '--message', name);
}
