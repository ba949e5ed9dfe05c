import { Text } from 'express-returns';

describe('Text', () => {
  it('is plain text in UTF-8 with status 200', () => {
    const response = new Text('Hello World!');

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'text/plain; charset=utf-8' });
    expect(response.body).toBe('Hello World!');
  });

  it.each([
    ['a string', 'é', 'é'],
    ['an empty string', '', ''],
    ['zero', 0, '0'],
    ['a boolean', false, 'false'],
    ['a bigint', 12345678901234567890n, '12345678901234567890'],
    ['bytes', Buffer.from('é'), 'é'],
    ['null', null, ''],
    ['an array of chunks', ['a', Buffer.from('b')], 'ab'],
  ])('holds %s and gives its text', async (_what, body, text) => {
    await expect(new Text(body).text()).resolves.toBe(text);
  });
});
