// A project of its own in a temporary folder, with packages from the registry: what a check needs and nobody else pays
// for. npm keeps what it has downloaded, so that the checks of one run fetch each package once.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the project, hands its folder to `work`, and removes it whatever happens. */
export async function withProject(name, packages, work, install = npm) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true }));
    install(folder, packages);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function npm(folder, packages) {
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...packages);
}

/** Runs a command there; shows what it printed only when it fails. */
export function run(folder, command, ...args) {
  try {
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`, {
      cause: error,
    });
  }
}
