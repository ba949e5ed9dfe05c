const express = require('express');

exports.createApp = function createApp(handlers, prepare) {
  const app = prepare(express());
  app.use(express.json());
  app.get('/books', handlers.list);
  app.get('/old-books', handlers.moved);
  app.route('/books/:id').get(handlers.show).delete([handlers.requireKey], handlers.remove);
  app.post('/books', handlers.requireKey, handlers.create);
  app.use(function (req, res) {
    res.status(404).json({ error: 'no such page' });
  });
  app.use(function (error, req, res, next) {
    if (res.headersSent) return next(error);
    res.status(error.status || 500).json({ error: error.message });
  });
  return app;
};
