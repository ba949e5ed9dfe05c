import { createDeclaration, isDeclaration } from '../../lib/responses/declaration';

const ok = { kind: 'json', name: 'JSON', status: 200, contentType: 'application/json; charset=utf-8' } as const;

describe('createDeclaration', () => {
  it('makes a frozen value of its data alone', () => {
    const declared = createDeclaration(ok);

    expect({ ...declared }).toEqual(ok);
    expect(Object.isFrozen(declared)).toBe(true);
  });
});

describe('isDeclaration', () => {
  it('knows declarations, and no copy of their data', () => {
    expect(isDeclaration(createDeclaration(ok))).toBe(true);
    expect(isDeclaration({ ...ok })).toBe(false);
    expect(isDeclaration(null)).toBe(false);
  });
});
