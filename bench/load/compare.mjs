import { measureRate } from './client.mjs';
import { atLeast, atMost, megabytes } from './rows.mjs';

/**
 * One large body of ours beside the same one by hand, on the same server: how much memory ours takes, and how fast it
 * is against the other. Rounds are interleaved, so that a machine that slows down slows both.
 */
export async function compare(server, { title, size, rounds, ours, byHand, byHandName, ratio }) {
  // What the first downloads compile and allocate is no part of it.
  for (let round = 0; round < 2; round++) {
    for (const path of [ours, byHand]) await measureRate(server, path, size);
  }
  await server.ask('held');
  await server.ask('peak');
  const start = await server.ask('peak');
  let peak = 0;
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const ourRate = async () => {
      await server.ask('peak');
      const rate = await measureRate(server, ours, size);
      peak = Math.max(peak, await server.ask('peak'));
      return rate;
    };
    const handRate = () => measureRate(server, byHand, size);
    if (round % 2 === 0) ratios.push((await ourRate()) / (await handRate()));
    else ratios.push(1 / ((await handRate()) / (await ourRate())));
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(rounds / 2)];
  return [
    atMost(`${title}: resident memory over start`, megabytes(peak - start), 80, ' MB'),
    atLeast(`${title}: rate against ${byHandName}`, median, ratio),
  ];
}
