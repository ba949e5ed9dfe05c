/** A piece of JavaScript source: a word, a number, a punctuator, or the mark of a literal. */
export interface Token {
  readonly text: string;
  readonly isOnNewLine: boolean;
}

/** The text of tokens that stand for a string, a part of a template, or a RegExp. */
export const LITERAL = "''";

/** The text of the last token of a source that was read to its end. */
export const END = '';

const SPACE = /(?:\s|\/\/.*|\/\*[^]*?\*\/)+/y;
const WORD = /\d[\p{ID_Continue}.]*|[\p{ID_Continue}$#\\\u200c\u200d]+/uy;
const STRING = /'[^'\\\r\n]*(?:\\(?:\r\n|[^])[^'\\\r\n]*)*'|"[^"\\\r\n]*(?:\\(?:\r\n|[^])[^"\\\r\n]*)*"/y;
/** From a backtick, or from the brace that closes a substitution, to the next substitution or the end. */
const TEMPLATE = /[`}][^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*(`|\$\{)/y;
const REGEXP = /\/(?:[^\\/[\r\n\u2028\u2029]|\\.|\[(?:[^\]\\\r\n\u2028\u2029]|\\.)*\])+\/[\p{ID_Continue}$]*/uy;
const PUNCTUATOR = /=>|\.\.\.|\?\.(?!\d)|\?\?|\+\+|--|[=!]==?|[<>]=|[^]/uy;

/** After these words a slash begins a RegExp; after all other words it divides. */
const BEFORE_REGEXP = new Set('return typeof instanceof in new delete void throw case do else extends'.split(' '));
/** After these a slash may be either: some are keywords in some places only, and a brace may close many things. */
const AMBIGUOUS = new Set(['await', 'yield', 'of', 'let', '}', '++', '--']);
/** A statement follows the parentheses of these words. */
const HEADS = new Set(['if', 'for', 'while', 'with', 'switch', 'catch', 'await']);

/** Whether a token is a name, a keyword or a number. */
export function isWord(token: Token | undefined): boolean {
  return token !== undefined && /^[\p{ID_Continue}$#\\]/u.test(token.text);
}

/** Whether a word is the name of a property, by the token before it. */
export function isProperty(before: Token | undefined): boolean {
  return before?.text === '.' || before?.text === '?.';
}

/** Whether a parenthesis after this word is that of a statement such as `if`. */
export function isHead(word: Token | undefined, before: Token | undefined): boolean {
  return word !== undefined && HEADS.has(word.text) && !isProperty(before);
}

/**
 * The tokens of the source text of a function. Separates code from comments and literals, and stops where they cannot
 * be separated without parsing: the last token is then not `END`.
 */
export class Tokenizer {
  readonly #source: string;
  #index = 0;
  #isOver = false;
  /** The brackets that are open: a backtick for a substitution in a template, `head` for those of an `if`. */
  readonly #open: string[] = [];
  #last: Token | undefined;
  #beforeLast: Token | undefined;
  #isAfterHead = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** The next token; `undefined` after the last one. */
  next(): Token | undefined {
    if (this.#isOver) return undefined;
    const isOnNewLine = /[\r\n\u2028\u2029]/.test(this.#read(SPACE)?.[0] ?? '');
    this.#isOver = this.#index === this.#source.length;
    const text = this.#isOver ? END : this.#readText(this.#source.charAt(this.#index));
    if (text === undefined || (this.#isOver && this.#open.length > 0)) {
      this.#isOver = true;
      return undefined;
    }
    this.#beforeLast = this.#last;
    this.#last = { text, isOnNewLine };
    return this.#last;
  }

  /** The text of a token; `undefined` where it is ambiguous. */
  #readText(character: string): string | undefined {
    if (character === '`' || (character === '}' && this.#open.at(-1) === '`')) return this.#template(character);
    if (character === '"' || character === "'") return this.#literal(STRING);
    if (character === '/') {
      const isRegExp = this.#beginsRegExp();
      if (isRegExp === undefined) return undefined;
      if (isRegExp) return this.#literal(REGEXP);
    }
    // In scripts these may begin comments, too.
    if (/<!--|-->/y.test(this.#source.slice(this.#index, this.#index + 4))) return undefined;
    const text = this.#read(WORD)?.[0] ?? this.#read(PUNCTUATOR)?.[0] ?? '';
    if ('([{'.includes(text)) this.#open.push(isHead(this.#last, this.#beforeLast) ? 'head' : text);
    if (')]}'.includes(text)) this.#isAfterHead = this.#open.pop() === 'head';
    return text;
  }

  #template(character: string): string | undefined {
    if (character === '}') this.#open.pop();
    const match = this.#read(TEMPLATE);
    if (match?.[1] === '${') this.#open.push('`');
    return match === null ? undefined : LITERAL;
  }

  #literal(pattern: RegExp): string | undefined {
    return this.#read(pattern) === null ? undefined : LITERAL;
  }

  #beginsRegExp(): boolean | undefined {
    const text = this.#last?.text ?? '';
    if (text === LITERAL || text === ']') return false;
    if (text === ')') return this.#isAfterHead;
    if (AMBIGUOUS.has(text)) return isProperty(this.#beforeLast) ? false : undefined;
    if (isWord(this.#last)) return BEFORE_REGEXP.has(text) && !isProperty(this.#beforeLast);
    return true;
  }

  #read(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#index;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#index = pattern.lastIndex;
    return match;
  }
}
