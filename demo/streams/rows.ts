/** One measurement of a weather station. */
export interface Row {
  readonly id: number;
  readonly time: string;
  readonly celsius: number;
}

export const ROW_COUNT = 100_000;

/** Rows as a database cursor gives them: made one by one while they are sent, never all at once. */
export function* rows(): Generator<Row> {
  const start = Date.UTC(2026, 0, 1);
  for (let id = 1; id <= ROW_COUNT; id++) {
    const time = new Date(start + id * 60_000).toISOString();
    yield { id, time, celsius: Math.round(Math.sin(id / 720) * 150) / 10 };
  }
}
