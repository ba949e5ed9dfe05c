const { promisify } = require('node:util');
const { JSON, Redirect, Response } = require('express-returns');

exports.createHandlers = (store) => {
  const [all, find, add, remove] = ['all', 'find', 'add', 'remove'].map((name) => promisify(store[name]));
  return {
    requireKey(req, res, next) {
      if (req.get('X-Key') === 'secret') return next();
      return new JSON({ error: 'key required' }, { status: 401 });
    },

    async list() {
      return new JSON(await all(), { headers: { 'Cache-Control': 'no-cache' } });
    },

    async show(req) {
      const book = await find(req.params.id);
      return book ? new JSON(book) : new JSON({ error: 'no such book' }, { status: 404 });
    },

    async create(req) {
      if (!req.body.title) return new JSON({ error: 'title required' }, { status: 400 });
      const book = await add({ title: req.body.title });
      return new JSON(book, { status: 201, headers: { Location: '/books/' + book.id } });
    },

    async remove(req) {
      await remove(req.params.id);
      return new Response(null, { status: 204 });
    },

    moved: () => new Redirect('/books', { status: 301 }),
  };
};
