#!/usr/bin/env python3
"""
Plays a captured AMI session to a client, as the switch that it was.

  ami_replay.py CAPTURE [--index FILE] [--speed N|max] [--timestamps]
                [--log FILE --log-to FILE] [--wrong-password] [--repeat]

CAPTURE and FILE may be gzipped; the index says when which bytes came. It
listens on a port of its own choice on loopback and prints it. Login,
QueueStatus and Ping are answered with the client's ActionIDs; events begin
after the first list. With --timestamps they carry their time, as with
timestampevents=yes. With --log the records of the switch's queue_log are
appended to the other file as time goes on. With --cut N,M the connection is
closed before event N, and whoever comes back sees event M next and gets a
list of the state then; only the log has what was between. The connection is
closed when all has been played; --repeat then waits for the next client.
"""

import argparse
import bisect
import gzip
import socket
import sys
import time


def read(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rb") as file:
        return file.read()


class Index:
    """Arrival times: `unix time, offset, length` a line."""

    def __init__(self, path):
        lines = read(path).split(b"\n") if path else []
        parts = [line.split() for line in lines if line]
        self.times = [float(part[0]) for part in parts]
        self.offsets = [int(part[1]) for part in parts]

    def time(self, offset):
        at = bisect.bisect_right(self.offsets, offset) - 1
        return self.times[at] if at >= 0 else 0.0


def field(packet, name):
    for line in packet.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return None


class Capture:
    """The events with their times, and the lists by the id they had."""

    def __init__(self, raw, index, timestamps):
        self.banner, _, rest = raw.partition(b"\r\n")
        self.events = []
        self.booted = None
        self.lists = []
        ids = {}
        offset = len(self.banner) + 2
        for packet in rest.split(b"\r\n\r\n"):
            if not packet:
                continue
            when = index.time(offset)
            offset += len(packet) + 4
            own = field(packet, b"actionid")
            if packet.startswith(b"Response:"):
                if b"Queue status will follow" in packet:
                    ids[own] = len(self.lists)
                    self.lists.append((len(self.events), []))
            elif packet.startswith(b"Event: FullyBooted"):
                self.booted = self.stamp(packet, when, timestamps)
            elif own in ids:
                self.lists[ids[own]][1].append(packet)
            elif own is None or not self.is_list_item(packet):
                self.events.append((when, self.stamp(packet, when,
                                                     timestamps)))

    @staticmethod
    def is_list_item(packet):
        name = field(packet, b"event")
        return name.startswith((b"QueueSummary", b"CoreShowChannel"))

    @staticmethod
    def stamp(packet, when, timestamps):
        if not timestamps or b"\r\nTimestamp:" in packet:
            return packet
        lines = packet.split(b"\r\n")
        lines.insert(2, b"Timestamp: %.6f" % when)
        return b"\r\n".join(lines)


class Log:
    """Appends the records of a queue_log up to a time."""

    def __init__(self, source, target):
        self.lines = read(source).splitlines(True) if source else []
        self.target = target
        self.at = 0
        if source:
            open(target, "ab").close()

    def advance(self, now):
        first = self.at
        while self.at < len(self.lines) and \
                int(self.lines[self.at].split(b"|")[0]) + 1 <= now:
            self.at += 1
        if self.at > first:
            with open(self.target, "ab") as file:
                file.write(b"".join(self.lines[first:self.at]))


class State:
    """Who waits and who is a member, as the events tell; for a later list."""

    MEMBER = ((b"Name", b"membername"), (b"Location", b"interface"),
              (b"Status", b"status"), (b"Paused", b"paused"),
              (b"PausedReason", b"pausedreason"),
              (b"Wrapuptime", b"wrapuptime"), (b"InCall", b"incall"))

    def __init__(self, first_list):
        self.params = [item for item in first_list
                       if item.startswith(b"Event: QueueParams")]
        self.members = {}
        self.waiting = {}
        for item in first_list:
            if item.startswith(b"Event: QueueMember\r\n"):
                key = field(item, b"queue"), field(item, b"location")
                self.members[key] = item

    def take(self, when, packet):
        name = field(packet, b"event")
        queue = field(packet, b"queue")
        if name == b"QueueMemberRemoved":
            self.members.pop((queue, field(packet, b"interface")), None)
        elif name.startswith(b"QueueMember"):
            lines = [b"Event: QueueMember", b"Queue: " + queue]
            lines += [key + b": " + field(packet, value)
                      for key, value in self.MEMBER]
            self.members[queue, field(packet, b"interface")] = \
                b"\r\n".join(lines + [b"ActionID: x"])
        elif name == b"QueueCallerJoin":
            self.waiting[queue, field(packet, b"uniqueid")] = when
        elif name == b"QueueCallerLeave":
            self.waiting.pop((queue, field(packet, b"uniqueid")), None)

    def items(self, now):
        entries = [b"Event: QueueEntry\r\nQueue: " + queue +
                   b"\r\nPosition: 1\r\nUniqueid: " + caller +
                   b"\r\nWait: %d\r\nActionID: x" % (now - when)
                   for (queue, caller), when in self.waiting.items()]
        return self.params + list(self.members.values()) + entries + [
            b"Event: QueueStatusComplete\r\nActionID: x"]


class Session:
    def __init__(self, connection, capture, log, options, place, state):
        self.connection = connection
        self.place = place
        self.state = state
        self.capture = capture
        self.log = log
        self.options = options
        self.buffer = b""
        self.listed = False
        self.next = place[0]
        self.stop_at = place[1]
        self.began = None

    def send(self, packet):
        self.connection.sendall(packet + b"\r\n\r\n")

    def take_action(self, packet):
        """False when the session is over."""
        action = (field(packet, b"action") or b"").lower()
        own = b"\r\nActionID: " + (field(packet, b"actionid") or b"")
        if action == b"login":
            if self.options.wrong_password:
                self.send(b"Response: Error" + own +
                          b"\r\nMessage: Authentication failed")
                return False
            self.send(b"Response: Success" + own +
                      b"\r\nMessage: Authentication accepted")
            if self.capture.booted:
                self.send(self.capture.booted)
        elif action == b"queuestatus":
            self.send_list(own)
        elif action == b"ping":
            self.send(b"Response: Success" + own + b"\r\nPing: Pong")
        else:
            self.send(b"Response: Error" + own +
                      b"\r\nMessage: Invalid/unknown command")
        return True

    def send_list(self, own):
        at, items = self.capture.lists[-1 if self.listed else 0]
        if self.next > 0 and not self.listed:
            items = self.state.items(self.capture.events[self.next][0])
            self.began = time.monotonic()
        elif not self.listed:
            for _, packet in self.capture.events[:at]:
                self.send(packet)
            self.next = at
            self.began = time.monotonic()
        self.listed = True
        self.send(b"Response: Success" + own + b"\r\nEventList: start"
                  b"\r\nMessage: Queue status will follow")
        for item in items:
            lines = item.split(b"\r\n")
            self.send(b"\r\n".join(
                own[2:] if line.lower().startswith(b"actionid:") else line
                for line in lines))

    def receive(self, wait):
        self.connection.settimeout(max(wait, 0.0001))
        try:
            data = self.connection.recv(65536)
        except (socket.timeout, BlockingIOError):
            return True
        except OSError:
            return False
        if not data:
            return False
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            packet, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            if not self.take_action(packet):
                return False
        return True

    def wait(self):
        """Seconds until the next event is due."""
        if not self.listed:
            return 60
        if self.options.speed == "max" or self.next == 0:
            return 0
        first = self.capture.events[self.place[0]][0]
        due = (self.capture.events[self.next][0] - first) / \
            float(self.options.speed)
        return due - (time.monotonic() - self.began)

    def play(self):
        """Sends what is due; false when all was sent."""
        sent = 0
        while self.next < len(self.capture.events) and sent < 200 and \
                self.wait() <= 0:
            when, packet = self.capture.events[self.next]
            if self.next == self.stop_at:
                return False
            self.log.advance(when)
            self.state.take(when, packet)
            self.connection.settimeout(30)
            self.send(packet)
            self.next += 1
            sent += 1
        return self.next < len(self.capture.events)

    def skip(self, to):
        """
        Time goes on, and nobody listens. In the end the log has the whole
        second, so that some records come twice, there and as events.
        """
        for when, packet in self.capture.events[self.next:to]:
            self.log.advance(when)
            self.state.take(when, packet)
        self.log.advance(self.capture.events[to][0] + 1)

    def run(self):
        self.connection.sendall(self.capture.banner + b"\r\n")
        while self.receive(self.wait()):
            if self.listed and not self.play():
                return


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("capture")
    parser.add_argument("--index")
    parser.add_argument("--speed", default="1")
    parser.add_argument("--timestamps", action="store_true")
    parser.add_argument("--log")
    parser.add_argument("--log-to")
    parser.add_argument("--wrong-password", action="store_true")
    parser.add_argument("--repeat", action="store_true")
    parser.add_argument("--cut")
    options = parser.parse_args()
    capture = Capture(read(options.capture), Index(options.index),
                      options.timestamps)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    cut = [int(number) for number in (options.cut or "-1,0").split(",")]
    places = [(0, cut[0]), (cut[1], -1)] if options.cut else [(0, -1)]
    while places:
        log = Log(options.log, options.log_to)
        state = State(capture.lists[0][1])
        for number, place in enumerate(places):
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session = Session(connection, capture, log, options, place, state)
            with connection:
                try:
                    session.run()
                except OSError as error:
                    print("client gone: %s" % error, file=sys.stderr)
            print("played", flush=True)
            if number + 1 < len(places):
                session.skip(places[number + 1][0])
        if not options.repeat:
            return


if __name__ == "__main__":
    main()
