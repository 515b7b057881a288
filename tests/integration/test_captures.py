#!/usr/bin/env python3
"""
Eight minutes of a real Asterisk, through wallboard-acd and wallboardd: the
report has the numbers that were counted independently, to the call, whichever
way they came, in whatever portions, and however often.

    test_captures.py WALLBOARD-ACD WALLBOARDD
"""

import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "support"))
import programs  # noqa: E402
import wallboardd  # noqa: E402

LOG = os.path.join(programs.DATA, "queue_log")
DAY = "&from=2026-11-21&to=2026-11-22"
COUNTS = [("offered", "entered"), ("answered", "connected"),
          ("abandoned", "abandoned"), ("timeout", "exit_timeout"),
          ("exit_key", "exit_key"), ("empty", "exit_empty"),
          ("withdrawn", "withdrawn"), ("no_answer", "ring_no_answer"),
          ("handled", "connected")]


def configuration(threshold):
    return ("defaults:\n"
            "  time_zone: UTC\n"
            "  service_level: { threshold: %ds, target: 80%%, "
            "variant: offered }\n"
            "  short_abandon: 0s\n" % threshold).encode()


def load_truth():
    with open(os.path.join(programs.DATA, "truth.json"),
              encoding="utf-8") as file:
        return json.load(file)["kpi_from_queue_log"]


def fraction(ratio):
    return ratio["numerator"], ratio["denominator"]


class Captures(programs.ProgramTest):
    def start_daemon(self, threshold=20):
        self.write("config.yaml", configuration(threshold))
        self.server = wallboardd.Daemon(
            self.daemon, self.directory.name,
            ("--clock", "events", "--config", self.path("config.yaml")))
        self.addCleanup(self.server.end)
        self.server.start()

    def report(self, by, more=""):
        answer = json.loads(self.server.get("/api/v1/report?by=" + by + DAY +
                                            more))
        rows = {}
        for interval in answer["intervals"]:
            for row in interval["rows"]:
                rows[row["scope"].partition(":")[2] or "total"] = row
        return rows

    def check_queue(self, name, row, truth, threshold):
        level = truth["sl_%d" % threshold]
        within = level["answered_within"]
        gone = level["abandoned_within"]
        for kpi, known in COUNTS:
            self.assertEqual(row[kpi], truth[known], (name, kpi))
        self.assertEqual(row["lost"], 0)
        self.assertEqual(row["waiting"], 0)
        entered, answered = truth["entered"], truth["connected"]
        abandoned = truth["abandoned"]
        for variant, expected in [
                ("offered", (within, entered)),
                ("answered", (within, answered)),
                ("ignore", (within, entered - gone)),
                ("positive", (within + gone, entered)),
                ("no_flow", (within, answered + abandoned))]:
            self.assertEqual(fraction(row["service_level_" + variant]),
                             expected, (name, variant))
        for words, variant in [("within/offered", "offered"),
                               ("within/answered", "answered"),
                               ("within/(answered+abandoned)", "no_flow"),
                               ("within/(offered-abandoned_within)",
                                "ignore")]:
            ratio = row["service_level_" + variant]
            self.assertAlmostEqual(ratio["value"] / 100, level[words], 4)
        self.assertAlmostEqual(
            row["average_speed_of_answer"]["numerator"] / 1000 / answered,
            truth["asa"], 4)
        self.assertAlmostEqual(
            row["average_time_to_abandon"]["numerator"] / 1000 / abandoned,
            truth["wait_abandoned_avg"], 4)
        self.assertEqual(row["average_handle_time"]["numerator"] -
                         row["average_acw"]["numerator"],
                         truth["talk_total"] * 1000, name)

    def check(self, threshold=20):
        truth = load_truth()
        queues = self.report("queue")
        self.assertEqual(set(queues), set(truth["queues"]))
        for name, row in queues.items():
            self.check_queue(name, row, truth["queues"][name], threshold)
        agents = self.report("agent")
        for name, known in truth["agents"].items():
            row = agents[name]
            self.assertEqual(row["answered"], known["answered"], name)
            self.assertEqual(row["no_answer"], known["ring_no_answer"], name)
            self.assertEqual(row["average_handle_time"]["numerator"] -
                             row["average_acw"]["numerator"],
                             known["talk_total"] * 1000, name)
        return queues

    def import_log(self, path=LOG, feed="log"):
        subprocess.run([self.acd, "queue_log", path, "--feed", feed, "--to",
                        self.server.url], check=True,
                       stderr=subprocess.DEVNULL, timeout=60)

    def play(self, capture, *options, switch_options=()):
        port, _ = self.replay(capture, "--speed", "max", *switch_options)
        adapter = self.asterisk(port, self.server.url, *options)
        adapter.wait_line("connection lost")
        self.assertEqual(adapter.stop(), 0)

    def test_queue_log_at_each_threshold(self):
        for threshold in 5, 10, 20:
            with self.subTest(threshold=threshold):
                self.directory.cleanup()
                os.mkdir(self.directory.name)
                self.start_daemon(threshold)
                self.import_log()
                self.check(threshold)
                self.server.stop()

    def test_manager_interface(self):
        self.start_daemon(10)
        self.play("ami.raw")
        queues = self.check(10)
        self.assertEqual(queues["complaints"]["blocked"], 11)

    def test_least_privilege_with_the_log(self):
        self.start_daemon()
        log = self.write("growing_log", b"")
        self.play("ami.agentonly.raw", "--queue-log", log,
                  switch_options=("--log", LOG, "--log-to", log))
        self.check()

    def test_a_daemon_killed_while_the_switch_goes_on(self):
        self.start_daemon(10)
        port, _ = self.replay("ami.raw", "--speed", "120")
        adapter = self.asterisk(port, self.server.url)
        for offered in 60, 130, 220:
            wallboardd.wait_for(
                "calls", lambda: self.report("total").get(
                    "total", {"offered": 0})["offered"] >= offered)
            self.server.kill()
            self.server.start()
        adapter.wait_line("connection lost")
        self.assertEqual(adapter.stop(), 0)
        self.check(10)

    def test_importing_again_changes_nothing(self):
        self.start_daemon()
        self.import_log()
        before = self.server.get("/api/v1/report?by=queue" + DAY)
        self.import_log()
        os.symlink(LOG, self.path("another_name"))
        self.import_log(self.path("another_name"))
        self.assertEqual(self.server.get("/api/v1/report?by=queue" + DAY),
                         before)
        self.check()

    def test_a_log_that_grew_between_imports_and_a_daemon_that_is_killed(self):
        self.start_daemon()
        with open(LOG, "rb") as file:
            lines = file.readlines()
        log = self.write("growing", b"")
        for begin in range(0, len(lines), 200):
            with open(log, "ab") as file:
                file.writelines(lines[begin:begin + 200])
            self.import_log(log)
            self.server.kill()
            self.server.start()
        self.check()

    def test_a_crash_of_the_switch_loses_what_was_under_way(self):
        with open(LOG, "rb") as file:
            lines = file.readlines()[:560]
        waiting, talked, ended = set(), 0, 0
        for line in lines:
            _, call, queue, _, verb = line.decode().split("|")[:5]
            if verb == "ENTERQUEUE":
                waiting.add((call, queue))
            elif verb == "CONNECT":
                waiting.remove((call, queue))
                talked += 1
            elif verb in ("ABANDON", "WITHDRAW") or verb.startswith("EXIT"):
                waiting.remove((call, queue))
            elif verb.startswith("COMPLETE") or verb.endswith("TRANSFER"):
                ended += 1
        self.assertTrue(waiting)
        self.assertGreater(talked, ended)
        self.start_daemon()
        last = lines[-1].split(b"|")[0]
        self.import_log(self.write("crashed", b"".join(lines) + last +
                                   b"|NONE|NONE|NONE|QUEUESTART|\n"))
        total = self.report("total")["total"]
        self.assertEqual(total["lost"], len(waiting))
        self.assertEqual(total["waiting"], 0)
        self.assertEqual(total["handled"], ended)
        self.assertEqual(total["agents_signed_in"], 0)
        health = self.server.health()
        self.assertEqual(health["floor"]["lost_segments"],
                         talked - ended)

    def test_following_a_log_through_rotation(self):
        self.start_daemon()
        with open(LOG, "rb") as file:
            lines = file.readlines()
        log = self.write("followed", b"".join(lines[:100]))
        follower = self.start([self.acd, "queue_log", log, "--follow",
                               "--feed", "log", "--to", self.server.url])
        follower.wait_line("connected")
        with open(log, "ab") as old:
            old.writelines(lines[100:400])
            old.flush()
            os.rename(log, log + ".0")
            old.writelines(lines[400:500])
            old.flush()
            with open(log, "wb") as new:
                new.write(b"1795286100|NONE|NONE|NONE|CONFIGRELOAD|\n")
                new.writelines(lines[500:])
        offered = sum(queue["entered"]
                      for queue in load_truth()["queues"].values())
        wallboardd.wait_for(
            "all calls", lambda: self.report("total").get(
                "total", {}).get("offered") == offered and not self.report(
                    "total")["total"]["waiting"])
        wallboardd.wait_for(
            "all talks", lambda: self.report("total")["total"]["handled"] ==
            219)
        self.assertEqual(follower.stop(), 0)
        self.import_log(log + ".0")
        self.import_log(log)
        self.check()


if __name__ == "__main__":
    programs.main(sys.argv)
