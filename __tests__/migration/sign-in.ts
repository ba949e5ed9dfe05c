import express from 'express';
import { HTML, Redirect, guard, returns } from 'express-returns';
import { defineExample } from './example';

// #region
const signedIn = guard((req) => {
  if (req.get('Cookie') !== 'user=ada') return new Redirect('/login', { preserveMethod: false });
  return undefined;
});
const secret = () => new HTML('<p>Only for Ada</p>');
const signIn = () =>
  new Redirect('/secret', { status: 303, cookies: [{ name: 'user', value: 'ada', httpOnly: true }] });
const signOut = () => new Redirect('/login', { preserveMethod: false, cookies: [{ name: 'user', clear: true }] });
// #endregion

/** A page behind a sign-in that is kept in a cookie. */
export const example = defineExample({
  moves: {
    guard: {
      byHand: (req, res, next) => {
        if (req.get('Cookie') === 'user=ada') next();
        else res.redirect('/login');
      },
      returned: signedIn,
    },
    secret: {
      byHand: (_req, res) => {
        res.send('<p>Only for Ada</p>');
      },
      returned: returns(secret),
    },
    signIn: {
      byHand: (_req, res) => {
        res.cookie('user', 'ada', { httpOnly: true }).redirect(303, '/secret');
      },
      returned: returns(signIn),
    },
    signOut: {
      byHand: (_req, res) => {
        res.clearCookie('user').redirect('/login');
      },
      returned: returns(signOut),
    },
  },
  createApp: ({ guard, secret, signIn, signOut }) =>
    express().get('/secret', guard, secret).post('/login', signIn).get('/logout', signOut),
  suite: [
    { ask: ['get', '/secret'], status: 302, headers: { location: '/login' } },
    {
      ask: ['post', '/login'],
      status: 303,
      headers: { 'location': '/secret', 'set-cookie': 'user=ada; Path=/; HttpOnly' },
    },
    { ask: ['get', '/secret', { Cookie: 'user=ada' }], status: 200, text: '<p>Only for Ada</p>' },
    {
      ask: ['get', '/logout', { Cookie: 'user=ada' }],
      status: 302,
      headers: { 'location': '/login', 'set-cookie': 'user=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT' },
    },
  ],
});
