import type { Request } from 'express';
import { allowedMethods, noteAllowedMethods } from '../../lib/handlers/allowed-methods';

describe('allowedMethods', () => {
  it('are those that were noted for the request, by any mount, each once', () => {
    const req = {} as Request;
    noteAllowedMethods(req, ['GET', 'HEAD']);
    noteAllowedMethods(req, ['POST', 'GET']);

    expect([...allowedMethods(req)]).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('are none for another request', () => {
    noteAllowedMethods({} as Request, ['GET']);

    expect([...allowedMethods({} as Request)]).toEqual([]);
  });

  it('add no visible property to the request', () => {
    const req = Object.freeze({}) as Request;
    noteAllowedMethods(req, ['GET']);

    expect(Reflect.ownKeys(req)).toEqual([]);
  });
});
