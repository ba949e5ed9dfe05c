import { essenceOf } from './media-type';

// The compressible types of mime-db as a rule: text, formats based on text, and a few others.
const COMPRESSIBLE =
  /^(?:text\/|image\/(?:svg\+xml|bmp|x-icon|vnd\.microsoft\.icon)$|font\/(?:otf|ttf)$|application\/(?:json|javascript|xml|x-ndjson|x-javascript|wasm|rtf|toml|yaml|graphql|manifest|octet-stream|x-sh|x-tar|sql|vnd\.apple\.mpegurl|vnd\.ms-fontobject)$|[^;]*\+(?:json|xml|text|yaml)$)/;

/** Whether compression makes a body of this content type smaller. Images, video and archives do not shrink. */
export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(essenceOf(contentType));
}
