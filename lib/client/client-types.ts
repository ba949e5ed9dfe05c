import type { AnyInput } from './client';
import type { AnyReply } from './unexpected-reply';

/** The methods of a client. */
export type Client<_Api> = Record<
  'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options' | 'query',
  (path: string, input?: AnyInput) => Promise<AnyReply>
>;
