import { resolve } from 'node:path';
import express from 'express';
import { Routes } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { checkSettings } from '../../lib/handlers/check-settings';

describe('settings', () => {
  it.each<[string, unknown, string]>([
    ['what is no object', 'media', 'routes.router() takes an object of settings; got "media".'],
    ['null', null, 'routes.router() takes an object of settings; got null.'],
    ['an unknown one', { mediaroot: 'media' }, 'routes.router() has no option "mediaroot"; it has mediaRoot, '],
    [
      'a mediaRoot that is no path',
      { mediaRoot: 5 },
      'The option mediaRoot of routes.router() must be the path of a folder; got 5.',
    ],
    [
      'an empty mediaRoot',
      { mediaRoot: '' },
      'The option mediaRoot of routes.router() must be the path of a folder; got "".',
    ],
    [
      'a timeout that is none',
      { timeout: 0 },
      'The option timeout of routes.router() must be a number of milliseconds from 1 to 2147483647; got 0.',
    ],
    ['a timeout as text', { timeout: '5s' }, 'must be a number of milliseconds from 1 to 2147483647; got "5s".'],
    [
      'a strict that is no boolean',
      { strict: 'yes' },
      'The option strict of routes.router() must be true or false; got "yes".',
    ],
  ])('refuses %s when mounted', (_what, settings, message) => {
    expect(() => new Routes().router(settings as never)).toThrow(usageError('ERR_RETURNS_SETTINGS', message));
  });

  it('refuses the options of a Router for mount(), where the app decides', () => {
    expect(() => new Routes().mount(express(), { mergeParams: true } as never)).toThrow(
      'routes.mount() has no option "mergeParams". It is an option of a Router',
    );
  });

  it('takes mediaRoot from the working directory, and warns where there is no such folder', () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

    expect(checkSettings('here', { mediaRoot: 'demo' }, true)).toEqual({ mediaRoot: resolve('demo') });
    expect(warning).not.toHaveBeenCalled();
    expect(checkSettings('here', { mediaRoot: 'nowhere' }, true)).toEqual({ mediaRoot: resolve('nowhere') });
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('The mediaRoot "nowhere" of here is not a folder'), {
      type: 'ExpressReturnsWarning',
      code: 'ERR_RETURNS_SETTINGS',
    });
    warning.mockRestore();
  });
});
