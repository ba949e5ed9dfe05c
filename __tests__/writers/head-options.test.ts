import express, { type CookieOptions } from 'express';
import {
  Binary,
  EventStream,
  File,
  HTML,
  JSON,
  JSONLines,
  Negotiated,
  returns,
  Text,
  View,
  type ResponseInit,
} from 'express-returns';
import { major, send, type RawReply } from '../helpers/app';

const sent = (make: () => unknown): Promise<RawReply> => {
  const app = express().get('/', returns(make as never, { mediaRoot: 'demo/files/media' }));
  return send(app, 'GET', '/');
};

describe('download', () => {
  it.each<[string, (init: ResponseInit) => unknown]>([
    ['Text', (init) => new Text('a', init)],
    ['HTML', (init) => new HTML('<p>a', init)],
    ['JSON', (init) => new JSON({ a: 1 }, init)],
    ['a stream', (init) => new JSON([1][Symbol.iterator](), init)],
    ['Binary', (init) => new Binary(Buffer.from('%PDF'), { contentType: 'application/pdf', ...init })],
    ['a Blob', (init) => new Binary(new Blob(['%PDF'], { type: 'application/pdf' }), init)],
    ['JSONLines', (init) => new JSONLines([1], init)],
    ['EventStream', (init) => new EventStream(['a'], init)],
    ['File', (init) => new File('report.txt', init)],
    ['Negotiated', (init) => new Negotiated({ 'text/plain': () => new Text('a') }, init)],
    ['a chosen one', (init) => new Negotiated({ 'text/plain': () => new Text('a', init) })],
    ['compressed', (init) => new Text('a'.repeat(2000), { compress: true, ...init })],
  ])('is on the wire for %s', async (_name, make) => {
    const { status, headers } = await sent(() => make({ download: 'Rechnung für 10 €.pdf' }));

    expect([status, headers['Content-Disposition']]).toEqual([
      200,
      `attachment; filename="Rechnung f_r 10 _.pdf"; filename*=UTF-8''Rechnung%20f%C3%BCr%2010%20%E2%82%AC.pdf`,
    ]);
  });

  it('is what res.attachment writes', async () => {
    const app = express().get('/', (_req, res) => void res.attachment('報告書.txt').send('a'));
    const byHand = await send(app, 'GET', '/');
    const ours = await sent(() => new Text('a', { download: '報告書.txt' }));

    const name = (reply: RawReply) => String(reply.headers['Content-Disposition']).split('filename*=')[1];
    expect(name(ours)).toBe(name(byHand));
  });

  it('is not on the error reply of a response that fails', async () => {
    const { status, headers } = await sent(() => new View('none', {}, { download: 'a.html' }));

    expect(status).toBe(500);
    expect(headers).not.toHaveProperty('Content-Disposition');
  });
});

describe('a cleared cookie', () => {
  const options: CookieOptions = { path: '/app', httpOnly: true, secure: true, sameSite: 'lax' };

  it('is what res.clearCookie sends', async () => {
    const app = express().get('/', (_req, res) => void res.clearCookie('a', options).send());
    const { headers } = await send(app, 'GET', '/');

    expect(
      (await sent(() => new Text('a', { cookies: [{ name: 'a', clear: true, ...options }] }))).headers,
    ).toMatchObject({
      'Set-Cookie': headers['Set-Cookie'],
    });
  });

  // res.clearCookie of Express 4 renews it, with all options that it was set with.
  it('is cleared whatever lifetime and signature it was set with', async () => {
    const set: CookieOptions = {
      ...options,
      maxAge: 3_600_000,
      expires: new Date(Date.now() + 3_600_000),
      signed: true,
    };
    const app = express().get('/', (_req, res) => void res.clearCookie('a', { ...set, signed: false }).send());
    const byHand = String((await send(app, 'GET', '/')).headers['Set-Cookie']);
    const ours = await sent(() => new Text('a', { cookies: [{ name: 'a', clear: true, ...set }] }));

    expect(ours.headers['Set-Cookie']).toBe(
      'a=; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    );
    expect(byHand.includes('Max-Age=3600')).toBe(major === 4);
  });
});
