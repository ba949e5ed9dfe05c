// What is measured, as rows of the table: a name, a figure, its bound, and whether it holds.

const MEBI = 2 ** 20;

/** Replies that a collector may leave for later. */
const FEW = 5;

/** A figure that may be this much at most. */
export function atMost(name, figure, bound, unit = '') {
  return row(name, figure, `<= ${bound}`, unit, figure <= bound);
}

/** A figure that must be this much at least. */
export function atLeast(name, figure, bound, unit = '') {
  return row(name, figure, `>= ${bound}`, unit, figure >= bound);
}

/** A figure to read, without a bound. */
export function note(name, figure, unit = '') {
  return { ...row(name, figure, '', unit, true), bound: '' };
}

function row(name, figure, bound, unit, isPassed) {
  return { name, figure: `${Number(figure.toFixed(2))}${unit}`, bound: bound + unit, isPassed };
}

export function megabytes(bytes) {
  return bytes / MEBI;
}

const COUNTED = ['descriptors', 'sources', 'timers', 'listeners'];

/** What is still held after everybody has gone, beside what was held before they came. */
export function nothingLeft(name, before, after) {
  const more = (what) => after[what] - before[what];
  const counts = [...COUNTED, 'replies'].filter((what) => more(what) > 0).map((what) => `${more(what)} ${what}`);
  return [
    {
      name: `${name}: left behind`,
      figure: counts.join(', ') || 'nothing',
      bound: 'nothing',
      isPassed: isBack(before)(after),
    },
    atMost(`${name}: heap over start`, megabytes(more('heap')), 6, ' MB'),
  ];
}

/** Whether what is held is back to what it was, the heap apart. */
export function isBack(before) {
  return (now) => COUNTED.every((what) => now[what] <= before[what]) && now.replies <= before.replies + FEW;
}

/** Whether no reply is being sent any more. */
export function isIdle({ sources, replies }) {
  return sources === 0 && replies <= FEW;
}
