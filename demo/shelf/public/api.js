/** An error that the server has sent, with its code and a message for people. */
export class ServerError extends Error {
  constructor({ code, message }, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The error of a reply; one that asks for a sign-in also ends the session of the page. */
export function refused(body, status) {
  if (status === 401) document.dispatchEvent(new Event('session-end'));
  return new ServerError(body, status);
}

/** Sends a request and gives the JSON of its reply. */
export async function ask(path, { method = 'GET', body, signal } = {}) {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const reply = await fetch(`/v1${path}`, { method, signal, ...json });
  const value = reply.status === 204 ? undefined : await reply.json();
  if (!reply.ok) throw refused(value, reply.status);
  return value;
}

/** A message for any error, also where the server was not reached. */
export function messageOf(error) {
  return error instanceof ServerError ? `${error.message}.` : 'The shelf cannot be reached. Is the server running?';
}

export const find = (id) => document.getElementById(id);

/** Puts values into the address of the page, so that reload, back and forward lead to what was shown. */
export function setAddress(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, '', address);
}

/** Shows a text in an element, or hides it where there is none. */
export function show(id, text) {
  const element = find(id);
  (element.querySelector('span') ?? element).textContent = text;
  element.hidden = text === '';
}

/** Makes an element, with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export function sizeOf(bytes) {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
