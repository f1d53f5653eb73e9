#!/usr/bin/env python3
"""Lays paragraphs out in Chromium and prints where its lines begin and how wide they are: the reference for text-lines.

    chromium_lines.py REQUESTS.tsv > LINES.tsv

Requests are those of text-lines: id, language, font family, size px, extent px, variant, text; tab separated. Answers: id, then START:WIDTH a line, START in code
points. A line is what has one top (one right edge in vertical writing); its width goes from its first character's edge to the last character's that is no space.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BASE = "line-break:auto;text-autospace:normal;text-spacing-trim:normal;"
VARIANTS = {
    "base": BASE,
    "plain": "line-break:auto;text-autospace:no-autospace;text-spacing-trim:space-all;",
    "noauto": "line-break:auto;text-autospace:no-autospace;text-spacing-trim:normal;",
    "justify": BASE + "text-align:justify;",
    "vert": BASE + "writing-mode:vertical-rl;",
}
SCRIPT = """
const out = [];
for (const p of document.querySelectorAll('p')) {
  const vertical = p.dataset.vertical === '1', node = p.firstChild, text = node ? node.data : '', lines = [], range = document.createRange();
  let at = 0, index = 0, line = null;
  for (const c of text) {
    range.setStart(node, at); range.setEnd(node, at + c.length);
    const all = range.getClientRects(), r = all[all.length - 1];
    if (r) {
      const begin = vertical ? r.top : r.left, end = vertical ? r.bottom : r.right, middle = vertical ? (r.left + r.right) / 2 : (r.top + r.bottom) / 2;
      if (!line || Math.abs(middle - line.middle) > 4) { line = {start: index, begin, end: begin, middle}; lines.push(line); }
      if (!/[ \\u3000\\n]/.test(c) || c === '\\u3000') line.end = Math.max(line.end, end);
    }
    at += c.length; ++index;
  }
  out.push([p.id, ...lines.map(l => l.start + ':' + (l.end - l.begin).toFixed(4))].join('\\t'));
}
document.body.innerHTML = '';
document.title = 'done';
const pre = document.createElement('pre');
pre.textContent = '\\u2063' + out.join('\\n') + '\\u2063';
document.body.append(pre);
"""


def page(requests):
    parts = ["<!doctype html><meta charset=utf-8><style>body{margin:0}p{margin:0;line-height:2;white-space:pre-wrap;overflow-wrap:break-word;"
             "font-kerning:auto;position:absolute;top:0;left:0}</style>"]
    for name, language, family, size, extent, variant, text in requests:
        vertical = variant == "vert"
        parts.append(f'<p id="{html.escape(name)}" lang="{language}" data-vertical="{int(vertical)}" style="font-family:\'{family}\';font-size:{size}px;'
                     f'{"height" if vertical else "width"}:{extent}px;{VARIANTS[variant]}">{html.escape(text)}</p>')
    return "".join(parts) + f"<script>document.fonts.ready.then(() => {{{SCRIPT}}})</script>"


def lay_out(requests):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(page(requests), encoding="utf-8")
        done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-font-subpixel-positioning=false",
                               f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom", file.as_uri()],
                              capture_output=True, text=True, timeout=300, check=True)
    return html.unescape(re.search("\u2063(.*)\u2063", done.stdout, re.S).group(1))


def main():
    requests = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
    for begin in range(0, len(requests), 400):
        print(lay_out(requests[begin:begin + 400]))


if __name__ == "__main__":
    main()
