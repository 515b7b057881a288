#!/usr/bin/env python3
"""Counts the results in a testlog.json of meson: prints "PASSED FAILED SKIPPED".

A program of Check counts as many tests as it ran checks, any other as one. A
program that ended badly without a failed check (a crash, a leak, a time-out)
counts as one failure. The output of what failed goes to standard error.
"""

import json
import re
import sys

CHECKS = re.compile(r"Checks: (\d+), Failures: (\d+), Errors: (\d+)")
GOOD = ("OK", "EXPECTEDFAIL")


def tally(test):
    """Returns (passed, failed, skipped) of one entry of the log."""
    output = (test.get("stdout") or "") + (test.get("stderr") or "")
    passed = failed = 0
    for checks, failures, errors in CHECKS.findall(output):
        failed += int(failures) + int(errors)
        passed += int(checks) - int(failures) - int(errors)
    if test["result"] == "SKIP":
        return 0, 0, 1
    if test["result"] in GOOD:
        # all is well as meson saw it: failures would be a contradiction
        return (passed or 1, failed, 0)
    return passed, failed or 1, 0


def show(test):
    """Prints the end of a failed test's output."""
    print(f"\n-- {test['name']}: {test['result']}", file=sys.stderr)
    for part in ("stdout", "stderr"):
        for line in (test.get(part) or "").splitlines()[-80:]:
            print("   " + line, file=sys.stderr)


def main():
    total = [0, 0, 0]
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        for line in log:
            test = json.loads(line)
            counts = tally(test)
            if counts[1] > 0:
                show(test)
            total = [a + b for a, b in zip(total, counts)]
    print(*total)


if __name__ == "__main__":
    main()
