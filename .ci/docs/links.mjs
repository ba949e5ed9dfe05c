import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The links of a static site to files and anchors that it does not have. External links are not asked for. */
export function brokenLinks(site) {
  const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html'));
  const anchors = new Map();
  const anchorsOf = (path) => {
    if (!anchors.has(path)) {
      const found = readFileSync(join(site, path), 'utf8').matchAll(/ id="([^"]+)"/g);
      anchors.set(path, new Set([...found].map(([, id]) => decode(id))));
    }
    return anchors.get(path);
  };
  const isBroken = (page, link) => {
    const [path, anchor] = decode(link).split('#');
    const target = path === '' ? page : join(dirname(page), decodeURIComponent(path.split('?')[0]));
    if (!existsSync(join(site, target))) return true;
    return anchor !== undefined && target.endsWith('.html') && !anchorsOf(target).has(decodeURIComponent(anchor));
  };
  return pages.flatMap((page) =>
    [...readFileSync(join(site, page), 'utf8').matchAll(/ (?:href|src)="([^"]*)"/g)]
      .map(([, link]) => link)
      .filter((link) => link !== '#' && !/^(?:\w+:|\/\/)/.test(link) && isBroken(page, link))
      .map((link) => `${page}: ${link}`),
  );
}

function decode(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
