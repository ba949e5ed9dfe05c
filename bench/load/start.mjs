import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The app in a process of its own, warmed up: modules and code that the first requests load are not a leak. */
export async function start(mediaRoot = '.') {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [mediaRoot], { execArgv: ['--expose-gc'] });
  const exited = once(child, 'exit').then(() => {
    throw new Error('The server has ended before its time.');
  });
  exited.catch(() => undefined); // Reported to the next caller of answer().
  const answer = async () => (await Promise.race([once(child, 'message'), exited]))[0].answer;
  const port = await answer();
  const ask = (question) => {
    child.send(question);
    return answer();
  };
  return { port, url: `http://127.0.0.1:${port}`, ask, stop: () => child.kill() };
}

/** Runs a scenario against a server of its own. */
export async function withServer(mediaRoot, run) {
  const server = await start(mediaRoot);
  try {
    return await run(server);
  } finally {
    server.stop();
  }
}
