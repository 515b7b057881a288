#!/usr/bin/env python3
"""The real wall on a real daemon that hangs, dies and comes back.

    test_wall.py WALLBOARDD WALLBOARD

No screen is needed: the wall runs on SDL's dummy driver, and tells on standard
error what state its connection is in.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed, wait_for  # noqa: E402

WALLBOARDD = ''
WALLBOARD = ''

# What is promised to whoever looks at the wall, and one second for a busy
# machine.
SAID_WITHIN = 5.0 + 1.0
IDLE_SHARE = 0.01


class Wall:
    """The program, showing to nobody."""

    def __init__(self, directory, port, *options, **variables):
        self.log = os.path.join(directory, 'wall.log')
        self.seen = 0
        env = dict(os.environ, SDL_VIDEODRIVER='dummy',
                   XDG_STATE_HOME=directory, **variables)
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                [WALLBOARD, '--connect', 'ws://127.0.0.1:%d' % port, *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env)

    def said(self, text):
        """Whether it said so since the last thing it was asked for."""
        with open(self.log, encoding='utf-8') as log:
            at = log.read().find(text, self.seen)
        if at < 0:
            if self.process.poll() is not None:
                raise AssertionError('the wall ended: ' + self.whole_log())
            return False
        self.seen = at + len(text)
        return True

    def whole_log(self):
        with open(self.log, encoding='utf-8') as log:
            return log.read()

    def expect(self, text, within):
        wait_for('%r in the log of the wall' % text,
                 lambda: self.said(text), within)

    def cpu_seconds(self):
        with open('/proc/%d/stat' % self.process.pid, encoding='ascii') as f:
            fields = f.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def is_instrumented(self):
        with open('/proc/%d/maps' % self.process.pid, encoding='utf-8') as f:
            maps = f.read()
        return 'asan' in maps or 'valgrind' in maps

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def screenshot(directory, port, *options):
    path = os.path.join(directory, 'wall.png')
    if os.path.exists(path):
        os.unlink(path)
    env = {key: value for key, value in os.environ.items()
           if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    done = subprocess.run(
        [WALLBOARD, '--connect', 'ws://127.0.0.1:%d' % port,
         '--screenshot', path, *options],
        env=env, capture_output=True, text=True, timeout=60, check=False)
    return done, path


def png_size(path):
    with open(path, 'rb') as file:
        data = file.read()
    if data[:8] != b'\x89PNG\r\n\x1a\n' or data[-8:-4] != b'IEND':
        raise AssertionError('not a whole PNG file')
    return struct.unpack('>II', data[16:24])


class WallTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix='wallboard-wall-')
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.daemon = Daemon(WALLBOARDD, self.place, options=())
        self.addCleanup(self.daemon.end)
        self.daemon.start()

    def start_again(self):
        """On the port that the wall knows."""
        self.daemon.options = ['--listen', '127.0.0.1:%d' % self.daemon.port]
        self.daemon.start()

    def start_wall(self, *options, **variables):
        wall = Wall(self.place, self.daemon.port, *options, **variables)
        self.addCleanup(wall.end)
        wall.expect('connecting -> live', SAID_WITHIN)
        return wall

    def test_a_daemon_that_dies_and_returns(self):
        wall = self.start_wall()
        self.daemon.kill()
        wall.expect('live -> offline', SAID_WITHIN)
        self.start_again()
        # the longest pause between two attempts is 10 s
        wall.expect('offline -> live', 10 + SAID_WITHIN)
        wall.process.send_signal(signal.SIGTERM)
        self.assertEqual(wall.process.wait(10), 0)

    def test_a_daemon_that_hangs(self):
        wall = self.start_wall('--language', 'fa')
        self.daemon.process.send_signal(signal.SIGSTOP)
        wall.expect('live -> stale', SAID_WITHIN)
        self.daemon.process.send_signal(signal.SIGCONT)
        wall.expect('stale -> live', SAID_WITHIN)

    def test_an_idle_wall_does_nothing(self):
        wall = self.start_wall()
        before, began = wall.cpu_seconds(), time.monotonic()
        # a span of time is what is measured here
        time.sleep(5)
        used = wall.cpu_seconds() - before
        share = used / (time.monotonic() - began)
        if wall.is_instrumented():
            self.skipTest('instrumented: %.1f %%' % (100 * share))
        self.assertLess(share, IDLE_SHARE)

    def test_a_screenshot_shows_the_board(self):
        feed = Feed(self.daemon.path)
        self.addCleanup(feed.close)
        first, path = screenshot(self.place, self.daemon.port)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertEqual(png_size(path), (1920, 1080))
        with open(path, 'rb') as file:
            before = file.read()
        reply = feed.call(
            b'{"wallboard":1,"feed":"test","epoch":"1","seq":0}\n'
            b'{"t":%d,"ev":"queue.entered","contact":"c1","queue":"sales"}'
            % (time.time() * 1000))
        self.assertTrue(reply['ok'], reply)
        wait_for('the board to show it',
                 lambda: b'"sales"' in self.daemon.board())
        second, path = screenshot(self.place, self.daemon.port)
        self.assertEqual(second.returncode, 0, second.stderr)
        with open(path, 'rb') as file:
            self.assertTrue(file.read() != before, 'the picture is the same')
        third, path = screenshot(self.place, self.daemon.port, '--size',
                                 '1280x720', '--language', 'ar', '--page',
                                 'overview', '--theme', 'light')
        self.assertEqual(third.returncode, 0, third.stderr)
        self.assertEqual(png_size(path), (1280, 720))

    def test_a_page_that_is_not_there(self):
        done, path = screenshot(self.place, self.daemon.port, '--page',
                                'overveiw')
        self.assertEqual(done.returncode, 1)
        self.assertIn("no view 'overveiw'; there are: overview", done.stderr)
        self.assertEqual(png_size(path), (1920, 1080))

    def test_a_screenshot_without_a_daemon(self):
        self.daemon.kill()
        done, path = screenshot(self.place, self.daemon.port)
        self.assertEqual(done.returncode, 1)
        self.assertIn('no board from 127.0.0.1:%d' % self.daemon.port,
                      done.stderr)
        self.assertEqual(png_size(path), (1920, 1080))

    def test_the_watchdog_is_fed_by_a_wall_that_draws(self):
        path = os.path.join(self.place, 'notify')
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(path)
            listener.settimeout(20)
            wall = self.start_wall(NOTIFY_SOCKET=path, WATCHDOG_USEC='900000')
            self.assertEqual(listener.recv(64), b'READY=1')
            # fed three times in its span: within it, whatever the load
            for _ in range(4):
                self.assertEqual(listener.recv(64), b'WATCHDOG=1')
            # one that hangs is not fed
            wall.process.send_signal(signal.SIGSTOP)
            listener.settimeout(0)
            try:
                while True:
                    listener.recv(64)
            except BlockingIOError:
                pass
            listener.settimeout(1)
            with self.assertRaises(TimeoutError):
                listener.recv(64)
            wall.process.send_signal(signal.SIGCONT)
            wall.process.send_signal(signal.SIGTERM)
            listener.settimeout(20)
            while listener.recv(64) != b'STOPPING=1':
                pass
            self.assertEqual(wall.process.wait(10), 0)

    def audit(self, *options):
        return subprocess.run(
            [WALLBOARD, '--audit', '--connect',
             'ws://127.0.0.1:%d' % self.daemon.port, *options],
            capture_output=True, text=True, timeout=60, check=False)

    def test_an_audit_tells_what_cannot_be_read(self):
        # with no feed yet the page is a short notice
        done = self.audit('--diagonal', '65', '--distance', '4')
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('Waiting for a feed', done.stdout)
        self.assertIn(' 0 with faults', done.stdout)
        # from across the street
        done = self.audit('--diagonal', '20', '--distance', '60')
        self.assertEqual(done.returncode, 3)
        self.assertIn('too small', done.stdout)
        self.daemon.kill()
        done = self.audit()
        self.assertEqual(done.returncode, 1)
        self.assertIn('no board from', done.stderr)

    def test_a_test_card_needs_no_daemon(self):
        self.daemon.kill()
        done, path = screenshot(self.place, self.daemon.port, '--test-card')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(png_size(path), (1920, 1080))
        done = self.audit('--test-card')
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_file_that_cannot_be_written(self):
        done, _ = screenshot(self.place, self.daemon.port, '--screenshot',
                             os.path.join(self.place, 'none', 'wall.png'))
        self.assertEqual(done.returncode, 1)
        self.assertIn('cannot write', done.stderr)


if __name__ == '__main__':
    WALLBOARDD, WALLBOARD = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1], verbosity=2)
