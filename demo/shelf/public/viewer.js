import { ask, find, make, messageOf, setAddress, show, sizeOf } from './api.js';
import { person } from './session.js';

const dialog = find('viewer');
let shown;

/** Opens one medium: its picture, or a player. */
export function openViewer(media) {
  shown = media;
  const src = `/v1/media/${media.id}/file`;
  const players = {
    picture: () => make('img', { src, alt: media.title }),
    sound: () => make('audio', { src, controls: true, ariaLabel: media.title }),
    video: () => make('video', { src, controls: true, playsInline: true, ariaLabel: media.title }),
  };
  find('viewer-title').textContent = media.title;
  find('stage').replaceChildren(players[media.kind]());
  const day = new Date(media.added).toLocaleDateString(undefined, { dateStyle: 'medium' });
  find('details').textContent = `${media.name}, ${sizeOf(media.bytes)}, added by ${media.owner} on ${day}`;
  find('download').href = `/v1/media/${media.id}/download`;
  find('shared').hidden = true;
  find('viewer-status').textContent = '';
  show('viewer-problem', '');
  showActions();
  setAddress({ media: media.id });
  if (!dialog.open) dialog.showModal();
}

function showActions() {
  find('share').hidden = person === undefined;
  find('remove').hidden = person === undefined || person !== shown?.owner;
}

/** Does what a button is for, and shows the error where it fails. */
async function attempt(action) {
  show('viewer-problem', '');
  try {
    await action();
  } catch (error) {
    show('viewer-problem', messageOf(error));
  }
}

async function share() {
  const { path } = await ask(`/media/${shown.id}/link`, { method: 'POST' });
  const link = find('short-link');
  link.value = new URL(path, location.origin);
  find('shared').hidden = false;
  link.select();
  // Only pages of https and localhost may copy; the link is selected in any case.
  await navigator.clipboard?.writeText(link.value).then(
    () => (find('viewer-status').textContent = 'The link is copied.'),
    () => undefined,
  );
}

async function remove() {
  if (!confirm(`Remove “${shown.title}” for everybody?`)) return;
  await ask(`/media/${shown.id}`, { method: 'DELETE' });
  dialog.close();
}

/** Begins to react to the buttons, and opens what the address of the page says. */
export async function startViewer() {
  find('close-viewer').addEventListener('click', () => dialog.close());
  find('share').addEventListener('click', () => attempt(share));
  find('remove').addEventListener('click', () => attempt(remove));
  document.addEventListener('person', showActions);
  dialog.addEventListener('close', () => {
    find('stage').replaceChildren(); // A player ends.
    setAddress({ media: '' });
  });
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close(); // Beside it.
  });

  const id = new URLSearchParams(location.search).get('media');
  if (id === null) return;
  try {
    openViewer(await ask(`/media/${encodeURIComponent(id)}`));
  } catch (error) {
    show('problem', messageOf(error));
  }
}
