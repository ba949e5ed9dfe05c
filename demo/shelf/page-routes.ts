import { join } from 'node:path';
import { File, route, Routes } from 'express-returns';

const root = join(__dirname, 'public');

// The page has no script and no style in its text, so nothing but its own files may run.
const headers = {
  'Content-Security-Policy': "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** The page of the shelf, and its files. */
export function pageRoutes() {
  const page = route.get('/', { hidden: true, name: 'page' }, () => new File('index.html', { root, headers }));
  const asset = route.get(
    '/assets/<name>',
    { hidden: true, name: 'asset' },
    (req) => new File(req.params.name, { root, headers, compress: true }),
  );
  return new Routes(page, asset);
}
