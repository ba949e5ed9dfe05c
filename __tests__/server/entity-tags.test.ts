import express, { type Express } from 'express';
import { createServer } from 'express-returns';
import fc, { anyText } from '../helpers/fast-check';
import { hashEntityTags } from '../../lib/server/entity-tags';

type TagFunction = (body: string | Buffer, encoding?: BufferEncoding) => string;

const tagFunction = (app: Express): TagFunction => app.get('etag fn') as TagFunction;

describe('hashEntityTags', () => {
  it.each(['weak', 'strong', true])('makes the same tags as Express for the setting %p', (setting) => {
    const app = express().set('etag', setting) as Express;
    const before = tagFunction(app);
    hashEntityTags(app);
    const after = tagFunction(app);

    expect(after).not.toBe(before);
    expect(after('', 'utf8')).toBe(before('', 'utf8'));
    fc.assert(
      fc.property(anyText(), fc.uint8Array(), (text, array) => {
        expect(after(text, 'utf8')).toBe(before(text, 'utf8'));
        expect(after(text)).toBe(before(text));
        expect(after(Buffer.from(array))).toBe(before(Buffer.from(array)));
      }),
    );
  });

  it('keeps a function that the user has set before or sets later', () => {
    const own = (): string => '"own"';
    const app = express().set('etag', own) as Express;
    hashEntityTags(app);
    expect(tagFunction(app)).toBe(own);

    const later = express();
    createServer(later);
    later.set('etag', own);
    expect(tagFunction(later)).toBe(own);

    const none = express().set('etag', false) as Express;
    hashEntityTags(none);
    expect(tagFunction(none)).toBeUndefined();
  });

  it('keeps a function of the same name that makes other tags', () => {
    function generateETag(): string {
      return '"other"';
    }
    const app = express();
    app.set('etag fn', generateETag);
    hashEntityTags(app);

    expect(tagFunction(app)).toBe(generateETag);
  });
});
