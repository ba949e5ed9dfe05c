/** The file of this code; `undefined` in a bundle of ES modules, which has no `__filename`. */
export const OWN_FILE = typeof __filename === 'string' ? __filename : undefined;

/** The place from which Node finds packages that the app has installed: this file, or a bundle's working directory. */
export function requirePlace(): string {
  return OWN_FILE ?? `${process.cwd()}/`;
}
