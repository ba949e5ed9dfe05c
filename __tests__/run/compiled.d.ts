import type { compileFunction, Script } from 'node:vm';

/** vm.compileFunction with a memory: a source that comes again under the same name is not compiled again. */
export function withCompiled(compile: typeof compileFunction, script?: typeof Script): typeof compileFunction;
