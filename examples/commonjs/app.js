const express = require('express');
const { adopt, ErrorCode, errorHandler, ErrorList, guard, JSON, notFound, Routes, Status } = require('express-returns');

/** The errors of the app: a code for clients, a message, a status. */
const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', Status.UNAUTHORIZED),
  new ErrorCode(1101, "User '{}' does not exist", Status.NOT_FOUND),
);

const users = new Map([[7, { id: 7, name: 'Ada' }]]);

// From here on every handler of the app may return its reply. Handlers that use `res` stay as they are.
const app = adopt(express(), { errors });

app.get('/health', () => new JSON({ status: 'ok' }));
app.get('/old', (req, res) => {
  res.json({ still: 'works' });
});

const signedIn = guard((req) => {
  if (req.get('Authorization') !== 'Bearer secret') return errors.error(1100);
});

const routes = new Routes();
routes.get('/users', () => new JSON([...users.values()]));
routes.get('/users/<id:int>', ({ params }) => users.get(params.id) ?? errors.error(1101, params.id));
routes.delete('/users/<id:int>', signedIn, ({ params }) => {
  if (!users.delete(params.id)) throw errors.error(1101, params.id);
  return new JSON({ deleted: params.id });
});

app.use('/api', routes.router());
app.use(notFound());
app.use(errorHandler());

module.exports = { app };
