// The site of `npm run docs` before a reader with Chromium: pages at two widths, and the search. All pages of the docs,
// and every fifth of the reference, whose pages are generated alike.
//
//   --all              every page
//   --pictures FOLDER  keeps pictures of some pages
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import express from 'express';
import { check } from '../checks.mjs';
import { openChromium, watchPage } from '../chromium.mjs';

const SITE = join(import.meta.dirname, '../../site');
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const PICTURES = ['index.html', 'documents/All_pages.html', 'documents/Recipes.html', 'documents/Comparison.html', 'classes/express-returns.EventStream.html']; // prettier-ignore
const TABS = 3;

const {
  values: { all, pictures },
} = parseArgs({ options: { all: { type: 'boolean', default: false }, pictures: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'docs-look-'));
const server = createServer(express().use(express.static(SITE))).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const { browser } = await openChromium(folder);

/** The faults of a page that is shown: those that it made, and a width beyond that of the window. */
async function faultsOf(page, path, seen) {
  const faults = [];
  await page.goto(`${origin}/${path}`);
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    const width = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
    if (width > size.width) faults.push(`${path}: ${width} pixels wide in a window of ${size.width}`);
    if (pictures !== undefined && PICTURES.includes(path))
      await page.screenshot({ path: join(pictures, `${path.replaceAll('/', '-')}-${size.width}.png`) });
  }
  return [...faults, ...seen.splice(0).map((fault) => `${path}: ${fault}`)];
}

const found = readdirSync(SITE, { recursive: true }).filter((name) => name.endsWith('.html'));
const pages = found.filter((name, index) => all || !name.includes('express-returns.') || index % 5 === 0);

await check(
  'pages fit 1280 and 390 pixels, write nothing to the console and ask no other server',
  async () => {
    const left = [...pages];
    const tab = async () => {
      const page = await browser.newPage();
      const seen = watchPage(page, origin);
      const faults = [];
      for (let path = left.pop(); path !== undefined; path = left.pop())
        faults.push(...(await faultsOf(page, path, seen)));
      await page.close();
      return faults;
    };
    const faults = await Promise.all(Array.from({ length: TABS }, tab));
    assert.deepEqual(faults.flat(), []);
    return `${pages.length} pages of ${found.length}`;
  },
  400,
);

await check('code has the same colours on the first page as on others', async () => {
  const page = await browser.newPage();
  const colours = [];
  for (const path of ['index.html', 'documents/Tutorial.html']) {
    await page.goto(`${origin}/${path}`);
    // Both begin with the import of express.
    colours.push(
      await page.evaluate(() =>
        [...globalThis.document.querySelectorAll('pre code.ts span')]
          .slice(0, 8)
          .map((span) => `${span.textContent} ${globalThis.getComputedStyle(span).color}`),
      ),
    );
  }
  await page.close();
  assert.deepEqual(colours[0], colours[1]);
});

for (const [name, viewport, colorScheme] of [
  ['a desktop', DESKTOP, 'light'],
  ['a phone in dark mode', PHONE, 'dark'],
]) {
  await check(`the search finds Redirect on ${name}, and leads to its page`, async () => {
    const page = await browser.newPage({ viewport, colorScheme });
    const seen = watchPage(page, origin);
    await page.goto(origin);
    await page.click('#tsd-search-trigger');
    await page.keyboard.type('Redirect');
    const first = page.locator('#tsd-search-results a').first();
    await first.waitFor();
    assert.match(await first.innerText(), /^express-returns\.Redirect$/);
    await Promise.all([page.waitForURL('**/classes/express-returns.Redirect.html'), first.click()]);
    assert.match(await page.locator('h1').innerText(), /^Class Redirect</);
    assert.deepEqual(seen, []);
    await page.close();
  });
}

await browser.close();
server.closeAllConnections();
server.close();
rmSync(folder, { recursive: true });
