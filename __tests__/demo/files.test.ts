import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../demo/app';
import { send } from '../helpers/app';

const video = readFileSync(join(__dirname, '../../demo/files/media/clock.webm'));

describe('the demo files', () => {
  const app = createApp();

  it('has a page whose files are all there', async () => {
    const page = (await send(app, 'GET', '/files/')).body.toString();
    const links = [...page.matchAll(/(?:src|href)="(\w+)"/g)].map(([, path = '']) => path);

    expect(links).toEqual(['picture', 'video', 'report', 'download']);
    for (const link of links) expect([link, (await send(app, 'GET', `/files/${link}`)).status]).toEqual([link, 200]);
  });

  it('has a video that seeks', async () => {
    const part = await send(app, 'GET', '/files/video', { Range: 'bytes=1000-1999' });

    expect([part.status, part.headers['Content-Type']]).toEqual([206, 'video/webm']);
    expect(part.headers['Content-Range']).toBe(`bytes 1000-1999/${video.length}`);
    expect(part.body.equals(video.subarray(1000, 2000))).toBe(true);
  });

  it('has a download that resumes', async () => {
    const whole = await send(app, 'GET', '/files/download');
    const headers = { 'Range': 'bytes=5000-', 'If-Range': String(whole.headers['ETag']) };
    const rest = await send(app, 'GET', '/files/download', headers);

    expect(whole.headers['Content-Disposition']).toBe('attachment; filename="clock.webm"');
    expect(Buffer.concat([whole.body.subarray(0, 5000), rest.body]).equals(video)).toBe(true);
  });

  it('has a download with a Japanese name', async () => {
    expect((await send(app, 'GET', '/files/report')).headers['Content-Disposition']).toBe(
      `attachment; filename="___.txt"; filename*=UTF-8''%E5%A0%B1%E5%91%8A%E6%9B%B8.txt`,
    );
  });
});
