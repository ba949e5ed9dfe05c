// A client that knows the document only: types by openapi-typescript, requests by openapi-fetch, in both error formats.
// In a project of its own, since openapi-typescript needs TypeScript 5. Usage: node .ci/openapi-client.mjs TARBALL
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, withProject } from './packages.mjs';

const packages = [
  resolve(process.argv[2]),
  ...['express@5', '@types/express@5', '@types/node@20', 'zod@4.6.7'],
  ...['typescript@5.9', 'openapi-typescript@7.13.0', 'openapi-fetch@0.17.0'],
];
const options =
  '--strict --target ES2022 --module NodeNext --types node --allowJs --checkJs false --skipLibCheck --outDir out';

await withProject('openapi-client', packages, (folder) => {
  cpSync(join(import.meta.dirname, 'consumer/openapi'), folder, { recursive: true });
  for (const format of ['envelope', 'problem']) {
    const print = `import { create } from './app.mjs'; const { document } = create('${format}'); console.log(JSON.stringify(document));`;
    writeFileSync(join(folder, 'openapi.json'), run(folder, 'node', '--input-type=module', '--eval', print));
    run(folder, 'node', 'node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.d.ts');
    run(folder, 'node', 'node_modules/typescript/bin/tsc', ...options.split(' '), 'ask.mts');
    run(folder, 'node', 'out/ask.mjs', format);
    console.log(`openapi-typescript and openapi-fetch narrow errors by their codes in the format ${format}.`);
  }
});
