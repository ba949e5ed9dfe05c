import type { AsyncLocalStorage } from 'node:async_hooks';

/** Notes the storages that are used from now on; the result disables them, until they are used again. */
export function trackStorages(prototype: AsyncLocalStorage<unknown>): () => void;
