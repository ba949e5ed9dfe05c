import { Router } from 'express';
import { errorHandler, guard, HTML, notFound, Routes, Text } from 'express-returns';
import { calendar } from './calendar';

const withKey = guard((req) =>
  req.query['key'] === 'secret' ? undefined : new Text('Add ?key=secret', { status: 401 }),
);

const routes = new Routes();
routes.get('/', () => page);
routes.group('/calendar', calendar);
routes.group('/teams/:team/calendar', { errorFormat: 'problem' }, withKey, calendar);

const links = [
  routes.url('/calendar'),
  routes.url('/calendar/first'),
  routes.url('/calendar/<id:int>', { id: 2 }),
  routes.url('/calendar/<title:slug>', { title: 'ada' }),
  `${routes.url('/teams/:team/calendar/<id:int>', { team: 'red & blue', id: 2 })}?key=secret`,
];

/** What there is, by `routes.list()`, and a URL of some, by `routes.url()`. */
const page = new HTML(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Routes</title>
<h1>Routes</h1>
<ul>
${routes
  .list()
  .map(({ methods, path }) => `<li><code>${methods.join(', ')} ${escape(String(path))}</code></li>`)
  .join('\n')}
</ul>
<h2>Links</h2>
<ul>
${links.map((link) => `<li><a href="/routes${link}">${escape(link)}</a></li>`).join('\n')}
</ul>
`);

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** Typed variables, a converter, priority, and one calendar in two groups. */
export function routesDemo(): Router {
  return Router().use(routes.router(), notFound(), errorHandler());
}
