#!/usr/bin/env python3
"""
Counts a queue_log by the definitions of the KPIs, from its lines alone: it
shares no code with the product, keeps everything and computes each figure
anew. To compare reports with, to the call and the second.

    recount.py FILE [THRESHOLD [SHORT]]     prints the days' figures by queue
"""

import collections
import sys

QUARTER = 900
VERBS = {
    "QUEUESTART", "CONFIGRELOAD", "ENTERQUEUE", "CONNECT", "COMPLETECALLER",
    "COMPLETEAGENT", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER",
    "ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY", "WITHDRAW",
    "RINGNOANSWER", "RINGCANCELED", "AGENTDUMP", "SYSCOMPAT", "ADDMEMBER",
    "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "PENALTY",
    "RINGINUSE", "AGENTLOGIN", "AGENTLOGOFF"}

# verb -> outcome, and where the seconds of waiting stand
EXITS = {
    "ABANDON": ("abandoned", 2), "EXITWITHTIMEOUT": ("timeout", 2),
    "EXITWITHKEY": ("exit_key", 3), "EXITEMPTY": ("empty", 2),
    "WITHDRAW": ("withdrawn", 2), "SYSCOMPAT": ("failed", None)}
ENDS = {"COMPLETECALLER": 0, "COMPLETEAGENT": 0, "BLINDTRANSFER": -3,
        "ATTENDEDTRANSFER": -3, "TRANSFER": -3}

Entry = collections.namedtuple("Entry", "queue arrived at outcome wait agent")
Segment = collections.namedtuple("Segment", "queue arrived at talk agent verb")
Offer = collections.namedtuple("Offer", "queue at arrived result agent")


def number(parameters, index):
    if index is None:
        return None
    while index < 0 and parameters and parameters[-1] == "":
        parameters = parameters[:-1]
    try:
        value = int(parameters[index])
    except (ValueError, IndexError):
        return None
    return value if value >= 0 else None


class Recount:
    def __init__(self, lines):
        self.entries, self.segments, self.offers = [], [], []
        self.waiting, self.talking = {}, []
        self.arrivals = []      # (queue, arrived) of every entry
        self.last_arrival = {}  # id -> arrival of its last entry
        self.problems = collections.Counter()
        for line in lines:
            self.take(line.rstrip("\r\n"))

    def take(self, line):
        columns = line.split("|")
        verb = next((i for i in range(4, len(columns))
                     if columns[i] in VERBS), None)
        if verb is None or not columns[0].isdigit():
            return
        second, callid, queue = int(columns[0]), columns[1], columns[2]
        agent = "|".join(columns[3:verb])
        self.record(second, callid, queue, agent, columns[verb],
                    columns[verb + 1:])

    def record(self, second, callid, queue, agent, verb, parameters):
        if verb == "QUEUESTART":
            self.restart(second)
        elif verb == "ENTERQUEUE":
            self.enter(second, callid, queue)
        elif verb == "CONNECT":
            self.connect(second, callid, queue, agent, parameters)
        elif verb in EXITS:
            self.leave(second, callid, queue, *EXITS[verb], parameters)
        elif verb in ENDS:
            self.end(second, callid, queue, agent, verb, parameters)
        elif verb in ("RINGNOANSWER", "RINGCANCELED", "AGENTDUMP"):
            result = {"RINGNOANSWER": "no_answer", "RINGCANCELED": "cancelled",
                      "AGENTDUMP": "failed"}[verb]
            self.offers.append(Offer(queue, second,
                                     self.last_arrival.get(callid, second),
                                     result, agent))

    def restart(self, second):
        """Nothing of before it goes on."""
        for (callid, queue), arrived in self.waiting.items():
            self.entries.append(Entry(queue, arrived, second, "lost", None,
                                      None))
        self.waiting.clear()
        self.talking.clear()

    def enter(self, second, callid, queue):
        key = callid, queue
        if key in self.waiting:
            self.problems["entered twice"] += 1
            return
        self.waiting[key] = second
        self.last_arrival[callid] = second
        self.arrivals.append((queue, second))

    def gone(self, second, callid, queue, wait):
        arrived = self.waiting.pop((callid, queue), None)
        if arrived is None:
            self.problems["left, not waiting"] += 1
            return None, None
        return arrived, second - arrived if wait is None else wait

    def connect(self, second, callid, queue, agent, parameters):
        hold = number(parameters, 0)
        arrived, wait = self.gone(second, callid, queue, hold)
        if arrived is None:
            return
        self.entries.append(Entry(queue, arrived, second, "answered", wait,
                                  agent))
        self.offers.append(Offer(queue, second, arrived, "accepted", agent))
        self.talking.append((callid, queue, agent, hold, arrived))

    def leave(self, second, callid, queue, outcome, at, parameters):
        arrived, wait = self.gone(second, callid, queue,
                                  number(parameters, at))
        if arrived is not None:
            self.entries.append(Entry(queue, arrived, second, outcome, wait,
                                      None))

    def end(self, second, callid, queue, agent, verb, parameters):
        hold_at = ENDS[verb]
        if verb == "TRANSFER" and len(parameters) == 4:
            hold_at = 2  # without the position, as old versions have it
        hold = number(parameters, hold_at)
        index = hold_at + 1
        same = [t for t in self.talking if t[1] == queue and t[2] == agent]
        talk = next((t for t in same if t[0] == callid), None) or \
            next((t for t in same if t[3] == hold), None) or \
            (same[0] if len(same) == 1 else None)
        if talk is None:
            self.problems["ended, not talking"] += 1
            return
        self.talking.remove(talk)
        self.segments.append(Segment(queue, talk[4], second,
                                     number(parameters, index), agent, verb))

    # ---- figures ----

    def scopes(self, queue, agent=None):
        yield "total"
        yield "queue:" + queue
        if agent:
            yield "agent:" + agent

    def figures(self, threshold, short, cohort):
        """{(scope, quarter): Counter}, by arrival or by what happened."""
        figures = collections.defaultdict(collections.Counter)

        def add(queue, agent, at, **amounts):
            for scope in self.scopes(queue, agent):
                for name, amount in amounts.items():
                    figures[scope, at - at % QUARTER][name] += amount

        for queue, arrived in self.arrivals:
            add(queue, None, arrived, offered=1)
        for (_, queue), arrived in self.waiting.items():
            add(queue, None, arrived, open=1)
        for e in self.entries:
            at = e.arrived if cohort else e.at
            outcome = e.outcome
            if outcome == "abandoned" and e.wait <= short and short > 0:
                outcome = "short"
            add(e.queue, e.agent, at, **{outcome: 1})
            if outcome == "answered":
                add(e.queue, e.agent, at, wait_answered=e.wait,
                    answered_in=int(e.wait <= threshold))
            elif outcome == "abandoned":
                add(e.queue, None, at, wait_abandoned=e.wait,
                    abandoned_in=int(e.wait <= threshold))
        for s in self.segments:
            add(s.queue, s.agent, s.arrived if cohort else s.at, handled=1,
                talk=s.talk)
            if "TRANSFER" in s.verb:
                add(s.queue, s.agent, s.arrived if cohort else s.at,
                    transfers=1)
        for o in self.offers:
            add(o.queue, o.agent, o.arrived if cohort else o.at,
                **{"offer_" + o.result: 1})
        return figures


FLOWS = "timeout", "overflow", "exit_key", "voicemail", "callback", "moved", \
    "empty", "withdrawn", "failed"


def kpis(c):
    """The report's values of a Counter; shares as (numerator, denominator)."""
    a, b, f = c["answered"], c["abandoned"], sum(c[name] for name in FLOWS)
    inside, gone = c["answered_in"], c["abandoned_in"]
    n = a + b + f
    return {
        "offered": c["offered"], "answered": a, "abandoned": b,
        "short_abandoned": c["short"], "flow_outs": f, "lost": c["lost"],
        "timeout": c["timeout"], "exit_key": c["exit_key"],
        "empty": c["empty"], "withdrawn": c["withdrawn"],
        "failed": c["failed"], "handled": c["handled"],
        "transfers": c["transfers"],
        "no_answer": c["offer_no_answer"],
        "abandonment_rate": (b, n),
        "service_level_offered": (inside, n),
        "service_level_answered": (inside, a),
        "service_level_ignore": (inside, n - gone),
        "service_level_positive": (inside + gone, n),
        "service_level_removed": (inside + gone, n),
        "service_level_no_flow": (inside, a + b),
        "average_speed_of_answer": (c["wait_answered"] * 1000, a),
        "average_time_to_abandon": (c["wait_abandoned"] * 1000, b),
        "average_talk": (c["talk"] * 1000, c["handled"]),
        "no_answer_rate": (c["offer_no_answer"],
                           c["offer_accepted"] + c["offer_no_answer"] +
                           c["offer_failed"]),
    }


def own(variant, c):
    """The queue's own service level: numerator and denominator."""
    return kpis(c)["service_level_" + variant]


def compare(row, counter, variant, scope):
    """Differences between a report's row and the figures, as text."""
    expected = kpis(counter)
    if not scope.startswith("agent:"):
        expected["service_level"] = own(variant, counter)
    wrong = []
    for name, value in expected.items():
        if name not in row:
            continue
        got = row[name]
        if isinstance(value, tuple):
            got = got["numerator"], got["denominator"]
        if got != value:
            wrong.append("%s of %s: got %s, expected %s"
                         % (name, scope, got, value))
    return wrong


def main():
    threshold = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    short = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    with open(sys.argv[1], encoding="utf-8", errors="replace") as lines:
        recount = Recount(lines)
    days = collections.defaultdict(collections.Counter)
    for (scope, at), c in recount.figures(threshold, short, False).items():
        if scope.startswith("queue:"):
            days[at // 86400, scope].update(c)
    for (day, scope), c in sorted(days.items()):
        print(day, scope, kpis(c))
    print(dict(recount.problems))


if __name__ == "__main__":
    main()
