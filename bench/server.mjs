// One server of the benchmark in a process of its own: `node bench/server.mjs NAME` tells its port to the parent, and
// the processor time that it has used whenever it is asked.
import express from 'express';
import { JSON as JSONResponse, returns, Routes } from 'express-returns';

const user = { id: 7, name: 'Ada Lovelace', email: 'ada@example.com', roles: ['admin', 'author'] };

const byHand = (req, res) => {
  res.json(user);
};
const byHandLater = async (req, res) => {
  res.json(user);
};
const returned = () => new JSONResponse(user);
const returnedLater = async () => new JSONResponse(user);

/** Every server answers GET /user with the same bytes. */
export const servers = {
  'res.json': () => express().get('/user', byHand),
  'res.json, async': () => express().get('/user', byHandLater),
  'returns()': () => express().get('/user', returns(returned)),
  'returns(), async': () => express().get('/user', returns(returnedLater)),
  'routes.mount()': () => new Routes().get('/user', returned).mount(express()),
  'Router, res.json': () => express().use(express.Router().get('/user', byHand)),
  'routes.router()': () => express().use(new Routes().get('/user', returned).router()),
};

if (process.send) {
  const server = servers[process.argv[2]]().listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send(user + system);
  });
}
