import { find, make } from './api.js';
import { load } from './list.js';
import { openViewer } from './viewer.js';

/** Entries that are shown. */
const MOST = 8;

function setState(text, isLive) {
  find('feed-state').textContent = text;
  find('feed-state').classList.toggle('live', isLive);
}

function note(media) {
  const open = make('button', { type: 'button', textContent: media.title, onclick: () => openViewer(media) });
  const time = make('time', { dateTime: media.added, textContent: new Date(media.added).toLocaleTimeString() });
  const entry = make('li', {}, `${media.owner} added `, open, time);
  entry.dataset.id = media.id;
  find('feed').prepend(entry);
  find('feed').children[MOST]?.remove();
  find('feed-empty').hidden = true;
}

/** Listens to what is added and removed; the browser connects again by itself, and goes on where it was. */
export function startFeed() {
  const source = new EventSource('/v1/feed');
  source.onopen = () => setState('● live', true);
  source.onerror = () => setState('connecting again', false);
  source.addEventListener('added', ({ data }) => {
    note(JSON.parse(data));
    void load();
  });
  source.addEventListener('removed', ({ data }) => {
    const { id } = JSON.parse(data);
    document.querySelector(`#feed [data-id="${id}"]`)?.remove();
    void load();
  });
}
