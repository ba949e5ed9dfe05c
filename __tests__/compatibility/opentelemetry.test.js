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
const { everywhere } = require('./everywhere');

const SERVER = 1;

describe('@opentelemetry/instrumentation-express', () => {
  it('spans `GET /users/:id` with `http.route`, and the error status of a 500', async () => {
    const { seen } = await everywhere({
      talk: async (ask, spans) => {
        for (const path of ['/users/7', '/stream', '/missing', '/throw', '/reject']) {
          exporter.reset();
          await ask(`GET ${path}`);
          let server;
          while (!server) {
            await wait(1);
            server = exporter.getFinishedSpans().find(({ kind }) => kind === SERVER);
          }
          spans.push([server.name, server.attributes['http.route'], server.status.code]);
        }
      },
    });
    assert.deepEqual(seen, [
      ['GET /users/:id', '/users/:id', SpanStatusCode.UNSET],
      ['GET /stream', '/stream', SpanStatusCode.UNSET],
      ['GET /missing', '/missing', SpanStatusCode.UNSET],
      ['GET /throw', '/throw', SpanStatusCode.ERROR],
      ['GET /reject', '/reject', SpanStatusCode.ERROR],
    ]);
  });
});
