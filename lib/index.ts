export { UsageError, type UsageCode } from './diagnostics/usage-error';
export { Error } from './errors/error';
export { ErrorCode } from './errors/error-code';
export { ErrorList, type ErrorLists } from './errors/error-list';
export {
  BadRequest,
  ExceptionResponse,
  Forbidden,
  NotFound,
  ServerError,
  Unauthorized,
  type ExceptionInit,
} from './errors/exceptions';
export type { ErrorFormat } from './errors/error-reply';
export type { MessageData } from './errors/message-data';
export type { ErrorInit } from './errors/throwable';
export type { HeaderRecord, HeadersInit, HeadersPatch, HeaderValue } from './http/headers';
export type { Duration } from './http/max-age';
export { Status } from './http/status';
export { Binary } from './responses/binary';
export type { BlobLike, Body, Chunk, StreamBody, WebStream } from './streams/body';
export type { InitArguments } from './responses/construct';
export type { ClearedCookie, Cookie, CookieInit } from './responses/cookie';
export type { ServerEvent } from './responses/event';
export { EventStream, type EventStreamInit } from './responses/event-stream';
export { File } from './responses/file';
export type { FileBody, FileInit } from './responses/file-init';
export { HTML } from './responses/html';
export type { AfterTask, ResponseChanges, ResponseInit } from './responses/init';
export type { Items } from './responses/items';
export { JSON, type JSONBody } from './responses/json';
export { JSONLines } from './responses/json-lines';
export { Negotiated, type Representation, type Representations } from './responses/negotiated';
export { Redirect, type RedirectInit, type RedirectStatus } from './responses/redirect';
export { Response, type AnyResponse } from './responses/response';
export { Success, type SuccessBody } from './responses/success';
export { Text } from './responses/text';
export { View, type ViewBody } from './responses/view';
export { Converter, type ConverterInit } from './paths/converter';
export type { Converters } from './paths/converters';
export type { RouteDecorator } from './routing/decorator';
export type { DefineRoute } from './routing/define-route';
export { errorHandler } from './handlers/error-handler';
export { guard, type GuardResult } from './handlers/guard';
export type { Mountable } from './routing/mountable';
export { notFound } from './handlers/not-found';
export type { RoutePath, SinglePath } from './paths/path';
export type { PathParams, URLParams } from './paths/path-params';
export { returns } from './handlers/returns';
export { Route, type Method, type RouteFunctions, type RouteInfo, type RouteOptions } from './routing/route';
export { Routes } from './routing/routes';
export type { RoutesOptions } from './routing/routes-options';
export type { RouterSettings, Settings } from './handlers/settings';
export type { Handler, HandlerResult, Middleware } from './handlers/types';
export { createSecureServer, createServer } from './server/create-server';
export { afterTasks } from './writers/after-tasks';
export type { Log } from './writers/log';
export { signal } from './writers/signal';
export type { Transform } from './writers/transform';
