// The pages of docs() in Chromium, under helmet's default policy: no line on the console, no request to another server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { docs, ErrorCode, ErrorList, JSON as JSONResponse, Routes, Text } from 'express-returns';
import { z } from 'zod';
import { watchPage } from '../chromium.mjs';

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404));
const User = z.object({ id: z.int(), name: z.string() }).meta({ id: 'User' });

/** An app with routes, and their pages: by Swagger UI for both versions of OpenAPI, and plain. */
function createApp(helmet) {
  const routes = new Routes();
  const list = { name: 'listUsers', summary: 'All users of this app', tags: ['users'], query: z.object({ page: z.int().default(1), tag: z.array(z.string()).optional() }) }; // prettier-ignore
  routes.get('/users', { ...list, returns: [JSONResponse.of(z.array(User))] }, (req) => new JSONResponse([{ id: req.query.page, name: 'Ada' }])); // prettier-ignore
  routes.get('/users/<id:int>', { name: 'getUser', tags: ['users'], returns: [JSONResponse.of(User), errors.get(1101)] }, (req) => errors.error(1101, req.params.id)); // prettier-ignore
  routes.post('/users', { name: 'createUser', tags: ['users'], security: 'bearer', body: User.omit({ id: true }), returns: [JSONResponse.of(User, 201)] }, (req) => new JSONResponse({ id: 1, name: req.body.name }, { status: 201 })); // prettier-ignore
  routes.get('/a/rather/long/path/that/is/wider/than/a/small/phone/:withAVariable', () => new Text(''));
  const info = { title: 'Users', version: '1.0.0', description: 'An API for a test.', servers: [{ url: '/api' }] };
  return express()
    .use(helmet())
    .use('/api', routes.router({ errors }))
    .use('/docs', docs(routes, info).router())
    .use('/docs-3.2', docs(routes, { ...info, openapi: '3.2.0' }).router())
    .use('/plain', docs(routes, info, { page: 'plain' }).router());
}

const colorOf = (page, selector) =>
  page.evaluate((name) => globalThis.getComputedStyle(globalThis.document.querySelector(name)).color, selector);
const widthOf = (page) => page.evaluate(() => globalThis.document.documentElement.scrollWidth);

/** Shows the pages in a browser; pictures of them go into a folder, if one is given. */
export async function checkDocs(browser, helmet, check, folder) {
  const server = createServer(createApp(helmet)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const picture = (page, name) => folder && page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });

  for (const path of ['/docs', '/docs-3.2']) {
    await check(
      `Swagger UI at ${path}: nothing on the console, no other server, an operation is executed`,
      async () => {
        const page = await browser.newPage();
        const seen = watchPage(page, origin);
        await page.goto(`${origin}${path}`);
        await page.click('#operations-users-listUsers .opblock-summary-control');
        await page.click('#operations-users-listUsers .try-out__btn');
        await page.fill('#operations-users-listUsers tr[data-param-name="page"] input', '7');
        await page.click('#operations-users-listUsers .execute');
        const reply = page.locator('#operations-users-listUsers .live-responses-table .highlight-code').first();
        const text = await reply.innerText();
        assert.match(text, /"id": 7,\s+"name": "Ada"/);
        assert.deepEqual(seen, []);
        await picture(page, `executed${path.replace('/', '-')}`);
        await page.close();
        return text.replace(/\s+/g, ' ');
      },
    );
  }

  for (const [path, ready, selector] of [
    ['/docs', '.opblock', '.swagger-ui'],
    ['/plain', 'details', 'html'],
  ]) {
    await check(`${path} is light or dark as the reader has it, and fits 390 pixels`, async () => {
      const colors = [];
      for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 844 } });
        const seen = watchPage(page, origin);
        await page.goto(`${origin}${path}`);
        await page.waitForSelector(ready);
        for (const summary of await page.locator('details > summary').all()) await summary.click();
        if (selector === '.swagger-ui') {
          await page.click('#operations-users-createUser .opblock-summary-control');
          await page.waitForSelector('#operations-users-createUser .responses-table');
        }
        await picture(page, `${path.slice(1)}-${colorScheme}`);
        const width = await widthOf(page);
        assert.ok(width <= 390, `${width} pixels wide`);
        assert.deepEqual(seen, []);
        colors.push(await colorOf(page, selector));
        await page.close();
      }
      assert.notEqual(colors[0], colors[1]);
      return colors.join(', ');
    });
  }
  server.closeAllConnections();
  server.close();
}
