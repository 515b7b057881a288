#!/usr/bin/env python3
"""Alerts are delivered to real receivers: HTTP.

    test_notify.py NOTIFY_DRIVER ASSETS

The driver is daemon/notify as a program; the receiver is Python's own HTTP
server, which fails, hangs, redirects and goes away as it is told.
"""

import hashlib
import hmac
import http.server
import json
import os
import queue
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PATIENCE = 60


class Receiver:
    """An HTTP server on a free port. `answers` are taken one a request: a
    status, (status, headers, body), or a function of the handler."""

    def __init__(self, port=0, context=None):
        self.requests = queue.Queue()
        self.answers = queue.Queue()
        self.default = 200
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.take(self, body)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # the driver was killed

        self.server = Server(("127.0.0.1", port), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket,
                                                     server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever,
                                       kwargs={"poll_interval": 0.02})
        self.thread.start()

    def take(self, handler, body):
        self.requests.put((handler.path, dict(handler.headers), body))
        try:
            answer = self.answers.get_nowait()
        except queue.Empty:
            answer = self.default
        if callable(answer):
            answer = answer(handler)
            if answer is None:
                return
        status, headers, text = (answer if isinstance(answer, tuple)
                                 else (answer, {}, b"{}"))
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def url(self, path="/hook"):
        return "http://127.0.0.1:%d%s" % (self.port, path)

    def next(self):
        """Path, headers and the JSON of the next request."""
        path, headers, body = self.requests.get(timeout=PATIENCE)
        return path, headers, json.loads(body)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Driver:
    """daemon/notify as a program."""

    program = None
    assets = None

    def __init__(self, directory, routes, environment=None):
        path = os.path.join(directory, "routes.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(routes, file)
        self.lines = []
        self.process = subprocess.Popen(
            [self.program, directory, self.assets, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})})
        self.buffer = b""
        self.expect("ready")

    def expect(self, key, **values):
        """The next line with `key`, and these values."""
        end = time.monotonic() + PATIENCE
        while True:
            for number, line in enumerate(self.lines):
                if key in line and all(line.get(k) == v
                                       for k, v in values.items()):
                    return self.lines.pop(number)
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, end - time.monotonic()))
            data = os.read(self.process.stdout.fileno(), 65536) if ready \
                else b""
            if not data:
                raise AssertionError("no '%s' %s in %s" %
                                     (key, values, self.lines))
            self.buffer += data
            *lines, self.buffer = self.buffer.split(b"\n")
            self.lines += [json.loads(line) for line in lines]

    def say(self, **command):
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()

    def add(self, *messages):
        self.say(add=list(messages))
        return self.expect("added")["added"]

    def show(self, name="duty"):
        self.say(show=True)
        return next(route for route in self.expect("shown")["shown"]
                    if route["name"] == name)

    def wait(self, name="duty", **values):
        """Until the route's counters say so. It asks again when asked: the
        driver answers between two turns of its loop."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.show(name)
            if all(shown[key] >= value for key, value in values.items()):
                return shown
        raise AssertionError("%s, expected %s" % (shown, values))

    def stop(self, how=None):
        if self.process.poll() is None:
            if how:
                self.process.send_signal(how)
            self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return status


READING = {"signal": "kpi", "kpi": "service_level", "window": "30m",
           "unit": "percent", "worse": "below", "raise": 70, "clear": 75,
           "bad": True, "value": 58.5, "numerator": 117, "denominator": 200,
           "explanation": "117 / 200"}


def alert(queue_name="sales", state="firing", now=None):
    now = now or int(time.time() * 1000)
    return {"id": "service-level/queue:%s@1" % queue_name,
            "rule": "service-level", "severity": "critical", "state": state,
            "scope": "queue:" + queue_name,
            "title": {"en": queue_name.title(), "fa": "فروش"},
            "since": now - 120000, "fired": now, "changed": now,
            "author": None, "note": None, "readings": [READING]}


def message(key, route="duty", kind="raised", **more):
    return {"key": key, "route": route, "kind": kind, "rule": "service-level",
            "severity": "critical", "group": "service-level/queue:sales",
            "alerts": [alert(state="quiet" if kind == "resolved"
                             else "firing")], **more}


class NotifyTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="wb-")
        self.addCleanup(self.folder.cleanup)
        self.directory = self.folder.name

    def receiver(self, **options):
        receiver = Receiver(**options)
        self.addCleanup(receiver.stop)
        return receiver

    def driver(self, *routes, **options):
        driver = Driver(self.directory, list(routes), **options)
        self.addCleanup(driver.stop)
        return driver

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def webhook(receiver, name="duty", **more):
    url = receiver if isinstance(receiver, str) else receiver.url()
    return {"name": name, "kind": "webhook", "url": url, **more}


class Http(NotifyTest):
    def test_a_message_arrives_with_its_key_and_text(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver))
        self.assertEqual(driver.add(message("key 1/ü")), 0)
        path, headers, body = receiver.next()
        self.assertEqual(path, "/hook")
        self.assertEqual(headers["Idempotency-Key"], "key%201/%C3%BC")
        self.assertEqual(headers["Content-Type"],
                         "application/json; charset=utf-8")
        self.assertEqual(body["key"], "key 1/ü")
        self.assertEqual(body["subject"],
                         "Critical: Sales: service level 59%")
        self.assertIn("117 of 200", body["text"])
        self.assertEqual(body["alerts"][0]["readings"], [READING])
        self.assertNotIn("Wallboard-Signature", headers)
        driver.expect("state", state="duty", failing=False)
        self.assertEqual(driver.wait(delivered=1)["waiting"], 0)

    def test_the_signature_is_over_time_and_body(self):
        receiver = self.receiver()
        secret = self.write("secret", "wasp and honey\n")
        driver = self.driver(webhook(receiver, secret_file=secret))
        driver.add(message("1"))
        _, headers, body = receiver.requests.get(timeout=PATIENCE)
        parts = dict(part.split("=", 1) for part in
                     headers["Wallboard-Signature"].split(","))
        self.assertLess(abs(int(parts["t"]) - time.time()), PATIENCE)
        wanted = hmac.new(b"wasp and honey", parts["t"].encode() + b"." + body,
                          hashlib.sha256).hexdigest()
        self.assertEqual(parts["v1"], wanted)

    def test_the_language_is_the_routes(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver, language="fa"))
        driver.add(message("1"))
        _, _, body = receiver.next()
        self.assertEqual(body["language"], "fa")
        self.assertIn("بحرانی", body["subject"])
        self.assertIn("فروش", body["subject"])
        self.assertIn("۵۹٪", body["subject"])

    def test_errors_are_tried_again_with_the_same_key(self):
        receiver = self.receiver()
        for status in 500, 503:
            receiver.answers.put(status)
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        keys = [receiver.next()[1]["Idempotency-Key"] for _ in range(3)]
        self.assertEqual(keys, ["1", "1", "1"])
        shown = driver.wait(delivered=1)
        self.assertEqual((shown["failed"], shown["waiting"]), (2, 0))

    def test_a_failing_route_is_told_and_so_is_its_return(self):
        receiver = self.receiver()
        for _ in range(3):
            receiver.answers.put((502, {}, b"bad\r\ngateway\x1b[0m"))
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        said = driver.expect("state", failing=True)
        self.assertEqual(said["error"], "HTTP 502: bad gateway [0m")
        self.assertGreater(driver.show()["failing_since"], 0)
        driver.expect("state", failing=False)
        self.assertEqual(driver.show()["failing_since"], 0)

    def test_nobody_listens_for_a_while(self):
        receiver = self.receiver()
        url, port = receiver.url(), receiver.port
        receiver.server.shutdown()
        receiver.server.server_close()
        driver = self.driver(webhook(url))
        driver.add(message("1"), message("2"))
        driver.wait(failed=1)
        again = self.receiver(port=port)
        self.assertEqual([again.next()[2]["key"] for _ in range(2)],
                         ["1", "2"])

    def test_a_redirect_is_not_followed(self):
        other = self.receiver()
        receiver = self.receiver()
        receiver.answers.put((307, {"Location": other.url("/there")}, b""))
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        receiver.next()
        self.assertIn("HTTP 307: it sends elsewhere ('" + other.url("/there"),
                      driver.wait(failed=1)["error"])
        receiver.next()
        driver.wait(delivered=1)
        self.assertTrue(other.requests.empty())

    def test_a_receiver_that_hangs_is_left_and_delays_nobody_else(self):
        slow, quick = self.receiver(), self.receiver()
        release = threading.Event()
        self.addCleanup(release.set)
        slow.answers.put(lambda handler: release.wait(PATIENCE) and None)
        driver = self.driver(webhook(slow, timeout=1000),
                             webhook(quick, name="other"))
        driver.add(message("1"))
        slow.next()
        started = time.monotonic()
        driver.add(message("2", route="other"))
        self.assertEqual(quick.next()[2]["key"], "2")
        self.assertLess(time.monotonic() - started, 0.9)
        self.assertIn("timed out", driver.wait(failed=1)["error"])
        self.assertEqual(slow.next()[2]["key"], "1")  # after the back-off
        driver.wait(delivered=1)

    def test_retry_after_is_obeyed(self):
        receiver = self.receiver()
        receiver.answers.put((429, {"Retry-After": "3"}, b""))
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        receiver.next()
        started = time.monotonic()
        receiver.next()
        self.assertGreater(time.monotonic() - started, 2.5)

    def test_a_message_that_is_refused_does_not_stop_the_route(self):
        receiver = self.receiver()
        for _ in range(3):
            receiver.answers.put((422, {}, b"no"))
        driver = self.driver(webhook(receiver))
        driver.add(message("bad"), message("good"))
        keys = [receiver.next()[2]["key"] for _ in range(4)]
        self.assertEqual(keys, ["bad", "bad", "bad", "good"])
        shown = driver.wait(delivered=1)
        self.assertEqual((shown["given_up"], shown["waiting"]), (1, 0))

    def test_an_endless_answer_is_not_read_to_its_end(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            handler.close_connection = True
            try:
                for _ in range(100000):
                    handler.wfile.write(b"x" * 65536)
            except OSError:
                pass

        receiver = self.receiver()
        receiver.answers.put(endless)
        driver = self.driver(webhook(receiver, timeout=20000))
        driver.add(message("1"))
        driver.wait(delivered=1)

    def test_order_is_kept(self):
        receiver = self.receiver()
        receiver.answers.put(500)
        driver = self.driver(webhook(receiver))
        driver.add(*[message("%d" % i) for i in range(20)])
        keys = [receiver.next()[2]["key"] for _ in range(21)]
        self.assertEqual(keys, ["0"] + ["%d" % i for i in range(20)])

    def test_what_waits_is_bounded_and_the_oldest_are_dropped(self):
        receiver = self.receiver()
        receiver.default = 500
        driver = self.driver(webhook(receiver))
        driver.add(*[message("%d" % i) for i in range(1100)])
        shown = driver.show()
        self.assertEqual((shown["waiting"], shown["dropped"]), (1000, 100))
        self.assertEqual(receiver.next()[2]["key"], "100")

    def test_the_same_key_is_told_once(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        driver.wait(delivered=1)
        driver.add(message("1"), message("2"))
        self.assertEqual([receiver.next()[2]["key"] for _ in range(2)],
                         ["1", "2"])
        self.assertEqual(driver.wait(delivered=2)["delivered"], 2)

    def test_a_test_goes_past_the_outbox_and_says_what_happened(self):
        receiver = self.receiver()
        receiver.answers.put(200)
        receiver.answers.put((403, {}, b"go away"))
        driver = self.driver(webhook(receiver, least="critical"))
        driver.say(test=message("t", kind="test", severity="info"))
        self.assertEqual(driver.expect("tested")["tested"], "")
        driver.say(test=message("t", kind="test", severity="info"))
        self.assertEqual(driver.expect("tested")["tested"],
                         "HTTP 403: go away")
        self.assertTrue(receiver.next()[2]["subject"].startswith("Test: "))
        self.assertEqual(driver.show()["delivered"], 0)

    def test_less_than_the_least_severity_is_withheld(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver, least="warning"))
        driver.add(message("1", severity="info"),
                   message("2", severity="warning"))
        self.assertEqual(receiver.next()[2]["key"], "2")
        self.assertEqual(driver.wait(delivered=1)["withheld"], 1)

    def test_what_is_too_old_is_given_up(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver, give_up=60000))
        driver.add(message("old", age=61000), message("new"))
        self.assertEqual(receiver.next()[2]["key"], "new")
        self.assertEqual(driver.wait(delivered=1)["given_up"], 1)


class Restart(NotifyTest):
    def test_a_kill_in_the_middle_loses_nothing(self):
        receiver = self.receiver()
        count = 60
        keys = ["%d" % i for i in range(count)]
        driver = self.driver(webhook(receiver))
        seen = []
        driver.add(*[message(key) for key in keys])
        while set(seen) != set(keys):
            seen.append(receiver.next()[1]["Idempotency-Key"])
            if len(seen) in (5, 6, 17, 30, 31, 44):
                driver.stop(signal.SIGKILL)
                driver = self.driver(webhook(receiver))
        self.assertEqual(seen, sorted(seen, key=int))
        self.assertLess(len(seen), count + 12)

    def test_a_failed_attempt_is_remembered_over_a_restart(self):
        receiver = self.receiver()
        receiver.default = 500
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        driver.wait(failed=2)
        driver.stop(signal.SIGKILL)
        receiver.default = 200
        driver = self.driver(webhook(receiver))
        driver.wait(delivered=1)

    def test_messages_of_a_route_that_is_gone_are_given_up(self):
        receiver = self.receiver()
        receiver.default = 500
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        driver.wait(failed=1)
        driver.stop()
        driver = self.driver(webhook(receiver, name="other"))
        driver.stop()
        driver = self.driver(webhook(receiver))
        self.assertEqual(driver.show()["waiting"], 0)


def main():
    Driver.program, Driver.assets = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])


if __name__ == "__main__":
    main()
