import { Blob } from 'node:buffer';
import { Binary, HTML, Response, Text, type Body, type ResponseInit } from 'express-returns';

class Picture extends Binary {}

class CSV extends Response<Body> {
  static override contentType = 'text/csv; charset=utf-8';
}

class Typed extends Binary {
  static override headers = { 'Content-Type': 'image/webp' };
}

type Make = (body: Body, init?: ResponseInit) => Response;

const blob = (type?: string): Body => new Blob(['a'], type === undefined ? {} : { type });

it.each<[string, Make, Body, ResponseInit | undefined, string | undefined]>([
  ['a Binary', (body, init) => new Binary(body, init), blob('image/png'), undefined, 'image/png'],
  ['a Response', (body) => new Response(body), blob('image/png'), undefined, 'image/png'],
  ['its parameters', (body) => new Binary(body), blob('text/csv;charset=utf-8'), undefined, 'text/csv;charset=utf-8'],
  ['a subclass', (body) => new Picture(body), blob('image/png'), undefined, 'image/png'],
  ['other options', (body, init) => new Binary(body, init), blob('image/png'), { status: 201 }, 'image/png'],
  ['a content type', (body, init) => new Binary(body, init), blob('a/b'), { contentType: 'c/d' }, 'c/d'],
  ['a header', (body, init) => new Binary(body, init), blob('a/b'), { headers: { 'Content-Type': 'c/d' } }, 'c/d'],
  ['none at all', (body, init) => new Binary(body, init), blob('a/b'), { contentType: null }, undefined],
  ['no type', (body) => new Binary(body), blob(), undefined, 'application/octet-stream'],
  ['no type in a Response', (body) => new Response(body), blob(), undefined, 'text/plain; charset=utf-8'],
  ['no media type', (body) => new Binary(body), blob('png'), undefined, 'application/octet-stream'],
  ['a class with a type', (body) => new CSV(body), blob('a/b'), undefined, 'text/csv; charset=utf-8'],
  ['a class with a header', (body) => new Typed(body), blob('a/b'), undefined, 'image/webp'],
  // Never a page out of what a client has sent.
  ['a Text', (body) => new Text(body), blob('text/html'), undefined, 'text/plain; charset=utf-8'],
  ['an HTML', (body) => new HTML(body), blob('a/b'), undefined, 'text/html; charset=utf-8'],
  ['bytes', (body) => new Binary(body), Buffer.from('a'), undefined, 'application/octet-stream'],
])('the content type of a Blob: %s', (_case, make, body, init, contentType) => {
  expect(make(body, init).headers['content-type']).toBe(contentType);
});
