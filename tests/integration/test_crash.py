#!/usr/bin/env python3
"""Kills wallboardd in mid-stream; its numbers must not tell.

    test_crash.py WALLBOARDD WALLBOARD_SIM

A stream of events is fed to a daemon that lives through it, and to one that is
killed again and again while the feed repeats what got no reply. In the end the
board and every report of both must be the same, byte for byte.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed, run, wait_for  # noqa: E402

WALLBOARDD = ''
SIM = ''

BATCH = 50
REPORTS = ['/api/v1/report?from=1767571200000&to=1768176000000'
           '&by=%s&attribution=%s&interval=%s' % (by, attribution, interval)
           for by in ('queue', 'department', 'agent', 'team', 'total')
           for attribution in ('event', 'cohort')
           for interval in ('none', '15m')]


def simulate(to, duration, *options):
    subprocess.run([SIM, '--seed', '11', '--speed', 'max', '--duration',
                    duration, '--to', to, *options],
                   check=True, timeout=120, stderr=subprocess.DEVNULL)


def make_batches(directory):
    """The simulator's events in batches that never change their bounds."""
    path = os.path.join(directory, 'events')
    simulate('file:' + path, '2h')
    with open(path, 'rb') as file:
        events = [line for line in file if b'"wallboard"' not in line]
    return [header(at) + b''.join(events[at:at + BATCH])
            for at in range(0, len(events), BATCH)], len(events)


def header(seq):
    return (b'{"wallboard":1,"feed":"sim","epoch":"1","seq":%d}\n' % seq)


def heartbeat(seq):
    return header(seq) + b'{"t":1767587400000,"ev":"feed.alive"}\n'


class Outcome:
    """All that a daemon shows, as bytes."""

    def __init__(self, daemon):
        self.board = daemon.board()
        self.reports = {path: daemon.get(path) for path in REPORTS}


class Crash(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory(prefix='wallboard-crash-')
        cls.batches, cls.events = make_batches(cls.shared.name)
        directory = os.path.join(cls.shared.name, 'calm')
        os.mkdir(directory)
        daemon = Daemon(WALLBOARDD, directory)
        try:
            daemon.start()
            feed = Feed(daemon.path)
            for batch in cls.batches:
                reply = feed.call(batch)
                assert reply['ok'], reply
            feed.call(heartbeat(cls.events))
            feed.close()
            cls.calm = Outcome(daemon)
            cls.calm_position = daemon.health()['journal_position']
        finally:
            daemon.end()

    @classmethod
    def tearDownClass(cls):
        cls.shared.cleanup()

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(
            prefix='wallboard-crash-')
        self.addCleanup(self.directory.cleanup)
        self.daemon = Daemon(WALLBOARDD, self.directory.name)
        self.addCleanup(self.daemon.end)

    def connect(self):
        """A feed, and where the daemon is, as a number of batches."""
        self.daemon.start()
        feed = Feed(self.daemon.path)
        self.addCleanup(feed.close)
        next_seq = feed.call(heartbeat(0))['next']
        self.assertTrue(next_seq % BATCH == 0 or next_seq == self.events)
        return feed, -(-next_seq // BATCH)

    def send(self, feed, first, last):
        for batch in self.batches[first:last]:
            reply = feed.call(batch)
            self.assertTrue(reply['ok'], reply)

    def assert_same(self, feed):
        reply = feed.call(heartbeat(self.events))
        self.assertEqual(reply, {'ok': True, 'next': self.events})
        got = Outcome(self.daemon)
        for path in REPORTS:
            self.assertEqual(got.reports[path], self.calm.reports[path], path)
        self.assertEqual(got.board, self.calm.board)

    def test_the_stream_has_something_to_lose(self):
        """Or else two empty boards would be found equal."""
        report = json.loads(self.calm.reports[REPORTS[-2]])
        row = report['intervals'][0]['rows'][0]
        self.assertGreater(self.events, 3000)
        self.assertGreater(row['offered'], 200)
        self.assertGreater(row['answered'], 100)

    def test_killed_between_reply_and_next_request(self):
        count = len(self.batches)
        stop = 0
        for following in range(count // 5, count, count // 5):
            feed, at = self.connect()
            self.assertEqual(at, stop)  # nothing acknowledged is lost
            stop = following
            self.send(feed, at, stop)
            self.daemon.kill()
        feed, at = self.connect()
        self.assertEqual(at, stop)
        self.send(feed, at, count)
        self.assert_same(feed)

    def test_killed_with_a_request_under_way(self):
        """It has it or it has it not; the feed sends it again."""
        count = len(self.batches)
        for stop in range(count // 6, count, count // 6):
            feed, at = self.connect()
            self.send(feed, at, stop)
            feed.send(self.batches[stop])
            self.daemon.kill()
            feed, at = self.connect()
            self.assertIn(at, (stop, stop + 1))
            self.send(feed, stop, stop + 1)
            self.daemon.kill()
        feed, at = self.connect()
        self.send(feed, at, count)
        self.assert_same(feed)

    def test_stopped_and_killed_by_turns(self):
        """A stop writes the history, so its mark is before the journal's."""
        count = len(self.batches)
        for number, stop in enumerate((10, count // 3, count // 2, count)):
            feed, at = self.connect()
            self.send(feed, at, stop)
            if number % 2 == 0:
                self.daemon.stop()
            else:
                self.daemon.kill()
        feed, at = self.connect()
        self.assertEqual(at, count)
        self.assert_same(feed)

    def test_the_same_stream_twice_changes_nothing(self):
        feed, at = self.connect()
        self.send(feed, at, len(self.batches))
        self.assert_same(feed)
        self.send(feed, 0, len(self.batches))
        self.assert_same(feed)
        health = self.daemon.health()
        self.assertEqual(health['journal_position'], self.calm_position)
        self.daemon.kill()
        feed, at = self.connect()
        self.send(feed, 0, len(self.batches))
        self.assert_same(feed)

    def test_repeated_from_before_what_is_had(self):
        """A batch that the daemon has the first half of."""
        feed, at = self.connect()
        self.send(feed, 0, 10)
        lines = b''.join(batch.split(b'\n', 1)[1]
                         for batch in self.batches[9:11])
        reply = feed.call(header(9 * BATCH) + lines)
        self.assertEqual(reply, {'ok': True, 'next': 11 * BATCH})
        self.daemon.kill()
        feed, at = self.connect()
        self.assertEqual(at, 11)
        self.send(feed, 11, len(self.batches))
        self.assert_same(feed)


class CrashUnderSimulator(unittest.TestCase):
    """The same with our own feed program, which repeats by itself."""

    def run_sim(self, directory, kills):
        os.mkdir(directory)
        daemon = Daemon(WALLBOARDD, directory)
        self.addCleanup(daemon.end)
        daemon.start()
        sim = subprocess.Popen(
            [SIM, '--seed', '12', '--speed', 'max', '--duration', '48h',
             '--to', daemon.url], stderr=subprocess.DEVNULL)
        self.addCleanup(sim.wait)
        self.addCleanup(sim.kill)
        for position in kills:
            wait_for('position %d' % position,
                     lambda: daemon.health()['journal_position'] >= position)
            self.assertIsNone(sim.poll(), 'the stream was too short')
            daemon.kill()
            daemon.start()
        self.assertEqual(sim.wait(60), 0)
        return daemon

    def test_killed_under_load(self):
        with tempfile.TemporaryDirectory(prefix='wallboard-crash-') as path:
            calm = self.run_sim(os.path.join(path, 'calm'), ())
            expected = Outcome(calm)
            calm.end()
            daemon = self.run_sim(os.path.join(path, 'storm'),
                                  (10, 40, 80, 120))
            got = Outcome(daemon)
            for report in REPORTS:
                self.assertEqual(got.reports[report],
                                 expected.reports[report], report)
            self.assertEqual(without_heard(got.board),
                             without_heard(expected.board))
            daemon.end()


def without_heard(board):
    """When a batch was received depends on how events were batched."""
    state = json.loads(b'{' + board)['state']
    for feed in state['feeds'].values():
        feed.pop('heard')
    return state


if __name__ == '__main__':
    WALLBOARDD, SIM = sys.argv[1:3]
    run()
