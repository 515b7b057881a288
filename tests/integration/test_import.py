#!/usr/bin/env python3
"""
Old days from a queue_log: the report equals what is counted from the lines
alone, to the call and the second, under every service-level formula, by quarter
hours and days, by what happened and by arrival; and it is the same, byte for
byte, however the log was cut on its way.

    test_import.py WALLBOARD-ACD WALLBOARDD
"""

import collections
import json
import os
import random
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "support"))
import programs  # noqa: E402
import queue_log_maker  # noqa: E402
import recount  # noqa: E402
import wallboardd  # noqa: E402

CAPTURE = os.path.join(programs.DATA, "queue_log")
VARIANTS = ["offered", "answered", "ignore", "positive", "removed", "no_flow"]
STEPS = [("15m", 900), ("1h", 3600), ("day", 86400)]

# What the report is asked for; the oracle tells what each should be.
KPIS = {
    "queue": "offered,answered,abandoned,short_abandoned,flow_outs,timeout,"
             "exit_key,empty,withdrawn,failed,lost,handled,no_answer,"
             "no_answer_rate,abandonment_rate,service_level,"
             "service_level_offered,service_level_answered,"
             "service_level_ignore,service_level_positive,"
             "service_level_removed,service_level_no_flow,"
             "average_speed_of_answer,average_time_to_abandon,average_talk,"
             "transfers",
    "agent": "answered,handled,no_answer,no_answer_rate,"
             "average_speed_of_answer,average_talk,transfers"}


def configuration(threshold, short, variant):
    return ("defaults:\n"
            "  time_zone: UTC\n"
            "  service_level: { threshold: %ds, target: 80%%, variant: %s }\n"
            "  short_abandon: %ds\n" % (threshold, variant, short)).encode()


class Import(programs.ProgramTest):
    def start_daemon(self, name, threshold=20, short=5, variant="offered"):
        os.mkdir(self.path(name))
        config = self.write("config.yaml",
                            configuration(threshold, short, variant))
        server = wallboardd.Daemon(
            self.daemon, self.path(name),
            ("--clock", "events", "--config", config))
        self.addCleanup(server.end)
        server.start()
        return server

    def import_log(self, server, path):
        subprocess.run([self.acd, "queue_log", path, "--feed", "log", "--to",
                        server.url], check=True, stderr=subprocess.DEVNULL,
                       timeout=60)

    def write_log(self, lines):
        return self.write("queue_log", "".join(
            line + "\n" for line in lines).encode())

    def compare(self, server, counted, threshold, short, variant):
        """Every row of the report against the recount."""
        instants = [at for _, at in counted.arrivals]
        span = "&from=%d&to=%d" % ((min(instants) - 86400) * 1000,
                                   (max(instants) + 2 * 86400) * 1000)
        rows = 0
        for attribution in "event", "cohort":
            figures = counted.figures(threshold, short,
                                      attribution == "cohort")
            for step, size in STEPS:
                wanted = collections.defaultdict(collections.Counter)
                for (scope, at), counter in figures.items():
                    wanted[scope, at - at % size].update(counter)
                got = self.rows(server, "&interval=%s&attribution=%s%s"
                                % (step, attribution, span), size)
                wrong = []
                for (scope, at), counter in wanted.items():
                    row = got.pop((scope, at), None)
                    if row is None:
                        self.assertFalse(any(counter.values()), (scope, at))
                        continue
                    wrong += recount.compare(row, counter, variant, scope)
                    rows += 1
                for (scope, at), row in got.items():
                    wrong += recount.compare(row, collections.Counter(),
                                             variant, scope)
                self.assertEqual(wrong, [], (attribution, step))
        return rows

    @staticmethod
    def rows(server, more, size):
        rows = {}
        for by in "queue", "agent", "total":
            kpis = KPIS["agent" if by == "agent" else "queue"]
            answer = json.loads(server.get(
                "/api/v1/report?by=%s&kpis=%s%s" % (by, kpis, more)))
            for interval in answer["intervals"]:
                start = interval["from"] // 1000
                for row in interval["rows"]:
                    rows[row["scope"], start - start % size] = row
        return rows

    def test_made_up_logs_are_counted_as_they_are_written(self):
        for seed, variant in enumerate(VARIANTS):
            threshold, short = 5 + 7 * seed, [5, 0, 2][seed % 3]
            with self.subTest(seed=seed, variant=variant):
                lines = queue_log_maker.make(seed=seed, calls=700, days=3)
                server = self.start_daemon("made%d" % seed, threshold, short,
                                           variant)
                self.import_log(server, self.write_log(lines))
                rows = self.compare(server, recount.Recount(lines), threshold,
                                    short, variant)
                self.assertGreater(rows, 1000)
                server.stop()

    def test_a_real_log_is_counted_as_it_is_written(self):
        with open(CAPTURE, encoding="utf-8") as file:
            lines = file.read().splitlines()
        for seed, variant in enumerate(VARIANTS):
            threshold, short = [5, 10, 20][seed % 3], [0, 3][seed % 2]
            with self.subTest(variant=variant):
                server = self.start_daemon("real%d" % seed, threshold, short,
                                           variant)
                self.import_log(server, CAPTURE)
                self.compare(server, recount.Recount(lines), threshold, short,
                             variant)
                server.stop()

    # ---- cuts ----

    def outcome(self, server, span):
        paths = ["/api/v1/report?format=csv&interval=15m&by=%s&attribution=%s"
                 "%s" % (by, attribution, span)
                 for by in ("queue", "department", "site", "channel", "tier",
                            "agent", "team", "total")
                 for attribution in ("event", "cohort")]
        paths += ["/api/v1/contacts?limit=1000" + span,
                  "/api/v1/timeline?agent=Agent%2001&limit=10000" + span]
        return [server.board()] + [server.get(path) for path in paths]

    def events_of(self, log):
        """The lines of the events that the log becomes."""
        path = self.path("events")
        subprocess.run([self.acd, "queue_log", log, "--feed", "log", "--to",
                        "file:" + path], check=True, timeout=60,
                       stderr=subprocess.DEVNULL)
        with open(path, "rb") as file:
            return [line for line in file if b'"wallboard"' not in line]

    def feed(self, server, events, sizes, kills=()):
        """Sends the events in batches of these sizes; kills in between."""
        feed = wallboardd.Feed(server.path)
        at, number = 0, 0
        while at < len(events):
            size = sizes[number % len(sizes)]
            header = (b'{"wallboard":1,"feed":"log","epoch":"1","seq":%d}\n'
                      % at)
            reply = feed.call(header + b"".join(events[at:at + size]))
            self.assertTrue(reply["ok"], reply)
            at += size
            number += 1
            if number in kills:
                feed.close()
                server.kill()
                server.start()
                feed = wallboardd.Feed(server.path)
        feed.close()

    def test_the_cuts_do_not_tell(self):
        lines = queue_log_maker.make(seed=77, calls=500, days=2)
        events = self.events_of(self.write_log(lines))
        start = int(lines[0].split("|")[0]) * 1000
        span = "&from=%d&to=%d" % (start, start + 4 * 86400000)
        whole = self.start_daemon("whole")
        self.feed(whole, events, [10000])
        expected = self.outcome(whole, span)
        self.assertGreater(sum(map(len, expected)), 200000)
        whole.stop()
        dice = random.Random(5)
        for way in range(4):
            largest = [3, 40, 400, 5000][way]
            sizes = [dice.randrange(1, largest + 1) for _ in range(97)]
            kills = {dice.randrange(1, 40) for _ in range(way)}
            with self.subTest(largest=largest, kills=kills):
                server = self.start_daemon("cut%d" % way)
                self.feed(server, events, sizes, kills)
                self.assertEqual(self.outcome(server, span), expected)
                server.stop()
                server.start()
                self.assertEqual(self.outcome(server, span), expected)
                server.stop()

    def test_a_month_goes_in_while_one_waits(self):
        """
        A tenth of a month of 100,000 calls; the bound is that of the whole, on
        a machine that does other things as well.
        """
        lines = queue_log_maker.make(seed=3, calls=10000, days=3)
        log = self.write_log(lines)
        server = self.start_daemon("month")
        began = time.monotonic()
        self.import_log(server, log)
        took = time.monotonic() - began
        total = json.loads(server.get(
            "/api/v1/report?by=total&kpis=offered&from=2025-11-01"
            "&to=2025-12-31"))["intervals"][0]["rows"][0]["offered"]
        print("%d calls, %d records in %.1f s" % (total, len(lines), took))
        self.assertEqual(total, sum("|ENTERQUEUE|" in line for line in lines))
        self.assertLess(took, 20)


if __name__ == "__main__":
    programs.main(sys.argv)
