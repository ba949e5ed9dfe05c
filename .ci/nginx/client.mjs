import { Buffer } from 'node:buffer';
import http from 'node:http';

/** A client whose connections to this port are kept alive. */
export function createClient(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

  /** The reply with its whole body; `isBroken` where the body ended before its time. */
  function ask(path, { method = 'GET', headers = {}, abortAfter = Infinity } = {}) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent }, (response) => {
        const chunks = [];
        let length = 0;
        const end = (isBroken) => {
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks), isBroken });
        };
        response.on('data', (chunk) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= abortAfter) request.destroy();
        });
        response.on('end', () => end(false));
        response.on('error', () => end(true));
      });
      request.setTimeout(5000, () => request.destroy(new Error(`${method} ${path} hangs.`)));
      request.on('error', reject);
      request.end();
    });
  }

  /**
   * The parts of a body as they come; a loop that ends early leaves. Of a compressed body, give what decompresses it.
   */
  async function* read(path, headers = {}, unzip = undefined) {
    const request = http.get({ host: '127.0.0.1', port, path, headers });
    const [response] = await new Promise((resolve, reject) => {
      request.on('response', (...given) => resolve(given));
      request.on('error', reject);
    });
    if (unzip === undefined) return yield* response.setEncoding('utf8');
    // By hand: a pipeline would fail where the reader leaves.
    response.on('data', (chunk) => unzip.write(chunk)).on('error', () => undefined);
    try {
      yield* unzip.setEncoding('utf8');
    } finally {
      request.destroy();
    }
  }

  return { ask, read, close: () => agent.destroy() };
}
