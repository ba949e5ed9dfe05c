import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { need } from './need.mjs';

/**
 * Chromium (Debian's package), driven by playwright-core, which is installed in a folder of its own: nobody who works
 * on the library needs it. Further packages are installed beside it, for `require`.
 */
export async function openChromium(folder, packages = []) {
  const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder];
  execFileSync('npm', [...npm, 'playwright-core@1.64.1', ...packages]);
  const require = createRequire(join(folder, 'package.json'));
  const browser = await require('playwright-core').chromium.launch({
    executablePath: need('chromium', 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  return { browser, require };
}

/** Notes what a page must not do: write to the console, fail to load something, or ask a server of another origin. */
export function watchPage(page, origin) {
  const seen = [];
  page.on('console', (message) => seen.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => seen.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol !== 'data:' && to !== origin) seen.push(`foreign: ${request.url()}`);
  });
  return seen;
}
