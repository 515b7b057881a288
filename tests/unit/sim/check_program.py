#!/usr/bin/env python3
"""wallboard-sim as a program: its file, its summary, its signals, its errors.

Called with the path of the program.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


def run(*arguments):
    return subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def read(path):
    """The headers and the events of a file of batches."""
    headers, events = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            if "wallboard" in value:
                if headers:
                    assert value["seq"] == len(events), "a hole in the numbers"
                headers.append(value)
            else:
                events.append(value)
    return headers, events


class Program(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, name):
        return os.path.join(self.directory, name)

    def test_same_seed_same_file(self):
        for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
            done = run("--seed", seed, "--speed", "max", "--duration", "4h",
                       "--to", "file:" + self.path(name))
            self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.path("a"), "rb") as a, open(self.path("b"), "rb") as b:
            first = a.read()
            self.assertGreater(len(first), 100000)
            self.assertEqual(first, b.read())
        with open(self.path("c"), "rb") as c:
            self.assertNotEqual(first, c.read())

    def test_summary_agrees_with_the_file(self):
        done = run("--speed", "max", "--start", "2026-01-05T05:30Z",
                   "--duration", "3h", "--feed", "f", "--to",
                   "file:" + self.path("events"), "--summary", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = json.loads(done.stdout)
        headers, events = read(self.path("events"))
        self.assertEqual({h["feed"] for h in headers}, {"f"})
        self.assertEqual(summary["events"], len(events))
        self.assertEqual(summary["to"] - summary["from"], 3 * 3600 * 1000)
        self.assertEqual(events[0]["t"], summary["from"])
        self.assertLess(events[-1]["t"], summary["to"])
        for name, counts in summary["queues"].items():
            def seen(kind):
                return sum(e["ev"] == kind and e.get("queue") == name
                           for e in events)
            self.assertGreater(counts["offered"], 10)
            self.assertEqual(counts["offered"], seen("queue.entered"))
            self.assertEqual(counts["answered"], seen("segment.started"))
            self.assertEqual(counts["offers"], seen("offer.started"))
        self.assertIn("sales", done.stderr)

    def test_hour_moves_the_floors_day_not_the_events(self):
        counts = []
        for hour in ("10:30", "03:30"):
            done = run("--speed", "max", "--start", "1767587400000",
                       "--hour", hour, "--duration", "1h",
                       "--to", "file:" + self.path("events"),
                       "--summary", "-")
            summary = json.loads(done.stdout)
            self.assertEqual(summary["from"], 1767587400000)
            counts.append(summary["contacts"])
        self.assertGreater(counts[0], 20 * counts[1])

    def test_real_time_begins_with_history_and_ends_on_a_signal(self):
        with subprocess.Popen(
            [PROGRAM, "--warm", "20m", "--hour", "10:30",
             "--to", "file:" + self.path("events")],
            stderr=subprocess.PIPE, text=True,
        ) as process:
            # it says so after its first write, the history
            line = process.stderr.readline()
            self.assertIn("connected", line)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 0)
            process.stderr.read()
        _, events = read(self.path("events"))
        self.assertEqual(events[0]["ev"], "feed.snapshot")
        self.assertEqual(events[0]["phase"], "begin")
        signed_in = [e["agent"] for e in events
                     if e["ev"] == "agent.signed_in"]
        self.assertGreater(len(signed_in), 30)
        self.assertIn({"t": events[0]["t"], "ev": "feed.snapshot",
                       "phase": "end"}, events)

    def test_without_a_daemon_it_says_what_was_not_delivered(self):
        url = "ipc://" + self.path("nobody.sock")
        with subprocess.Popen(
            [PROGRAM, "--speed", "max", "--duration", "1m", "--to", url],
            stderr=subprocess.PIPE, text=True,
        ) as process:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=30)
        self.assertNotEqual(process.returncode, 0)

    def test_bad_arguments_are_named(self):
        for arguments, words in (
            ((), ("--to", "missing")),
            (("--to", "file:x", "--speed", "fast"), ("--speed", "fast")),
            (("--to", "file:x", "--start", "now"), ("--start", "now")),
            (("--to", "no-such:thing"), ("no-such",)),
            (("--to", "file:/no/such/place"), ("/no/such/place",)),
        ):
            done = run(*arguments)
            self.assertNotEqual(done.returncode, 0)
            for word in words:
                self.assertIn(word, done.stderr)

    def test_help_and_version(self):
        self.assertIn("--seed", run("--help").stdout)
        self.assertIn("wallboard-sim", run("--version").stdout)


if __name__ == "__main__":
    unittest.main()
