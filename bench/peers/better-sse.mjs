export * from 'better-sse';
