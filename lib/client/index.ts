export { client, type ClientOptions } from './client';
export { UnexpectedReply, type ErrorOf } from './unexpected-reply';
