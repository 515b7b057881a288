"""Runs wallboard-acd and the switch that a capture plays, for tests."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "data", "asterisk-1")
PATIENCE = 60


class Background:
    """A program whose lines are waited for; stopped at the end."""

    def __init__(self, command, stream="stderr"):
        self.lines = []
        self.buffer = b""
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL,
            **{stream: subprocess.PIPE})
        self.stream = getattr(self.process, stream)
        os.set_blocking(self.stream.fileno(), False)

    def read_more(self, wait):
        ready, _, _ = select.select([self.stream], [], [], wait)
        data = self.stream.read() if ready else None
        if data is None:
            return True
        self.buffer += data
        *lines, self.buffer = self.buffer.split(b"\n")
        self.lines += [line.decode() for line in lines]
        return data != b""

    def wait_line(self, text, patience=PATIENCE):
        """The first line with `text` in it; fails when it does not come."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for line in self.lines:
                if text in line:
                    return line
            if not self.read_more(max(0, end - time.monotonic())):
                break
        raise AssertionError("no '%s' in: %s" % (text, self.lines))

    def stop(self, how=signal.SIGTERM):
        """Ends it, and returns its status."""
        if self.stream.closed:
            return self.process.returncode
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(PATIENCE)
        while self.read_more(0):
            if not select.select([self.stream], [], [], 0)[0]:
                break
        self.stream.close()
        return status


class ProgramTest(unittest.TestCase):
    """A temporary directory, and what runs in it is stopped at its end."""

    acd = None  # path of wallboard-acd, set by main()
    daemon = None  # path of wallboardd

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="wb-")
        self.addCleanup(self.directory.cleanup)

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def start(self, command, stream="stderr"):
        program = Background(command, stream)
        self.addCleanup(program.stop)
        return program

    def replay(self, capture, *options, timestamps=True):
        """Starts the switch; its port, and itself."""
        options += ("--timestamps",) if timestamps else ()
        switch = self.start(
            [sys.executable, os.path.join(HERE, "ami_replay.py"),
             os.path.join(DATA, capture + ".gz"), "--index", os.path.join(DATA, capture + ".idx.gz"),
             *options], "stdout")
        return switch.wait_line(""), switch

    def asterisk(self, port, to, *options):
        secret = self.write("secret", b"s3cr3t-word\n")
        return self.start(
            [self.acd, "asterisk", "--ami", "127.0.0.1:" + port, "--user",
             "wallboard", "--secret-file", secret, "--feed", "asterisk",
             "--to", to, *options])


def main(arguments):
    """test.py WALLBOARD-ACD WALLBOARDD [TEST...]"""
    ProgramTest.acd = arguments[1]
    ProgramTest.daemon = arguments[2]
    result = unittest.main(argv=arguments[:1] + arguments[3:], verbosity=2,
                           exit=False).result
    print("Checks: %d, Failures: %d, Errors: %d"
          % (result.testsRun, len(result.failures), len(result.errors)))
    sys.exit(0 if result.wasSuccessful() else 1)
