import { END, isHead, isProperty, isWord, type Token } from './tokens';

/** A pair of brackets that is open. */
interface Frame {
  readonly bracket: string;
  /** Whether it holds the parameters or the body of an inner function, which has `arguments` of its own. */
  readonly isFunction: boolean;
  /** Whether it may hold the parameters of a method. */
  readonly isMethod: boolean;
  /** The number of `?` and `case` without their colon so far: a word before such a colon is not a key. */
  colons: number;
}

const BEFORE_METHOD = new Set(['{', '}', ',', ';', '*', 'get', 'set', 'async', 'static']);

/**
 * Whether code may read the `arguments` of its own function, by that word or by `eval`. The names of
 * properties do not count, nor do inner functions, unless they are arrow functions. In doubt it may.
 */
export function usesArguments(tokens: readonly Token[]): boolean {
  const frames: Frame[] = [];
  let closed: Frame | undefined;
  for (const [index, { text }] of tokens.entries()) {
    if (text === '(' || text === '[' || text === '{') {
      frames.push(openFrame(tokens, index, closed));
    } else if (text === ')' || text === ']' || text === '}') {
      closed = frames.pop();
    } else if (!frames.some(({ isFunction }) => isFunction)) {
      const frame = frames.at(-1);
      if (isUse(tokens, index, frame)) return true;
      if (frame !== undefined) frame.colons = colonsAfter(text, frame.colons);
    }
  }
  return tokens.at(-1)?.text !== END;
}

function openFrame(tokens: readonly Token[], index: number, closed: Frame | undefined): Frame {
  const [second, first, token] = [tokens[index - 2], tokens[index - 1], tokens[index]];
  const frame = { bracket: token?.text ?? '', isFunction: false, isMethod: false, colons: 0 };
  if (frame.bracket === '(') {
    const isMethod = !isHead(first, second) && BEFORE_METHOD.has(second?.text ?? '');
    return { ...frame, isFunction: isAfterFunction(tokens, index), isMethod };
  }
  if (frame.bracket !== '{' || first?.text !== ')' || closed === undefined) return frame;
  // On a new line it may be a block after a call.
  return { ...frame, isFunction: closed.isFunction || (closed.isMethod && token?.isOnNewLine === false) };
}

/** Whether `function`, `function name` or `function* name` stands before a token. */
function isAfterFunction(tokens: readonly Token[], index: number): boolean {
  let before = index - 1;
  if (tokens[before]?.text !== 'function' && isWord(tokens[before])) before--;
  if (tokens[before]?.text === '*') before--;
  return tokens[before]?.text === 'function' && !isProperty(tokens[before - 1]);
}

function isUse(tokens: readonly Token[], index: number, frame: Frame | undefined): boolean {
  const [before, { text = '' } = {}, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  // A word with an escape may be any word.
  if (text !== 'arguments' && text !== 'eval' && !text.includes('\\')) return false;
  if (isProperty(before)) return false;
  const isKey =
    after?.text === ':' && frame?.bracket === '{' && frame.colons === 0 && /^[{,]$/.test(before?.text ?? '');
  return !isKey;
}

function colonsAfter(text: string, colons: number): number {
  if (text === '?' || text === 'case') return colons + 1;
  return text === ':' && colons > 0 ? colons - 1 : colons;
}
