#!/usr/bin/env python3
"""From an event to the webhook that tells of it, through the whole daemon.

    bench_alert_daemon.py WALLBOARDD ASSETS [SAMPLES]

Each sample is a contact in a queue of its own, beyond whose limit it is at once: the
event goes to the daemon over NNG (journal on disk included), the rule fires,
the message goes through the outbox to an HTTP receiver. Rules are looked at
every 100 ms at most, so about half of that is in the mean.
"""

import http.server
import json
import os
import random
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
from wallboardd import Daemon, Feed  # noqa: E402

CONFIG = '''
alerts:
  routes:
    - { name: duty, webhook: { url: "http://127.0.0.1:%d/" } }
  rules:
    - { name: waiting, kpi: waiting, scope: "queue:*", raise: 0,
        severity: critical, group_by: none, group_wait: 0s, route: duty }
'''


class Receiver:
    def __init__(self):
        self.arrived = {}
        self.changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_):
                pass

            def do_POST(self):
                length = int(self.headers['Content-Length'])
                message = json.loads(self.rfile.read(length))
                at = time.monotonic()
                self.send_response(200)
                self.send_header('Content-Length', '0')
                self.end_headers()
                with receiver.changed:
                    for alert in message['alerts']:
                        receiver.arrived.setdefault(alert['scope'], at)
                    receiver.changed.notify()

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever).start()

    def wait(self, scope):
        with self.changed:
            if not self.changed.wait_for(lambda: scope in self.arrived, 30):
                raise SystemExit('nobody told of %s' % scope)
            return self.arrived[scope]


def measure(feed, receiver, samples):
    """Milliseconds of each sample; they come at no fixed phase."""
    pick = random.Random(1)
    took = []
    for i in range(samples):
        event = {'t': int(time.time() * 1000), 'ev': 'queue.entered',
                 'contact': 'c%d' % i, 'queue': 'q%d' % i}
        header = {'wallboard': 1, 'feed': 'bench', 'epoch': '1', 'seq': i}
        sent = time.monotonic()
        reply = feed.call((json.dumps(header) + '\n' +
                           json.dumps(event)).encode())
        if not reply['ok']:
            raise SystemExit(reply)
        took.append((receiver.wait('queue:q%d' % i) - sent) * 1000)
        time.sleep(pick.uniform(0, 0.12))
    return sorted(took)


def main():
    samples = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    receiver = Receiver()
    with tempfile.TemporaryDirectory(prefix='wallboard-bench-') as directory:
        config = os.path.join(directory, 'config.yaml')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(CONFIG % receiver.port)
        daemon = Daemon(sys.argv[1], directory,
                        ['--config', config, '--assets', sys.argv[2]])
        daemon.start()
        try:
            took = measure(Feed(daemon.path), receiver, samples)
        finally:
            daemon.end()
            receiver.server.shutdown()
    print('event to webhook: p50 %.0f ms, p99 %.0f ms, worst %.0f ms '
          '(of %d)' % (took[samples // 2], took[samples * 99 // 100],
                       took[-1], samples))


if __name__ == '__main__':
    main()
