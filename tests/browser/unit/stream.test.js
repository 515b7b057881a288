import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Stream } from '../../../assets/dashboard/lib/stream.js';
import { ServerClock } from '../../../assets/dashboard/lib/server_clock.js';
import { backoff } from '../../../assets/dashboard/lib/backoff.js';

/* A world with one clock that only the test moves. */
class World {
  now = 1000000;
  sockets = [];
  stream;

  constructor() {
    this.stream = new Stream('ws://board', {
      make: (url) => this.#make(url),
      now: () => this.now,
      random: () => 0.5,
    });
    this.links = [];
    this.states = 0;
    this.stream.addEventListener('link', () =>
      this.links.push(this.stream.link.state));
    this.stream.addEventListener('state', () => this.states++);
  }

  #make(url) {
    const socket = { url, closed: false, close() { this.closed = true; } };
    this.sockets.push(socket);
    return socket;
  }

  get socket() {
    return this.sockets.at(-1);
  }

  say(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  greet(revision = 1, state = { n: 1, centre: {} }) {
    this.say({ type: 'hello', protocol: 1, view: 'overview' });
    this.say({ type: 'snapshot', revision, time: this.now, state });
  }

  pass(ms) {
    this.now += ms;
    this.stream.check();
  }
}

let world;
beforeEach(() => {
  world = new World();
  world.stream.start();
});

test('a snapshot makes the board live', () => {
  assert.equal(world.stream.link.state, 'connecting');
  world.greet();
  assert.equal(world.stream.link.state, 'live');
  assert.equal(world.stream.view, 'overview');
  assert.equal(world.states, 1);
});

test('a patch is applied to the revision it follows', () => {
  world.greet(7);
  world.say({ type: 'patch', from: 7, revision: 8, time: world.now,
    patch: { n: 2 } });
  assert.equal(world.stream.state.n, 2);
  assert.equal(world.stream.revision, 8);
});

test('a patch that follows another revision means to connect again', () => {
  world.greet(7);
  world.say({ type: 'patch', from: 8, revision: 9, time: world.now,
    patch: { n: 2 } });
  assert.equal(world.stream.state.n, 1);
  assert.equal(world.sockets[0].closed, true);
  world.pass(1000);
  assert.equal(world.sockets.length, 2);
});

test('a patch before the snapshot of a new connection is not applied', () => {
  world.greet(7);
  world.socket.onclose({});
  world.pass(1000);
  world.say({ type: 'hello', protocol: 1 });
  world.say({ type: 'patch', from: 7, revision: 8, time: 1, patch: { n: 9 } });
  assert.equal(world.stream.state.n, 1);
});

test('silence of more than four seconds is stale, a message ends it', () => {
  world.greet();
  world.pass(4000);
  assert.equal(world.stream.link.state, 'live');
  world.pass(500);
  assert.equal(world.stream.link.state, 'stale');
  world.say({ type: 'heartbeat', revision: 1, time: world.now });
  assert.equal(world.stream.link.state, 'live');
});

test('long silence gives the connection up', () => {
  world.greet();
  world.pass(10500);
  assert.equal(world.stream.link.state, 'offline');
  assert.equal(world.sockets[0].closed, true);
});

test('a closed connection is offline at once and is made again', () => {
  world.greet();
  world.socket.onclose({});
  assert.equal(world.stream.link.state, 'offline');
  assert.equal(world.stream.state.n, 1);
  world.pass(250);
  assert.equal(world.sockets.length, 2);
  world.greet(1, { n: 5, centre: {} });
  assert.deepEqual(world.links, ['live', 'offline', 'live']);
  assert.equal(world.stream.state.n, 5);
});

test('it tries for ever, and more slowly', () => {
  let waited = 0;
  while (world.sockets.length < 20) {
    world.socket.onclose?.({});
    const attempts = world.sockets.length;
    while (world.sockets.length === attempts) {
      world.pass(100);
      waited += 100;
    }
  }
  assert.ok(waited > 60000);
  assert.ok(waited < 20 * 8000);
});

test('waking connects at once instead of waiting for its turn', () => {
  world.greet();
  for (let i = 0; i < 8; i++) {
    world.socket.onclose?.({});
    world.pass(9000);
  }
  world.socket.onclose({});
  const attempts = world.sockets.length;
  world.stream.wake();
  assert.equal(world.sockets.length, attempts + 1);
});

test('a board that slept is not live when it wakes', () => {
  world.greet();
  world.now += 3600000;
  world.stream.wake();
  assert.equal(world.stream.link.state, 'offline');
});

test('one heartbeat of another revision may pass, two mean a lost patch', () => {
  world.greet(3);
  world.say({ type: 'heartbeat', revision: 4, time: world.now });
  assert.equal(world.stream.link.state, 'live');
  world.say({ type: 'heartbeat', revision: 4, time: world.now });
  assert.equal(world.stream.link.state, 'offline');
});

test('another protocol or what is not JSON ends the connection', () => {
  world.say({ type: 'hello', protocol: 2 });
  assert.equal(world.stream.link.state, 'offline');
  world.pass(1000);
  world.socket.onmessage({ data: '{' });
  assert.equal(world.sockets[1].closed, true);
});

test("the daemon's refusal is kept when it then closes", () => {
  world.say({ type: 'error', error: "no view 'x'; there are: overview" });
  world.socket.onclose({});
  assert.match(world.stream.link.detail, /no view 'x'/);
});

test('messages of later versions are ignored', () => {
  world.greet();
  world.say({ type: 'fanfare', time: world.now });
  assert.equal(world.stream.link.state, 'live');
});

test('what an abandoned connection still says is not heard', () => {
  world.greet();
  const old = world.socket;
  const heard = old.onmessage;
  old.onclose({});
  heard({ data: '{"type":"heartbeat","revision":1,"time":1}' });
  assert.equal(world.stream.link.state, 'offline');
});

test("the server's clock is right whatever this machine's says", () => {
  let local = 5000;
  const clock = new ServerClock(() => local);
  clock.observe(1000000); /* arrived after some delay */
  local += 2000;
  clock.observe(1002040); /* a quicker one */
  assert.equal(clock.now(), 1002040);
  local += 500;
  assert.equal(clock.now(), 1002540);
});

test('a server whose clock was set back is believed in the end', () => {
  let local = 0;
  const clock = new ServerClock(() => local);
  clock.observe(1000000);
  for (let i = 0; i < 8; i++) {
    local += 2000;
    clock.observe(500000 + local);
  }
  assert.equal(clock.offset, 500000);
});

test('time that comes from the events stands between messages', () => {
  let local = 0;
  const clock = new ServerClock(() => local);
  clock.fromEvents = true;
  clock.observe(777);
  local += 60000;
  assert.equal(clock.now(), 777);
});

test('attempts are spread, and bounded', () => {
  assert.equal(backoff(0, () => 0), 125);
  assert.equal(backoff(0, () => 1), 250);
  assert.equal(backoff(99, () => 1), 8000);
  assert.ok(backoff(99, () => 0) >= 4000);
});
