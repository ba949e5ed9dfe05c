import { HTML } from 'express-returns';

describe('HTML', () => {
  it('is a page in UTF-8 with status 200', () => {
    const response = new HTML('<p>é</p>');

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' });
    expect(response.body).toBe('<p>é</p>');
  });

  it.each([
    ['as it is', '<p>&amp;</p><script>1 < 2</script>', '<p>&amp;</p><script>1 < 2</script>'],
    ['from a list of chunks', ['<p>', '</p>'], '<p></p>'],
    ['for nothing', null, ''],
  ])('sends markup %s', async (_how, body, text) => {
    await expect(new HTML(body).text()).resolves.toBe(text);
  });
});
