import { Converter, JSON, NotFound, Redirect, Routes } from 'express-returns';

/** `2026-11-24` in a path is a Date in `req.params`. */
const day = new Converter(/\d{4}-\d\d-\d\d/, {
  parse: (text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text)),
  format: (date) => date.toISOString().slice(0, 10),
});

const events = [
  { id: 1, on: '2026-11-24', title: 'Planning' },
  { id: 2, on: '2026-12-10', title: "Ada's birthday" },
];

/** One calendar, for every place where it is taken. In the order of a reader: which route answers, the paths decide. */
export const calendar = new Routes({ converters: { day } });

calendar.get('/', () => new JSON(events));
calendar.get('/<on:day>', (req) => new JSON(events.filter(({ on }) => on === day.format(req.params.on))));
calendar.get('/<id:int>', (req) => {
  const event = events.find(({ id }) => id === req.params.id);
  if (event === undefined) throw new NotFound(`There is no event ${req.params.id}.`);
  return new JSON(event);
});
calendar.get(
  '/<title:slug>',
  (req) => new JSON(events.filter(({ title }) => title.toLowerCase().startsWith(req.params.title))),
);
// Relative, since a calendar does not know in which group it is.
calendar.get('/first', () => new Redirect(`.${calendar.url('/<on:day>', { on: new Date('2026-11-24') })}`));
