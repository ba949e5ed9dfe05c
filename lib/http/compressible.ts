import { essenceOf } from './media-type';

// The types of mime-db that get smaller, by a rule: text, what is text underneath, and the few others.
const COMPRESSIBLE =
  /^(?:text\/|image\/(?:svg\+xml|bmp|x-icon|vnd\.microsoft\.icon)$|font\/(?:otf|ttf)$|application\/(?:json|javascript|xml|x-ndjson|x-javascript|wasm|rtf|toml|yaml|graphql|manifest|octet-stream|x-sh|x-tar|sql|vnd\.apple\.mpegurl|vnd\.ms-fontobject)$|[^;]*\+(?:json|xml|text|yaml)$)/;

/** Whether a body of this content type gets smaller when it is compressed; images, video and archives do not. */
export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(essenceOf(contentType));
}
