"""The real wallboardd in a temporary directory, and a feed by hand.

For integration tests: nothing here waits for a fixed time; every wait is for
something that can be seen, with a deadline.
"""

import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

PATIENCE = 30.0


def wait_for(what, condition, patience=PATIENCE):
    """Returns the first true value of condition(); fails after `patience`."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError('waited in vain: ' + what)
        time.sleep(0.002)


class Daemon:
    """One state directory, and the daemon on it, which comes and goes."""

    def __init__(self, program, directory, options=('--clock', 'events')):
        self.program = program
        self.options = list(options)
        self.state = os.path.join(directory, 'state')
        self.path = os.path.join(directory, 'feed.sock')
        self.url = 'ipc://' + self.path
        self.log = os.path.join(directory, 'log')
        self.process = None
        self.port = None

    def start(self):
        log = open(self.log, 'ab')
        begin = log.tell()
        self.process = subprocess.Popen(
            [self.program, *self.options, '--state', self.state,
             '--listen', '127.0.0.1:0', '--feed-url', self.url],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            restore_signals=False)
        log.close()
        self.port = wait_for('the port in the log',
                             lambda: self._find_port(begin))

    def _find_port(self, begin):
        with open(self.log, 'rb') as log:
            log.seek(begin)
            text = log.read().decode()
        found = re.search(r'listening on http://127\.0\.0\.1:(\d+)/', text)
        if found:
            return int(found.group(1))
        if self.process.poll() is not None:
            raise AssertionError('wallboardd ended: ' + text)
        return None

    def kill(self):
        """As a power cut would, for all that the program can tell."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        if status != 0:
            raise AssertionError('wallboardd ended with %d: %s'
                                 % (status, self.said()))

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()

    def said(self):
        with open(self.log, encoding='utf-8') as log:
            return log.read()

    def get(self, path):
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=PATIENCE)
        try:
            connection.request('GET', path)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise AssertionError('GET %s: %d %r'
                                 % (path, response.status, body))
        return body

    def health(self):
        return json.loads(self.get('/healthz'))

    def board(self, view=''):
        """The state document as it was sent, without revision and time."""
        body = self.get('/api/v1/snapshot' + view)
        return body[body.index(b'"state":'):]


class Feed:
    """The REQ side of NNG over a unix socket: one request at a time."""

    REQ_HELLO = b'\0SP\0\x00\x30\0\0'
    REP_HELLO = b'\0SP\0\x00\x31\0\0'

    def __init__(self, path):
        self.socket = wait_for('the feed socket', lambda: self._connect(path))
        self.socket.sendall(self.REQ_HELLO)
        if self._read(8) != self.REP_HELLO:
            raise AssertionError('the feed socket does not speak REP')
        self.number = 0

    @staticmethod
    def _connect(path):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(path)
            return connection
        except OSError:
            connection.close()
            return None

    def _read(self, count):
        data = b''
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise ConnectionError('the daemon hung up')
            data += part
        return data

    def send(self, text):
        """Sends a batch and waits for nothing."""
        self.number += 1
        body = struct.pack('>I', 0x80000000 | self.number) + text
        self.socket.sendall(b'\x01' + struct.pack('>Q', len(body)) + body)

    def reply(self):
        kind, length = struct.unpack('>BQ', self._read(9))
        body = self._read(length)
        if kind != 1:
            raise AssertionError('not a message')
        return json.loads(body[4:])

    def call(self, text):
        self.send(text)
        return self.reply()

    def close(self):
        self.socket.close()


def run():
    """unittest.main() with arguments taken, and Check's closing line."""
    program = unittest.main(argv=sys.argv[:1], verbosity=2, exit=False)
    result = program.result
    print('Checks: %d, Failures: %d, Errors: %d'
          % (result.testsRun, len(result.failures), len(result.errors)))
    sys.exit(0 if result.wasSuccessful() else 1)
