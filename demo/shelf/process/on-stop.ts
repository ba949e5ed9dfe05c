/** Calls a function at the first SIGTERM or SIGINT, and then ends the process. */
export function onStop(stop: () => Promise<void>): void {
  const end = (): void => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, end); // A second one ends it at once.
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end);
}
