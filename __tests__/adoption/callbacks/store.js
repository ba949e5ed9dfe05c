// A driver with callbacks, which always call back later.
const { setImmediate } = require('node:timers');

exports.createStore = function createStore() {
  const books = new Map([['1', { id: '1', title: 'Emma' }]]);
  const later = (callback, ...results) => setImmediate(callback, ...results);
  return {
    all: (callback) => later(callback, null, [...books.values()]),
    find(id, callback) {
      if (id === 'broken') later(callback, new Error('connection lost'));
      else later(callback, null, books.get(id));
    },
    add(book, callback) {
      const added = { id: String(books.size + 1), ...book };
      books.set(added.id, added);
      later(callback, null, added);
    },
    remove: (id, callback) => later(callback, null, books.delete(id)),
  };
};
