import { checksOfKind, keptOptions } from '../../lib/responses/writer-options';

describe('keptOptions', () => {
  it('returns the given options that are kept', () => {
    expect(keptOptions('body', { status: 201, flush: true })).toEqual({ flush: true });
    expect(keptOptions('body', { flush: undefined })).toBeUndefined();
  });

  it('includes the options of a kind', () => {
    expect(Object.keys(checksOfKind('events'))).toEqual(['heartbeatSeconds']);
    expect(checksOfKind('body')).toEqual({});
    expect(keptOptions('events', { heartbeatSeconds: 0.5 })).toEqual({ heartbeatSeconds: 0.5 });
  });
});
