import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import * as reply from 'express-returns';

/** One route, once by hand and once in return style, which must give the same replies. */
export interface Case {
  readonly name: string;
  readonly byHand: (req: Request, res: ExpressResponse, next: NextFunction) => void;
  readonly returned: reply.Handler;
  /** A header that is another one on purpose. */
  readonly otherHeader?: string;
  /** A request header that is heard here and not by hand, on purpose. */
  readonly unheardByHand?: string;
}

const media = join(__dirname, '../../demo/hello/media');
const errors = new reply.ErrorList(new reply.ErrorCode(1101, "User '{}' does not exist", 400));
const user = { id: 7, name: 'Ada <b>', tags: ['a', 'ü'], nothing: null };

const longText = 'Ein langer Text. '.repeat(200);

export const cases: readonly Case[] = [
  {
    name: 'JSON',
    byHand: (_req, res) => {
      res.json(user);
    },
    returned: () => new reply.JSON(user),
  },
  {
    name: 'a bare object',
    byHand: (_req, res) => {
      res.json(user);
    },
    returned: () => user,
  },
  {
    name: 'a bare object with a status',
    byHand: (_req, res) => {
      res.status(201).json(user);
    },
    returned: (_req, res) => {
      res.status(201);
      return user;
    },
  },
  {
    name: 'JSON null',
    byHand: (_req, res) => {
      res.json(null);
    },
    returned: () => null,
  },
  {
    name: 'JSON with a status and headers',
    byHand: (_req, res) => {
      res.status(201).set({ 'X-Total-Count': '5', 'Cache-Control': 'no-store' }).json(user);
    },
    returned: () => new reply.JSON(user, { status: 201, headers: { 'X-Total-Count': 5, 'Cache-Control': 'no-store' } }),
  },
  {
    name: 'JSON with a content type',
    byHand: (_req, res) => {
      res.type('application/vnd.api+json').json(user);
    },
    returned: () => new reply.JSON(user, { contentType: 'application/vnd.api+json' }),
  },
  {
    name: 'an error status',
    byHand: (_req, res) => {
      res.status(404).json({ error: 'nobody' });
    },
    returned: () => new reply.JSON({ error: 'nobody' }, { status: 404 }),
  },
  {
    name: 'Success',
    byHand: (_req, res) => {
      res.json({ status: 'success', data: user });
    },
    returned: () => new reply.Success(user),
  },
  {
    name: 'Text',
    byHand: (_req, res) => {
      res.type('text/plain').send('Zoë');
    },
    returned: () => new reply.Text('Zoë'),
  },
  {
    name: 'a bare text',
    byHand: (_req, res) => {
      res.type('text/plain').send('<Zoë>');
    },
    returned: () => '<Zoë>',
  },
  {
    name: 'an empty text',
    byHand: (_req, res) => {
      res.type('text/plain').send('');
    },
    returned: () => new reply.Text(''),
  },
  {
    name: 'a long text',
    byHand: (_req, res) => {
      res.type('text/plain').send('é'.repeat(100_000));
    },
    returned: () => new reply.Text('é'.repeat(100_000)),
  },
  {
    name: 'HTML',
    byHand: (_req, res) => {
      res.send('<p>Zoë</p>');
    },
    returned: () => new reply.HTML('<p>Zoë</p>'),
  },
  {
    name: 'bytes',
    byHand: (_req, res) => {
      res.send(Buffer.from([0, 255, 1]));
    },
    returned: () => new reply.Binary(Buffer.from([0, 255, 1])),
    otherHeader: 'Accept-Ranges', // Ranges of bytes are answered, so that videos play.
    unheardByHand: 'Range',
  },
  {
    name: 'bytes with a type',
    byHand: (_req, res) => {
      res.type('image/png').send(Buffer.from('png'));
    },
    returned: () => new reply.Binary(Buffer.from('png'), { contentType: 'image/png' }),
    otherHeader: 'Accept-Ranges', // Ranges of bytes are answered, so that videos play.
    unheardByHand: 'Range',
  },
  {
    name: 'no content',
    byHand: (_req, res) => {
      res.status(204).send();
    },
    returned: () => new reply.Response(null, { status: 204 }),
  },
  {
    name: 'cookies',
    byHand: (_req, res) => {
      res.cookie('a', 'b c', { httpOnly: true, sameSite: 'strict', path: '/x' }).cookie('j', { k: 1 }).json(user);
    },
    returned: () =>
      new reply.JSON(user, {
        cookies: [
          { name: 'a', value: 'b c', httpOnly: true, sameSite: 'strict', path: '/x' },
          { name: 'j', value: { k: 1 } },
        ],
      }),
  },
  {
    name: 'Vary',
    byHand: (_req, res) => {
      res.vary('Accept-Language');
      res.json(user);
    },
    returned: () => new reply.JSON(user, { headers: { Vary: 'Accept-Language' } }),
  },
  {
    name: 'an ETag of its own',
    byHand: (_req, res) => {
      res.set('ETag', '"own"').json(user);
    },
    returned: () => new reply.JSON(user, { headers: { ETag: '"own"' } }),
  },
  {
    name: 'Last-Modified',
    byHand: (_req, res) => {
      res.set('Last-Modified', new Date(0).toUTCString()).json(user);
    },
    returned: () => new reply.JSON(user, { headers: { 'Last-Modified': new Date(0).toUTCString() } }),
  },
  {
    name: 'a redirect',
    byHand: (_req, res) => {
      res.redirect(307, '/Zoë?a=b c');
    },
    returned: () => new reply.Redirect('/Zoë?a=b c'),
  },
  {
    name: 'a permanent redirect to a GET',
    byHand: (_req, res) => {
      res.redirect(301, 'https://example.com/x');
    },
    returned: () => new reply.Redirect(new URL('https://example.com/x'), { permanent: true, preserveMethod: false }),
  },
  {
    name: 'a view',
    byHand: (_req, res) => {
      res.render('page', { title: 'Zoë' });
    },
    returned: () => new reply.View('page', { title: 'Zoë' }),
  },
  {
    name: 'a file',
    byHand: (_req, res) => {
      res.sendFile('images/logo.jpg', { root: media });
    },
    returned: () => new reply.File('images/logo.jpg', { root: media }),
    otherHeader: 'ETag', // Strong, so that a download can be resumed by it.
  },
  {
    name: 'the request',
    byHand: (req, res) => {
      res.json({
        params: req.params,
        query: req.query,
        path: req.path,
        baseUrl: req.baseUrl,
        url: req.url,
        ip: req.ip,
        secure: req.secure,
        hostname: req.hostname,
        route: (req.route as { path: unknown }).path,
      });
    },
    returned: (req) => ({
      params: req.params,
      query: req.query,
      path: req.path,
      baseUrl: req.baseUrl,
      url: req.url,
      ip: req.ip,
      secure: req.secure,
      hostname: req.hostname,
      route: (req.route as { path: unknown }).path,
    }),
  },
  {
    name: 'an error',
    byHand: () => {
      throw Object.assign(new Error('teapot'), { status: 418, headers: { 'X-Tea': 'green' } });
    },
    returned: () => {
      throw Object.assign(new Error('teapot'), { status: 418, headers: { 'X-Tea': 'green' } });
    },
  },
  {
    name: 'Response',
    byHand: (_req, res) => {
      res.status(202).type('text/plain').send('accepted');
    },
    returned: () => new reply.Response('accepted', { status: 202 }),
  },
  {
    name: 'representations',
    byHand: (_req, res) => {
      res.format({
        html: () => res.send('<p>Ada</p>'),
        json: () => res.json(user),
        default: () => res.type('text/plain').send('Ada'),
      });
    },
    returned: () =>
      new reply.Negotiated({
        html: () => new reply.HTML('<p>Ada</p>'),
        json: () => new reply.JSON(user),
        default: () => new reply.Text('Ada'),
      }),
  },
  {
    name: 'a stream',
    byHand: (_req, res) => {
      res.type('application/octet-stream');
      Readable.from([Buffer.from('first '), Buffer.from('second')]).pipe(res);
    },
    returned: () => new reply.Binary(Readable.from([Buffer.from('first '), Buffer.from('second')])),
    unheardByHand: 'If-None-Match', // `*` is 304, as `res.send` has it and RFC 9110 section 13.1.2; `pipe` asks nobody.
  },
  {
    name: 'the items of a generator',
    byHand: (_req, res) => {
      res.type('application/json');
      Readable.from(['[1', ',2', ']']).pipe(res);
    },
    returned: () => new reply.JSON([1, 2].values()),
    unheardByHand: 'If-None-Match', // `*` is 304, as `res.send` has it and RFC 9110 section 13.1.2; `pipe` asks nobody.
  },
  {
    name: 'an exception',
    byHand: (_req, res) => {
      res.status(404).type('text/plain').send('nobody');
    },
    returned: () => {
      throw new reply.NotFound('nobody');
    },
  },
  {
    name: 'a declared error',
    byHand: (_req, res) => {
      res.status(400).json({ status: 'error', code: 1101, message: "User 'jalil' does not exist" });
    },
    returned: () => errors.error(1101, 'jalil'),
  },
  ...(
    [
      ['BadRequest', 400],
      ['Unauthorized', 401],
      ['Forbidden', 403],
      ['ServerError', 500],
    ] as const
  ).map(([name, status]): Case => ({
    name,
    byHand: (_req, res) => {
      res.status(status).json({ reason: 'so' });
    },
    returned: () => {
      throw new reply[name]({ reason: 'so' });
    },
  })),
  {
    name: 'an exception of any status',
    byHand: (_req, res) => {
      res.status(418).set('X-Tea', 'green').type('text/plain').send('teapot');
    },
    returned: () => {
      throw new reply.ExceptionResponse('teapot', { status: 418, headers: { 'X-Tea': 'green' } });
    },
  },
  {
    name: 'events',
    byHand: (_req, res) => {
      res.setHeader('Content-Type', 'text/event-stream'); // `res.set` would add a charset, which this type has none of.
      res.set({ 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' });
      Readable.from(['id: 1\ndata: a\n\n', 'data: b\n\n']).pipe(res);
    },
    returned: () => new reply.EventStream([{ id: '1', data: 'a' }, { data: 'b' }].values()),
    unheardByHand: 'If-None-Match', // `*` is 304, as `res.send` has it and RFC 9110 section 13.1.2; `pipe` asks nobody.
  },
  {
    name: 'JSON lines',
    byHand: (_req, res) => {
      res.setHeader('Content-Type', 'application/x-ndjson');
      Readable.from(['{"a":1}\n', '2\n']).pipe(res);
    },
    returned: () => new reply.JSONLines([{ a: 1 }, 2].values()),
    unheardByHand: 'If-None-Match', // `*` is 304, as `res.send` has it and RFC 9110 section 13.1.2; `pipe` asks nobody.
  },
  {
    name: 'a web Response',
    byHand: (_req, res) => {
      // As the `Headers` of the web have them: with names in lower case.
      res.status(201).setHeader('content-type', 'text/plain;charset=UTF-8').setHeader('x-web', '1');
      Readable.from(['web']).pipe(res);
    },
    returned: () => new Response('web', { status: 201, headers: { 'X-Web': '1' } }),
    unheardByHand: 'If-None-Match', // `*` is 304, as `res.send` has it and RFC 9110 section 13.1.2; `pipe` asks nobody.
  },
  {
    name: 'a text that is compressed for others',
    byHand: (_req, res) => {
      res.vary('Accept-Encoding').type('text/plain').send(longText);
    },
    returned: () => new reply.Text(longText, { compress: true }),
  },
  {
    name: 'JSON that is compressed for others',
    byHand: (_req, res) => {
      res.vary('Accept-Encoding').json([longText]);
    },
    returned: () => new reply.JSON([longText], { compress: true }),
  },
  {
    name: 'an error after a wait',
    byHand: (_req, _res, next) => {
      void Promise.resolve().then(() => {
        next(Object.assign(new Error('late'), { status: 503 }));
      });
    },
    returned: async () => {
      await Promise.resolve();
      throw Object.assign(new Error('late'), { status: 503 });
    },
  },
  {
    name: 'answering through res',
    byHand: (_req, res) => {
      res.json(user);
    },
    returned: (_req, res) => res.json(user),
  },
];

export const middlewareBefore: RequestHandler = (_req, res, next) => {
  res.locals['user'] = 'Ada';
  res.set('X-Before', '1').cookie('session', 's').vary('Origin');
  next();
};
