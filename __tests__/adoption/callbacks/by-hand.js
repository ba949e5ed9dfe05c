exports.createHandlers = (store) => ({
  requireKey(req, res, next) {
    if (req.get('X-Key') === 'secret') return next();
    return res.status(401).json({ error: 'key required' });
  },

  list(req, res, next) {
    return store.all(function (error, books) {
      if (error) return next(error);
      res.set('Cache-Control', 'no-cache');
      res.json(books);
    });
  },

  show(req, res, next) {
    store.find(req.params.id, function (error, book) {
      if (error) return next(error);
      if (!book) return res.status(404).json({ error: 'no such book' });
      res.json(book);
    });
  },

  create(req, res, next) {
    if (!req.body.title) return res.status(400).json({ error: 'title required' });
    store.add({ title: req.body.title }, function (error, book) {
      if (error) return next(error);
      res.status(201);
      res.set('Location', '/books/' + book.id);
      res.json(book);
    });
  },

  remove(req, res, next) {
    store.remove(req.params.id, function (error) {
      if (error) return next(error);
      res.status(204).end();
    });
  },

  moved: (req, res) => res.redirect(301, '/books'),
});
