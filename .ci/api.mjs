// Runs the test of demo/api on a PostgreSQL server instead of the embedded one.
// Usage: node .ci/api.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres } from './shelf/postgres.mjs';

const postgres = await startPostgres();
const env = { ...process.env, DATABASE_URL: postgres.url };
const args = ['--no-install', 'jest', '__tests__/demo/api.test.ts', '--selectProjects', 'express5'];
const [status] = await once(spawn('npx', args, { env, stdio: 'inherit' }), 'exit');
await postgres.stop();
process.exitCode = status ?? 1;
