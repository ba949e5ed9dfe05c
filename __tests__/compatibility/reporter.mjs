// A line of JSON for every test, and for every suite after its tests: what .ci/compatibility.mjs makes the table of.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error } = data.details;
    yield `${JSON.stringify({ name: data.name, isSuite: data.nesting === 0, error: error && String(error.cause?.stack ?? error) })}\n`;
  }
}
