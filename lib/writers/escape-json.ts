/** A JSON text as the app setting `json escape` wants it: without the characters that HTML gives a meaning. */
export function escapeJSON(text: string): string {
  return text.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
