import type { Server } from 'node:http';
import express, { type Express, type Request } from 'express';
import { ErrorCode, ErrorList, guard, Routes, Status, type Settings } from 'express-returns';

/** The values that examples in doc comments use and do not declare: an app that is set up already. */
export function exampleContext() {
  const app: Express = Object.assign(express(), { listen: () => undefined });
  return {
    app,
    server: { close: (_done: () => void) => undefined } as unknown as Server,
    routes: new Routes().get('/users/<id:int>', function getUser(req) {
      return { id: req.params.id };
    }),
    adminRoutes: new Routes().get('/users', () => []),
    settings: {} as Settings,
    info: { title: 'Users', version: '1.0.0' },
    errors: new ErrorList(
      new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED),
      new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST),
    ),
    signedIn: guard(() => undefined),
    url: 'http://127.0.0.1:1/',
    sessionOf: async (req: Request) => req.get('Authorization'),
    nextTick: async () => 'tick',
  };
}
