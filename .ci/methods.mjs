// Prints the digests of the methods of Express and Node that lib/writers/unwrapped-methods.ts takes shortcuts past, for
// the newest Express 4 and 5 and for this Node. Fails for one that it does not know: everything works then, but slower.
// Usage: node .ci/methods.mjs [VERSION OF EXPRESS...]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withProject } from './packages.mjs';

const source = readFileSync(join(import.meta.dirname, '../lib/writers/unwrapped-methods.ts'), 'utf8');
const known = new Map([...source.matchAll(/\['(\S{16})', '(\w+)'\]/g)].map(([, digest, name]) => [digest, name]));
if (known.size === 0)
  throw new Error('lib/writers/unwrapped-methods.ts has no list of digests that this script can read.');

function show(owner, name, method) {
  const text = Function.prototype.toString.call(method);
  const digest = createHash('sha256').update(text).digest('base64').slice(0, 16);
  const isKnown = known.get(digest) === name;
  console.log(`${isKnown ? 'known  ' : 'UNKNOWN'} ['${digest}', '${name}'], // ${owner}`);
  if (isKnown) return;
  console.log(text);
  console.log(
    `${name} of ${owner} is new: compare it with the version before. If what lib/writers does in its place is still ` +
      'the same, add the line above to METHODS in lib/writers/unwrapped-methods.ts; if not, leave it out and mend the shortcut.',
  );
  process.exitCode = 1;
}

const given = process.argv.slice(2);
const versions = given.length > 0 ? given : ['4', '5'];
await withProject(
  'methods',
  versions.map((version) => `express-${version}@npm:express@${version}`),
  (folder) => {
    const require = createRequire(join(folder, 'package.json'));
    for (const version of versions) {
      const express = require(`express-${version}`);
      const owner = `Express ${require(`express-${version}/package.json`).version}`;
      for (const name of ['json', 'send', 'redirect', 'format', 'vary', 'set'])
        show(owner, name, express.response[name]);
      show(owner, 'accepts', express.request.accepts);
    }
  },
);
for (const name of ['write', 'end']) show(`Node ${process.version}`, name, http.ServerResponse.prototype[name]);
