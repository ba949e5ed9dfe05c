// Builds dist/: one CommonJS build by tsc, and an ES module face over it. The face re-exports by name from the
// CommonJS files, so that `import` and `require` give one and the same class (two builds would give two).
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync, writeFileSync } from 'node:fs';

const require = createRequire(import.meta.url);

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});

const names = Object.keys(require('./dist/index.js')).sort();
writeFileSync(
  'dist/index.mjs',
  `import commonjs from './index.js';\n\nexport const { ${names.join(', ')} } = commonjs;\n`,
);
writeFileSync('dist/index.d.mts', "export * from './index.js';\n");
