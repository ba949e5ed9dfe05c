import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import request from 'supertest';
import { createApp } from '../../demo/app';
import { major } from '../helpers/app';

const root = join(__dirname, '../..');

describe('the demo hello', () => {
  const app = createApp();

  it.each([
    ['get', '/hello/text/hello-world', 'text/plain; charset=utf-8', 'Hello World!'],
    ['get', '/hello/json/hello-world', 'application/json; charset=utf-8', '{"message":"Hello World!"}'],
    ['get', '/hello/html/hello-world', 'text/html; charset=utf-8', '<html><body>Hello World!</body></html>'],
    ['get', '/hello/success/hello-world', 'application/json; charset=utf-8', '{"status":"success"}'],
    [
      'post',
      '/hello/success/login',
      'application/json; charset=utf-8',
      '{"status":"success","data":"Successful login!"}',
    ],
  ] as const)('answers %s %s', async (method, path, contentType, body) => {
    const reply = await request(app)[method](path).expect(200).expect('Content-Type', contentType);

    expect(reply.text).toBe(body);
  });

  it('sends the logo file', async () => {
    const reply = await request(app)
      .get('/hello/file/hello-world')
      .expect(200)
      .expect('Content-Type', 'image/jpeg')
      .buffer(true);

    expect((reply.body as Buffer).equals(readFileSync(join(root, 'demo/hello/media/images/logo.jpg')))).toBe(true);
  });

  it('has a first page whose links all work', async () => {
    const page = await request(app).get('/').expect(200).expect('Content-Type', 'text/html; charset=utf-8');
    const links = [...page.text.matchAll(/(href|action)="([^"]+)"/g)].map(([, kind, path = '']) => ({ kind, path }));

    expect(links.length).toBeGreaterThan(6);
    // Those that lead to errors, to 100,000 rows or to the database are looked at in the tests of their demos.
    for (const { kind, path } of links.filter(
      (link) => !/^\/errors\/\w+\/(?!codes)|\/table\.|^\/api\/users/.test(link.path),
    ))
      await request(app)[kind === 'href' ? 'get' : 'post'](path).expect(200);
  });
});

// Once: the process loads Express 5, whatever the tests load.
if (major === 5 || process.env['EVERY_FILE'] === '1') {
  describe('the process of the demos', () => {
    it('listens on PORT', async () => {
      const { output, exit } = await start('0', (text) => text.includes('http://localhost:'));

      expect(output).toMatch(/^The demos are on http:\/\/localhost:\d+\n$/);
      expect(exit).toBe('stopped');
    });

    it.each([
      [
        'that is in use',
        async () => {
          const server = http.createServer().listen(0);
          await new Promise((resolve) => server.once('listening', resolve));
          const { port } = server.address() as AddressInfo;
          return {
            port: String(port),
            message: `Port ${port} is in use. Choose another one: PORT=${port + 1} npm start\n`,
            done: () => server.close(),
          };
        },
      ],
      [
        'that is none',
        async () => ({
          port: 'http',
          message: 'PORT must be a number up to 65535; got http.\n',
          done: () => undefined,
        }),
      ],
    ])('has a remedy for a port %s', async (_what, prepare) => {
      const { port, message, done } = await prepare();
      const { output, exit } = await start(port, () => false);
      done();

      expect({ output, exit }).toEqual({ output: message, exit: 1 });
    });
  });
}

/** Starts the demos, until they end or have printed the awaited text. */
function start(
  port: string,
  isReady: (output: string) => boolean,
): Promise<{ output: string; exit: number | null | 'stopped' }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/server.ts'], {
      cwd: root,
      env: { ...process.env, PORT: port },
    });
    let output = '';
    let isStopped = false;
    const read = (data: Buffer): void => {
      output += data.toString();
      if (isReady(output)) isStopped = child.kill();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', (code) => {
      resolve({ output, exit: isStopped ? 'stopped' : code });
    });
  });
}
