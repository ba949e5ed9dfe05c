import { ErrorCatalog, ErrorCode, ErrorList, Routes } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { appOf, send } from '../helpers/app';

const errors = new ErrorList(
  new ErrorCode(1101, "User '{}' does not <exist> & more", 400),
  new ErrorCode(1100, 'Authorization error', 401),
);
const get = (accept: string) =>
  send(appOf(new Routes().get('/errors', () => new ErrorCatalog(errors))).app, 'GET', '/errors', { Accept: accept });

describe('ErrorCatalog', () => {
  it('lists the codes by number, with an anchor for each', async () => {
    const { status, headers, body } = await get('text/html');
    const page = body.toString();

    expect([status, headers['Content-Type'], headers['Vary']]).toEqual([200, 'text/html; charset=utf-8', 'Accept']);
    expect(page.match(/<tr id="\d+"/g)).toEqual([1000, 1001, 1002, 1003, 1100, 1101].map((code) => `<tr id="${code}"`));
    expect(page).toContain('<td>401 Unauthorized</td><td>Authorization error</td>');
    expect(page).toContain('<td>User &#39;{}&#39; does not &lt;exist&gt; &amp; more</td>');
  });

  it('is a JSON array for programs', async () => {
    const { headers, body } = await get('application/json');

    expect(headers['Content-Type']).toBe('application/json; charset=utf-8');
    expect((JSON.parse(body.toString()) as unknown[]).at(-1)).toEqual({
      code: 1101,
      status: 400,
      message: "User '{}' does not <exist> & more",
    });
  });

  it('is a value: its body are the codes', () => {
    expect(new ErrorCatalog([]).body.map(({ code }) => code)).toEqual([1000, 1001, 1002, 1003]);
    expect(new ErrorCatalog(errors)).toEqual(new ErrorCatalog([errors]));
    expect(Object.isFrozen(new ErrorCatalog(errors).body)).toBe(true);
  });

  it('refuses what is no list', () => {
    expect(() => new ErrorCatalog({} as never)).toThrow(
      usageError('ERR_RETURNS_ERROR_CODE', 'Errors are an ErrorList or an array of them; got an object without keys.'),
    );
  });
});
