#!/usr/bin/env python3
"""What wallboardd says and does when something is in its way.

    test_trouble.py WALLBOARDD
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed, run, wait_for  # noqa: E402

WALLBOARDD = ''
T0 = 1767587400000


def batch(seq, count, padding=1):
    lines = [b'{"wallboard":1,"feed":"f","epoch":"1","seq":%d}\n' % seq]
    for number in range(seq, seq + count):
        lines.append(b'{"t":%d,"ev":"queue.entered","contact":"c%d",'
                     b'"queue":"sales","id":"%s"}\n'
                     % (T0 + number, number, b'x' * padding))
    return b''.join(lines)


class Trouble(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='wallboard-trouble-')
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.daemon = Daemon(WALLBOARDD, self.directory)
        self.addCleanup(self.daemon.end)

    def is_heard(self):
        try:
            return self.feed().call(batch(0, 1))['ok']
        except ConnectionError:
            return False

    def feed(self):
        feed = Feed(self.daemon.path)
        self.addCleanup(feed.close)
        return feed

    def assert_fails(self, words, *options):
        """A second daemon with these options must end, and say why."""
        ended = subprocess.run([WALLBOARDD, '--clock', 'events', *options],
                               stdin=subprocess.DEVNULL, capture_output=True,
                               text=True, timeout=30, check=False)
        self.assertNotEqual(ended.returncode, 0)
        self.assertGreater(ended.returncode, 0, 'died of a signal')
        self.assertIn(words, ended.stderr)

    def options(self, state=None, listen='127.0.0.1:0', feed='g.sock'):
        return ('--state', state or os.path.join(self.directory, 'other'),
                '--listen', listen,
                '--feed-url', 'ipc://' + os.path.join(self.directory, feed))

    def test_a_second_daemon_on_the_same_state(self):
        self.daemon.start()
        self.assert_fails('another wallboardd uses',
                          *self.options(state=self.daemon.state))
        self.assertTrue(self.feed().call(batch(0, 1))['ok'])

    def test_a_port_that_is_taken(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            address = '127.0.0.1:%d' % taken.getsockname()[1]
            self.assert_fails(address, *self.options(listen=address))

    def test_a_feed_address_that_is_taken(self):
        self.daemon.start()
        self.assert_fails('another program listens there',
                          *self.options(feed='feed.sock'))
        # and the daemon that has it still hears new feeds
        self.assertTrue(self.feed().call(batch(0, 1))['ok'])

    def test_a_state_that_is_no_journal(self):
        os.mkdir(self.daemon.state)
        with open(os.path.join(self.daemon.state, 'journal.db'), 'w',
                  encoding='utf-8') as file:
            file.write('dear diary\n' * 100)
        self.assert_fails('file is not a database',
                          *self.options(state=self.daemon.state))

    def test_a_feed_that_sends_no_handshake(self):
        self.daemon.start()
        for text in (b'', b'GET / HTTP/1.1\r\n\r\n', b'\0' * 8):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(self.daemon.path)
                stranger.sendall(text)
        # It may hang up once; a feed then connects again.
        wait_for('an answer', self.is_heard)

    def test_a_bad_line_is_named_and_nothing_of_its_batch_taken(self):
        self.daemon.start()
        feed = self.feed()
        text = batch(0, 3) + b'{"t":1,"ev":"queue.enterd"}\n'
        reply = feed.call(text)
        self.assertFalse(reply['ok'])
        self.assertEqual(reply['next'], 0)
        self.assertIn('line 5: ', reply['error'])
        self.assertEqual(feed.call(batch(0, 3)), {'ok': True, 'next': 3})

    def test_a_batch_by_hand(self):
        self.daemon.start()
        reply = self.feed().call(b'{"t":%d,"ev":"queue.entered","contact":"c",'
                                 b'"queue":"sales"}' % T0)
        self.assertTrue(reply['ok'], reply)
        reply = self.feed().call(b'hello')
        self.assertFalse(reply['ok'], reply)
        self.assertIn('line 1', reply['error'])

    def limit_files(self, size):
        """A limit on the size of files stands for a full disk."""
        resource.prlimit(self.daemon.process.pid, resource.RLIMIT_FSIZE,
                         (size, resource.RLIM_INFINITY))

    def test_a_full_disk(self):
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.addCleanup(signal.signal, signal.SIGXFSZ, ignored)
        self.daemon.start()
        self.limit_files(500000)
        feed = self.feed()
        seq = 0
        while True:
            reply = feed.call(batch(seq, 100, 128))
            if not reply['ok']:
                break
            seq += 100
            self.assertLess(seq, 10000, 'the disk was never full')
        self.assertIn('no space left on the disk', reply['error'])
        self.assertEqual(reply['next'], seq)
        self.assertIn('no space left on the disk', self.daemon.said())
        with self.assertRaisesRegex(AssertionError, 'healthz: 503'):
            self.daemon.health()
        self.daemon.get('/api/v1/snapshot')
        self.limit_files(resource.RLIM_INFINITY)
        self.assertEqual(feed.call(batch(seq, 100, 128)),
                         {'ok': True, 'next': seq + 100})
        self.assertEqual(self.daemon.health()['journal'], 'ok')
        self.daemon.kill()
        self.daemon.start()
        feed = self.feed()
        self.assertEqual(feed.call(batch(0, 1, 128))['next'], seq + 100)


if __name__ == '__main__':
    WALLBOARDD = sys.argv[1]
    run()
