/** Express 4 takes the url 'back' for the Referer, which a stranger chooses. './back' is the same relative URL. */
export function locationOf(url: string): string {
  return url === 'back' ? './back' : url;
}
