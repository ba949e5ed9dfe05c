import express from 'express';
import { HTML, JSON, Negotiated, Text, returns } from 'express-returns';
import { defineExample } from './example';

const users = [{ name: 'Ada' }, { name: 'Grace' }];

// #region
const listUsers = () =>
  new Negotiated({
    html: () => new HTML(`<ul>${users.map(({ name }) => `<li>${name}</li>`).join('')}</ul>`),
    text: () => new Text(users.map(({ name }) => `${name}\n`).join('')),
    json: () => new JSON(users),
  });
const oneUser = (name: string) => new JSON({ name });
// #endregion

/** One resource in several representations. */
export const example = defineExample({
  moves: {
    list: {
      byHand: (_req, res) => {
        res.format({
          html: () => res.send(`<ul>${users.map(({ name }) => `<li>${name}</li>`).join('')}</ul>`),
          text: () => res.send(users.map(({ name }) => `${name}\n`).join('')),
          json: () => res.json(users),
        });
      },
      returned: returns(listUsers),
    },
    one: {
      byHand: (req, res) => {
        res.json({ name: req.params['name'] });
      },
      returned: returns((req) => oneUser(req.params['name'] ?? '')),
    },
  },
  createApp: ({ list, one }) => express().get('/users', list).get('/users/:name', one),
  suite: [
    {
      ask: ['get', '/users', { Accept: 'text/html' }],
      status: 200,
      text: '<ul><li>Ada</li><li>Grace</li></ul>',
      headers: { 'content-type': 'text/html; charset=utf-8', 'vary': 'Accept' },
    },
    {
      ask: ['get', '/users', { Accept: 'text/plain' }],
      status: 200,
      text: 'Ada\nGrace\n',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    },
    {
      ask: ['get', '/users', { Accept: 'application/json' }],
      status: 200,
      text: '[{"name":"Ada"},{"name":"Grace"}]',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    },
    { ask: ['get', '/users', { Accept: 'image/png' }], status: 406 },
    { ask: ['get', '/users/Ada'], status: 200, text: '{"name":"Ada"}' },
  ],
});
