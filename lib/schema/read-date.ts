// RFC 3339 section 5.6, or a date alone, which is midnight in UTC.
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/i;

/** Returns the Date of an ISO text with a time zone, or of a date alone; `undefined` for any other text. */
export function readDate(text: string): Date | undefined {
  const [, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(text);
  // The 30th of February would be a day in March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return isDay && !Number.isNaN(date.getTime()) ? date : undefined;
}
