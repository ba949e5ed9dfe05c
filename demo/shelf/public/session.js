import { ask, find, messageOf, show } from './api.js';

/** The name of the person who is signed in; `undefined` for nobody. */
export let person;

function setPerson(name) {
  person = name;
  find('who').textContent = name ?? '';
  find('open-sign-in').hidden = name !== undefined;
  find('sign-out').hidden = name === undefined;
  find('upload').hidden = name === undefined;
  find('upload-hint').hidden = name !== undefined;
  document.dispatchEvent(new Event('person'));
}

const dialog = find('sign-in');
find('open-sign-in').addEventListener('click', () => {
  show('sign-in-problem', '');
  dialog.showModal();
});
find('close-sign-in').addEventListener('click', () => dialog.close());

find('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, password } = event.target.elements;
  show('sign-in-problem', '');
  try {
    const { name: signedIn } = await ask('/session', {
      method: 'POST',
      body: { name: name.value.trim(), password: password.value },
    });
    event.target.reset();
    dialog.close();
    setPerson(signedIn);
    find('file').focus();
  } catch (error) {
    show('sign-in-problem', messageOf(error));
    password.select();
  }
});

find('sign-out').addEventListener('click', async () => {
  try {
    await ask('/session', { method: 'DELETE' });
    setPerson(undefined);
    find('open-sign-in').focus();
  } catch (error) {
    show('upload-problem', messageOf(error));
  }
});

document.addEventListener('session-end', () => {
  if (person === undefined) return; // The answer to a wrong password.
  setPerson(undefined);
  show('sign-in-problem', 'Your session has ended. Please sign in again.');
  dialog.showModal();
});

/** Asks whether somebody is signed in. */
export async function startSession() {
  try {
    setPerson((await ask('/session'))?.name);
  } catch (error) {
    setPerson(undefined);
    show('upload-problem', messageOf(error));
  }
}
