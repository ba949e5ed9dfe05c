import { addPart, type Part, type Text, type Variable } from './part';

const TOKEN =
  /\\(?<escaped>[^])|<(?<typed>[A-Za-z]\w*)(?::(?<type>[A-Za-z]\w*))?>|<[^<>/]*>|(?<sigil>[:*])(?:(?<name>[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*)|"(?<quoted>(?:\\[^]|[^"\\])+)")|[^]/gu;

/** Parses the syntax of Express 5, and typed variables. */
export function parseExpress5(path: string): readonly Part[] {
  const levels: Part[][] = [[]];
  for (const { 0: source, groups = {} } of path.matchAll(TOKEN)) {
    const parts = levels.at(-1) ?? [];
    if (source === '{') {
      levels.push([]);
    } else if (source === '}' && levels.length > 1) {
      levels.pop();
      levels.at(-1)?.push({ kind: 'group', parts, open: '{', close: '}' });
    } else {
      addPart(parts, partOf(source, groups));
    }
  }
  // A brace that is never closed is a syntax error.
  return levels.reduce((outer, inner) => [...outer, { kind: 'pattern', variables: [], source: '{' }, ...inner]);
}

function partOf(source: string, groups: Readonly<Record<string, string | undefined>>): Part {
  const { escaped, typed, type = 'str', sigil, name, quoted } = groups;
  if (typed !== undefined) return variable(source, typed, type === 'path', type);
  if (sigil !== undefined) {
    return variable(source, name ?? quoted?.replace(/\\([^])/gu, '$1') ?? '', sigil === '*', undefined);
  }
  const isText = escaped !== undefined || !/^(?:[:*{}()[\]+?!\\]|<.*>)$/s.test(source);
  return isText ? text(escaped ?? source, source) : { kind: 'pattern', variables: [], source };
}

function variable(source: string, name: string, isWide: boolean, type: string | undefined): Variable {
  return { kind: 'variable', name, type, isWide, pattern: '', source };
}

function text(text: string, source: string): Text {
  return { kind: 'text', text, source };
}
