/*
 * A daemon of paper: serves the dashboard under the daemon's own headers and
 * plays a board state that the test holds in its hand. For what a real daemon
 * cannot be made to do on demand: fall silent, send a wrong revision, lie.
 */

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accept } from './websocket.js';

const ASSETS = process.env.WALLBOARD_ASSETS ??
  fileURLToPath(new URL('../../../assets', import.meta.url));

const MOUNTS = [['/fonts/', 'fonts'], ['/languages/', 'languages'],
  ['/', 'dashboard']];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "font-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

function fileOf(path) {
  const [prefix, directory] = MOUNTS.find(([p]) => path.startsWith(p));
  const name = normalize(path.slice(prefix.length) || 'index.html');
  const file = join(ASSETS, directory, name);
  const inside = file.startsWith(join(ASSETS, directory));
  return inside && existsSync(file) && statSync(file).isFile() ? file : null;
}

function answerFile(request, response) {
  const file = fileOf(new URL(request.url, 'http://x').pathname);
  if (file === null) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file)] });
  createReadStream(file).pipe(response);
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request) {
    text += part;
  }
  return text === '' ? undefined : JSON.parse(text);
}

export class FakeDaemon {
  #clients = new Set();
  #server = null;
  #heart = null;
  revision = 1;
  /* Added to this machine's clock: how wrong the screen's clock is. */
  skew = 0;
  mute = false;
  /* "alerts/act" -> (parameters, body) => answer, or [status, answer] */
  api = {};
  gone = new Set(); /* views that there are not */

  constructor(state) {
    this.state = state;
  }

  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const act = this.api[pathname.slice('/api/v1/'.length)];
    if (!pathname.startsWith('/api/v1/') || !act) {
      answerFile(request, response);
      return;
    }
    const told = await act(searchParams, await bodyOf(request));
    const [status, answer] = Array.isArray(told) ? told : [200, told];
    response.writeHead(status,
      { ...HEADERS, 'Content-Type': TYPES['.json'] })
      .end(JSON.stringify(answer));
  }

  now() {
    return Date.now() + this.skew;
  }

  async start(port = 0) {
    this.#server = createServer((request, response) =>
      this.#answer(request, response));
    this.#server.on('upgrade', (request, socket) =>
      this.#greet(accept(request, socket, 'wallboard.v1'),
        new URL(request.url, 'http://x').searchParams.get('view')));
    await new Promise((done) =>
      this.#server.listen(port, '127.0.0.1', done));
    this.port = this.#server.address().port;
    this.#heart = setInterval(() => this.heartbeat(), 1500);
    return `http://127.0.0.1:${this.port}/`;
  }

  #greet(client, view) {
    if (this.gone.has(view)) {
      client.send({ type: 'hello', protocol: 1, server: 'paper', view });
      client.send({ type: 'error', error: `no view '${view}'` });
      client.close();
      return;
    }
    this.#clients.add(client);
    client.onEnd(() => this.#clients.delete(client));
    client.send({ type: 'hello', protocol: 1, server: 'paper',
      view: this.state.page.name });
    if (!this.mute) {
      client.send({ type: 'snapshot', revision: this.revision,
        time: this.now(), state: this.state });
    }
  }

  get clients() {
    return this.#clients.size;
  }

  send(message) {
    for (const client of this.#clients) {
      client.send(message);
    }
  }

  heartbeat() {
    if (!this.mute) {
      this.send({ type: 'heartbeat', revision: this.revision,
        time: this.now() });
    }
  }

  /* Tells the clients of a new state by its difference. */
  patch(state, patch) {
    this.state = state;
    const from = this.revision++;
    this.send({ type: 'patch', from, revision: this.revision,
      time: this.now(), patch });
  }

  /* Breaks the connections there are. */
  cut() {
    for (const client of this.#clients) {
      client.cut();
    }
  }

  /* As if the process were killed: connections break, the port is free. */
  async stop() {
    clearInterval(this.#heart);
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
