export { answer } from './answer';
export { contract, type ContractReport } from './contract';
export type { ContractOptions } from './contract/options';
export type { RequestExample } from './contract/sample';
export { fetchOf } from './fetch-of';
export { matchers, type ExpectedError, type ResponseMatchers } from './matchers';
export { request, type RequestOf, type RequestParts } from './request';
export { respond, type RespondInit } from './respond';
