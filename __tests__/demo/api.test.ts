import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { OpenAPIDocument } from 'express-returns';
import { contract } from 'express-returns/testing';
import request from 'supertest';

const signedIn = { Authorization: 'Bearer any' };
const png = Buffer.from('89504e470d0a1a0a', 'hex');

// In a process of its own: PGlite imports modules while it runs, which Jest does not allow in its own modules. To
// improve its code would take longer than these queries.
let demo: ChildProcess;
let app: string;
let output = '';

beforeAll(async () => {
  demo = spawn(process.execPath, ['--liftoff-only', '--import', 'tsx', 'demo/server.ts'], {
    cwd: join(__dirname, '../..'),
    env: { ...process.env, PORT: '0', NODE_ENV: 'development' },
  });
  demo.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let text = ''; !text.includes('\n');) {
    const [chunk] = (await once(demo.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    text += chunk.toString();
    app = /http:\S+/.exec(text)?.[0] ?? '';
  }
});

afterAll(async () => {
  demo.kill();
  await once(demo, 'exit');
});

describe('demo/api', () => {
  it('lists users without their passwords', async () => {
    await request(app)
      .get('/api/users?page=1&name=a')
      .expect(200, [
        { id: 1, name: 'Ada' },
        { id: 2, name: 'Grace' },
      ]);
    await request(app).get('/api/users/2').expect(200, { id: 2, name: 'Grace' });

    while (!output.includes('the field password')) await once(demo.stderr as NodeJS.ReadableStream, 'data');
    expect(output).toContain('the field [].password is not in the schema of its reply and was left out');
  });

  it('refuses what is not as declared, all at once', async () => {
    const { body } = await request(app).get('/api/users?page=zero').expect(400);
    expect(body).toMatchObject({ code: 1002, data: { query: { page: [expect.any(String)] } } });

    await request(app).post('/api/users').set(signedIn).send({ password: 'x' }).expect(400);
    await request(app)
      .get('/api/users/99')
      .expect(404, { status: 'error', code: 1101, message: 'User 99 does not exist' });
  });

  it('adds a user once, for those who are signed in', async () => {
    const send = () => request(app).post('/api/users').send({ name: 'Alan', password: 'enigma' });
    await send().expect(401, { status: 'error', code: 1100, message: 'Please sign in' });
    await send().set(signedIn).expect(201, { id: 3, name: 'Alan' });
    const { body } = await send().set(signedIn).expect(409);

    expect(body).toMatchObject({ code: 1102, message: 'name is taken', data: { field: 'name' } });
  });

  it('keeps a picture', async () => {
    const put = (type: string) =>
      request(app).put('/api/users/1/picture').set(signedIn).attach('image', png, { filename: 'a', contentType: type });
    await request(app).get('/api/users/1/picture').expect(204);
    await put('text/plain').expect((reply) => expect(reply.status).toBeGreaterThanOrEqual(400));
    await put('image/png').expect(204);

    const { body } = await request(app).get('/api/users/1/picture').expect(200).expect('Content-Type', 'image/png');
    expect(body).toEqual(png);
  });

  it('takes orders, and gives them as lines and events', async () => {
    await request(app).post('/api/users/1/orders').set(signedIn).send({ article: 'card' }).expect(201);
    await request(app).post('/api/users/99/orders').set(signedIn).send({ article: 'card' }).expect(404);
    const { text } = await request(app).get('/api/users/1/orders').buffer().expect(200);
    expect(JSON.parse(text)).toEqual({ id: 1, article: 'card', count: 1, at: expect.any(String) });

    const events = await request(app).get('/api/users/1/orders/events').buffer().expect(200);
    expect(events.text).toMatch(/^event: order\nid: 1\ndata: {"id":1,.*}\n\nevent: total\ndata: {"orders":1}\n\n$/);
  });

  it('has a document of all that', async () => {
    const { body } = await request(app).get('/api/docs/openapi.json').expect(200);

    expect(Object.keys((body as { paths: object }).paths)).toContain('/users/{id}/orders/events');
    await request(app).get('/api/docs/').expect(200).expect('Content-Type', /html/);
    expect(output).not.toContain('the error 1100');
  });

  it('replies as its own document says', async () => {
    const { body } = await request(app).get('/api/docs/openapi.json').expect(200);
    const report = await contract(app, body as OpenAPIDocument, { headers: signedIn });

    expect(Object.keys(report).length).toBeGreaterThan(7);
    expect(report['POST /users']).toMatchObject({ 201: expect.any(Number) as number, 401: 1, 413: 1, 415: 1 });
  });
});
