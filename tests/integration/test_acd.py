#!/usr/bin/env python3
"""
wallboard-acd alone: the events that it makes of eight minutes of a real
Asterisk, from the log and from the manager interface, are those that were
counted independently; and what it says when something is wrong.

    test_acd.py WALLBOARD-ACD WALLBOARDD
"""

import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "support"))
import programs  # noqa: E402
import truth  # noqa: E402

LOG = os.path.join(programs.DATA, "queue_log")

# While her phone is unreachable an agent is signed out, and cannot pause.
UNREACHABLE = "'agent': 'Julia Kern', 'reason': 'Überprüfung', " \
    "'from': 1795285984"


def load_truth():
    with open(os.path.join(programs.DATA, "truth.json"),
              encoding="utf-8") as file:
        return json.load(file)


class Captures(programs.ProgramTest):
    def compare(self, path, **options):
        count, wrong = truth.compare(path, load_truth(), **options)
        wrong = [line for line in wrong
                 if not (options and UNREACHABLE in line)]
        self.assertEqual(wrong, [])
        self.assertEqual((count.waiting, count.talking), ({}, {}))
        return count

    def test_queue_log_gives_the_true_numbers(self):
        out = self.path("out")
        subprocess.run([self.acd, "queue_log", LOG, "--feed", "log", "--to",
                        "file:" + out], check=True)
        self.compare(out)

    def play(self, capture, *options, switch_options=(), timestamps=True):
        out = self.path("out")
        port, _ = self.replay(capture, "--speed", "max", *switch_options,
                              timestamps=timestamps)
        adapter = self.asterisk(port, "file:" + out, *options)
        adapter.wait_line("connection lost")
        self.assertEqual(adapter.stop(), 0)
        self.assertNotIn("s3cr3t", "".join(adapter.lines))
        return out

    def test_manager_interface_gives_the_true_numbers(self):
        count = self.compare(self.play("ami.raw"), tolerance_ms=1500,
                             added_reason="not ready yet")
        self.assertEqual(count.refused, {("complaints", "full"): 11})
        self.assertEqual(sum(queue["transfer_attended"]
                             for queue in count.queues.values()), 12)

    def test_all_at_once_and_without_times_gives_the_true_counts(self):
        self.compare(self.play("ami.raw", timestamps=False), pauses=False)

    def test_least_privilege_with_the_log_gives_the_true_numbers(self):
        log = self.write("growing_log", b"")
        self.compare(self.play("ami.agentonly.raw", "--queue-log", log,
                               switch_options=("--log", LOG, "--log-to",
                                               log)),
                     tolerance_ms=1500, added_reason="not ready yet")

    def test_the_log_fills_in_for_a_connection_that_is_lost(self):
        log = self.write("growing_log", b"")
        out = self.path("out")
        port, _ = self.replay("ami.agentonly.raw", "--speed", "max",
                              "--log", LOG, "--log-to", log,
                              "--cut", "600,1200")
        adapter = self.asterisk(port, "file:" + out, "--queue-log", log)
        adapter.wait_line("connection lost")
        adapter.lines.clear()
        adapter.wait_line("connection lost")
        self.assertEqual(adapter.stop(), 0)
        count = self.compare(out, tolerance_ms=2500,
                             added_reason="not ready yet")
        self.assertEqual(count.kinds["feed.snapshot"], 4)

    def test_without_the_log_a_lost_connection_shows_as_a_gap(self):
        out = self.path("out")
        port, _ = self.replay("ami.raw", "--speed", "max", "--cut",
                              "4000,8000")
        adapter = self.asterisk(port, "file:" + out)
        adapter.wait_line("connection lost")
        adapter.lines.clear()
        adapter.wait_line("connection lost")
        self.assertEqual(adapter.stop(), 0)
        kinds = [event["ev"] for _, event in truth.read_batches(out)]
        self.assertEqual(kinds.count("feed.gap"), 1)
        self.assertEqual(kinds.count("feed.snapshot"), 4)
        gap = kinds.index("feed.gap")
        self.assertIn("feed.snapshot", kinds[gap:])

    def test_least_privilege_alone_counts_answers_right(self):
        count = truth.Count(truth.read_batches(
            self.play("ami.agentonly.raw")))
        known = load_truth()["kpi_from_queue_log"]
        self.assertEqual(count.problems, [])
        for name, queue in known["queues"].items():
            got = count.queues[name]
            self.assertEqual(got["entered"], queue["entered"])
            self.assertEqual(got["answered"], queue["connected"])
            self.assertEqual(got["exit_key"], queue["exit_key"])
            self.assertEqual(got["talk_total"], queue["talk_total"])

    def test_no_number_or_name_of_a_caller_is_sent(self):
        out = self.play("ami.raw")
        with open(out, encoding="utf-8") as file:
            text = file.read()
        for secret in "90000142", "Quote", "Zoë", "田中", '"customer":':
            self.assertFalse(secret in text, secret)

    def test_a_key_makes_the_same_caller_the_same_customer(self):
        key = self.write("key", b"k" * 32)
        out = self.play("ami.raw", "--customer-key", key)
        with open(out, encoding="utf-8") as file:
            text = file.read()
        customers = {event["customer"]
                     for _, event in truth.read_batches(out)
                     if event["ev"] == "queue.entered"
                     and "customer" in event}
        self.assertFalse("90000142" in text)
        self.assertGreater(len(customers), 250)
        self.assertLess(len(customers), 310)


class Errors(programs.ProgramTest):
    def run_acd(self, *arguments):
        return subprocess.run([self.acd, *arguments], capture_output=True,
                              text=True, timeout=programs.PATIENCE)

    def test_help_and_version_go_to_standard_output(self):
        self.assertIn("--queue-log", self.run_acd("--help").stdout)
        self.assertIn("wallboard-acd ", self.run_acd("--version").stdout)

    def test_names_what_is_missing_or_wrong(self):
        secret = self.write("secret", b"x\n")
        common = ["--feed", "f", "--to", "file:-"]
        asterisk = ["asterisk", "--user", "u", "--secret-file", secret,
                    *common]
        for arguments, words in [
                ([], "unknown source ''"),
                (["freeswich"], "'freeswich'"),
                (["queue_log", *common], "which file"),
                (["queue_log", LOG, "--to", "file:-"], "--feed"),
                (["queue_log", LOG, "--feed", "f"], "--to"),
                (["queue_log", LOG, "--feed", "", "--to", "x"], "--feed"),
                (["queue_log", LOG, "--nonsense"], "nonsense"),
                (["queue_log", "-", "--follow", *common], "followed"),
                (asterisk, "--ami"),
                ([*asterisk, "--ami", "pbx:x"], "HOST:PORT"),
                ([*asterisk, "--ami", ":5038"], "HOST:PORT"),
                ([*asterisk, "--ami", "p", "--secret-file", "/nonexistent"],
                 "/nonexistent"),
                ([*asterisk, "--ami", "p", "--customer-key", secret],
                 "--customer-key"),
        ]:
            result = self.run_acd(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(words, result.stderr)

    def test_a_file_that_cannot_be_read_is_named(self):
        result = self.run_acd("queue_log", "/nonexistent/log", "--feed", "f",
                              "--to", "file:-")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/nonexistent/log", result.stderr)

    def test_a_file_of_something_else_is_refused(self):
        other = self.write("other", b"Dear Sir,\nplease\n\xff\xfe\0\n")
        result = self.run_acd("queue_log", other, "--feed", "f", "--to",
                              "file:-")
        self.assertEqual(result.returncode, 1)
        self.assertIn("does not look like a queue_log", result.stderr)

    def test_a_log_may_come_by_standard_input(self):
        out = self.path("out")
        with open(LOG, "rb") as log:
            subprocess.run([self.acd, "queue_log", "-", "--feed", "f", "--to",
                            "file:" + out], stdin=log, check=True,
                           stderr=subprocess.DEVNULL)
        subprocess.run([self.acd, "queue_log", LOG, "--feed", "f", "--to",
                        "file:" + out + "2"], check=True,
                       stderr=subprocess.DEVNULL)
        with open(out, "rb") as one, open(out + "2", "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_bad_lines_are_named_and_skipped(self):
        log = self.write(
            "log", b"1795285912|c1|sales|NONE|ENTERQUEUE||1|1\n"
            b"garbage\n"
            b"1795285913|c1|sales|NONE|ABANDON|1|1|1\n"
            b"1795285914|c1|sal")
        result = self.run_acd("queue_log", log, "--feed", "f", "--to",
                              "file:" + self.path("out"))
        self.assertEqual(result.returncode, 0)
        self.assertIn(log + ":2:", result.stderr)
        self.assertIn("1 bad lines", result.stderr)
        kinds = [event["ev"] for _, event in
                 truth.read_batches(self.path("out"))]
        self.assertEqual(kinds, ["queue.entered", "queue.left"])

    def test_a_wrong_password_is_said_once_and_not_shown(self):
        port, _ = self.replay("ami.raw", "--wrong-password")
        adapter = self.asterisk(port, "file:" + self.path("out"))
        line = adapter.wait_line("refuses user")
        self.assertIn("Authentication failed", line)
        adapter.stop()
        self.assertNotIn("s3cr3t", "".join(adapter.lines))

    def test_a_switch_that_is_not_there_is_tried_again(self):
        adapter = self.asterisk("1", "file:" + self.path("out"))
        adapter.wait_line("cannot connect")
        self.assertEqual(adapter.stop(), 0)


if __name__ == "__main__":
    programs.main(sys.argv)
