import { execFileSync } from 'node:child_process';

/** The path of a program, installed from its Debian package where it is missing. */
export function need(program, packageName) {
  const find = () =>
    execFileSync('bash', ['-c', 'PATH=$PATH:/usr/sbin command -v "$0"', program], { encoding: 'utf8' });
  const silent = { stdio: ['ignore', 'ignore', 'inherit'] };
  try {
    return find().trim();
  } catch {
    console.log(`${program} is missing: apt-get install ${packageName}`);
  }
  execFileSync('apt-get', ['update', '-qq'], silent);
  execFileSync('apt-get', ['install', '-qq', '-y', '--no-install-recommends', packageName], {
    ...silent,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return find().trim();
}
