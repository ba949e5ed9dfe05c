import { createApp } from '../../demo/app';
import { send } from '../helpers/app';

const EVENTS = [
  { id: 1, on: '2026-11-24', title: 'Planning' },
  { id: 2, on: '2026-12-10', title: "Ada's birthday" },
];

describe('the demo routes', () => {
  const app = createApp();

  it('has a page with all routes, whose links all work', async () => {
    const page = (await send(app, 'GET', '/routes')).body.toString();
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, path = '']) => path);

    expect([...page.matchAll(/<code>/g)]).toHaveLength(11);
    expect(page).toContain('<code>GET /teams/:team/calendar/&lt;on:day></code>');
    expect(links).toHaveLength(5);
    for (const link of links)
      expect([link, (await send(app, 'GET', link)).status]).toEqual([link, link.endsWith('/first') ? 307 : 200]);
  });

  it.each([
    ['', EVENTS],
    ['/2026-12-10', EVENTS.slice(1)],
    ['/2', EVENTS[1]],
    ['/ada', EVENTS.slice(1)],
  ])('answers /routes/calendar%s, in a group with a key, too', async (path, expected) => {
    const [open, closed, keyed] = [
      await send(app, 'GET', `/routes/calendar${path}`),
      await send(app, 'GET', `/routes/teams/red/calendar${path}`),
      await send(app, 'GET', `/routes/teams/red/calendar${path}?key=secret`),
    ];

    expect(JSON.parse(open.body.toString())).toEqual(expected);
    expect(closed.status).toBe(401);
    expect(keyed.body).toEqual(open.body);
  });

  it('sends from the first event to its day', async () => {
    expect((await send(app, 'GET', '/routes/calendar/first')).headers['Location']).toBe('./2026-11-24');
  });

  it('has no 32nd of a month, no event 9, and no way to delete', async () => {
    expect((await send(app, 'GET', '/routes/calendar/2026-11-32')).body.toString()).toBe('[]');
    expect((await send(app, 'GET', '/routes/calendar/9')).body.toString()).toBe('There is no event 9.');
    const reply = await send(app, 'DELETE', '/routes/calendar/2');
    expect([reply.status, reply.headers['Allow']]).toEqual([405, 'GET, HEAD']);
  });
});
