import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { need } from '../need.mjs';

const configuration = (folder, port, upstream) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=files:1m;
  upstream app { server 127.0.0.1:${upstream}; keepalive 4; }
  server {
    listen 127.0.0.1:${port};
    # One try: what fails is to be seen, not tried again.
    proxy_next_upstream off;
    location /kept/ { proxy_pass http://app/; proxy_http_version 1.1; proxy_set_header Connection ""; }
    location /http10/ { proxy_pass http://app/; proxy_http_version 1.0; }
    location /cached/ {
      proxy_pass http://app/; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_cache files; proxy_cache_revalidate on; proxy_cache_key "cached $uri";
      add_header X-Cache $upstream_cache_status;
    }
    location /sliced/ {
      slice 64k; proxy_set_header Range $slice_range;
      proxy_pass http://app/; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_cache files; proxy_cache_key "sliced $uri $slice_range"; proxy_cache_valid 206 1m;
      add_header X-Cache $upstream_cache_status;
    }
  }
}
`;

/** Starts nginx before an app, with a configuration and folders of its own. */
export async function startProxy(upstream) {
  const nginx = need('nginx', 'nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  mkdirSync(join(folder, 'cache'));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, upstream));
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', userDirective()], {
    stdio: 'inherit',
  });
  const exited = once(child, 'exit');
  await listening(port, child);
  return {
    port,
    async stop() {
      child.kill('SIGQUIT');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

/** As root, nginx would hand its work to a user who may not read the folder. */
function userDirective() {
  return process.getuid?.() === 0 ? 'user root;' : '';
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port, child) {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = net.connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await wait(50);
  }
  throw new Error('nginx does not listen.');
}
