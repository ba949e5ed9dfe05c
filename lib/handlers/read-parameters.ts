import { isWord, LITERAL, Tokenizer, type Token } from './tokens';
import { usesArguments } from './uses-arguments';

/** The parameters of a function that certainly receives no others. */
export interface Parameters {
  readonly count: number;
  readonly hasDefaults: boolean;
}

interface ParameterList extends Parameters {
  readonly hasRest: boolean;
  /** The number of parameters before the first one with a default. */
  readonly required: number;
  /** The tokens of the parameters with the parentheses around them. */
  readonly tokens: readonly Token[];
}

/** Whether a source text is that of a native or bound function, or of a Proxy, which does not show its parameters. */
export function isNative(source: string): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(source);
}

/**
 * Reads the parameters from the source text of a function; `undefined` if it may receive others, or cannot be read.
 * `length` is the count of the engine, which must equal the number of parameters before the first default.
 */
export function readParameters(source: string, length: unknown): Parameters | undefined {
  if (isNative(source)) return undefined;
  const tokenizer = new Tokenizer(source);
  const start = skipName(tokenizer);
  if (start?.text === '=>') return length === 1 ? { count: 1, hasDefaults: false } : undefined;
  const list = start?.text === '(' ? readList(tokenizer, start) : undefined;
  if (list === undefined || list.hasRest || list.required !== length) return undefined;

  const after = tokenizer.next();
  if (after?.text !== '=>') {
    // An arrow function has no `arguments`: the name refers to those of the function around it.
    if (after?.text !== '{') return undefined;
    const isSuspect = /arguments|eval|\\u/.test(source);
    if (isSuspect && usesArguments([...list.tokens, after, ...remaining(tokenizer)])) return undefined;
  }
  return { count: list.count, hasDefaults: list.hasDefaults };
}

/** Skips `async`, `function`, `*` and the name, which may be computed. Returns the token where the parameters begin. */
function skipName(tokenizer: Tokenizer): Token | undefined {
  let depth = 0;
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) {
    const { text } = token;
    if (depth === 0 && (text === '(' || text === '=>')) return token;
    if (depth === 0 && text !== '[' && text !== '*' && text !== LITERAL && !isWord(token)) break;
    depth += depthChange(text);
  }
  return undefined;
}

function readList(tokenizer: Tokenizer, start: Token): ParameterList | undefined {
  const tokens = [start];
  let [count, required, depth] = [0, 0, 0];
  let [isNew, hasRest, hasDefaults] = [true, false, false];
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) {
    const { text } = token;
    tokens.push(token);
    if (depth === 0 && text === ')') return { count, required, hasRest, hasDefaults, tokens };
    if (depth === 0 && text === ',') {
      isNew = true;
      continue;
    }
    if (isNew) {
      count += 1;
      hasRest ||= text === '...';
      if (!hasDefaults && !hasRest) required += 1;
      isNew = false;
    }
    if (depth === 0 && text === '=' && !hasDefaults) {
      hasDefaults = true;
      required -= 1;
    }
    depth += depthChange(text);
  }
  return undefined;
}

function remaining(tokenizer: Tokenizer): Token[] {
  const tokens: Token[] = [];
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) tokens.push(token);
  return tokens;
}

function depthChange(text: string): number {
  if (text === '(' || text === '[' || text === '{') return 1;
  return text === ')' || text === ']' || text === '}' ? -1 : 0;
}
