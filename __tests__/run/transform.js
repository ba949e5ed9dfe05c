// TypeScript to CommonJS for Jest, file by file. It has no options that depend on the project, so that Jest's cache has
// one entry per file for both Express majors.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { version } = require('esbuild/package.json');

const own = readFileSync(__filename);

module.exports = {
  getCacheKey: (source, path) =>
    createHash('sha256').update(own).update(`\0${version}\0${path}\0${source}`).digest('hex'),

  process(source, fileName) {
    // Imports run first: a mock after them would come too late.
    if (/^jest\.mock\(/m.test(source) && /^import [^]*? from /m.test(source))
      throw new Error(
        `${fileName} calls jest.mock() after its imports: move the call to a file that it imports first.`,
      );

    return /^ *@\w/m.test(source) ? byTypeScript(source, fileName) : byEsbuild(source, fileName);
  },
};

/** As dist/ is made, in a tenth of the time that TypeScript takes. */
function byEsbuild(source, fileName) {
  const { transformSync } = require('esbuild'); // Not needed where Jest has the result in its cache.
  return transformSync(source, {
    loader: fileName.endsWith('.js') ? 'js' : 'ts',
    format: 'cjs',
    target: 'es2022',
    keepNames: true, // Of classes inside a constant of the same name, which get another one.
    supported: { 'dynamic-import': false }, // Jest has no import() in its modules.
    sourcefile: fileName,
    sourcemap: true,
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { alwaysStrict: true } }, // As modules are; no option of the folder.
  });
}

/** For decorators: those of esbuild run before a class has its private methods. */
function byTypeScript(source, fileName) {
  const ts = require('typescript');
  const { ES2022: target } = ts.ScriptTarget;
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target, esModuleInterop: true, sourceMap: true },
  });
  return { code: outputText, map: sourceMapText };
}
