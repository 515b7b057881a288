#!/usr/bin/env python3
"""The real wall on a real X server, judged by the pixels that it shows.

    test_screen.py WALLBOARDD WALLBOARD WALLBOARD-SIM

Needs Xvfb and xdotool; without them it is skipped (77).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'support'))
from screen import Screen  # noqa: E402
from wallboardd import Daemon, wait_for  # noqa: E402

WALLBOARDD = WALLBOARD = SIM = ''

# five seconds are promised; one more for a busy machine
SAID_WITHIN = 6.0
# the longest pause between two attempts to connect is ten seconds
BACK_WITHIN = 16.0

CONFIGURATION = """
rotation: { rotate: true, critical_to_front: false, dwell: 5s }
pages:
  - name: one
    title: { en: One }
    tiles:
      - { kind: number, kpi: waiting, at: [0, 0, 12, 12] }
      - { kind: agents, at: [12, 0, 12, 12] }
  - name: two
    title: { en: Two }
    tiles:
      - { kind: queues, at: [0, 0, 24, 12] }
"""


def theme():
    path = os.path.join(HERE, '..', '..', 'assets', 'themes', 'dark.json')
    with open(path, encoding='utf-8') as file:
        return json.load(file)


INK = theme()


class ScreenTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix='wallboard-screen-')
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.screen = Screen(self.place)
        self.addCleanup(self.screen.end)
        self.daemon = Daemon(WALLBOARDD, self.place, options=())
        self.addCleanup(self.daemon.end)

    def background(self, command, **more):
        with open(os.path.join(self.place, 'programs.log'), 'ab') as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, **more)
        self.addCleanup(self.stop, process)
        return process

    @staticmethod
    def stop(process):
        if process.poll() is None:
            process.kill()
            process.wait()

    def expect(self, what, condition, patience=30.0):
        """Waits; a program with sanitizers gets three times as long."""
        with open('/proc/%d/maps' % self.wall.pid, encoding='utf-8') as file:
            patience *= 3 if 'asan' in file.read() else 1
        try:
            wait_for(what, condition, patience)
        except AssertionError as error:
            with open(os.path.join(self.place, 'programs.log'),
                      encoding='utf-8') as log:
                raise AssertionError('%s\n%s' % (error, log.read())) from None

    def start_floor(self):
        """A living floor, on the port that the wall may know already."""
        if self.daemon.port:
            self.daemon.options += ['--listen',
                                    '127.0.0.1:%d' % self.daemon.port]
        self.daemon.start()
        self.background([SIM, '--hour', '10:30', '--to', self.daemon.url])

    def start_wall(self, *options):
        env = dict(os.environ, DISPLAY=self.screen.display,
                   SDL_VIDEODRIVER='x11', XDG_STATE_HOME=self.place)
        self.wall = self.background(
            [WALLBOARD, '--connect', 'ws://127.0.0.1:%d' % self.daemon.port,
             '--no-shift', *options], env=env)
        return self.wall

    def is_old(self):
        """Hatched: what is shown is not what is."""
        return self.screen.share(INK['hatch']) > 0.05

    def is_live(self):
        """Tiles, none of them hatched, and not those of another time."""
        with open(os.path.join(self.place, 'programs.log'),
                  encoding='utf-8') as log:
            said = [line for line in log if ' -> ' in line]
        return (said and said[-1].endswith('-> live\n') and
                self.screen.share(INK['hatch']) < 0.001 and
                self.screen.share(INK['panel']) > 0.2)

    def test_a_daemon_that_dies_is_seen_and_its_return_as_well(self):
        self.start_floor()
        wall = self.start_wall()
        self.expect('a live wall', self.is_live)
        self.daemon.kill()
        self.expect('hatched tiles', self.is_old, SAID_WITHIN)
        self.start_floor()
        self.expect('a live wall again', self.is_live, BACK_WITHIN)
        wall.send_signal(signal.SIGTERM)
        self.assertEqual(wall.wait(10), 0)

    def test_a_daemon_that_hangs_is_seen(self):
        self.start_floor()
        self.start_wall()
        self.expect('a live wall', self.is_live)
        self.daemon.process.send_signal(signal.SIGSTOP)
        self.expect('hatched tiles', self.is_old, SAID_WITHIN)
        self.daemon.process.send_signal(signal.SIGCONT)
        self.expect('a live wall again', self.is_live, BACK_WITHIN)

    def test_a_wall_that_starts_again_shows_what_it_knew_as_old(self):
        self.start_floor()
        wall = self.start_wall()
        self.expect('a live wall', self.is_live)
        # not asked to end: as when the power goes
        self.expect('the file', lambda: any(
            name.startswith('last-') for _, _, names in os.walk(self.place)
            for name in names if name.endswith('.json')))
        wall.kill()
        wall.wait()
        self.daemon.kill()
        # a page that was asked for is not stood in for by another
        other = self.start_wall('--page', 'today')
        self.expect('a notice', lambda: self.screen.share(INK['panel']) > 0.7)
        other.kill()
        other.wait()
        self.start_wall()
        self.expect('hatched tiles', self.is_old, SAID_WITHIN)
        self.start_floor()
        self.expect('a live wall', self.is_live, BACK_WITHIN)

    def test_pages_change_without_a_blank_frame(self):
        path = os.path.join(self.place, 'pages.yaml')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(CONFIGURATION)
        self.daemon.options += ['--config', path]
        self.start_floor()
        self.start_wall()
        self.expect('a live wall', self.is_live)
        changes, before = 0, None
        deadline = time.monotonic() + 60
        while changes < 3 and time.monotonic() < deadline:
            self.assertGreater(self.screen.share(INK['panel'], 23), 0.1,
                               'a blank frame')
            self.assertLess(self.screen.share('#000000', 23), 0.5)
            # between the two tiles of one page, inside the one of the other
            now = self.screen.pixel(640, 400) == INK['background']
            changes += before is not None and now != before
            before = now
        self.assertEqual(changes, 3)

    def test_keys_do_what_the_help_says(self):
        self.start_floor()
        wall = self.start_wall('--page', 'overview')
        self.expect('a live wall', self.is_live)
        middle = (640, 250)
        plain = self.screen.pixel(*middle)
        self.screen.keys('h')
        self.expect('the help',
                 lambda: self.screen.share(INK['cell']) > 0.25)
        self.screen.keys('Escape')
        self.expect('no help', lambda: self.screen.share(INK['cell']) < 0.2)
        self.screen.point(150, 250)
        self.screen.keys('e')
        self.expect('an explanation',
                 lambda: self.screen.share(INK['cell']) > 0.25)
        self.screen.keys('e')
        self.expect('none', lambda: self.screen.share(INK['cell']) < 0.2)
        header = self.screen.rows(10, 60)
        self.screen.keys('l')
        self.expect('Persian', lambda: self.screen.rows(10, 60) != header)
        self.screen.keys('q')
        self.screen.keys('ctrl+q')
        self.assertIsNone(wall.poll(), 'it ended by mistake')
        self.screen.keys('ctrl+shift+q')
        self.assertEqual(wall.wait(10), 0)
        self.assertTrue(plain)


if __name__ == '__main__':
    WALLBOARDD, WALLBOARD, SIM = sys.argv[1:4]
    if not (shutil.which('Xvfb') and shutil.which('xdotool')):
        print('no Xvfb or no xdotool')
        sys.exit(77)
    sys.argv[1:4] = []
    program = unittest.main(verbosity=2, exit=False)
    sys.exit(0 if program.result.wasSuccessful() else 1)
