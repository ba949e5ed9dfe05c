// The shelf before a person with Chromium (Debian's package). Usage: node .ci/shelf/browser.mjs [folder for
// screenshots]
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../checks.mjs';
import { openChromium } from '../chromium.mjs';
import { incomingOf, startShelf } from './start.mjs';

const folder = mkdtempSync(join(tmpdir(), 'shelf-browser-'));
const pictures = process.argv[2] ?? join(folder, 'screenshots');
mkdirSync(pictures, { recursive: true });
const { browser } = await openChromium(folder);
const data = join(folder, 'data');
let shelf = await startShelf(data);
const { port } = new URL(shelf.url);
const faults = [];
const videoStatuses = [];
const desktop = await open({ viewport: { width: 1280, height: 850 } });
const phone = await open({
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark',
});

/** Opens the shelf in a window of its own; what the console says and what is asked of other servers are faults. */
async function open(options, path = '/') {
  const context = await browser.newContext({ ...options, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => request.url().startsWith(shelf.url) || faults.push(request.url()));
  page.on('response', (reply) => reply.url().endsWith('/5/file') && videoStatuses.push(reply.status()));
  await page.goto(shelf.url + path);
  await waitForText(page, '#feed-state', 'live');
  return page;
}

function waitForText(page, selector, text) {
  const isThere = ([at, wanted]) => globalThis.document.querySelector(at)?.textContent.includes(wanted);
  return page.waitForFunction(isThere, [selector, text]);
}

const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });
const textOf = (page, selector) => page.locator(selector).innerText();
const incoming = () => incomingOf(data);
const file = (name, bytes) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const picture = readFileSync(join(import.meta.dirname, '../../demo/hello/media/images/logo.jpg'));

await check('the first page has media, runs under its policy and asks no other server', async () => {
  await desktop.waitForSelector('.card');
  assert.equal(await desktop.locator('.card').count(), 5);
  await desktop.waitForFunction(() =>
    [...globalThis.document.querySelectorAll('.card img')].every(({ naturalWidth }) => naturalWidth > 0),
  );
  await shoot(desktop, 'desktop');
  await shoot(phone, 'phone-dark');
  assert.deepEqual(faults, []);
  return textOf(desktop, '#summary');
});

await check('a wrong password is answered with a message, and the keyboard is enough to sign in', async () => {
  await desktop.focus('#open-sign-in');
  await desktop.keyboard.press('Enter');
  await desktop.keyboard.type('ada');
  await desktop.keyboard.press('Tab');
  await desktop.keyboard.type('guessed');
  await desktop.keyboard.press('Enter');
  await waitForText(desktop, '#sign-in-problem', 'wrong');
  await shoot(desktop, 'sign-in');
  const message = await textOf(desktop, '#sign-in-problem');
  await desktop.keyboard.type('countess'); // The wrong one is selected.
  await desktop.keyboard.press('Enter');
  await waitForText(desktop, '#who', 'ada');
  assert.equal(await desktop.evaluate(() => globalThis.document.activeElement.id), 'file');
  faults.length = 0; // Chromium writes every 401 into the console.
  return message;
});

await check('what is added in one window appears in another one', async () => {
  await desktop.setInputFiles('#file', file('гора.jpg', picture));
  await desktop.fill('#title', 'A mountain');
  await desktop.click('#upload .primary');
  await waitForText(phone, '#feed', 'ada added A mountain');
  await waitForText(phone, '#list', 'A mountain');
  await waitForText(desktop, '#uploaded', 'Added “A mountain”.');
  await shoot(desktop, 'added');
  assert.deepEqual(faults, []);
  return (await textOf(phone, '#feed li')).replace('\n', ', ');
});

/** Begins an upload over a slow line; the function that it gives makes the line fast again. */
async function uploadSlowly() {
  const session = await desktop.context().newCDPSession(desktop);
  const throughput = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2_000_000 };
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', throughput);
  await desktop.setInputFiles('#file', file('large.jpg', Buffer.concat([picture, Buffer.alloc(40_000_000)])));
  await desktop.click('#upload .primary');
  await desktop.waitForFunction(() => globalThis.document.querySelector('#progress').value > 0.05);
  return () => session.send('Network.emulateNetworkConditions', { ...throughput, uploadThroughput: -1 });
}

await check('an upload shows its progress, and leaves nothing when it is cancelled', async () => {
  const speedUp = await uploadSlowly();
  await shoot(desktop, 'uploading');
  const seen = await desktop.evaluate(() => globalThis.document.querySelector('#progress').value);
  await desktop.click('#cancel');
  await waitForText(desktop, '#uploaded', 'Cancelled');
  while (incoming().length > 0) await desktop.waitForTimeout(20);
  await speedUp();
  return `cancelled at ${Math.round(seen * 100)} %`;
});

await check(
  'an upload during which the server dies ends with a message, and the next start has nothing of it',
  async () => {
    const speedUp = await uploadSlowly();
    await shelf.kill();
    await waitForText(desktop, '#upload-problem', 'connection was lost');
    await shoot(desktop, 'lost');
    assert.equal(incoming().length, 1);
    shelf = await startShelf(data, { env: { PORT: port } });
    assert.deepEqual(incoming(), []);
    await speedUp();
    await waitForText(desktop, '#feed-state', 'live');
    await waitForText(phone, '#feed-state', 'live');
    faults.length = 0; // Chromium writes every lost connection into the console.
    return textOf(desktop, '#upload-problem');
  },
);

await check('a file that is no picture is refused with a message', async () => {
  await desktop.setInputFiles('#file', file('text.png', 'This is a text.'));
  await desktop.click('#upload .primary');
  await waitForText(desktop, '#upload-problem', 'no picture');
  await shoot(desktop, 'refused');
  assert.deepEqual(incoming(), []);
  faults.length = 0;
  return textOf(desktop, '#upload-problem');
});

await check('a video plays and seeks', async () => {
  await desktop.click('.card:has-text("A clock")');
  const { duration, sought } = await desktop.evaluate(async () => {
    const video = globalThis.document.querySelector('#stage video');
    const happens = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
    video.muted = true;
    await video.play();
    const seeked = happens('seeked');
    video.currentTime = video.duration * 0.9;
    await seeked;
    return { duration: video.duration, sought: video.currentTime };
  });
  assert.ok(Math.abs(sought - duration * 0.9) < 0.5, `${sought} of ${duration}`);
  assert.ok(
    videoStatuses.every((status) => status === 206),
    videoStatuses.join(),
  );
  assert.ok(videoStatuses.length > 0);
  await shoot(desktop, 'viewer');
  return `${sought.toFixed(1)} s of ${duration.toFixed(1)} s`;
});

await check('a download has its name, and a short link leads to the same', async () => {
  const [download] = await Promise.all([desktop.waitForEvent('download'), desktop.click('#download')]);
  assert.equal(download.suggestedFilename(), 'часы.webm');
  await desktop.click('#share');
  await desktop.waitForSelector('#shared:not([hidden])');
  const link = await desktop.inputValue('#short-link');
  await desktop.keyboard.press('Escape');
  await phone.goto(link);
  await waitForText(phone, '#viewer-title', 'A clock');
  await shoot(phone, 'phone-viewer');
  await phone.click('#close-viewer');
  return link.replace(shelf.url, '');
});

await check('at 390 px nothing is cut off, and every control is large enough for a finger', async () => {
  const { width, small } = await phone.evaluate(() => ({
    width: globalThis.document.documentElement.scrollWidth,
    small: [...globalThis.document.querySelectorAll('button, input, .button')]
      .filter((control) => control.type !== 'radio' && control.offsetHeight > 0 && control.offsetHeight < 44)
      .filter((control) => control.closest('#feed') === null) // Those are words of a sentence.
      .map((control) => control.outerHTML),
  }));
  assert.equal(width, 390);
  assert.deepEqual(small, []);
});

await check('a search that finds nothing says so, and shows all again', async () => {
  await phone.fill('#text', 'nothing of that name');
  await waitForText(phone, '#empty', 'Nothing is found.');
  await shoot(phone, 'phone-empty');
  await phone.click('#show-all');
  await waitForText(phone, '#summary', '6 things on the shelf');
});

await check('a search is in the address, and is there again after a reload', async () => {
  await phone.fill('#text', 'CLOCK');
  await waitForText(phone, '#summary', '1 thing found');
  await phone.reload();
  await waitForText(phone, '#summary', '1 thing found');
  assert.equal(await phone.inputValue('#text'), 'CLOCK');
  assert.equal(new URL(phone.url()).search, '?search=CLOCK');
  await phone.fill('#text', '');
  await waitForText(phone, '#summary', '6 things on the shelf');
  assert.equal(new URL(phone.url()).search, '');
});

await check('an empty file is refused; when the session has ended the page asks for a sign-in', async () => {
  await desktop.setInputFiles('#file', file('empty.png', ''));
  await desktop.click('#upload .primary');
  await waitForText(desktop, '#upload-problem', 'The file is empty.');
  await desktop.context().clearCookies();
  await desktop.setInputFiles('#file', file('late.jpg', picture));
  await desktop.click('#upload .primary');
  await waitForText(desktop, '#sign-in-problem', 'Your session has ended.');
  assert.equal(await desktop.locator('#upload').isVisible(), false);
  await shoot(desktop, 'session-ended');
  await desktop.keyboard.press('Escape');
  faults.length = 0; // Chromium writes every 401 into the console.
});

await check('while the server is away the page says so, and goes on when it is back', async () => {
  assert.equal(await shelf.stop(), 0);
  await waitForText(desktop, '#feed-state', 'connecting again');
  await desktop.fill('#text', 'moun');
  await waitForText(desktop, '#problem', 'cannot be reached');
  await shoot(desktop, 'away');
  shelf = await startShelf(data, { env: { PORT: port } });
  await desktop.click('#try-again');
  await waitForText(desktop, '#summary', '1 thing found');
  await waitForText(desktop, '#feed-state', 'live');
});

await browser.close();
await shelf.stop();
rmSync(folder, { recursive: true });
