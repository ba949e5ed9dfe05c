import { HTML, Routes } from 'express-returns';

/** What the index page says of each demo: a heading and its links. */
const SECTIONS: readonly (readonly [title: string, ...items: readonly string[]])[] = [
  [
    'hello: one route for each kind of response',
    `<a href="/hello/text/hello-world">Text</a>: <code>new Text('Hello World!')</code>`,
    `<a href="/hello/json/hello-world">JSON</a>: <code>new JSON({ message: 'Hello World!' })</code>`,
    `<a href="/hello/html/hello-world">HTML</a>: <code>new HTML('&lt;html&gt;...')</code>`,
    `<a href="/hello/file/hello-world">File</a>: <code>new File('images/logo.jpg')</code>`,
    `<a href="/hello/success/hello-world">Success</a>: <code>new Success()</code>`,
    `<form method="post" action="/hello/success/login"><button>Log in</button></form> Success with data: <code>new Success('Successful login!')</code>`,
  ],
  [
    'errors: declared once, one format for the whole app',
    ...['envelope', 'problem'].flatMap((format) => [
      `${format}: ${login(format, 'jalil', 'secret')} ${login(format, 'ada', 'guessed')} ${login(format, 'ada', 'x')} ${login(format, 'ada', 'countess')}`,
      `${format}: <a href="/errors/${format}/exception">an exception</a>, <a href="/errors/${format}/unexpected">an unexpected error</a>, <a href="/errors/${format}/nowhere">an unknown path</a>, <a href="/errors/${format}/login">another method</a>`,
    ]),
    `<a href="/errors/envelope/codes">the codes</a>, a page for people`,
  ],
  [
    'files: pictures, a video that seeks, a download that resumes',
    `<a href="/files/">all on one page</a>`,
    `<a href="/files/picture">a picture</a>: <code>new File('logo.jpg', { maxAge: '1d' })</code>`,
    `<a href="/files/video">a video</a>: <code>new File('clock.webm')</code>`,
    `<a href="/files/report">a download</a>: <code>new File('report.txt', { download: '報告書.txt' })</code>`,
  ],
  [
    'streams: bodies that are made while they are sent',
    `<a href="/streams/feed">A live feed</a>: <code>new EventStream(ticks.after(...))</code>`,
    `100,000 rows as <a href="/streams/table.json">JSON</a>: <code>new JSON(rows())</code>`,
    `100,000 rows as <a href="/streams/table.ndjson">NDJSON</a>: <code>new JSONLines(rows())</code>`,
    `100,000 rows as <a href="/streams/table.html">HTML</a>: <code>new HTML(tablePage(rows()))</code>`,
  ],
  [
    'api: users and orders, declared once, on a database in memory',
    `<a href="/api/docs/">its page</a> and <a href="/api/docs/openapi.json">OpenAPI document</a>, made of the routes: <code>docs(routes, info)</code>`,
    `<a href="/api/users?page=1">users</a>, without the passwords of their rows: <code>returns: [JSON.of(z.array(User))]</code>`,
    `<a href="/api/users?page=zero">a query that is refused</a>: <code>query: z.object({ page: z.int().min(1).default(1) })</code>`,
    `<a href="/api/users/1/orders/events">orders as events</a>: <code>EventStream.of({ order: Order, total: Total })</code>`,
  ],
  [
    'routes: variables with types, groups, URLs that lead back',
    `<a href="/routes">all routes and links on one page</a>: <code>routes.list()</code>, <code>routes.url(path, params)</code>`,
    `<a href="/routes/calendar/2">a number</a>: <code>routes.get('/&lt;id:int>', ...)</code>`,
    `<a href="/routes/calendar/2026-11-24">a day</a>, by a converter: <code>routes.get('/&lt;on:day>', ...)</code>`,
    `<a href="/routes/teams/red/calendar?key=secret">the same routes once more</a>, behind a guard: <code>routes.group('/teams/:team/calendar', withKey, calendar)</code>`,
  ],
];

function login(format: string, user: string, password: string): string {
  return `<form method="post" action="/errors/${format}/login"><input type="hidden" name="user" value="${user}"><input type="hidden" name="password" value="${password}"><button>log in as ${user}, ${password}</button></form>`;
}

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
${SECTIONS.map(([title, ...items]) => `<h2>${title}</h2>\n<ul>\n${items.map((item) => `  <li>${item}</li>`).join('\n')}\n</ul>`).join('\n')}
`);

/** The page of the demos: a response made once and returned for every request. */
export const index = new Routes().get(['/', '/demos'], () => page);
