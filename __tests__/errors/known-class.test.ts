import express from 'express';
import * as here from 'express-returns';
import { codesOf } from '../../lib/errors/error-list';
import { send } from '../helpers/app';
import { anotherCopy } from '../helpers/copy';

const there = anotherCopy();
const codeOf = ({ ErrorCode }: typeof here) => new ErrorCode(1101, "User '{}' does not exist", 400);

it('is another copy', () => {
  expect(there.ErrorList).not.toBe(here.ErrorList);
  expect(new there.ErrorList()).not.toBeInstanceOf(here.ErrorList);
});

describe('an ErrorCode of another copy', () => {
  it('may be in a list', async () => {
    const error = new here.ErrorList(codeOf(there)).error(1101, 'ada');

    await expect(error.text()).resolves.toBe('{"status":"error","code":1101,"message":"User \'ada\' does not exist"}');
  });

  it('is named when it is defined twice', () => {
    expect(() => new here.ErrorList(codeOf(there), codeOf(here))).toThrow('The error code 1101 is defined as');
  });
});

describe('an ErrorList of another copy', () => {
  it('may be the errors of a mount, whose errors are those of this copy', async () => {
    const routes = new here.Routes().get('/', () => new here.Error(1101, 'ada'));
    const { status, body } = await send(
      express().use(routes.router({ errors: new there.ErrorList(codeOf(there)) })),
      'GET',
      '/',
    );

    expect([status, body.toString()]).toEqual([
      400,
      '{"status":"error","code":1101,"message":"User \'ada\' does not exist"}',
    ]);
  });

  it('may stand beside lists of this copy', () => {
    const lists = [new there.ErrorList(codeOf(there)), new here.ErrorList(new here.ErrorCode(1102, 'b', 409))];

    expect([...codesOf(lists).keys()]).toEqual([1000, 1001, 1002, 1003, 1101, 1102]);
  });
});

it('takes nothing for a list that only looks like one', () => {
  const like: unknown = JSON.parse('{"codes":[]}');

  expect(() => codesOf(like as here.ErrorList)).toThrow('The setting errors must be an ErrorList or an array of them');
  expect(() => new here.ErrorList(JSON.parse('{"code":1,"message":"a","status":400}') as here.ErrorCode)).toThrow(
    'An ErrorList takes ErrorCode objects',
  );
});
