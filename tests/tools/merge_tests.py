#!/usr/bin/env python3
"""Makes one list of tests out of several builds, so that one ctest runs them and one summary counts them.

merge_tests.py FOLDER BUILD:REGEX...   takes from each build the tests with a label that matches REGEX.

A test without a label belongs to no build and is an error: it would never run.
"""
import json
import os
import re
import subprocess
import sys


def tests_of(build):
    shown = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, stdout=subprocess.PIPE)
    return json.loads(shown.stdout)["tests"]


def properties_of(test):
    return {p["name"]: p["value"] for p in test.get("properties", [])}


def quoted(value):
    if isinstance(value, list):
        value = ";".join(str(item) for item in value)
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    return f"[==[{value}]==]"



def lines_for(test):
    name = quoted(test["name"])
    yield f"add_test({name} {' '.join(quoted(word) for word in test['command'])})"
    words = []
    for key, value in properties_of(test).items():
        words += [key, quoted(value)]
    yield f"set_tests_properties({name} PROPERTIES {' '.join(words)})"


def main():
    folder, parts = sys.argv[1], sys.argv[2:]
    lines, seen = [], set()
    for part in parts:
        build, expression = part.split(":", 1)
        chosen = 0
        for test in tests_of(build):
            # A unit test program that is not built is one nameless test, made by gtest_discover_tests.
            missing = test["name"].endswith("_NOT_BUILT") or "command" not in test
            labels = ["unit"] if missing else properties_of(test).get("LABELS", [])
            if not labels:
                sys.exit(f"merge_tests: {test['name']} has no label; give it one (tests/CMakeLists.txt)")
            if not any(re.search(expression, label) for label in labels):
                continue
            if missing:
                sys.exit(f"merge_tests: {test['name']} of {build}: build it first")
            if test["name"] in seen:
                sys.exit(f"merge_tests: two tests are called {test['name']}")
            seen.add(test["name"])
            lines += lines_for(test)
            chosen += 1
        if chosen == 0:
            sys.exit(f"merge_tests: no test of {build} is chosen by {expression}")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "CTestTestfile.cmake"), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
