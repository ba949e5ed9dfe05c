import { addPart, variablesOf, type Leaf, type Part, type Pattern, type Text, type Variable } from './part';

const TOKEN =
  /\\[^]|<(?<typed>[A-Za-z]\w*)(?::(?<type>[A-Za-z]\w*))?>|<[^<>/]*>|:(?<name>\w+)|\[(?:\\[^]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[^]/y;

/** The tokens of a regular expression that match one character each, or are syntax. */
const CHARACTERS = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^]/g;

/** Parses the syntax of Express 4, regular expressions with `:name`, `*` and `.`, and typed variables. */
export function parseExpress4(path: string): readonly Part[] {
  return new Parser().parse(path);
}

class Parser {
  /** Params without a name are numbered from left to right. */
  #unnamed = 0;

  parse(path: string): Part[] {
    const parts: Part[] = [];
    for (let at = 0; at < path.length;) {
      TOKEN.lastIndex = at;
      const { 0: token = '', groups = {} } = TOKEN.exec(path) ?? {};
      const part = this.#partOf(token + patternAt(path, at, token), groups, path.charAt(at - 1));
      at += part.source.length;
      const [quantifier = ''] = /^(?:[?+]|\{\d+(?:,\d*)?\})/.exec(path.slice(at)) ?? [];
      at += addQuantified(parts, part, quantifier);
    }
    return parts;
  }

  #partOf(
    source: string,
    { typed, type = 'str', name }: Readonly<Record<string, string | undefined>>,
    before: string,
  ): Leaf {
    if (typed !== undefined)
      return { kind: 'variable', name: typed, type, isWide: type === 'path', pattern: '', source };
    if (name !== undefined) return this.#named(name, source);
    if (source === '*') return variable(String(this.#unnamed++), source, { isWide: true, pattern: '' });
    if (source.startsWith('(') && source !== '(') return this.#parenthesized(source, before);
    if (/^\\[^\w]$/.test(source)) return text(source.slice(1), source);
    const isText = source.length === 1 && !'(){}[]?+|^$\\'.includes(source);
    return isText ? text(source, source) : { kind: 'pattern', variables: [], source };
  }

  #named(name: string, source: string): Variable {
    const pattern = source.slice(name.length + 1);
    this.parse(pattern.slice(1, pattern.lastIndexOf(')'))); // Counts the params in it.
    const isRepeated = pattern.endsWith('*');
    if (isRepeated) this.#unnamed++;
    return variable(name, source, { isWide: isRepeated || mayMatchSlash(pattern), pattern });
  }

  /** `(a)` is a numbered param, `(?<name>a)` too; `/(a)` and `(?:a)` are not params. */
  #parenthesized(source: string, before: string): Variable | Pattern {
    const [start = '', named] = /^\((?:(\?<\w+>)|\?(?:<?[=!]|:))?/.exec(source) ?? [];
    const isParam = before !== '/' && (start === '(' || named !== undefined);
    const name = isParam ? String(this.#unnamed++) : '';
    const inside = variablesOf(this.parse(source.slice(start.length, -1)));
    const param = variable(name, source, { isWide: mayMatchSlash(source), pattern: source });
    if (isParam && inside.length === 0) return param;
    return { kind: 'pattern', variables: isParam ? [param, ...inside] : inside, source };
  }
}

/** The regular expression that belongs to a token: after a name, or from a parenthesis. */
function patternAt(path: string, at: number, token: string): string {
  const isNamed = token.startsWith(':') && token.length > 1;
  if (!isNamed && token !== '(') return '';
  const start = isNamed ? at + token.length : at;
  const pattern = path.charAt(start) === '(' ? balanced(path.slice(start)) : '';
  if (!isNamed) return pattern.slice(1);
  return pattern + (path.charAt(start + pattern.length) === '*' ? '*' : '');
}

/** The text up to the parenthesis that closes the first one; '' if there is none. */
function balanced(text: string): string {
  let depth = 0;
  let length = 0;
  for (const [token] of text.matchAll(CHARACTERS)) {
    length += token.length;
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (depth === 0) return text.slice(0, length);
  }
  return '';
}

/** Adds a part with its quantifier; returns the length of the quantifier that was used. */
function addQuantified(parts: Part[], part: Leaf, quantifier: string): number {
  const isTyped = part.kind === 'variable' && part.type !== undefined;
  if (quantifier === '' || (isTyped && quantifier !== '?')) {
    addPart(parts, part);
    return 0;
  }
  const source = part.source + quantifier;
  if (quantifier === '?') {
    const isNamed = part.kind === 'variable' && /^[:<]/.test(part.source);
    const inner = isNamed ? [...takeSeparator(parts), part] : [part];
    parts.push({ kind: 'group', parts: inner, open: '', close: '?' });
  } else if (part.kind === 'variable') {
    parts.push({ ...part, isWide: true, pattern: part.pattern + quantifier, source });
  } else {
    parts.push({ kind: 'pattern', variables: variablesOf([part]), source });
  }
  return quantifier.length;
}

/** The slash or dot before an optional variable is optional with it. */
function takeSeparator(parts: Part[]): readonly Text[] {
  const last = parts.at(-1);
  const [, before = '', separator = ''] = /^([^]*?)((?<!\\)[/.])$/.exec(last?.kind === 'text' ? last.source : '') ?? [];
  if (last?.kind !== 'text' || separator === '') return [];
  parts.pop();
  if (before !== '') parts.push(text(last.text.slice(0, -1), before));
  return [text(separator, separator)];
}

/** Whether a regular expression can match a slash, as far as its single characters show. */
function mayMatchSlash(pattern: string): boolean {
  return (pattern.match(CHARACTERS) ?? []).some((token) => {
    if (token === '*') return true; // Express makes it `(.*)`.
    if ('()?+|{}^$'.includes(token)) return false;
    try {
      return new RegExp(`^(?:${token})$`).test('/');
    } catch {
      return false;
    }
  });
}

function variable(name: string, source: string, rest: Pick<Variable, 'isWide' | 'pattern'>): Variable {
  return { kind: 'variable', name, type: undefined, ...rest, source };
}

function text(text: string, source: string): Text {
  return { kind: 'text', text, source };
}
