import { join } from 'node:path';
import type { Router } from 'express';
import { File, HTML, Routes } from 'express-returns';

const page = new HTML(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Files</title>
<h1>Files</h1>
<p><img src="picture" alt="the logo" width="120"></p>
<p><video src="video" controls muted width="320"></video></p>
<p><a href="report">A report with a Japanese name</a>, <a href="download">the video as a download that resumes</a></p>
`);

const routes = new Routes();
routes.get('/', () => page);
routes.get('/picture', () => new File('logo.jpg', { maxAge: '1d' }));
// Seeks, since a player asks for ranges of it.
routes.get('/video', () => new File('clock.webm'));
routes.get('/report', () => new File('report.txt', { download: '報告書.txt' }));
// curl -C - -O resumes it where it was cut off.
routes.get('/download', () => new File('clock.webm', { download: true }));

/** Pictures, a video that seeks, a download that resumes. */
export function filesDemo(): Router {
  return routes.router({ mediaRoot: join(__dirname, 'media') });
}
