#!/usr/bin/env python3
"""Days of a wall in minutes: does it draw right, and does it grow?

    test_soak.py WALLBOARDD WALLBOARD WALLBOARD-SIM SOAK_WALL ASSETS

A simulated floor runs at SPEED times real time into a daemon that goes by the
time of the events. soak_wall compares each picture with one drawn from
nothing; the program itself runs beside it, its pages turning, and is watched.
WB_SOAK_DAYS=7 makes it long; by default it is a part of a day.
"""

import os
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'support'))
from wallboardd import Daemon, wait_for  # noqa: E402

WALLBOARDD, WALLBOARD, SIM, SOAK, ASSETS = sys.argv[1:6]
DAYS = float(os.environ.get('WB_SOAK_DAYS', '0.25'))
SPEED = 1200
GROWTH_KB = 4096


def resident_kb(pid):
    with open('/proc/%d/status' % pid, encoding='ascii') as file:
        for line in file:
            if line.startswith('VmRSS:'):
                return int(line.split()[1])
    return 0


class SoakTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix='wallboard-soak-')
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.daemon = Daemon(WALLBOARDD, self.place, options=[
            '--clock', 'events', '--config',
            os.path.join(ASSETS, 'config', 'example.yaml')])
        self.addCleanup(self.daemon.end)
        self.daemon.start()

    def background(self, name, command, **more):
        log = os.path.join(self.place, name)
        with open(log, 'wb') as file:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                       stdout=file, stderr=file, **more)
        self.addCleanup(self.end, process)
        return process, log

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()

    def test_days_leave_no_wrong_pixel_and_no_growth(self):
        seconds = int(DAYS * 86400 / SPEED) + 2
        self.background('sim', [SIM, '--speed', str(SPEED), '--start',
                                '2026-01-05T04:30:00Z', '--to',
                                self.daemon.url])
        wait_for('the floor', lambda: b'"sales"' in self.daemon.board())
        url = 'ws://127.0.0.1:%d' % self.daemon.port
        soak, said = self.background('soak', [
            SOAK, url, str(seconds), ASSETS, 'overview', 'sales', 'service'])
        wall, log = self.background(
            'wall', [WALLBOARD, '--connect', url, '--dwell', '3', '--size',
                     '1920x1080'],
            env=dict(os.environ, SDL_VIDEODRIVER='dummy',
                     XDG_STATE_HOME=self.place))
        began = time.monotonic()
        time.sleep(seconds / 3)  # a span of time is what is measured here
        settled = resident_kb(wall.pid)
        status = soak.wait(seconds * 4 + 60)
        growth = resident_kb(wall.pid) - settled
        with open(said, encoding='utf-8') as file:
            words = file.read()
        print('%.0f s: %s  the program: %d kB, %+d kB'
              % (time.monotonic() - began, words, settled, growth))
        self.assertEqual(status, 0, words)
        self.assertIsNone(wall.poll())
        with open('/proc/%d/maps' % wall.pid, encoding='utf-8') as file:
            instrumented = 'asan' in file.read()
        if not instrumented:
            self.assertLess(growth, GROWTH_KB)
        with open(log, encoding='utf-8') as file:
            self.assertNotIn('error', file.read())


if __name__ == '__main__':
    sys.argv[1:6] = []
    program = unittest.main(verbosity=2, exit=False)
    sys.exit(0 if program.result.wasSuccessful() else 1)
