// @types/mime leaves these two out.
declare module 'mime/types/standard.js' {
  const types: Record<string, string[]>;
  export = types;
}
declare module 'mime/types/other.js' {
  const types: Record<string, string[]>;
  export = types;
}
