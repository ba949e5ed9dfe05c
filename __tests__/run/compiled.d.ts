import type { compileFunction } from 'node:vm';

/** vm.compileFunction with a memory: what it made of a source is used again for the same source under the same name. */
export function withCompiled(compile: typeof compileFunction): typeof compileFunction;
