// Loaded before Express: the instrumentation hooks into `require`.
const { SpanStatusCode } = require('@opentelemetry/api');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()] });

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { setTimeout: wait } = require('node:timers/promises');
const { everywhere, header } = require('./everywhere');

const SERVER = 1;

describe('@opentelemetry/instrumentation-express', () => {
  it('spans `GET /users/:id` with `http.route`, and the error status of a 500', async () => {
    const { seen } = await everywhere({
      talk: async (ask, spans) => {
        const lines = ['/users/7', '/stream', '/missing', '/throw', '/reject'].map((path) => `GET ${path}`);
        const tag = header(await ask('GET /users/7'), 'ETag');
        for (const line of [...lines, 'HEAD /users/7', 'GET /users/7 again']) {
          exporter.reset();
          await ask(line, { headers: line.endsWith('again') ? { 'If-None-Match': tag } : {} });
          let server;
          while (!server) {
            await wait(1);
            server = exporter.getFinishedSpans().find(({ kind }) => kind === SERVER);
          }
          spans.push([
            server.name,
            server.attributes['http.route'],
            server.status.code,
            server.attributes['http.status_code'] ?? server.attributes['http.response.status_code'],
          ]);
        }
      },
    });
    assert.deepEqual(seen, [
      ['GET /users/:id', '/users/:id', SpanStatusCode.UNSET, 200],
      ['GET /stream', '/stream', SpanStatusCode.UNSET, 200],
      ['GET /missing', '/missing', SpanStatusCode.UNSET, 404],
      ['GET /throw', '/throw', SpanStatusCode.ERROR, 500],
      ['GET /reject', '/reject', SpanStatusCode.ERROR, 500],
      ['HEAD /users/:id', '/users/:id', SpanStatusCode.UNSET, 200],
      ['GET /users/:id', '/users/:id', SpanStatusCode.UNSET, 304],
    ]);
  });
});
