#!/usr/bin/env python3
"""Alerts are delivered to real receivers.

    test_notify.py NOTIFY_DRIVER ASSETS

The driver is daemon/notify as a program. The receivers are Python's own HTTP
server, which fails, hangs, redirects and goes away as it is told, aiosmtpd
with STARTTLS by a certificate made here, commands, and a socket as of the
system's log.
"""

import asyncio
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import logging
import os
import queue
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from aiosmtpd.smtp import SMTP, AuthResult

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

    def __init__(self, directory, routes, environment=None, assets=None):
        self.directory = directory
        path = os.path.join(directory, "routes.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(routes, file)
        self.lines = []
        self.process = subprocess.Popen(
            [self.program, directory, assets or self.assets, path],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})})
        self.buffer = b""
        self.expect("ready")

    def set_routes(self, *routes):
        path = os.path.join(self.directory, "other-routes.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(routes, file)
        self.say(routes=path)

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
        self.addCleanup(self.end, driver)
        return driver

    def end(self, driver):
        self.assertIn(driver.stop(), (0, -signal.SIGKILL))

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

    def test_a_language_that_is_not_there_is_replaced_by_english(self):
        receiver = self.receiver()
        assets = os.path.join(self.directory, "assets")
        os.makedirs(os.path.join(assets, "languages"))
        driver = self.driver(webhook(receiver, language="fa"), assets=assets)
        driver.add(message("1"))
        self.assertEqual(driver.show()["waiting"], 1)
        driver.stop()
        shutil.copy(os.path.join(Driver.assets, "languages", "en.json"),
                    os.path.join(assets, "languages"))
        driver = self.driver(webhook(receiver, language="fa"), assets=assets)
        self.assertEqual(receiver.next()[2]["subject"],
                         "Critical: Sales: service level 59%")

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
        driver = self.driver(webhook(slow, timeout=3000),
                             webhook(quick, name="other"))
        driver.add(message("1"))
        slow.next()
        driver.add(message("2", route="other"))
        self.assertEqual(quick.next()[2]["key"], "2")
        self.assertEqual(driver.show()["failed"], 0)
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


class Quiet(NotifyTest):
    """Quiet hours that end four seconds from now."""

    def quiet(self, **more):
        of_day = int(time.time() * 1000) % 86400000
        return {"from": (of_day - 3600000) % 86400000,
                "to": (of_day + 4000) % 86400000, **more}

    def test_the_quiet_holds_what_is_not_critical(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver, quiet=self.quiet()))
        driver.add(message("1", severity="warning"), message("2"),
                   message("3", kind="test", severity="info"))
        self.assertEqual(driver.show()["held"], 1)
        keys = [receiver.next()[2]["key"] for _ in range(2)]
        self.assertEqual(keys, ["2", "3"])
        self.assertEqual(receiver.next()[2]["key"], "1")

    def test_what_was_over_before_the_end_is_not_told(self):
        receiver = self.receiver()
        quiet = self.quiet(all=True)
        driver = self.driver(webhook(receiver, quiet=quiet))
        driver.add(message("1"), message("2", kind="resolved"),
                   message("3", group="other"))
        self.assertEqual(driver.show()["held"], 3)
        driver.stop(signal.SIGKILL)  # and it is so after a restart
        driver = self.driver(webhook(receiver, quiet=quiet))
        self.assertEqual(driver.show()["held"], 3)
        self.assertEqual(receiver.next()[2]["key"], "3")
        shown = driver.wait(delivered=1)
        self.assertEqual((shown["withheld"], shown["held"]), (2, 0))

    def test_hours_that_are_taken_away_hold_nothing(self):
        receiver = self.receiver()
        quiet = {"from": 0, "to": 0}  # all day
        driver = self.driver(webhook(receiver, quiet=quiet))
        driver.add(message("1", severity="warning"))
        self.assertEqual(driver.show()["held"], 1)
        driver.set_routes(webhook(receiver))
        self.assertEqual(receiver.next()[2]["key"], "1")


    def test_what_is_held_is_bounded(self):
        receiver = self.receiver()
        driver = self.driver(webhook(receiver, quiet={"from": 0, "to": 0}))
        driver.add(*[message("%d" % i, severity="warning")
                     for i in range(1010)])
        shown = driver.show()
        self.assertEqual((shown["held"], shown["dropped"]), (1000, 10))


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

    def test_a_new_plan_holds_at_once(self):
        receiver, other = self.receiver(), self.receiver()
        receiver.default = 500
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        driver.wait(failed=3)
        driver.set_routes(webhook(other))
        self.assertEqual(other.next()[2]["key"], "1")

    def test_a_route_that_goes_while_it_delivers_is_no_harm(self):
        receiver, other = self.receiver(), self.receiver()
        release = threading.Event()
        self.addCleanup(release.set)
        receiver.answers.put(lambda handler: release.wait(PATIENCE) and 200)
        driver = self.driver(webhook(receiver))
        driver.add(message("1"))
        receiver.next()
        driver.set_routes(webhook(other, name="other"))
        driver.add(message("2", route="other"))
        other.next()
        release.set()
        driver.add(message("3", route="other"))
        self.assertEqual(driver.wait("other", delivered=2)["waiting"], 0)

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


def certificate(directory, name="localhost"):
    """A self-signed one: paths of certificate and key."""
    paths = [os.path.join(directory, name + ending)
             for ending in (".crt", ".key")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=DNS:" + name,
         "-out", paths[0], "-keyout", paths[1]],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return paths


class MailServer:
    """aiosmtpd on a free port. `refuse`: address -> list of replies to give
    in turn; the same for "DATA"."""

    def __init__(self, context=None, **options):
        self.mails = queue.Queue()
        self.refuse = {}
        self.logins = []
        self.loop = asyncio.new_event_loop()
        self.options = dict(options, tls_context=context,
                            require_starttls=context is not None,
                            hostname="mail.test")
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(ready,))
        self.thread.start()
        ready.wait(PATIENCE)

    def run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.server = self.loop.run_until_complete(self.loop.create_server(
            lambda: SMTP(self, authenticator=self.authenticate,
                         loop=self.loop, **self.options), "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        self.server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
            try:
                self.loop.run_until_complete(task)
            except asyncio.CancelledError:
                pass
        self.loop.close()

    def authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right")

    def reply(self, about):
        replies = self.refuse.get(about)
        return replies.pop(0) if replies else None

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.reply(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = self.reply("DATA")
        if reply:
            return reply
        self.mails.put((envelope.mail_from, list(envelope.rcpt_tos),
                        session.ssl is not None, envelope.content))
        return "250 taken"

    def next(self):
        """Sender, recipients, was it by TLS, and the mail."""
        sender, to, tls, content = self.mails.get(timeout=PATIENCE)
        return sender, to, tls, email.message_from_bytes(
            content, policy=email.policy.default)

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


class Mail(NotifyTest):
    @classmethod
    def setUpClass(cls):
        cls.keys = tempfile.TemporaryDirectory(prefix="wb-")
        cls.addClassCleanup(cls.keys.cleanup)
        cls.crt, cls.key = certificate(cls.keys.name)
        cls.other, _ = certificate(cls.keys.name, "other.test")

    def mail_server(self, tls=True, **options):
        context = None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.crt, self.key)
        server = MailServer(context, **options)
        self.addCleanup(server.stop)
        return server

    def route(self, server, **more):
        return {"name": "duty", "kind": "email", "ca_file": self.crt,
                "url": "smtp://localhost:%d" % server.port,
                "from": "Wallboard <wallboard@centre.test>",
                "to": ["a@centre.test", "Büro <b@centre.test>"], **more}

    def test_a_mail_is_by_starttls_and_of_two_parts(self):
        server = self.mail_server()
        driver = self.driver(self.route(server, language="fa"))
        driver.add(message("key 1"))
        sender, to, tls, mail = server.next()
        self.assertEqual(sender, "wallboard@centre.test")
        self.assertEqual(to, ["a@centre.test", "b@centre.test"])
        self.assertTrue(tls)
        self.assertEqual(mail["From"], "Wallboard <wallboard@centre.test>")
        self.assertEqual(mail["To"], "a@centre.test, Büro <b@centre.test>")
        self.assertIn("بحرانی", mail["Subject"])
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["Content-Language"], "fa")
        self.assertEqual(mail["Wallboard-Key"], "key%201")
        self.assertRegex(mail["Message-ID"], "^<[0-9a-f]{32}@centre.test>$")
        age = time.time() - mail["Date"].datetime.timestamp()
        self.assertLess(abs(age), PATIENCE)
        plain, html = mail.iter_parts()
        self.assertEqual(plain.get_content_type(), "text/plain")
        self.assertIn("۱۱۷ از", plain.get_content().replace("\u2068", "")
                      .replace("\u2069", ""))
        self.assertIn('<html lang="fa" dir="rtl">', html.get_content())
        self.assertEqual(mail.defects, [])
        for line in mail.as_bytes().splitlines():
            self.assertLess(len(line), 999)

    def test_the_same_message_has_the_same_id_at_each_attempt(self):
        server = self.mail_server()
        server.refuse["DATA"] = ["451 later"]
        driver = self.driver(self.route(server))
        driver.add(message("1"), message("2", kind="resolved"))
        driver.wait(failed=1)
        first, second = server.next()[3], server.next()[3]
        self.assertNotEqual(first["Message-ID"], second["Message-ID"])
        self.assertEqual(first["References"], second["References"])
        self.assertTrue(second["Subject"].startswith("Resolved: "))

    def test_a_certificate_of_somebody_else_is_not_trusted(self):
        server = self.mail_server()
        driver = self.driver(self.route(server, ca_file=self.other))
        driver.add(message("1"))
        self.assertIn("certificate", driver.wait(failed=1)["error"])
        self.assertTrue(server.mails.empty())

    def test_without_starttls_nothing_is_sent_unless_allowed(self):
        server = self.mail_server(tls=False)
        driver = self.driver(self.route(server),
                             self.route(server, name="other",
                                        starttls=False))
        driver.add(message("1"))
        self.assertIn("STARTTLS", driver.wait(failed=1)["error"])
        self.assertTrue(server.mails.empty())
        driver.add(message("2", route="other"))
        self.assertFalse(server.next()[2])

    def test_a_password_is_told_by_tls_only(self):
        secret = self.write("password", "right\n")
        server = self.mail_server(auth_required=True)
        plain = self.mail_server(tls=False, auth_require_tls=False)
        login = {"user": "duty", "password_file": secret, "starttls": False}
        driver = self.driver(self.route(server, **login),
                             self.route(plain, name="plain", **login))
        driver.add(message("1"), message("2", route="plain"))
        server.next()
        self.assertEqual(server.logins, [(b"duty", b"right")])
        driver.wait("plain", failed=1)
        self.assertEqual(plain.logins, [])

    def test_one_wrong_address_does_not_keep_the_others_from_it(self):
        server = self.mail_server()
        server.refuse["a@centre.test"] = ["550 no such person"] * 9
        driver = self.driver(self.route(server))
        driver.add(message("1"))
        self.assertEqual(server.next()[1], ["b@centre.test"])
        shown = driver.wait(delivered=1)
        self.assertEqual((shown["failed"], shown["waiting"]), (0, 0))

    def test_who_is_to_be_tried_later_is_and_the_others_are_not(self):
        server = self.mail_server()
        server.refuse["b@centre.test"] = ["451 greylisted"]
        driver = self.driver(self.route(server))
        driver.add(message("1"))
        self.assertEqual(server.next()[1], ["a@centre.test"])
        self.assertEqual(server.next()[1], ["b@centre.test"])
        shown = driver.wait(delivered=1)
        self.assertEqual((shown["failed"], shown["waiting"]), (1, 0))

    def test_nobody_accepted_is_a_failure_that_is_tried_again(self):
        server = self.mail_server()
        for name in "ab":
            server.refuse[name + "@centre.test"] = ["550 no"]
        driver = self.driver(self.route(server))
        driver.add(message("1"))
        self.assertIn("550 no", driver.wait(failed=1)["error"])
        self.assertEqual(len(server.next()[1]), 2)

    def test_a_mail_that_is_refused_does_not_stop_the_route(self):
        server = self.mail_server()
        server.refuse["DATA"] = ["554 spam"] * 3
        driver = self.driver(self.route(server))
        driver.add(message("bad"), message("good"))
        self.assertEqual(server.next()[3]["Wallboard-Key"], "good")
        self.assertEqual(driver.wait(delivered=1)["given_up"], 1)


class Tls(NotifyTest):
    def test_a_webhook_by_https_is_verified(self):
        crt, key = certificate(self.directory)
        other, _ = certificate(self.directory, "other.test")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(crt, key)
        receiver = self.receiver(context=context)
        url = "https://localhost:%d/hook" % receiver.port
        driver = self.driver(webhook(url, ca_file=crt),
                             webhook(url, name="other", ca_file=other))
        driver.add(message("1"), message("2", route="other"))
        self.assertEqual(receiver.next()[2]["key"], "1")
        self.assertIn("certificate", driver.wait("other", failed=1)["error"])


class Command(NotifyTest):
    def script(self, text):
        path = self.write("script", "#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
        return path

    def route(self, *arguments, **more):
        return {"name": "duty", "kind": "command",
                "command": list(arguments), **more}

    def test_arguments_are_data_and_the_json_is_on_the_input(self):
        out = os.path.join(self.directory, "out")
        script = self.script('printf "%%s\\n" "$@" > "%s.new"; cat >> '
                             '"%s.new"; mv "%s.new" "%s"' % ((out,) * 4))
        driver = self.driver(self.route(
            script, "--level={severity}", "{key}", "{title}", "a;b $(id)",
            "{nothing}"))
        driver.add(message("k;$(id)`id`", alerts=[alert("-rf")]))
        driver.wait(delivered=1)
        with open(out, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertEqual(lines[:5], ["--level=critical", "k;$(id)`id`", " -Rf",
                                     "a;b $(id)", "{nothing}"])
        self.assertEqual(json.loads(lines[5])["key"], "k;$(id)`id`")

    def test_the_environment_is_clean_and_so_are_the_descriptors(self):
        out = os.path.join(self.directory, "out")
        script = self.script('{ env; ls /proc/self/fd; pwd; } > "%s"' % out)
        driver = self.driver(self.route(script),
                             environment={"SECRET": "hush"})
        driver.add(message("1"))
        driver.wait(delivered=1)
        with open(out, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertNotIn("SECRET=hush", lines)
        self.assertIn("LANG=C.UTF-8", lines)
        self.assertEqual([line for line in lines if line.isdigit()],
                         ["0", "1", "2", "3"])  # the last is ls' own
        self.assertEqual(lines[-1], "/")

    def test_what_fails_says_why(self):
        script = self.script('echo "no line\nto the siren" >&2; exit 3')
        driver = self.driver(self.route(script))
        driver.add(message("1"))
        self.assertEqual(driver.wait(failed=1)["error"],
                         "the command ended with 3: no line to the siren")

    def test_what_is_not_there_is_a_failure(self):
        driver = self.driver(self.route("/nowhere/siren"))
        driver.add(message("1"))
        self.assertEqual(driver.wait(failed=1)["error"], "cannot run "
                         "'/nowhere/siren': No such file or directory")

    def test_what_takes_too_long_is_ended_with_all_that_it_started(self):
        out = os.path.join(self.directory, "pids")
        script = self.script('trap "" TERM; sh -c "trap \'\' TERM; '
                             'echo \\$\\$ > %s; while :; do sleep 1; done" '
                             '& wait; while :; do sleep 1; done' % out)
        driver = self.driver(self.route(script, timeout=3000))
        driver.add(message("1"))
        self.assertEqual(driver.wait(failed=1)["error"],
                         "the command took too long")
        with open(out, encoding="utf-8") as file:
            pid = int(file.read())
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.is_alive(pid):
            driver.show()
        self.assertFalse(self.is_alive(pid))

    @staticmethod
    def is_alive(pid):
        try:
            with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
                return file.read().split()[2] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def test_endless_output_is_bounded(self):
        script = self.script('head -c 50000000 /dev/zero; exit 1')
        driver = self.driver(self.route(script))
        driver.add(message("1"))
        self.assertEqual(driver.wait(failed=1)["error"],
                         "the command ended with 1")


class Log(NotifyTest):
    def listen(self, name):
        path = os.path.join(self.directory, name)
        log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        log.bind(path)
        log.settimeout(PATIENCE)
        self.addCleanup(log.close)
        return path, log

    ROUTE = {"name": "duty", "kind": "syslog", "facility": "local3",
             "tag": "floor"}

    def test_the_journal_gets_fields(self):
        path, log = self.listen("journal")
        driver = self.driver(self.ROUTE,
                             environment={"WB_JOURNAL_SOCKET": path})
        driver.add(message("key 1"))
        data = log.recv(100000)
        self.assertIn(b"PRIORITY=2\nSYSLOG_FACILITY=19\n", data)
        for name, value in ((b"SYSLOG_IDENTIFIER", b"floor"),
                            (b"WALLBOARD_KEY", b"key 1"),
                            (b"WALLBOARD_SEVERITY", b"critical")):
            self.assertIn(name + b"\n" + len(value).to_bytes(8, "little") +
                          value + b"\n", data)
        self.assertTrue(data.startswith(b"MESSAGE\n"))
        size = int.from_bytes(data[8:16], "little")
        self.assertTrue(data[16:16 + size].startswith(b"Critical: Sales"))

    def test_without_a_journal_it_is_a_line_of_syslog(self):
        path, log = self.listen("log")
        nowhere = os.path.join(self.directory, "nowhere")
        driver = self.driver(self.ROUTE, environment={
            "WB_JOURNAL_SOCKET": nowhere, "WB_SYSLOG_SOCKET": path})
        driver.add(message("1"))
        line = log.recv(100000)
        self.assertTrue(line.startswith(b"<154>floor: Critical: Sales"), line)
        self.assertNotIn(b"\n", line)
        driver.wait(delivered=1)

    def test_without_any_it_is_a_failure(self):
        nowhere = os.path.join(self.directory, "nowhere")
        driver = self.driver(self.ROUTE, environment={
            "WB_JOURNAL_SOCKET": nowhere, "WB_SYSLOG_SOCKET": nowhere})
        driver.add(message("1"))
        self.assertIn("cannot write to", driver.wait(failed=1)["error"])


def main():
    Driver.program, Driver.assets = sys.argv[1:3]
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])


if __name__ == "__main__":
    main()
