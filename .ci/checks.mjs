// Checks of one script, one after the other: each says what it saw, and the script fails when one of them has.
import { setTimeout } from 'node:timers';

/** Runs a check; what it returns is printed beside its name. */
export async function check(name, run, seconds = 30) {
  try {
    const seen = await Promise.race([run(), timeUp(seconds)]);
    console.log(`ok   ${name}${seen === undefined ? '' : `: ${seen}`}`);
  } catch (error) {
    console.log(`FAIL ${name}\n${error.stack}`);
    process.exitCode = 1;
  }
}

function timeUp(seconds) {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`Not done within ${seconds} seconds.`)), seconds * 1000).unref();
  });
}
