import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { OWN_FILE, requirePlace } from '../../lib/diagnostics/own-file';

const SOURCE = join(__dirname, '../../lib/diagnostics/own-file.ts');

describe('requirePlace', () => {
  it('is the file of this code', () => {
    expect([OWN_FILE, requirePlace()]).toEqual([SOURCE, SOURCE]);
  });

  it('is the working directory in a bundle of ES modules, where Node finds packages', () => {
    const { code } = transformSync(readFileSync(SOURCE, 'utf8'), { loader: 'ts', format: 'esm' });
    const script = `${code}\nprocess.stdout.write(JSON.stringify([OWN_FILE ?? null, requirePlace()]));`;
    const options = ['--input-type=module', '--eval', script];
    const printed = execFileSync(process.execPath, options, { cwd: __dirname, encoding: 'utf8' });
    const [file, place] = JSON.parse(printed) as [string | null, string];

    expect([file, place]).toEqual([null, `${__dirname}/`]);
    expect(createRequire(place).resolve('multer')).toBe(require.resolve('multer'));
  });
});
