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
appended to the other file as time goes on. The connection is closed when all
has been played; --repeat then waits for the next client.
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


class Session:
    def __init__(self, connection, capture, log, options):
        self.connection = connection
        self.capture = capture
        self.log = log
        self.options = options
        self.buffer = b""
        self.listed = False
        self.next = 0
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
        if not self.listed:
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
        first = self.capture.events[0][0]
        due = (self.capture.events[self.next][0] - first) / \
            float(self.options.speed)
        return due - (time.monotonic() - self.began)

    def play(self):
        """Sends what is due; false when all was sent."""
        sent = 0
        while self.next < len(self.capture.events) and sent < 200 and \
                self.wait() <= 0:
            when, packet = self.capture.events[self.next]
            self.log.advance(when)
            self.connection.settimeout(30)
            self.send(packet)
            self.next += 1
            sent += 1
        return self.next < len(self.capture.events)

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
    options = parser.parse_args()
    capture = Capture(read(options.capture), Index(options.index),
                      options.timestamps)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            try:
                Session(connection, capture, Log(options.log, options.log_to),
                        options).run()
            except OSError as error:
                print("client gone: %s" % error, file=sys.stderr)
        print("played", flush=True)
        if not options.repeat:
            return


if __name__ == "__main__":
    main()
