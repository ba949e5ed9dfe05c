import { join } from 'node:path';
import { Router } from 'express';
import { File, HTML, JSON, Routes, Success, Text } from 'express-returns';

const text = new Routes();
text.get(/^\/hello-world$/, async () => new Text('Hello World!'));

const json = new Routes();
json.get(/^\/hello-world$/, async () => new JSON({ message: 'Hello World!' }));

const html = new Routes();
html.get(/^\/hello-world$/, async () => new HTML('<html><body>Hello World!</body></html>'));

const file = new Routes();
file.get(/^\/hello-world$/, async () => new File(join('images', 'logo.jpg')));

const success = new Routes();
success.get(/^\/hello-world$/, async () => new Success());
success.post(/^\/login$/, async () => new Success('Successful login!'));

/** Each example answers `/hello-world` with another kind of response, under a prefix of its own. */
export function hello(): Router {
  return Router()
    .use('/text', text.router())
    .use('/json', json.router())
    .use('/html', html.router())
    .use('/file', file.router({ mediaRoot: join(__dirname, 'media') }))
    .use('/success', success.router());
}
