import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** A message with places for values, taken apart once. */
export interface Template {
  /** What stands before, between and after the places: always one more than there are places. */
  readonly texts: readonly string[];
  /** The key of the value for each place, in their order: a position or a name. */
  readonly places: readonly string[];
  /** Every key, once. */
  readonly keys: ReadonlySet<string>;
  /** Whether the keys are positions. Without a place they are both. */
  readonly isPositional: boolean;
}

// An escaped brace, a place, or a brace that is neither.
const BRACES = /\{\{|\}\}|\{([A-Za-z_$][\w$]*|\d{1,2})?\}|[{}]/g;

/**
 * Takes a template apart: `{}` is the next value, `{0}` the value at a position, `{name}` a named one; `{{` and `}}`
 * are braces.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a brace that is none of these, and for places that do not go together.
 */
export function parseTemplate(template: string, owner: string): Template {
  const wrong = (fact: string) =>
    new UsageError('ERR_RETURNS_ERROR_CODE', `${owner} has the message ${describe(template)}: ${fact}`);
  const texts = [''];
  const places: string[] = [];
  const styles = new Set<'{}' | '{0}' | '{name}'>();
  const addText = (text: string): void => {
    texts.push((texts.pop() ?? '') + text);
  };

  let end = 0;
  for (const match of template.matchAll(BRACES)) {
    const [found, key] = match;
    addText(template.slice(end, match.index));
    end = match.index + found.length;
    if (found === '{{' || found === '}}') {
      addText(found.charAt(0));
    } else if (found === '{' || found === '}') {
      throw wrong('it has a single brace. Write {}, {0} or {name} for a value, {{ or }} for a brace.');
    } else {
      styles.add(key === undefined ? '{}' : /^\d/.test(key) ? '{0}' : '{name}');
      places.push(key === undefined ? String(places.length) : String(/^\d/.test(key) ? Number(key) : key));
      texts.push('');
    }
  }
  addText(template.slice(end));

  const keys = new Set(places);
  const isPositional = !styles.has('{name}');
  if (styles.size > 1) throw wrong(`it mixes ${[...styles].join(' and ')}; use one of them.`);
  if (isPositional && places.some((key) => Number(key) >= keys.size))
    throw wrong('its positions have a gap; they count from {0} without one.');
  return Object.freeze({ texts, places, keys, isPositional });
}

/** The message, with the text of each value in its place. */
export function renderTemplate({ texts, places }: Template, textOf: (key: string) => string): string {
  return texts.reduce((message, text, index) => message + textOf(places[index - 1] ?? '') + text);
}
