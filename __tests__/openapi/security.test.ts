import { SecuritySchemes } from '../../lib/openapi/security';

const schemes = (): SecuritySchemes => new SecuritySchemes({ key: { type: 'apiKey' }, cookie: { type: 'apiKey' } });

describe('SecuritySchemes', () => {
  it.each([
    ['nothing', undefined, [], undefined],
    ['one scheme', 'key', [], [{ key: [] }]],
    ['one of two', ['key', 'cookie'], [], [{ key: [] }, { cookie: [] }]],
    ['none', 'none', [], []],
    ['an empty list', [], [], []],
    ['that of a guard', undefined, ['key'], [{ key: [] }]],
    ['those of all guards together', undefined, ['key', ['cookie', 'bearer']], [{ key: [], cookie: [] }, { key: [], bearer: [] }]],
    ['a guard that needs none', undefined, ['none', 'key'], [{ key: [] }]],
    ['its own, not those of guards', 'cookie', ['key'], [{ cookie: [] }]],
  ])('requires %s', (_name, own, ofGuards, expected) => {
    expect(schemes().requirements('GET /', own, ofGuards)).toEqual(expected);
  }); // prettier-ignore

  it('knows bearer and basic, which are in the document where they are used', () => {
    const security = schemes();
    security.requirements('GET /', ['bearer'], []);

    expect(security.finish()).toEqual({
      bearer: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey' },
      cookie: { type: 'apiKey' },
    });
  });

  it('refuses an unknown scheme', () => {
    expect(() => schemes().requirements('GET /', 'token', [])).toThrow(
      "GET / needs the security scheme token, which the document does not have. Give it to openapi() or docs(): { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } }.",
    );
  });
});
