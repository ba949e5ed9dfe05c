import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import * as z from 'zod';
import * as returns from 'express-returns';

const root = join(__dirname, '../docs');

describe('the options', () => {
  const pages = readdirSync(root).map((name) => readFileSync(join(root, name), 'utf8'));
  const codes = pages.flatMap((page) => (page.match(/^\|.*$/gm) ?? []).flatMap((row) => row.match(/`[^`]+`/g) ?? []));
  const isInTable = (name: string): boolean => codes.some((code) => new RegExp(`\\b${name}\\b`).test(code));

  const unknown = { isUnknown: true };
  const handler = (): string => 'a';
  const info = { title: 'A', version: '1', ...unknown };
  const { adopt, Channel, Converter, docs, ErrorCode, EventStream, File, guard, JSON, openapi } = returns;
  it.each<[string, () => unknown]>([
    ['adopt', () => adopt(express(), unknown as object)],
    ['routes.router', () => new returns.Routes().router(unknown as object)],
    ['a route', () => new returns.Routes().get('/a', unknown as object, handler)],
    ['Routes', () => new returns.Routes(unknown as never)],
    ['guard', () => guard(unknown as never, handler as never)],
    ['JSON', () => new JSON(1, unknown as object)],
    ['File', () => new File('a', unknown as object)],
    ['Redirect', () => new returns.Redirect('/', unknown as object)],
    ['EventStream', () => new EventStream([], unknown as object)],
    ['an error', () => new returns.Error(1000, undefined, unknown as object)],
    ['ErrorCode', () => new ErrorCode(1100, 'a', 400, unknown as never)],
    ['JSON.of', () => JSON.of(z.object({}), unknown as never)],
    ['Converter', () => new Converter(/a/, unknown as object)],
    ['Channel', () => new Channel(unknown as object)],
    ['openapi', () => openapi([], info)],
    ['docs', () => docs([], { title: 'A', version: '1' }, unknown as object)],
    ['shutdown', async () => returns.shutdown(createServer(), unknown as object)],
  ])('of %s are all in a table of the docs', async (_owner, make) => {
    const message = await messageOf(make);
    const names = /it has ([\w, ]+)\./.exec(message)?.[1]?.split(', ') ?? [];

    expect([message, names]).toEqual([message, expect.arrayContaining([expect.any(String)])]);
    expect(names.filter((name) => !isInTable(name))).toEqual([]);
  });

  async function messageOf(make: () => unknown): Promise<string> {
    try {
      await make();
      return 'was accepted';
    } catch (error) {
      return (error as globalThis.Error).message;
    }
  }
});
