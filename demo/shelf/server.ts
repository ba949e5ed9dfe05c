import cluster from 'node:cluster';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startWorkers } from './process/primary';
import { serve } from './process/serve';

// npm start [-- --workers 2], with PORT, DATABASE_URL and SHELF_DATA from the environment.
const { values } = parseArgs({ options: { workers: { type: 'string', default: '1' } } });
const workers = Number(values.workers);
const databaseURL = process.env['DATABASE_URL'];
const folder = process.env['SHELF_DATA'] ?? join(__dirname, 'data');

if (!Number.isInteger(workers) || workers < 1) stop(`--workers takes a number from 1 on; got ${values.workers}.`);
else if (workers === 1 || cluster.isWorker) void serve({ databaseURL, folder });
else if (databaseURL === undefined) {
  stop(
    'The embedded database belongs to one process. For several workers give a PostgreSQL server: ' +
      `DATABASE_URL=postgres://user:password@localhost/shelf npm start -- --workers ${workers}`,
  );
} else startWorkers(workers);

function stop(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
