#!/usr/bin/env python3
"""content/RULES.md is what `kioskctl pack rules --markdown` prints, and `rules` explains each rule in both languages.

rules_test.py KIOSKCTL_PACK RULES_MD
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest


def rules(*arguments, language="C"):
    return subprocess.run([PROGRAM, "rules", *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "LC_ALL": language, "LANG": language})


class Rules(unittest.TestCase):
    def test_the_document_is_what_the_program_says(self):
        self.assertEqual(rules("--markdown").stdout, WRITTEN.read_text(), "run: kioskctl pack rules --markdown > content/RULES.md")

    def test_the_document_is_the_same_in_each_locale(self):
        self.assertEqual(rules("--markdown").stdout, rules("--markdown", language="zh_CN.UTF-8").stdout)

    def test_one_rule_in_each_language(self):
        self.assertIn("how to mend: describe it in `alt.zh-Hans`", rules("picture-alt").stdout)
        self.assertIn("改法：在 `alt.zh-Hans` 写明画面内容", rules("picture-alt", language="zh_CN.UTF-8").stdout)

    def test_an_unknown_rule_gives_the_nearest(self):
        answer = rules("picture-altt", language="zh_CN.UTF-8")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("是否要查 `picture-alt`？", answer.stderr)

    def test_json_has_all_rules_with_all_texts(self):
        document = json.loads(rules("--json").stdout)
        self.assertEqual(len(document["rules"]), len(rules().stdout.splitlines()))
        for rule in document["rules"]:
            for part in ("what", "why", "mend"):
                self.assertTrue(rule[part]["en"] and rule[part]["zh"], rule)


if __name__ == "__main__":
    PROGRAM, WRITTEN = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
