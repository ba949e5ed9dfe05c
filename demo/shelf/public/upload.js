import { find, messageOf, refused, ServerError, show } from './api.js';
import { person } from './session.js';

/** As on the server: a file that is too large is not sent first. */
const MAX_BYTES = 200_000_000;

/** The shelf may have kept a file whose reply has not arrived. */
const LOST = 'The connection was lost. If the file does not appear on the shelf, add it again.';

const form = find('upload');
const file = find('file');
const progress = find('progress');

function setUploading(name) {
  form.hidden = name !== undefined || person === undefined;
  find('uploading').hidden = name === undefined;
  find('uploading-name').textContent = name ?? '';
  progress.value = 0;
}

/** Sends the form. By XMLHttpRequest, since fetch does not say how much has been sent. */
function send(onRequest) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
    request.onerror = () => reject(new Error('Connection lost'));
    request.onabort = () => resolve(undefined);
    request.onload = () => {
      if (request.status === 201) resolve(request.response);
      else reject(refused(request.response ?? { message: `Error ${request.status}` }, request.status));
    };
    request.open('POST', '/v1/media');
    request.send(new FormData(form));
    onRequest(request);
  });
}

async function upload(event) {
  event.preventDefault();
  const [chosen] = file.files;
  find('uploaded').textContent = '';
  show('upload-problem', '');
  if (chosen.size === 0) return show('upload-problem', 'The file is empty.');
  if (chosen.size > MAX_BYTES) return show('upload-problem', 'The file has more than 200 MB.');
  const sent = send((request) => {
    find('cancel').onclick = () => request.abort();
  });
  setUploading(chosen.name);
  find('cancel').focus();
  try {
    const media = await sent;
    find('uploaded').textContent = media === undefined ? 'Cancelled; nothing was kept.' : `Added “${media.title}”.`;
    if (media !== undefined) form.reset();
  } catch (error) {
    show('upload-problem', error instanceof ServerError ? messageOf(error) : LOST);
  } finally {
    setUploading(undefined);
    file.focus();
  }
}

/** Begins to react to the form, and to files that are dropped. */
export function startUpload() {
  form.addEventListener('submit', upload);
  const drop = document.querySelector('.drop');
  const setOver = (isOver) => drop.classList.toggle('over', isOver);
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    setOver(true);
  });
  drop.addEventListener('dragleave', () => setOver(false));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 0) file.files = event.dataTransfer.files;
  });
}
