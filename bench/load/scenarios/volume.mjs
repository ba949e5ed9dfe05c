// One large body of each kind, beside the same body written by hand with `pipeline`: memory and rate.
import { compare } from '../compare.mjs';
import { megabytes } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'volume';

export async function* run({ size, rounds, ratio, kinds }) {
  for (const kind of kinds) {
    const title = `${megabytes(size)} MiB ${kind}`;
    const ours = `/stream/${encodeURIComponent(kind)}?size=${size}`;
    const byHand = `/hand${ours}`;
    yield* await withServer('.', (server) =>
      compare(server, { title, size, rounds, ours, byHand, byHandName: 'pipeline by hand', ratio: 0.8 * ratio }),
    );
  }
}
