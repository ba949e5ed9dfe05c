import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { onStop } from './on-stop';

/** Starts workers that share one port, and a new one for each that dies. */
export function startWorkers(count: number): void {
  let isStopping = false;
  let ready = 0;
  let port = 0;

  cluster.on('listening', (_worker, given) => (port = given.port));
  cluster.on('message', (_worker, message) => {
    if (message === 'ready' && ++ready === count)
      console.log(`The shelf is on http://localhost:${port}, in ${count} processes`);
  });
  cluster.on('exit', ({ process: { pid } }: Worker, code, signal) => {
    if (isStopping) return;
    // One that could not begin has said why; others would end in the same way.
    if (ready < count) process.exit(1);
    console.error(`The process ${pid} has ended (${signal || code}). Another one begins.`);
    cluster.fork();
  });
  for (let index = 0; index < count; index++) cluster.fork();

  onStop(async () => {
    isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(
      workers.map(async (worker) => {
        const exited = once(worker, 'exit');
        worker.process.kill('SIGTERM'); // worker.kill() would wait for the feeds.
        await exited;
      }),
    );
  });
}
