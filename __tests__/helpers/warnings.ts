/** Runs a function, and returns the texts of the warnings that it gave. */
export function warningsOf(run: () => void): readonly string[] {
  const emit = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    run();
    return emit.mock.calls.map(([text]) => String(text));
  } finally {
    emit.mockRestore();
  }
}
