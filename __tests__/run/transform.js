// TypeScript to CommonJS for Jest, file by file and by the compiler that makes dist/. It has no options that depend on
// the project, so that Jest's cache has one entry per file for both Express majors.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { version } = require('typescript/package.json');

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

    const ts = require('typescript'); // Not needed where Jest has the result in its cache.
    const { outputText, sourceMapText } = ts.transpileModule(source, {
      fileName,
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
        sourceMap: true,
        allowJs: true,
      },
    });
    return { code: outputText, map: sourceMapText };
  },
};
