#!/usr/bin/env python3
"""
Makes up a queue_log as Asterisk writes it (whole seconds, LF, no escaping).

    queue_log_maker.py [--seed N] [--calls N] [--days N] [--from EPOCH]

Callers arrive in two humps a day, wait, hang up, press a key, time out, are put
out, are connected, transferred, lost with a restart. Agents come and go, pause,
let it ring. Also what is rare and has to be survived: ids that change on the
way, records of several versions, separators in names, records twice in a
second, a process that was killed. The same arguments give the same bytes.
"""

import argparse
import heapq
import random
import sys

QUEUES = ["sales", "support", "billing", "vip", "night|desk".replace("|", "-")]
AGENTS = ["Agent %02d" % i for i in range(1, 41)] + ["Ana López", "O'Brien",
                                                    "SIP/900", "مریم"]
REASONS = ["break", "lunch", "training", "", "a|b", "Auto-Pause"]


class Log:
    def __init__(self):
        self.lines = []
        self.number = 0

    def add(self, second, callid, queue, agent, verb, *parameters):
        """Records of a second stay in the order in which they were made."""
        self.number += 1
        text = "|".join([str(second), callid, queue, agent, verb,
                         *map(str, parameters)])
        if not parameters:
            text += "|"
        heapq.heappush(self.lines, (second, self.number, text))

    def text(self):
        return [heapq.heappop(self.lines)[2]
                for _ in range(len(self.lines))]


class Maker:
    def __init__(self, seed, calls, days, start):
        self.random = random.Random(seed)
        self.log = Log()
        self.calls, self.days, self.start = calls, days, start
        self.busy = {}        # agent -> second from which on it is free
        self.restarts = sorted(
            start + self.random.randrange(days * 86400)
            for _ in range(max(1, days // 7)))
        self.serial = 0

    def arrival(self):
        day = self.random.randrange(self.days)
        hump = 10.5 if self.random.random() < 0.55 else 15.5
        hour = min(23.99, max(0, self.random.gauss(hump, 2.2)))
        return self.start + day * 86400 + int(hour * 3600)

    def new_id(self, second):
        self.serial += 1
        prefix = "pbx1-" if self.serial % 50 == 0 else ""
        return "%s%d.%d" % (prefix, second, self.serial)

    def next_restart(self, second):
        for restart in self.restarts:
            if restart >= second:
                return restart
        return None

    def cut(self, *seconds):
        """A restart comes between: nothing of the call is written after."""
        restart = self.next_restart(seconds[0])
        return restart is not None and restart <= seconds[-1]

    def free_agent(self, second):
        for _ in range(20):
            agent = self.random.choice(AGENTS)
            if self.busy.get(agent, 0) <= second:
                return agent
        return None

    def enter(self, second, callid, queue):
        number = self.random.choice(["90000142", "", "+98211234567"])
        position = self.random.randrange(1, 9)
        if self.random.random() < 0.1:
            self.log.add(second, callid, queue, "NONE", "ENTERQUEUE", "",
                         number, position, "A_B")
        else:
            self.log.add(second, callid, queue, "NONE", "ENTERQUEUE", "",
                         number, position)

    def old(self, parameters, count):
        """Now and then as an old version has it: without the last ones."""
        return parameters[:count] if self.random.random() < 0.1 else parameters

    def leave(self, second, callid, queue, wait, visits):
        """Not answered: one of the ways out."""
        kind = self.random.random()
        end = second + wait
        if kind < 0.55:
            who = "NONE" if self.random.random() < 0.97 else \
                self.random.choice(AGENTS)
            self.log.add(end, callid, queue, who, "ABANDON", 1, 2, wait)
        elif kind < 0.7:
            self.log.add(end, callid, queue, "NONE", "EXITWITHTIMEOUT",
                         *self.old((1, 1, wait), 1))
            if self.random.random() < 0.3:  # the dialplan loops
                self.call(end, callid, queue, visits + 1)
        elif kind < 0.82:
            self.log.add(end, callid, queue, "NONE", "EXITWITHKEY",
                         *self.old(("9", 1, 2, wait), 2))
        elif kind < 0.92:
            self.log.add(end, callid, queue, "NONE", "EXITEMPTY", 1, 1, wait)
        elif kind < 0.97:
            self.log.add(end, callid, queue, "NONE", "WITHDRAW", 1, 2, wait,
                         "moved by|supervisor")
        else:
            agent = self.random.choice(AGENTS)
            self.log.add(end, callid, queue, agent, "SYSCOMPAT")

    def ring(self, second, callid, queue, wait):
        """
        Rings that nobody answered, while the caller waits. Between two rings of
        one agent a switch waits a second at least (`retry`).
        """
        rung = set()
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            agent = self.random.choice(AGENTS)
            at = second + self.random.randrange(wait + 1)
            kind = self.random.random()
            if (agent, at) in rung:
                continue
            rung.add((agent, at))
            if kind < 0.7:
                self.log.add(at, callid, queue, agent, "RINGNOANSWER", 15000)
            elif kind < 0.9:
                self.log.add(at, callid, queue, agent, "RINGCANCELED", 2210)
            else:
                self.log.add(at, callid, queue, agent, "AGENTDUMP")

    def talk(self, second, callid, queue, wait, agent, visits):
        """Connected; how it ended."""
        talk = max(0, int(self.random.lognormvariate(4.7, 0.8)))
        answer, end = second + wait, second + wait + talk
        self.log.add(answer, callid, queue, agent, "CONNECT", wait,
                     self.new_id(answer), self.random.randrange(1, 12))
        self.busy[agent] = end + 1
        if self.cut(answer, end):
            self.busy[agent] = 0
            return
        final = self.new_id(end) if self.random.random() < 0.03 else callid
        kind = self.random.random()
        if kind < 0.5:
            self.log.add(end, final, queue, agent, "COMPLETECALLER", wait,
                         talk, 1)
        elif kind < 0.88:
            self.log.add(end, final, queue, agent, "COMPLETEAGENT", wait,
                         talk, 1)
        else:
            self.transfer(end, callid, queue, wait, talk, agent, visits)

    def transfer(self, end, callid, queue, wait, talk, agent, visits):
        kind = self.random.random()
        tail = (wait, talk, 1)
        if kind < 0.25:
            self.log.add(end, callid, queue, agent, "TRANSFER", "600", "inner",
                         *self.old(tail, 2))
        elif kind < 0.5:
            self.log.add(end, callid, queue, agent, "ATTENDEDTRANSFER",
                         *self.random.choice([("BRIDGE", "6f5-uuid"),
                                              ("APP", "Playback"),
                                              ("LINK", "SIP/1-2", "SIP/3-4")]),
                         *tail)
        else:
            self.log.add(end, callid, queue, agent, "BLINDTRANSFER", "601",
                         "inner", *tail)
            if visits < 2 and self.random.random() < 0.5:
                other = self.random.choice([q for q in QUEUES if q != queue])
                self.call(end, callid, other, visits + 1)

    def call(self, second, callid, queue, visits=0):
        agent = self.free_agent(second)
        wait = int(self.random.expovariate(1 / 18.0))
        if self.cut(second, second):
            return
        self.enter(second, callid, queue)
        if self.cut(second, second + wait):
            return
        self.ring(second, callid, queue, wait)
        if agent and self.random.random() < 0.82:
            self.talk(second, callid, queue, wait, agent, visits)
        else:
            self.leave(second, callid, queue, wait, visits)

    def shifts(self):
        for day in range(self.days):
            for agent in AGENTS:
                if self.random.random() < 0.75:
                    self.shift(self.start + day * 86400, agent)

    def shift(self, midnight, agent):
        begin = midnight + 3600 * self.random.choice([6, 7, 8, 9, 12])
        begin += self.random.randrange(900)
        end = begin + 8 * 3600 + self.random.randrange(600)
        queues = self.random.sample(QUEUES, self.random.randrange(1, 4))
        for queue in queues:
            self.log.add(begin, "CLI", queue, agent, "ADDMEMBER",
                         *(["PAUSED"] if self.random.random() < 0.1 else []))
        for _ in range(4):
            at = self.random.randrange(begin, end - 1800)
            reason = self.random.choice(REASONS)
            self.pause(at, queues, agent, "PAUSE", reason)
            self.pause(at + self.random.randrange(60, 1800), queues, agent,
                       "UNPAUSE", "")
        for queue in queues:
            self.log.add(end, "CLI", queue, agent, "REMOVEMEMBER")

    def pause(self, at, queues, agent, verb, reason):
        self.log.add(at, "NONE", "NONE", agent, verb + "ALL", reason)
        for queue in queues:
            self.log.add(at, "NONE", queue, agent, verb, reason)

    def noise(self):
        for day in range(self.days):
            at = self.start + day * 86400 + 3 * 3600
            self.log.add(at, "NONE", "NONE", "NONE", "CONFIGRELOAD")
            self.log.add(at + 9, "NONE", QUEUES[0], "SIP/900", "PENALTY", 3)
            self.log.add(at + 9, "NONE", "NONE", "2001", "AGENTLOGIN", "SIP/1")
            self.log.add(at + 20, "77.1", QUEUES[0], "NONE", "WALLTEST", "x|y")

    def make(self):
        self.log.add(self.start, "NONE", "NONE", "NONE", "QUEUESTART")
        for restart in self.restarts:
            self.log.add(restart, "NONE", "NONE", "NONE", "QUEUESTART")
        self.shifts()
        self.noise()
        for second in sorted(self.arrival() for _ in range(self.calls)):
            self.call(second, self.new_id(second), self.random.choice(QUEUES))
        return self.log.text()


def make(seed=1, calls=1000, days=1, start=1762300800):
    """The lines of a log, without newlines."""
    return Maker(seed, calls, days, start).make()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--from", dest="start", type=int, default=1762300800)
    arguments = parser.parse_args()
    for line in make(**vars(arguments)):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
