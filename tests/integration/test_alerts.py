#!/usr/bin/env python3
"""Alerts through the whole daemon.

    test_alerts.py WALLBOARDD WALLBOARD_SIM ASSETS

Events by hand, a receiver of webhooks, and a daemon that is killed in every
state of an alert: the same alerts stand in the same state, and nobody is told
twice. What --test-alerts says would be sent is what was sent.
"""

import datetime
import http.client
import http.server
import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed, PATIENCE, run, wait_for  # noqa: E402

WALLBOARDD = ''
SIM = ''
ASSETS = ''

CONFIG = '''
history: { keep: 400d }
queues:
  - { name: sales, department: front, title: { en: Sales } }
  - { name: billing, department: front }
departments:
  - { name: front }
alerts:
  routes:
    - { name: duty, webhook: { url: "http://127.0.0.1:%(port)d/duty" } }
    - { name: boss, webhook: { url: "http://127.0.0.1:%(port)d/boss" } }
  rules:
    - name: waiting
      title: { en: Too many wait }
      kpi: waiting
      scope: "queue:*"
      raise: 2
      clear: 1
      severity: critical
      group_by: none
      group_wait: 0s
      group_interval: 1s
      route: duty
      escalate_after: %(escalate)s
      escalate_to: [ boss ]
      inhibit_if: [ silent ]
    - name: held
      kpi: waiting
      scope: "queue:sales"
      raise: 2
      for: 1h
      severity: warning
      ack_required: true
      route: duty
    - name: silent
      signal: feed_silent
      scope: "feed:*"
      severity: critical
      group_by: none
      group_wait: 0s
      group_interval: 1s
      route: duty
    - name: unheard
      signal: route_failing
      scope: "route:*"
      severity: critical
      group_by: none
      group_interval: 1s
      route: boss
'''


class Receiver:
    """Takes webhooks on a free port, and keeps what came."""

    def __init__(self):
        self.messages = queue.Queue()
        self.status = 200
        self.refused = set()  # paths, with 503
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                status = (503 if self.path in receiver.refused
                          else receiver.status)
                self.send_response(status)
                self.send_header('Content-Length', '0')
                self.end_headers()
                if status == 200:
                    receiver.messages.put(
                        dict(json.loads(body), path=self.path,
                             header=self.headers['Idempotency-Key']))

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever,
                         kwargs={'poll_interval': 0.02}).start()

    def next(self):
        return self.messages.get(timeout=PATIENCE)

    def all(self):
        found = []
        while not self.messages.empty():
            found.append(self.messages.get())
        return found

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def now():
    return int(time.time() * 1000)


def entered(contact, queue_name='sales', t=None):
    return json.dumps({'t': t or now(), 'ev': 'queue.entered',
                       'contact': contact, 'queue': queue_name})


def left(contact, queue_name='sales', t=None):
    return json.dumps({'t': t or now(), 'ev': 'queue.left',
                       'contact': contact, 'queue': queue_name,
                       'outcome': 'abandoned'})


class Alerts(unittest.TestCase):
    maxDiff = 3000
    escalate = '1h'

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='wallboard-alerts-')
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        self.feeds = []

    def begin(self, escalate='1h', options=(), config=CONFIG):
        self.config = os.path.join(self.directory, 'config.yaml')
        with open(self.config, 'w', encoding='utf-8') as file:
            file.write(config % {'port': self.receiver.port,
                                 'escalate': escalate})
        self.daemon = Daemon(WALLBOARDD, self.directory,
                             ['--config', self.config, '--assets', ASSETS,
                              *options])
        self.daemon.start()
        self.addCleanup(self.daemon.end)
        self.seq = 0
        self.connect()

    def connect(self):
        self.feed = Feed(self.daemon.path)
        self.addCleanup(self.feed.close)

    def restart(self):
        self.daemon.kill()
        self.feed.close()
        self.daemon.start()
        self.connect()
        self.alive()

    def header(self):
        return '{"wallboard":1,"feed":"pbx","epoch":"1","seq":%d}' % self.seq

    def tell(self, *events):
        reply = self.feed.call('\n'.join([self.header(), *events]).encode())
        self.assertTrue(reply['ok'], reply)
        self.seq += len(events)

    def alive(self):
        self.feed.call((self.header() + '\n'
                        '{"t":0,"ev":"feed.alive"}').encode())

    def alerts(self, query=''):
        return json.loads(self.daemon.get('/api/v1/alerts' + query))

    def states(self):
        """State by rule and scope; the daemon hears of its feed meanwhile."""
        self.alive()
        return {'%s/%s' % (a['rule'], a['scope']): a['state']
                for a in self.alerts()['alerts']}

    def wait_state(self, name, state):
        wait_for('%s to be %s' % (name, state),
                 lambda: self.states().get(name) == state)

    def state_with(self, condition):
        state = json.loads(self.daemon.get('/api/v1/snapshot'))['state']
        return state if condition(state['alerts']) else None

    def alert(self, name):
        return next(a for a in self.alerts()['alerts']
                    if '%s/%s' % (a['rule'], a['scope']) == name)

    def act(self, expected=200, headers=(), **members):
        connection = http.client.HTTPConnection('127.0.0.1', self.daemon.port,
                                                timeout=PATIENCE)
        connection.request('POST', '/api/v1/alerts/act', json.dumps(members),
                           {'Content-Type': 'application/json',
                            **dict(headers)})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        self.assertEqual(response.status, expected, body)
        return json.loads(body)

    def next_message(self):
        wait_for('a message',
                 lambda: self.alive() or not self.receiver.messages.empty())
        return self.receiver.next()

    def history(self, query=''):
        return json.loads(self.daemon.get('/api/v1/alerts/history?from=0'
                                          + query))

    def steps(self):
        return ['%s %s/%s' % (s['step'], s['rule'], s['scope'])
                for s in reversed(self.history('&limit=1000')['steps'])]

    def same_after_a_kill(self):
        """Kills and starts; what stands is the same to the last member."""
        before = self.alerts()
        steps = self.steps()
        self.restart()
        after = self.alerts()
        self.assertEqual(before['alerts'], after['alerts'])
        self.assertEqual(before['shelved'], after['shelved'])
        self.assertEqual(steps, self.steps())


class States(Alerts):
    def test_a_kill_in_every_state_changes_nothing_and_tells_nobody(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        message = self.receiver.next()
        self.assertEqual((message['kind'], message['path']),
                         ('raised', '/duty'))
        self.assertEqual(self.states()['held/queue:sales'], 'pending')
        self.same_after_a_kill()

        done = self.act(act='acknowledge', author='Rostami', note='on it',
                        id=self.alert('waiting/queue:sales')['id'])
        self.assertEqual(done['alert']['state'], 'acknowledged')
        self.assertEqual(done['alert']['author'], 'Rostami')
        self.same_after_a_kill()
        self.assertEqual(self.alert('waiting/queue:sales')['note'], 'on it')

        self.act(act='shelve', id='waiting/queue:sales', for_ms=3600000,
                 author='Karimi')
        self.same_after_a_kill()
        self.act(act='unshelve', id='waiting/queue:sales', author='Karimi')

        self.tell(left('a'), left('b'), left('c'))
        wait_for('the alert to end',
                 lambda: 'waiting/queue:sales' not in self.states())
        self.same_after_a_kill()
        wait_for('the last word',
                 lambda: [m for m in self.receiver.all()
                          if m['kind'] == 'resolved'])
        self.assertEqual(self.steps(), [
            'raised waiting/queue:sales', 'acknowledged waiting/queue:sales',
            'shelved waiting/queue:sales', 'unshelved waiting/queue:sales',
            'resolved waiting/queue:sales'])

    def test_a_checkpoint_in_every_state_changes_nothing(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        self.act(act='acknowledge', author='Rostami',
                 id=self.alert('waiting/queue:sales')['id'])
        before, steps = self.alerts(), self.steps()
        self.daemon.stop()  # leaves a checkpoint
        self.daemon.start()
        self.connect()
        self.assertIn('took up the checkpoint', self.daemon.said())
        self.assertEqual(before['alerts'], self.alerts()['alerts'])
        self.assertEqual(steps, self.steps())
        self.same_after_a_kill()

    def test_a_message_under_way_at_a_kill_is_sent_once_it_can_be(self):
        self.begin()
        self.receiver.status = 503
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        self.daemon.kill()
        self.receiver.status = 200
        self.feed.close()
        self.daemon.start()
        self.connect()
        self.alive()
        message = self.receiver.next()
        self.assertEqual(message['kind'], 'raised')
        self.assertEqual(message['alerts'][0]['scope'], 'queue:sales')

    def test_what_nobody_acknowledges_is_escalated(self):
        self.begin(escalate='1s')
        self.tell(entered('a'), entered('b'), entered('c'))
        self.assertEqual(self.receiver.next()['path'], '/duty')
        escalated = self.receiver.next()
        self.assertEqual((escalated['kind'], escalated['path']),
                         ('escalated', '/boss'))
        self.assertTrue(self.alert('waiting/queue:sales')['escalated'])
        self.same_after_a_kill()


class Feeds(Alerts):
    def test_a_feed_that_falls_silent_is_told_and_inhibits(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        self.assertEqual(self.receiver.next()['rule'], 'waiting')
        silent = self.receiver.next()  # nothing is said for four seconds
        self.assertEqual((silent['rule'], silent['kind']),
                         ('silent', 'raised'))
        self.assertEqual(silent['alerts'][0]['scope'], 'feed:pbx')
        self.assertTrue(self.alert('waiting/queue:sales')['inhibited'])
        state = wait_for('the view to show it', lambda: self.state_with(
            lambda alerts: alerts['critical'] == 1 and
            'silent' in alerts['order'][0]))
        self.assertEqual(state['headline']['signal'], 'feed_silent')
        self.assertEqual([row['rule']
                          for row in state['alerts']['rows'].values()],
                         ['silent'])
        # a restart leaves it silent, and tells nobody again
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(self.alert('silent/feed:pbx')['state'], 'firing')
        self.connect()
        self.alive()
        self.assertEqual(self.receiver.next()['kind'], 'resolved')
        wait_for('the alert to be told again',
                 lambda: self.alive() or not
                 self.alert('waiting/queue:sales')['inhibited'])


class Routes(Alerts):
    def test_a_route_that_fails_is_told_by_another_until_it_is_mended(self):
        self.begin()
        self.receiver.refused = {'/duty'}
        self.tell(entered('a'), entered('b'), entered('c'))
        message = self.next_message()  # the third attempt failed
        self.assertEqual((message['rule'], message['path']),
                         ('unheard', '/boss'))
        self.assertEqual(message['alerts'][0]['scope'], 'route:duty')
        route = json.loads(self.daemon.get('/api/v1/alerts/rules'))[
            'routes'][0]
        self.assertIsNotNone(route['failing_since'])
        self.assertIn('503', route['error'])
        # it is known to fail after a restart, before it is tried again
        self.restart()
        self.assertEqual(self.states()['unheard/route:duty'], 'firing')
        self.receiver.refused = set()
        found = [self.next_message(), self.next_message()]
        self.assertEqual(sorted((m['rule'], m['kind']) for m in found),
                         [('unheard', 'resolved'), ('waiting', 'raised')])


class Past(Alerts):
    """What people heard of, or need not any more, is not told again."""

    def story(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.assertEqual(self.next_message()['kind'], 'raised')
        self.act(act='acknowledge', author='Rostami',
                 id=self.alert('waiting/queue:sales')['id'])
        self.tell(left('a'), left('b'), left('c'))
        self.assertEqual(self.next_message()['kind'], 'resolved')
        self.daemon.stop()
        self.feed.close()

    def quiet(self):
        """Only what comes now is told."""
        self.connect()
        self.tell(*[entered(c, 'billing') for c in ('d', 'e', 'f')])
        message = self.next_message()
        self.assertEqual((message['kind'], message['alerts'][0]['scope']),
                         ('raised', 'queue:billing'))
        self.assertEqual(self.receiver.all(), [])

    def test_what_is_counted_anew_is_told_to_nobody(self):
        self.story()
        self.daemon.options.append('--recompute')
        self.daemon.start()
        self.assertEqual(self.steps(), ['raised waiting/queue:sales',
                                        'acknowledged waiting/queue:sales',
                                        'resolved waiting/queue:sales'])
        self.quiet()

    def test_who_loses_the_history_of_alerts_tells_nobody_again(self):
        self.story()
        for name in os.listdir(self.daemon.state):
            if name.startswith(('alerts.db', 'checkpoint.db')):
                os.unlink(os.path.join(self.daemon.state, name))
        self.daemon.start()
        self.assertEqual(len(self.steps()), 3)
        self.quiet()

    def test_a_rule_that_is_gone_ends_its_alerts(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.assertEqual(self.next_message()['kind'], 'raised')
        with open(self.config, encoding='utf-8') as file:
            text = file.read().replace('- name: waiting', '- name: other')
        with open(self.config, 'w', encoding='utf-8') as file:
            file.write(text)
        self.daemon.process.send_signal(signal.SIGHUP)
        found = sorted((m['rule'], m['kind'])
                       for m in (self.next_message(), self.next_message()))
        self.assertEqual(found, [('other', 'raised'),
                                 ('waiting', 'resolved')])
        self.assertNotIn('waiting/queue:sales', self.states())
        self.same_after_a_kill()


class Api(Alerts):
    def test_acts_are_checked(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        name = self.alert('waiting/queue:sales')['id']
        good = {'act': 'acknowledge', 'id': name, 'author': 'Rostami'}
        self.assertIn("field 'author'",
                      self.act(400, act='acknowledge', id=name)['error'])
        self.assertIn("field 'for_ms'",
                      self.act(400, act='shelve', id=name, for_ms=1,
                               author='x')['error'])
        self.act(404, act='acknowledge', id='waiting/queue:sales@1',
                 author='x')
        self.act(403, {'Origin': 'http://elsewhere.example'}, **good)
        self.act(415, {'Content-Type': 'text/plain'}, **good)
        self.act(200, {'Origin': 'http://127.0.0.1:%d' % self.daemon.port},
                 **good)
        self.act(409, **good)
        with self.assertRaisesRegex(AssertionError, '405'):
            self.daemon.get('/api/v1/alerts/act')

    def test_what_stands_is_told_with_its_arithmetic(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        alert = self.alert('waiting/queue:sales')
        self.assertEqual(alert['rule_title'], {'en': 'Too many wait'})
        self.assertEqual(alert['title'], {'en': 'Sales'})
        reading, = alert['readings']
        self.assertEqual({k: reading[k] for k in ('kpi', 'raise', 'clear',
                                                  'bad', 'value', 'worse')},
                         {'kpi': 'waiting', 'raise': 2, 'clear': 1,
                          'bad': True, 'value': 3, 'worse': 'above'})
        self.assertIn('= 3; bad above 2, good again at 1 or less',
                      reading['explanation'])
        self.assertEqual(len(self.alerts('?state=firing')['alerts']), 1)
        self.assertEqual(len(self.alerts('?state=pending,firing')['alerts']),
                         2)
        self.assertEqual(self.alerts('?rule=silent')['alerts'], [])
        with self.assertRaisesRegex(AssertionError, "400.*angry"):
            self.alerts('?state=angry')
        health = self.daemon.health()['alerts']
        self.assertEqual((health['firing'], health['pending']), (1, 1))

    def test_rules_and_routes_are_told_without_addresses(self):
        self.begin()
        text = self.daemon.get('/api/v1/alerts/rules').decode()
        told = json.loads(text)
        self.assertNotIn('127.0.0.1', text)
        self.assertEqual([r['name'] for r in told['rules']],
                         ['waiting', 'held', 'silent', 'unheard'])
        self.assertEqual(told['rules'][0]['scopes'], ['queue:*'])
        self.assertEqual(told['rules'][0]['escalate_to'], ['boss'])
        self.assertEqual([(r['name'], r['kind']) for r in told['routes']],
                         [('duty', 'webhook'), ('boss', 'webhook')])

    def test_the_history_is_told_in_pages(self):
        self.begin()
        for name in ('sales', 'billing'):
            self.tell(*[entered(name + str(i), name) for i in range(3)])
            self.wait_state('waiting/queue:' + name, 'firing')
        page = self.history('&limit=1')
        self.assertEqual(page['steps'][0]['scope'], 'queue:billing')
        page = self.history('&limit=1&after=' + page['next'])
        self.assertEqual(page['steps'][0]['scope'], 'queue:sales')
        self.assertIsNone(page['next'])
        self.assertEqual(len(self.history('&scope=queue:sales')['steps']), 1)

    def test_every_view_carries_what_stands(self):
        self.begin()
        self.tell(entered('a'), entered('b'), entered('c'))
        self.wait_state('waiting/queue:sales', 'firing')
        state = wait_for('the view to show it', lambda: self.state_with(
            lambda alerts: alerts['critical'] == 1))
        alerts = state['alerts']
        name, = alerts['order']
        row = alerts['rows'][name]
        self.assertEqual((row['state'], row['level'], row['value']),
                         ('firing', 'critical', 3))
        self.assertEqual(state['headline']['alert'], name)
        self.act(act='acknowledge', id=name, author='Rostami')
        state = wait_for('the view to show it', lambda: self.state_with(
            lambda alerts: alerts['acknowledged'] == 1))
        self.assertEqual(state['alerts']['critical'], 0)
        self.assertEqual(state['alerts']['rows'][name]['author'], 'Rostami')
        self.assertNotIn('alert', state.get('headline', {}))


LINE = re.compile(r'^(\S+) message (\S+) +(\S+) +(\S+) -> (\S+) .* key=(\S+)$')


def rehearse(config, state, *options):
    done = subprocess.run(
        [WALLBOARDD, '--test-alerts', '--config', config, '--state', state,
         *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=PATIENCE * 2, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode()


class Rehearsal(Alerts):
    def play(self, number, queue_name):
        """One alert from its beginning to the last word about it."""
        contacts = ['%d-%d' % (number, k) for k in range(4)]
        self.tell(*[entered(c, queue_name) for c in contacts])
        if number == 1:
            self.wait_state('waiting/queue:' + queue_name, 'firing')
            self.act(act='acknowledge', author='Rostami',
                     id=self.alert('waiting/queue:' + queue_name)['id'])
        else:
            wait_for('the escalation', lambda: self.alive() or any(
                a['escalated'] for a in self.alerts()['alerts']))
        self.tell(*[left(c, queue_name) for c in contacts])
        messages = [self.next_message()]
        while messages[-1]['kind'] != 'resolved' or \
                messages[-1]['path'] != ('/duty' if number == 1 else '/boss'):
            messages.append(self.next_message())
        return messages

    def test_what_would_be_sent_is_what_was_sent(self):
        self.begin(escalate='500ms')
        sent = []
        for i, queue_name in enumerate(('sales', 'billing', 'sales')):
            sent += self.play(i, queue_name)
            if i == 1:
                self.restart()
        end = now()
        wait_for('all to be delivered', lambda: self.alive() or
                 self.daemon.health()['alerts']['notices_waiting'] == 0)
        self.daemon.kill()
        sent += self.receiver.all()
        text = rehearse(self.config, self.daemon.state, '--to', str(end))
        told = [LINE.match(line) for line in text.splitlines()
                if ' message ' in line]
        # routes do not wait for each other
        self.assertEqual(sorted((m[6], m[2], m[5], m[4]) for m in told),
                         sorted((m['key'], m['kind'], m['route'], m['rule'])
                                for m in sent), text)
        self.assertEqual([m['kind'] for m in sent].count('raised'), 3)
        self.assertEqual(text, rehearse(self.config, self.daemon.state,
                                        '--to', str(end)))

    def test_it_neither_makes_a_journal_nor_sends(self):
        self.begin()
        self.daemon.stop()
        with self.assertRaisesRegex(AssertionError, 'no journal'):
            rehearse(self.config, os.path.join(self.directory, 'nowhere'))
        self.assertFalse(os.path.exists(os.path.join(self.directory,
                                                     'nowhere')))

    def test_a_running_daemon_keeps_its_journal(self):
        self.begin()
        with self.assertRaisesRegex(AssertionError, 'stop it'):
            rehearse(self.config, self.daemon.state)


DAY = [
    # four times the complaints from nine to half past, floor's time; the
    # floor helps out, and so technical support and sales suffer
    'service-level-low queue:complaints',
    'service-level-low queue:techsupport',
    'service-level-low queue:sales',
]

STEP = re.compile(r'^(\S+) step +(\S+) +(\S+) +(\S+) ([^:]+:[^:]+):')


def step_of(line):
    """Instant, step, severity, rule and scope of a line of --test-alerts."""
    found = STEP.match(line)
    at = datetime.datetime.fromisoformat(found[1])
    return (round(at.timestamp() * 1000), found[2], found[3], found[4],
            found[5])


class IncidentDay(Alerts):
    """A morning of the simulator's, in time of its own."""

    def play(self):
        subprocess.run([SIM, '--seed', '11', '--speed', 'max', '--duration',
                        '2h15m', '--incident', 'complaints:09:00-09:30:4',
                        '--to', self.daemon.url], check=True,
                       timeout=PATIENCE * 4, stderr=subprocess.DEVNULL)

    def test_an_incident_gives_the_stated_alerts_lived_through_or_tried(self):
        example = os.path.join(ASSETS, 'config', 'example.yaml')
        self.daemon = Daemon(WALLBOARDD, self.directory,
                             ['--clock', 'events', '--config', example])
        self.daemon.start()
        self.addCleanup(self.daemon.end)
        self.play()
        lived, after = [], ''
        while after is not None:
            page = self.history('&limit=1000' + after)
            lived += page['steps']
            after = page['next'] and '&after=' + page['next']
        lived = [(s['at'], s['step'], s['severity'], s['rule'], s['scope'])
                 for s in reversed(lived)]
        self.daemon.stop()
        text = rehearse(example, self.daemon.state)
        tried = [step_of(line) for line in text.splitlines()
                 if ' step ' in line]
        self.assertEqual(lived, tried)
        self.assertEqual(['%s %s' % (rule, scope)
                          for _, step, severity, rule, scope in tried
                          if (step, severity) == ('raised', 'critical')], DAY)


class Fire(Alerts):
    def fire(self, rule):
        return subprocess.run(
            [WALLBOARDD, '--fire', rule, '--config', self.config, '--assets',
             ASSETS], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=PATIENCE * 2, check=False)

    def test_a_test_message_goes_by_every_route_of_the_rule(self):
        self.begin()  # a daemon that runs is no hindrance
        done = self.fire('waiting')
        self.assertEqual((done.returncode, done.stdout.decode()),
                         (0, 'duty (webhook): delivered\n'
                          'boss (webhook): delivered\n'), done.stderr)
        kinds = [(m['kind'], m['path'])
                 for m in (self.receiver.next(), self.receiver.next())]
        self.assertEqual(sorted(kinds), [('test', '/boss'),
                                         ('test', '/duty')])

    def test_a_route_that_does_not_take_it_is_named(self):
        self.begin()
        self.receiver.status = 503
        done = self.fire('silent')
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout.decode(),
                         r'duty \(webhook\): failed: .*503')

    def test_a_rule_that_is_not_there_is_refused(self):
        self.begin()
        done = self.fire('nonsense')
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no rule 'nonsense'", done.stderr.decode())


if __name__ == '__main__':
    WALLBOARDD, SIM, ASSETS = sys.argv[1:4]
    run()
