#!/usr/bin/env python3
"""The simulator and the daemon count the same.

    test_sim.py WALLBOARDD WALLBOARD_SIM

wallboard-sim keeps an account of its own, where things are decided and not
from the events. What wallboardd makes of the events must agree with it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import PATIENCE, Daemon, run, wait_for  # noqa: E402

WALLBOARDD = ''
SIM = ''

# the threshold and the short limit of the simulator's account
CONFIGURATION = """
defaults:
  time_zone: Asia/Tehran
  service_level: { threshold: 20s, target: 80%, variant: offered }
  short_abandon: 5s
  channels:
    chat: { service_level: { threshold: 60s, until: answer } }
    email: { service_level: { threshold: 4h, until: answer } }
    social: { service_level: { threshold: 1h, until: answer } }
    ticket: { service_level: { threshold: 8h, until: answer } }
queues:
  - { name: techsupport, tier: 1 }
  - { name: techsupport-2, tier: 2 }
"""

# 4:00 in Tehran: the day opens and closes in it
DAY = ['--speed', 'max', '--start', '2026-01-05T00:30Z', '--duration', '19h']


class Sim(unittest.TestCase):
    def setUp(self):
        shared = tempfile.TemporaryDirectory(prefix='wallboard-sim-')
        self.addCleanup(shared.cleanup)
        self.directory = shared.name
        config = os.path.join(self.directory, 'config.yaml')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(CONFIGURATION)
        self.config = ['--config', config]

    def start(self, *options):
        daemon = Daemon(WALLBOARDD, self.directory,
                        (*self.config, *options))
        self.addCleanup(daemon.end)
        daemon.start()
        return daemon

    def play_day(self, daemon, seed):
        path = os.path.join(self.directory, 'summary')
        subprocess.run([SIM, '--seed', str(seed), *DAY, '--to', daemon.url,
                        '--summary', path],
                       check=True, timeout=120, stderr=subprocess.DEVNULL)
        with open(path, encoding='utf-8') as file:
            return json.load(file)

    def report(self, daemon, by, attribution):
        answer = json.loads(daemon.get(
            '/api/v1/report?from=2026-01-05&to=2026-01-06&by=%s'
            '&attribution=%s' % (by, attribution)))
        self.assertEqual(len(answer['intervals']), 1)
        return {row['scope']: row for row in answer['intervals'][0]['rows']}

    def check_row(self, row, counts, handling=True):
        for theirs, ours in (('offered', 'offered'), ('answered', 'answered'),
                             ('abandoned', 'abandoned'),
                             ('short_abandoned', 'abandoned_short'),
                             ('flow_outs', 'flow_outs'),
                             ('timeout', 'timeout'),
                             ('overflow', 'overflow'),
                             ('exit_key', 'exit_key'),
                             ('callback', 'callback'), ('empty', 'empty')):
            self.assertEqual(row[theirs], counts[ours], theirs)
        level = row['service_level_offered']
        self.assertEqual(level['numerator'], counts['answered_in_time'])
        self.assertEqual(level['denominator'], counts['answered'] +
                         counts['abandoned'] + counts['flow_outs'] +
                         counts['late'])
        self.assertEqual(row['service_level_positive']['numerator'],
                         counts['answered_in_time'] +
                         counts['abandoned_in_time'])
        self.assertEqual(row['average_speed_of_answer']['numerator'],
                         counts['wait_answered_ms'])
        self.assertEqual(row['average_time_to_abandon']['numerator'],
                         counts['wait_abandoned_ms'])
        if handling:
            self.assertEqual(row['handled'], counts['handled'])
            self.assertEqual(row['blocked'], counts['refused'])
            self.assertEqual(row['no_answer'], counts['no_answer'])
            for part in ('talk', 'hold', 'acw'):
                self.assertEqual(row['average_' + part]['numerator'],
                                 counts[part + '_ms'], part)
            self.check_outcomes(row, counts)

    def check_outcomes(self, row, counts):
        """What came of the contacts, and what was promised."""
        for kind in ('blind', 'attended', 'queue', 'external'):
            self.assertEqual(row['transfers_' + kind],
                             counts['transfers_' + kind], kind)
        for theirs, part, whole in (
                ('hold_rate', 'held', 'handled'),
                ('first_contact_resolution', 'resolved', 'outcomes'),
                ('fcr_net', 'resolved_net', 'net'),
                ('conversion_rate', 'sales', 'sale_flagged'),
                ('csat', 'satisfied', 'ratings'),
                ('callback_service_level', 'callbacks_in_time',
                 'callbacks_decided')):
            self.assertEqual(row[theirs]['numerator'], counts[part], theirs)
            self.assertEqual(row[theirs]['denominator'], counts[whole],
                             theirs)
        for theirs, ours in (('sales', 'sales'), ('refusals', 'refusals'),
                             ('escalations', 'escalated'),
                             ('callbacks_promised', 'callbacks'),
                             ('follow_ups_promised', 'follow_ups')):
            self.assertEqual(row[theirs], counts[ours], theirs)
        self.assertEqual(row['follow_ups_open'],
                         counts['follow_ups'] - counts['follow_ups_closed'])

    def check_centre(self, row, summary):
        """What no queue has alone."""
        everything = [*summary['queues'].values(), summary['direct']]
        self.assertEqual(row['handled'], sum(c['handled'] for c in everything))
        self.assertEqual(row['dialled'], summary['dialled'])
        self.assertEqual(row['connected'], summary['connected'])
        self.assertEqual(row['repeat_rate']['numerator'], summary['repeated'])
        self.assertEqual(row['repeat_rate']['denominator'],
                         summary['contacts'])
        agents = summary['agents']
        self.assertEqual(row['available_time'], agents['idle_ms'])
        self.assertEqual(row['ringing_time'], agents['ringing_ms'])
        self.assertEqual(row['not_ready_time'], agents['away_ms'])
        self.assertEqual(row['occupancy']['numerator'], agents['contact_ms'])
        self.assertEqual(row['adherence']['numerator'], agents['adherent_ms'])
        self.assertEqual(row['adherence']['denominator'],
                         agents['scheduled_ms'])

    def test_a_day_of_every_queue_is_counted_the_same(self):
        daemon = self.start('--clock', 'events')
        summary = self.play_day(daemon, 1)
        self.assertGreater(summary['queues']['sales']['answered'], 500)
        rows = self.report(daemon, 'queue', 'event')
        for name, counts in summary['queues'].items():
            with self.subTest(name):
                self.check_row(rows['queue:' + name], counts)
        self.check_centre(self.report(daemon, 'total', 'event')['total'],
                          summary)

    def test_by_arrival_the_day_comes_out_the_same_but_for_who_waits(self):
        daemon = self.start('--clock', 'events')
        summary = self.play_day(daemon, 2)
        rows = self.report(daemon, 'queue', 'cohort')
        for name, counts in summary['queues'].items():
            with self.subTest(name):
                self.check_row(rows['queue:' + name], counts, handling=False)

    def test_the_same_day_again_changes_nothing(self):
        daemon = self.start('--clock', 'events')
        self.play_day(daemon, 3)
        before = self.report(daemon, 'total', 'event')
        self.play_day(daemon, 3)
        self.assertEqual(self.report(daemon, 'total', 'event'), before)

    def test_in_real_time_the_board_is_full_at_once_and_outlives_a_restart(
            self):
        daemon = self.start()
        sim = subprocess.Popen([SIM, '--hour', '10:30', '--to', daemon.url],
                               stderr=subprocess.DEVNULL)
        self.addCleanup(sim.wait)
        self.addCleanup(sim.kill)
        wait_for('an hour of events', lambda: self.events(daemon) > 3000)
        daemon.kill()
        daemon.start()
        wait_for('the feed to be back', lambda: self.is_live(daemon))
        state = json.loads(daemon.get('/api/v1/snapshot'))['state']
        self.assertIn('tiles', state)
        health = daemon.health()
        self.assertEqual(health['feeds']['sim']['gaps'], 0)
        self.assertEqual(health['floor']['anomalies']['no_entry'], 0)
        self.assertEqual(health['floor']['anomalies']['no_segment'], 0)
        sim.send_signal(signal.SIGINT)
        self.assertEqual(sim.wait(PATIENCE), 0)

    @staticmethod
    def events(daemon):
        return daemon.health()['intake']['events']

    @staticmethod
    def is_live(daemon):
        feed = daemon.health()['feeds'].get('sim')
        return feed and feed['state'] == 'live'


if __name__ == '__main__':
    WALLBOARDD, SIM = sys.argv[1:3]
    run()
