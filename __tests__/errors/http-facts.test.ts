import { httpFacts, phraseOf } from '../../lib/errors/http-facts';

describe('httpFacts', () => {
  it.each([
    [500, 1000, 'Server error'],
    [404, 1001, 'Not found'],
    [400, 1002, 'Unexpected data'],
    [413, 413, 'Payload Too Large'],
    [503, 503, 'Service Unavailable'],
    [499, 499, 'Bad Request'],
  ])('knows a %i by the code %i', (status, code, title) => {
    expect(httpFacts({ status })).toEqual({
      code,
      status,
      title,
      message: title,
      data: undefined,
      headers: {},
      cookies: [],
    });
  });

  it('has the message and data that are given', () => {
    expect(httpFacts({ status: 409, message: 'Taken', data: 1 })).toMatchObject({
      title: 'Conflict',
      message: 'Taken',
      data: 1,
    });
  });
});

describe('phraseOf', () => {
  it.each([
    [404, 'Not Found'],
    [477, 'Bad Request'],
    [577, 'Internal Server Error'],
  ])('of %i is %s', (status, phrase) => {
    expect(phraseOf(status)).toBe(phrase);
  });
});
