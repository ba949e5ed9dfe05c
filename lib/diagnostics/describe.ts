const LONGEST = 60;

/**
 * Describes a value for an error message: its kind, and its content if that is short. Never throws and runs no code of
 * the value, since it is used on values that are wrong in unknown ways.
 */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return globalThis.JSON.stringify(shorten(value, LONGEST));
    case 'bigint':
      return `${cut(String(value))}n`;
    case 'function':
      return `a function ${functionName(value)}`.trimEnd();
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'symbol':
      return cut(String(value));
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
  }
}

function describeObject(value: object): string {
  try {
    if (Array.isArray(value)) return value.length === 1 ? 'an array of 1 item' : `an array of ${value.length} items`;
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    const name = tag === 'Object' ? className(value) : tag;
    if (name !== 'Object') return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${cut(name)}`;
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an object without keys' : `an object with the keys ${cut(keys.join(', '))}`;
  } catch {
    return 'an object that cannot be read';
  }
}

/** The name of an object's class, read without running a getter. */
function className(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const constructor: unknown = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return (typeof constructor === 'function' && functionName(constructor)) || 'Object';
}

function functionName(fn: object): string {
  try {
    const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
    return typeof name === 'string' ? cut(name) : '';
  } catch {
    return '';
  }
}

/** Shortens a string from outside and keeps it on one line, so that it cannot forge log lines. */
export function cut(text: string, longest = LONGEST): string {
  return shorten(text, longest).replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
