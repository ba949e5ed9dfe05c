import * as reply from 'express-returns';

it.each([
  ['JSON', 'JSONResponse'],
  ['Error', 'ErrorResponse'],
  ['File', 'FileResponse'],
  ['Response', 'HTTPResponse'],
] as const)('%s, which hides a global, is also %s', (name, second) => {
  expect(reply[second]).toBe(reply[name]);
});
