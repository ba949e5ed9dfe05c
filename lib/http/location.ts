/** Replaces 'back', which Express 4 takes for the Referer, an open redirect, by the same relative URL './back'. */
export function locationOf(url: string): string {
  return url === 'back' ? './back' : url;
}
