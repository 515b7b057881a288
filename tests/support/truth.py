"""Counts the events that wallboard-acd writes to a file, and compares them
with what was computed independently of the same eight minutes of an Asterisk
(tests/data/asterisk-1/truth.json)."""

import collections
import json


def read_batches(path):
    """Yields (number, event) of a file written with --to file:PATH."""
    number = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            if "wallboard" in value:
                number = value["seq"]
            else:
                yield number, value
                number += 1


class Count:
    """What the daemon would count, of one stream of events."""

    def __init__(self, events):
        self.queues = collections.defaultdict(collections.Counter)
        self.agents = collections.defaultdict(collections.Counter)
        self.waits = collections.defaultdict(list)
        self.left_waits = collections.defaultdict(list)
        self.refused = collections.Counter()
        self.waiting = {}
        self.talking = {}
        self.pauses = []
        self.paused = {}
        self.problems = []
        self.kinds = collections.Counter()
        self.repeating = False
        for _, event in events:
            self.kinds[event["ev"]] += 1
            handler = getattr(self, event["ev"].replace(".", "_"), None)
            if handler:
                handler(event)

    def feed_snapshot(self, event):
        self.repeating = event["phase"] == "begin"

    def queue_entered(self, event):
        key = event["contact"], event["queue"]
        if self.repeating and key in self.waiting:
            return
        if key in self.waiting:
            self.problems.append(("entered twice", event))
        self.waiting[key] = event["t"]
        self.queues[event["queue"]]["entered"] += 1

    def leave(self, event):
        key = event["contact"], event["queue"]
        entered = self.waiting.pop(key, None)
        if entered is None:
            self.problems.append(("left, not waiting", event))
            return 0
        return event.get("wait_ms", event["t"] - entered)

    def queue_left(self, event):
        wait = self.leave(event)
        self.queues[event["queue"]][event["outcome"]] += 1
        self.left_waits[event["queue"], event["outcome"]].append(wait)

    def queue_refused(self, event):
        self.refused[event["queue"], event["reason"]] += 1

    def segment_started(self, event):
        key = event["contact"], event["agent"]
        if self.repeating and key in self.talking:
            return
        self.waits[event["queue"]].append(self.leave(event))
        self.queues[event["queue"]]["answered"] += 1
        self.agents[event["agent"]]["answered"] += 1
        if key in self.talking:
            self.problems.append(("talks twice", event))
        self.talking[key] = event

    def segment_ended(self, event):
        start = self.talking.pop((event["contact"], event["agent"]), None)
        if start is None:
            self.problems.append(("ended, not talking", event))
            return
        talk = event["duration_ms"] // 1000
        self.queues[start["queue"]]["talk_total"] += talk
        self.queues[start["queue"]]["by_" + event["by"]] += 1
        self.agents[event["agent"]]["talk_total"] += talk
        self.agents[event["agent"]]["completed"] += 1

    def segment_transferred(self, event):
        start = self.talking.get((event["contact"], event["agent"]))
        if start is None:
            self.problems.append(("transferred, not talking", event))
            return
        self.queues[start["queue"]]["transfer_" + event["kind"]] += 1

    def offer_ended(self, event):
        self.queues[event["queue"]]["offer_" + event["result"]] += 1
        self.agents[event["agent"]]["offer_" + event["result"]] += 1

    def agent_state(self, event):
        if "queue" not in event:
            return
        key = event["agent"], event["queue"]
        known = self.paused.get(key)
        if self.repeating and known and event["state"] == "not_ready" and \
                known[1] == event.get("reason", ""):
            return
        if key in self.paused:
            since, reason = self.paused.pop(key)
            self.pauses.append((key[1], key[0], reason, since, event["t"]))
        if event["state"] == "not_ready":
            self.paused[key] = event["t"], event.get("reason", "")


def within(values, seconds):
    return sum(1 for value in values if value <= seconds * 1000)


def check_queue(name, count, truth):
    """Returns the differences as text."""
    got = count.queues[name]
    waits = count.waits[name]
    gone = count.left_waits[name, "abandoned"]
    pairs = [
        ("entered", got["entered"], truth["entered"]),
        ("connected", got["answered"], truth["connected"]),
        ("abandoned", got["abandoned"], truth["abandoned"]),
        ("exit_timeout", got["timeout"], truth["exit_timeout"]),
        ("exit_key", got["exit_key"], truth["exit_key"]),
        ("exit_empty", got["empty"], truth["exit_empty"]),
        ("withdrawn", got["withdrawn"], truth["withdrawn"]),
        ("ring_no_answer", got["offer_no_answer"], truth["ring_no_answer"]),
        ("agent_dump", got["offer_failed"], truth["agent_dump"]),
        ("talk_total", got["talk_total"], truth["talk_total"]),
        ("by caller", got["by_customer"], truth["completecaller"]),
        ("by agent", got["by_agent"], truth["completeagent"]),
        ("by transfer", got["by_transfer"],
         truth["blindtransfer"] + truth["attendedtransfer"]),
        ("asa", round(sum(waits) / 1000 / max(1, len(waits)), 4),
         truth["asa"]),
        ("longest", max(waits) // 1000, truth["wait_answered_max"]),
        ("abandon wait", round(sum(gone) / 1000 / max(1, len(gone)), 4),
         truth["wait_abandoned_avg"]),
    ]
    for seconds in 5, 10, 20:
        level = truth["sl_%d" % seconds]
        pairs.append(("within %d" % seconds, within(waits, seconds),
                      level["answered_within"]))
        pairs.append(("abandoned within %d" % seconds, within(gone, seconds),
                      level["abandoned_within"]))
    return ["%s: %s is %s, expected %s" % (name, *pair)
            for pair in pairs if pair[1] != pair[2]]


def check_agent(name, count, truth):
    got = count.agents[name]
    pairs = [
        ("answered", got["answered"], truth["answered"]),
        ("completed", got["completed"], truth["completed"]),
        ("talk_total", got["talk_total"], truth["talk_total"]),
        ("ring_no_answer", got["offer_no_answer"], truth["ring_no_answer"]),
        ("dumped", got["offer_failed"], truth["dumped"]),
    ]
    return ["%s: %s is %s, expected %s" % (name, *pair)
            for pair in pairs if pair[1] != pair[2]]


def check_pauses(count, truth, tolerance_ms, added_reason):
    """
    Each pause of the truth, in its queue, with its reason and times. The log
    names a member that is added paused by its interface, and gives no reason:
    such a pause is looked for only where there is an added_reason.
    """
    wrong = []
    got = collections.defaultdict(list)
    for queue, agent, reason, since, to in count.pauses:
        got[queue, agent, reason].append((since, to))
    for pause in truth["pauses"]:
        key = pause["queue"], pause["agent"], pause["reason"].strip()
        since = pause["from"] * 1000
        if pause["reason"] == "(added paused)":
            if added_reason is None:
                continue
            key = pause["queue"], pause["agent"], added_reason
            got[key] += got[key[:2] + ("",)]
        if pause["ended_by"] == "end of log":
            start = count.paused.get((pause["agent"], pause["queue"]))
            if start is None or abs(start[0] - since) > tolerance_ms:
                wrong.append("open pause %s is missing" % (pause,))
            continue
        for span in got[key]:
            if abs(span[0] - since) <= tolerance_ms and \
                    abs(span[1] - pause["to"] * 1000) <= tolerance_ms:
                got[key].remove(span)
                break
        else:
            wrong.append("pause %s is missing" % (pause,))
    return wrong


def compare(path, truth, tolerance_ms=0, added_reason=None, pauses=True):
    """All differences between a file of batches and the truth."""
    count = Count(read_batches(path))
    known = truth["kpi_from_queue_log"]
    wrong = ["%s: %s" % problem for problem in count.problems]
    for name, queue in known["queues"].items():
        wrong += check_queue(name, count, queue)
    for name, agent in known["agents"].items():
        wrong += check_agent(name, count, agent)
    if pauses:
        wrong += check_pauses(count, known, tolerance_ms, added_reason)
    if set(count.queues) != set(known["queues"]):
        wrong.append("queues are %s" % sorted(count.queues))
    return count, wrong
