import { HTML, Routes } from 'express-returns';

const page = new HTML(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>express-returns demos</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
  code { background: #eee; padding: 0.1em 0.3em; border-radius: 3px; }
  form, button { display: inline; font: inherit; }
</style>
<h1>express-returns demos</h1>
<h2>hello: one route for each kind of response</h2>
<ul>
  <li><a href="/hello/text/hello-world">Text</a>: <code>new Text('Hello World!')</code></li>
  <li><a href="/hello/json/hello-world">JSON</a>: <code>new JSON({ message: 'Hello World!' })</code></li>
  <li><a href="/hello/html/hello-world">HTML</a>: <code>new HTML('&lt;html&gt;...')</code></li>
  <li><a href="/hello/file/hello-world">File</a>: <code>new File('images/logo.jpg')</code></li>
  <li><a href="/hello/success/hello-world">Success</a>: <code>new Success()</code></li>
  <li><form method="post" action="/hello/success/login"><button>Log in</button></form> Success with data: <code>new Success('Successful login!')</code></li>
</ul>
`);

/** The first page: a response made once and returned for every request. */
export const index = new Routes().get('/', () => page);
