export { answer } from './answer';
export { fetchOf } from './fetch-of';
export { matchers, type ExpectedError, type ResponseMatchers } from './matchers';
export { request, type RequestOf, type RequestParts } from './request';
export { respond, type RespondInit } from './respond';
