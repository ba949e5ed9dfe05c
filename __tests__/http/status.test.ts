import { STATUS_CODES } from 'node:http';
import { Status } from 'express-returns';
import { hasNoBody } from '../../lib/http/status';

// What Node's table has and the registry has not, or has only as a memory.
const OBSOLETE = [
  418, // (Unused): a joke of RFC 2324, reserved by RFC 9110 section 15.5.19
  509, // never registered
  510, // Not Extended: RFC 2774 was moved to historic
];

// Node's names are older than RFC 9110.
const RENAMED: Readonly<Record<number, string>> = { 413: 'CONTENT_TOO_LARGE', 422: 'UNPROCESSABLE_CONTENT' };

const nodeCodes = Object.keys(STATUS_CODES).map(Number);

describe('Status', () => {
  it('has exactly the codes of Node that are not obsolete', () => {
    expect(Object.values(Status)).toEqual(nodeCodes.filter((code) => !OBSOLETE.includes(code)));
  });

  it.each(Object.entries(Status))('names %s after the description of %d', (name, code) => {
    expect(name).toBe(RENAMED[code] ?? STATUS_CODES[code]?.toUpperCase().replace(/[ -]/g, '_'));
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(Status)).toBe(true);
  });
});

describe('hasNoBody', () => {
  it('is true of 204, 205 and 304 only', () => {
    expect(nodeCodes.filter(hasNoBody)).toEqual([204, 205, 304]);
  });
});
