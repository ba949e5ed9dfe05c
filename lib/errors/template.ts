import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** A parsed message template. */
export interface Template {
  /** The text before, between and after the placeholders: one item more than `keys`. */
  readonly texts: readonly string[];
  /** The key of each placeholder in order: a position or a name. */
  readonly places: readonly string[];
  /** All keys without repetition. */
  readonly keys: ReadonlySet<string>;
  /** Whether the keys are positions. True if there is no placeholder. */
  readonly isPositional: boolean;
}

// An escaped brace, a placeholder, or a lone brace.
const BRACES = /\{\{|\}\}|\{([A-Za-z_$][\w$]*|\d{1,2})?\}|[{}]/g;

/**
 * Parses a template: `{}` is the next value, `{0}` a position, `{name}` a name, `{{` and `}}` are literal braces.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a lone brace, and for placeholders of different kinds.
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
      throw wrong('it has a single brace. Write {}, {0} or {name} for a value, {{ or }} for a literal brace.');
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
    throw wrong('its positions have a gap; number them from {0} on.');
  return Object.freeze({ texts, places, keys, isPositional });
}

/** Returns the message with each placeholder replaced by its value. */
export function renderTemplate({ texts, places }: Template, textOf: (key: string) => string): string {
  return texts.reduce((message, text, index) => message + textOf(places[index - 1] ?? '') + text);
}
