/*
 * The real daemon and the real simulation in a directory of their own, on a
 * port that was free.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = process.env.WALLBOARD_BUILD ??
  fileURLToPath(new URL('../../../build', import.meta.url));
const ASSETS = fileURLToPath(new URL('../../../assets', import.meta.url));
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:(\d+)\/)/;

function run(program, args) {
  const child = spawn(join(BUILD, 'daemon', program), args,
    { stdio: ['ignore', 'ignore', 'pipe'] });
  child.said = '';
  child.stderr.setEncoding('utf8');
  child.ended = new Promise((done) =>
    child.on('exit', (code, signal) => done(code ?? signal)));
  child.stderr.on('data', (text) => { child.said += text; });
  return child;
}

export class RealDaemon {
  #directory = mkdtempSync(join(tmpdir(), 'wallboard-browser-'));
  #daemon = null;
  #feeds = new Set();
  #extra;
  port = 0;

  /* `extra` are further arguments, such as '--clock', 'events'. */
  constructor(...extra) {
    this.#extra = extra;
  }

  get #feedUrl() {
    return `ipc://${join(this.#directory, 'feed.sock')}`;
  }

  /* Starts it, or starts it again where it was. Resolves to its address. */
  async start() {
    const daemon = run('wallboardd', [
      '--config', join(ASSETS, 'config', 'example.yaml'),
      '--state', join(this.#directory, 'state'),
      '--listen', `127.0.0.1:${this.port}`, '--feed-url', this.#feedUrl,
      '--assets', ASSETS, ...this.#extra]);
    this.#daemon = daemon;
    const heard = new Promise((done) => daemon.stderr.on('data', () => {
      const match = LISTENING.exec(daemon.said);
      if (match) {
        done(match);
      }
    }));
    const early = daemon.ended.then((code) => {
      throw new Error(`wallboardd ended with ${code}: ${daemon.said}`);
    });
    const [, url, port] = await Promise.race([heard, early]);
    early.catch(() => {});
    this.port = Number(port);
    return url;
  }

  /* Starts a simulated floor; `ended` of what it returns is its exit. */
  feed(...args) {
    const feed = run('wallboard-sim', ['--to', this.#feedUrl, ...args]);
    this.#feeds.add(feed);
    feed.stop = async () => {
      feed.kill('SIGKILL');
      await feed.ended;
    };
    return feed;
  }

  async snapshot(view) {
    const query = view === undefined ? '' : `?view=${view}`;
    const answer = await fetch(
      `http://127.0.0.1:${this.port}/api/v1/snapshot${query}`);
    return answer.json();
  }

  async kill() {
    this.#daemon.kill('SIGKILL');
    await this.#daemon.ended;
  }

  async end() {
    for (const feed of this.#feeds) {
      await feed.stop();
    }
    await this.kill();
    rmSync(this.#directory, { recursive: true });
  }
}
