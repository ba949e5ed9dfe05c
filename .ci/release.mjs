// Releases the version of package.json: refuses whatever would make a bad release, then tags it. The workflow `publish`
// does the rest once the tag is pushed.
//   node .ci/release.mjs                   checks, runs .ci/run, tags
//   node .ci/release.mjs --check-tag v1.2  checks that the tag is the version, and its changelog
// CHECK replaces the command that must pass.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const tag = `v${version}`;
const isTagCheck = process.argv[2] === '--check-tag';

const faults = [...faultsOfText(), ...(isTagCheck ? faultsOfTag(process.argv[3]) : faultsOfTree())];
if (faults.length > 0) refuse(faults);
if (!isTagCheck) {
  const check = process.env.CHECK ?? '.ci/run';
  const { status } = spawnSync(check, { shell: true, stdio: 'inherit' });
  if (status !== 0) refuse([`${check} fails.`]);
  git('tag', '--annotate', tag, '--message', tag);
  console.log(`Tagged ${tag}. Publish it: git push origin ${tag}`);
}

function refuse(reasons) {
  console.error(`No release of ${version}:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`);
  process.exit(1);
}

function faultsOfText() {
  const heading = readFileSync('CHANGELOG.md', 'utf8')
    .split('\n')
    .find((line) => `${line} `.startsWith(`## ${version} `));
  const early = 'Until it is published';
  return [
    ...(heading === undefined ? [`CHANGELOG.md has no section "## ${version}".`] : []),
    ...(heading?.includes('unreleased') ? [`CHANGELOG.md says "${heading.slice(3)}": give it the date.`] : []),
    ...(readFileSync('README.md', 'utf8').includes(early) ? [`README.md says "${early}": take the sentence out.`] : []),
    ...(repository === undefined
      ? ['package.json has no "repository", which the provenance of a package must match.']
      : []),
  ];
}

function faultsOfTag(given) {
  return given === tag ? [] : [`the tag is ${given}, the version in package.json ${version}.`];
}

function faultsOfTree() {
  return [
    ...(git('status', '--porcelain') === '' ? [] : ['the tree is dirty: commit or stash first.']),
    ...(git('branch', '--show-current') === 'main' ? [] : ['this is not the branch main.']),
    ...(git('tag', '--list', tag) === '' ? [] : [`the tag ${tag} exists: raise the version.`]),
  ];
}
