// The values, which are also types. Four have a second name, since their first hides a global.
export { UsageError } from './diagnostics/usage-error';
export { Error, Error as ErrorResponse } from './errors/error';
export { ErrorCode } from './errors/error-code';
export { ErrorList } from './errors/error-list';
export { BadRequest, ExceptionResponse, Forbidden, NotFound, ServerError, Unauthorized } from './errors/exceptions';
export { errorHandler } from './handlers/error-handler';
export { guard } from './handlers/guard';
export { notFound } from './handlers/not-found';
export { pass } from './handlers/pass';
export { returns } from './handlers/returns';
export { Status } from './http/status';
export { docs } from './openapi/docs';
export { openapi } from './openapi/document';
export { Converter } from './paths/converter';
export { Binary } from './responses/binary';
export { EventStream } from './responses/event-stream';
export { File, File as FileResponse } from './responses/file';
export { HTML } from './responses/html';
export { JSON, JSON as JSONResponse } from './responses/json';
export { JSONLines } from './responses/json-lines';
export { Negotiated } from './responses/negotiated';
export { Redirect } from './responses/redirect';
export { Response, Response as HTTPResponse } from './responses/response';
export { Success } from './responses/success';
export { Text } from './responses/text';
export { View } from './responses/view';
export { adopt } from './routing/adopt';
export { Route } from './route/route';
export { route } from './route/route-values';
export { Routes } from './routing/routes';
export { createSecureServer, createServer } from './server/create-server';
export { shutdown } from './server/shutdown';
export { Channel } from './streams/channel';
export { afterTasks } from './writers/after-tasks';
export { signal } from './writers/signal';

// The types that people write.
export type { UsageCode } from './diagnostics/usage-error';
export type { ErrorLists } from './errors/error-list';
export type { ErrorFormat, ErrorFormatter, ResolvedError } from './errors/error-reply';
export type { ErrorDetails } from './errors/error-details';
export type { Code, ErrorCodeInit } from './errors/error-code';
export type { Exposes, ThirdPartyError } from './errors/exposes';
export type { ExceptionInit } from './errors/exceptions';
export type { MessageData } from './errors/message-data';
export type { ErrorInit } from './errors/throwable';
export type { FileRule, Returnable, UploadedFile } from './handlers/description';
export type { Guard, GuardOptions, GuardResult } from './handlers/guard';
export type { Passed } from './handlers/pass';
export type { RouterSettings, Settings } from './handlers/settings';
export type { Handler, HandlerResult, Middleware } from './handlers/types';
export type { DocsOptions } from './openapi/docs';
export type { OpenAPIInfo, ToJSONSchema } from './openapi/info';
export type { OpenAPIDocument, OpenAPIVersion } from './openapi/types';
export type { RoutePath } from './paths/path';
export type { PathParams } from './paths/path-params';
export type { InitArguments } from './responses/construct';
export type { ClearedCookie, Cookie, CookieInit } from './responses/cookie';
export type { ServerEvent } from './responses/event';
export type { EventStreamInit } from './responses/event-stream';
export type { FileInit } from './responses/file-init';
export type { AfterTask, ResponseChanges, ResponseInit } from './responses/init';
export type { Items } from './responses/items';
export type { JSONBody } from './responses/json';
export type { Representation, Representations } from './responses/negotiated';
export type { RedirectInit } from './responses/redirect';
export type { AnyResponse } from './responses/response';
export type { ApiOf, Endpoint, InvalidInput } from './route/endpoint';
export type { Method, RouteInfo, RouteOptions } from './route/route';
export type { RoutesOptions } from './routing/routes-options';
export type { ShutdownOptions, ShutdownOutcome } from './server/shutdown';
export type { Body, StreamBody } from './streams/body';
export type { ChannelOptions } from './streams/channel';
export type { Log } from './writers/log';
export type { Transform } from './writers/transform';

// The types that the compiler has to name in the declarations of others.
export type { ErrorClass } from './errors/error';
export type { ExceptionResponseConstructor } from './errors/exceptions';
export type { ThrowableResponse, ThrowableStatics } from './errors/throwable';
export type { ErrorOfCode } from './errors/error';
export type { DescriptionSettings, DocumentDescription, ResponseClass } from './handlers/description';
export type { AnyReply, AnyResult, ReturnEntry } from './handlers/returned';
export type { RouteFunction } from './handlers/roles';
export type { HeaderName } from './http/header-name';
export type { HeaderFields, HeaderRecord, HeadersInit, HeadersPatch, HeaderValue } from './http/headers';
export type { Duration } from './http/max-age';
export type { ConverterInit } from './paths/converter';
export type { Converters } from './paths/converters';
export type { SinglePath } from './paths/path';
export type { URLParams } from './paths/path-params';
export type { BinaryConstructor } from './responses/binary';
export type { ResponseStatics, WithStatus } from './responses/construct';
export type { Declaration, DeclarationData, DeclarationInit } from './responses/declaration';
export type { DeclaredEvent, DeclaredEvents, EventSchemas } from './responses/declared-event';
export type { DeclaredJSON } from './responses/json';
export type {
  ErrorReply,
  EventsReply,
  JSONReply,
  LinesReply,
  PlainReply,
  ReplyEvent,
  SuccessReply,
} from './responses/reply';
export type { EventStreamConstructor } from './responses/event-stream';
export type { FileConstructor } from './responses/file';
export type { FileBody, FileFallback } from './responses/file-init';
export type { HTMLConstructor } from './responses/html';
export type { JSONConstructor } from './responses/json';
export type { JSONLinesConstructor } from './responses/json-lines';
export type { NegotiatedConstructor } from './responses/negotiated';
export type { RedirectConstructor, RedirectStatus } from './responses/redirect';
export type { ResponseConstructor } from './responses/response';
export type { SuccessBody, SuccessConstructor } from './responses/success';
export type { TextConstructor } from './responses/text';
export type { ViewBody, ViewConstructor } from './responses/view';
export type { RouteDecorator } from './route/decorator';
export type { DescribedHandler, DescribedOptions, DescribedRequest, RequestOf } from './route/described';
export type { DefineLooseRoute } from './route/define-loose-route';
export type { DefineRoute } from './route/define-route';
export type { DefineRouteOf } from './route/define-route-of';
export type { HasEndpoint, InvalidInputReply, TooLargeReply, UnsupportedBodyReply } from './route/endpoint';
export type { Mountable } from './mounting/mountable';
export type { MakeRoute, RouteValues } from './route/route-values';
export type { RoutesConstructor } from './routing/routes';
export type { RouteConstructor, RouteSettings, RouteFunctions } from './route/route';
export type {
  JSONSchemaOfStandard,
  StandardIssue,
  StandardProps,
  StandardResult,
  StandardSchema,
} from './schema/standard-schema';
export type { BlobLike, Chunk, WebStream } from './streams/body';
