const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// The preferred format and the two obsolete ones that every recipient must accept.
const FORMS = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?<year>\d{4})$/,
];

/**
 * Parses an HTTP-date (RFC 9110 section 5.6.7) to milliseconds, `undefined` for any other string. `Date.parse` is too
 * lenient: it accepts `1` and `tomorrow 2001`, but a condition with an invalid date must be ignored.
 */
export function parseHTTPDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const number = (name: string): number => Number(parts[name]);
    const [day, month] = [number('day'), MONTHS.indexOf(parts['month'] ?? '')];
    const year = parts['year']?.length === 2 ? fullYear(number('year')) : number('year');
    if (number('hour') > 23 || number('minute') > 59 || number('second') > 60) return undefined;
    // Not Date.UTC, which maps the years 0 to 99 to the 20th century.
    const midnight = new Date(0);
    midnight.setUTCFullYear(year, month, day);
    // The 31st of February would become a day in March.
    if (month < 0 || midnight.getUTCDate() !== day) return undefined;
    return midnight.getTime() + ((number('hour') * 60 + number('minute')) * 60 + number('second')) * 1000;
  }
  return undefined;
}

/** The year of two digits: at most 50 years in the future, else in the past. */
function fullYear(twoDigits: number): number {
  const now = new Date().getUTCFullYear();
  const year = now - (now % 100) + twoDigits;
  return year > now + 50 ? year - 100 : year;
}
