#!/usr/bin/env python3
"""Checkpoints of wallboardd: short starts whose numbers do not tell.

    test_checkpoint.py WALLBOARDD WALLBOARD_SIM

A stream is fed to a daemon that lives through it, and to one that is stopped
and killed on the way, that loses its checkpoints, or whose journal is trimmed.
In the end the board and the reports must be the same, byte for byte.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed, PATIENCE, run  # noqa: E402

WALLBOARDD = ''
SIM = ''

BATCH = 50
DAY = 24 * 3600 * 1000
REPORTS = ['/api/v1/report?from=1767571200000&to=1769817600000'
           '&by=%s&attribution=%s&interval=15m' % (by, attribution)
           for by in ('queue', 'department', 'site', 'channel', 'tier', 'agent',
                      'team', 'total')
           for attribution in ('event', 'cohort')]
SPAN = '&from=1767571200000&to=1769817600000'
REPORTS += ['/api/v1/contacts?limit=1000' + SPAN,
            '/api/v1/timeline?agent=a101&limit=10000' + SPAN]


def header(seq):
    return b'{"wallboard":1,"feed":"sim","epoch":"1","seq":%d}\n' % seq


def in_batches(events):
    return [header(at) + b''.join(events[at:at + BATCH])
            for at in range(0, len(events), BATCH)]


def make_events(directory):
    path = os.path.join(directory, 'events')
    subprocess.run([SIM, '--seed', '21', '--speed', 'max', '--duration', '2h',
                    '--to', 'file:' + path],
                   check=True, timeout=120, stderr=subprocess.DEVNULL)
    with open(path, 'rb') as file:
        return [line for line in file if b'"wallboard"' not in line]


def later(events, by):
    """The same contact centre, so many ms later."""
    return [re.sub(rb'"t":(\d+)',
                   lambda t: b'"t":%d' % (int(t.group(1)) + by), line)
            .replace(b'"contact":"', b'"contact":"later-')
            for line in events]


class Checkpoint(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory(prefix='wallboard-check-')
        cls.addClassCleanup(cls.shared.cleanup)
        events = make_events(cls.shared.name)
        events = events[:len(events) // BATCH * BATCH]
        cls.half = len(events) // BATCH
        cls.batches = in_batches(events + later(events, 5 * DAY))
        cls.config = os.path.join(cls.shared.name, 'keep.yaml')
        with open(cls.config, 'w', encoding='utf-8') as file:
            file.write('journal: { keep: 2d }\n')
        cls.calm = {}
        for trimming in (False, True):
            directory = os.path.join(cls.shared.name, 'calm%d' % trimming)
            os.mkdir(directory)
            daemon = cls.make(directory, trimming)
            try:
                daemon.start()
                feed = Feed(daemon.path)
                for batch in cls.batches:
                    assert feed.call(batch)['ok']
                feed.close()
                cls.calm[trimming] = cls.outcome(daemon)
            finally:
                daemon.end()

    @classmethod
    def make(cls, directory, trimming):
        options = ['--clock', 'events']
        if trimming:
            options += ['--config', cls.config]
        return Daemon(WALLBOARDD, directory, options)

    @staticmethod
    def outcome(daemon):
        return [daemon.board()] + [daemon.get(path) for path in REPORTS]

    def setUp(self):
        self.trimming = False
        self.directory = tempfile.TemporaryDirectory(
            prefix='wallboard-check-')
        self.addCleanup(self.directory.cleanup)
        self.use(False)

    def use(self, trimming):
        self.trimming = trimming
        self.daemon = self.make(self.directory.name, trimming)
        self.addCleanup(self.daemon.end)

    def feed(self, first, last):
        self.daemon.start()
        feed = Feed(self.daemon.path)
        for batch in self.batches[first:last]:
            reply = feed.call(batch)
            self.assertTrue(reply['ok'], reply)
        feed.close()

    def replayed(self):
        """The records that the last start read."""
        return int(re.findall(r'replayed (\d+) records',
                              self.daemon.said())[-1])

    def state(self, name):
        return os.path.join(self.daemon.state, name)

    def change_checkpoints(self, statement, *values):
        database = sqlite3.connect(self.state('checkpoint.db'))
        with database:
            database.execute(statement, values)
        database.close()

    def damage_newest_state(self):
        database = sqlite3.connect(self.state('checkpoint.db'))
        number, state = database.execute(
            'SELECT id, engine FROM checkpoint ORDER BY id DESC').fetchone()
        database.close()
        state = bytearray(state)
        state[len(state) // 2] ^= 4
        self.change_checkpoints('UPDATE checkpoint SET engine = ?'
                                ' WHERE id = ?', state, number)

    def journal_records(self):
        """Of a daemon that is stopped."""
        database = sqlite3.connect(self.state('journal.db'))
        try:
            return database.execute('SELECT count(*) FROM record').fetchone()[0]
        finally:
            database.close()

    def assert_same(self):
        got = self.outcome(self.daemon)
        for number, path in enumerate(REPORTS):
            self.assertEqual(got[number + 1],
                             self.calm[self.trimming][number + 1], path)
        self.assertEqual(got[0], self.calm[self.trimming][0])

    def refused(self, *options):
        """What a start says that comes to nothing."""
        done = subprocess.run(
            [WALLBOARDD, *self.daemon.options, *options, '--state',
             self.daemon.state, '--listen', '127.0.0.1:0', '--feed-url',
             self.daemon.url], stdin=subprocess.DEVNULL, timeout=PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertNotEqual(done.returncode, 0)
        return done.stdout.decode()

    def test_a_start_after_a_stop_reads_nothing_again(self):
        self.feed(0, self.half // 2)
        self.daemon.stop()
        self.feed(self.half // 2, self.half)
        self.assertEqual(self.replayed(), 0)
        self.assertIn('took up the checkpoint of record', self.daemon.said())
        self.daemon.stop()
        self.feed(self.half, None)
        self.assertEqual(self.replayed(), 0)
        self.assert_same()

    def test_killed_after_a_checkpoint(self):
        third = self.half // 3
        self.feed(0, third)
        self.daemon.stop()
        self.feed(third, 2 * third)
        self.daemon.kill()
        self.feed(2 * third, 2 * third + 5)
        self.assertEqual(self.replayed(), third)
        self.daemon.kill()
        self.feed(2 * third + 5, None)
        self.assertEqual(self.replayed(), third + 5)
        self.assert_same()
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(self.replayed(), 0)
        self.assert_same()

    def test_a_damaged_state_falls_back_to_the_one_before(self):
        self.feed(0, 20)
        self.daemon.stop()
        self.feed(20, 40)
        self.daemon.stop()
        self.damage_newest_state()
        self.feed(40, None)
        self.assertEqual(self.replayed(), 20)
        self.assertIn('is damaged or of another version', self.daemon.said())
        self.assert_same()

    def test_with_no_state_to_load_everything_is_read(self):
        self.feed(0, 40)
        self.daemon.stop()
        self.change_checkpoints('UPDATE checkpoint SET feeds = x\'ff\'')
        self.feed(40, None)
        self.assertEqual(self.replayed(), 41)  # and the plan
        self.assert_same()

    def test_a_damaged_file_is_set_aside(self):
        self.feed(0, 40)
        self.daemon.stop()
        with open(self.state('checkpoint.db'), 'r+b') as file:
            file.write(b'not a database at all')
        self.feed(40, None)
        self.assertEqual(self.replayed(), 41)
        self.assertTrue(os.path.exists(self.state('checkpoint.db.damaged')))
        self.assert_same()
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(self.replayed(), 0)

    def trim(self):
        """Two checkpoints five days after the first half."""
        self.use(True)
        self.feed(0, self.half + 10)
        self.daemon.stop()
        self.feed(self.half + 10, self.half + 20)
        self.daemon.stop()

    def test_an_old_journal_is_trimmed(self):
        self.trim()
        self.assertLessEqual(self.journal_records(), 20)
        self.feed(self.half + 20, self.half + 30)
        self.daemon.kill()
        self.feed(self.half + 30, None)
        self.assertEqual(self.replayed(), 10)
        self.assert_same()

    def test_a_trimmed_journal_needs_its_checkpoint(self):
        self.trim()
        self.assertIn('--recompute needs the whole journal',
                      self.refused('--recompute'))
        self.change_checkpoints('DELETE FROM checkpoint')
        text = self.refused()
        self.assertIn('the journal begins after record', text)
        self.assertIn('move journal.db away', text)
        os.remove(self.state('journal.db'))
        self.daemon.start()
        self.assertEqual(self.daemon.get(REPORTS[0]).count(b'"offered"') > 0,
                         True)

    def test_a_history_that_was_set_back_is_filled_again(self):
        self.feed(0, 40)
        self.daemon.stop()
        os.remove(self.state('history.db'))
        self.feed(40, None)
        self.assertIn('does not go with', self.daemon.said())
        self.assertEqual(self.replayed(), 41)
        self.assert_same()


if __name__ == '__main__':
    WALLBOARDD, SIM = sys.argv[1:3]
    run()
