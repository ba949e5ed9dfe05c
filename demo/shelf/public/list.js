import { ask, find, make, messageOf, setAddress, show } from './api.js';
import { openViewer } from './viewer.js';

const list = find('list');
const form = find('search');
const pager = document.querySelector('.pager');

let page = 1;
let pages = 1;
let running = new AbortController();

/** Loads the page of the list that is shown, and says which state it is in. */
export async function load() {
  running.abort(); // An older request must not come after this one.
  running = new AbortController();
  const { signal } = running;
  list.ariaBusy = 'true';
  if (list.childElementCount === 0) list.replaceChildren(...Array.from({ length: 6 }, blank));
  const { search, kind } = Object.fromEntries(new FormData(form));
  const query = new URLSearchParams({ search, page, ...(kind && { kind }) });
  setAddress({ search, kind, page: page > 1 && page });
  try {
    draw(await ask(`/media?${query}`, { signal }), search !== '' || kind !== '');
    show('problem', '');
  } catch (error) {
    if (signal.aborted) return;
    list.replaceChildren();
    find('summary').textContent = '';
    show('empty', '');
    show('problem', messageOf(error));
  } finally {
    if (!signal.aborted) list.ariaBusy = 'false';
  }
}

function draw({ items, total, ...found }, isFiltered) {
  ({ page, pages } = found);
  const focused = document.activeElement;
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  list.replaceChildren(...items.map((media) => known.get(String(media.id)) ?? card(media)));
  if (list.contains(focused)) focused.focus(); // An element that is moved loses it.
  const things = total === 1 ? '1 thing' : `${total} things`;
  find('summary').textContent = isFiltered ? `${things} found` : `${things} on the shelf`;
  show('empty', total > 0 ? '' : isFiltered ? 'Nothing is found.' : 'The shelf is empty. Add the first thing.');
  find('show-all').hidden = !isFiltered;
  pager.hidden = pages < 2;
  find('position').textContent = `Page ${page} of ${pages}`;
  find('previous').disabled = page <= 1;
  find('next').disabled = page >= pages;
}

function card(media) {
  const picture = make('span', { className: `picture ${media.kind}` }, ...thumbnail(media));
  const text = make(
    'span',
    { className: 'text' },
    make('b', { textContent: media.title }),
    make('small', { textContent: `${media.kind} by ${media.owner}` }),
  );
  const button = make('button', { type: 'button', className: 'card', onclick: () => openViewer(media) }, picture, text);
  const item = make('li', {}, button);
  item.dataset.id = media.id;
  return item;
}

function thumbnail({ id, kind }) {
  const src = `/v1/media/${id}/file`;
  if (kind === 'picture') return [make('img', { src, alt: '', loading: 'lazy' })];
  if (kind === 'sound') return [icon('sound')];
  return [make('video', { src, muted: true, preload: 'metadata', tabIndex: -1, ariaHidden: 'true' }), icon('video')];
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `/assets/icons.svg#${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

function blank() {
  return make('li', { className: 'blank', ariaHidden: 'true' }, make('div', { className: 'picture' }));
}

function turn(pagesOn) {
  page += pagesOn;
  list.replaceChildren();
  void load();
  list.focus();
  scrollTo({ top: 0 });
}

function searchAgain() {
  page = 1;
  void load();
}

/** Begins to react to what is typed and clicked. */
export function startList() {
  const address = new URLSearchParams(location.search);
  for (const name of ['search', 'kind']) form.elements[name].value = address.get(name) ?? '';
  page = Math.max(1, Math.trunc(Number(address.get('page'))) || 1);
  let pause;
  form.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(searchAgain, 200);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    searchAgain();
  });
  find('show-all').addEventListener('click', () => {
    form.reset();
    searchAgain();
    find('text').focus();
  });
  find('try-again').addEventListener('click', () => void load());
  find('previous').addEventListener('click', () => turn(-1));
  find('next').addEventListener('click', () => turn(1));
  void load();
}
