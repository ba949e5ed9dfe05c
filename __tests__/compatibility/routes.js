// Routes of every kind, each by hand and in return style: [method, path, by hand, returned].
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Readable } = require('node:stream');
const { setTimeout: wait } = require('node:timers/promises');
const reply = require('express-returns');

const media = join(__dirname, '../../demo/hello/media');
/** A file of several chunks, no two the same. */
const folder = mkdtempSync(join(tmpdir(), 'routes-'));
writeFileSync(join(folder, 'large.bin'), Array.from({ length: 200_000 }, (_, line) => `line ${line}\n`).join(''));
process.once('exit', () => rmSync(folder, { recursive: true }));
const user = { id: 7, name: 'Ada', tags: ['a', 'ü'] };
const long = 'all work and no play '.repeat(500);
const chunks = () => Readable.from(['first ', long, ' last'].map((text) => Buffer.from(text)));
const failure = () => new Error('out of order');

exports.routes = [
  ['get', '/json', (req, res) => void res.json(user), () => new reply.JSON(user)],
  ['get', '/bare', (req, res) => void res.json(user), () => user],
  ['get', '/text', (req, res) => void res.type('text/plain').send(long), () => new reply.Text(long)],
  ['get', '/html', (req, res) => void res.send('<p>Ada</p>'), () => new reply.HTML('<p>Ada</p>')],
  ['get', '/redirect', (req, res) => void res.redirect(307, '/json'), () => new reply.Redirect('/json')],
  ['get', '/stream', (req, res) => void chunks().pipe(res.type('text/plain')), () => new reply.Text(chunks())],
  [
    'get',
    '/file',
    (req, res) => void res.sendFile('images/logo.jpg', { root: media }),
    () => new reply.File('images/logo.jpg', { root: media }),
  ],
  [
    'get',
    '/file/large',
    (req, res) => void res.sendFile('large.bin', { root: folder }),
    () => new reply.File('large.bin', { root: folder }),
  ],
  [
    'get',
    '/cookie',
    (req, res) => void res.cookie('own', '1').status(201).json(user),
    () => new reply.JSON(user, { status: 201, cookies: [{ name: 'own', value: '1' }] }),
  ],
  [
    'get',
    '/later',
    (req, res) => void wait(5).then(() => res.json(user)),
    async () => {
      await wait(5);
      return new reply.JSON(user);
    },
  ],
  [
    'get',
    '/throw',
    (req, res, next) => next(failure()),
    () => {
      throw failure();
    },
  ],
  [
    'get',
    '/reject',
    (req, res, next) => void wait(1).then(() => next(failure())),
    async () => {
      await wait(1);
      throw failure();
    },
  ],
  [
    'get',
    '/missing',
    (req, res) => void res.status(404).type('text/plain').send('Not Found'),
    () => {
      throw new reply.NotFound();
    },
  ],
  ['get', '/users/:id', (req, res) => void res.json({ id: req.params.id }), (req) => ({ id: req.params.id })],
  ['post', '/echo', (req, res) => void res.json(req.body ?? null), (req) => new reply.JSON(req.body ?? null)],
];

/** One request for each of them that is answered, and what HEAD says. */
exports.answered = [
  '/json',
  '/bare',
  '/text',
  '/html',
  '/redirect',
  '/stream',
  '/file',
  '/cookie',
  '/later',
  '/missing',
];
/** Those that end in an error handler. */
exports.failing = ['/throw', '/reject'];
