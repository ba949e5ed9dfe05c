// An app of plain JavaScript as a user has it: one route by hand, others in return style.
const express = require('express');
const { JSON, NotFound, Routes, returns } = require('express-returns');

const app = express().set('env', 'test');
app.get('/old', (req, res) => {
  res.json({ by: 'hand' });
});
app.get(
  '/moved',
  returns(() => new JSON({ by: 'value' })),
);
app.use(
  new Routes()
    .get('/routes/:id', (req) => req.params)
    .get('/nobody', () => {
      throw new NotFound('Nobody');
    })
    .router(),
);
module.exports = app;
