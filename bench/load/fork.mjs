import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A module of this folder in a process of its own, which sends an answer when it is ready and one for each question.
 */
export async function forkModule(path, given = [], execArgv = ['--expose-gc']) {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), given, { execArgv });
  const exited = once(child, 'exit').then(() => {
    throw new Error(`${path} has ended too early.`);
  });
  exited.catch(() => undefined); // The next question rejects with it.
  const next = async () => (await Promise.race([once(child, 'message'), exited]))[0].answer;
  const answer = await next();
  const ask = (...question) => {
    child.send(question);
    return next();
  };
  return { answer, ask, stop: () => child.kill() };
}
