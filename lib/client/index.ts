export { client, type ClientOptions } from './client';
export type { CallOptions, Client, ReplyOf } from './client-types';
export type { Fields } from './make-request';
export type { EventOf } from './read-events';
export { UnexpectedReply, type ErrorOf } from './unexpected-reply';
