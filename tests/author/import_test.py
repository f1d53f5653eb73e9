#!/usr/bin/env python3
"""kioskctl-pack import as a curator meets it: Word files as Word and WPS write them, texts in other encodings, folders with pictures, and files that mean harm.

    import_test.py KIOSKCTL_PACK SOURCE_FOLDER
"""
import io
import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from PIL import Image

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
REFUSED, USAGE = 1, 2
MEMORY = 900 << 20
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' \
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' \
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = HEAD + f'''<w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="我的标题"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="caption"/></w:style><w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/></w:style></w:styles>'''
NUMBERING = HEAD + f'''<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'''
FOOTNOTES = HEAD + f'''<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>《某县志》,2010 年版</w:t></w:r></w:p></w:footnote></w:footnotes>'''
RELS = HEAD + '''<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId4" Type="image" Target="media/image1.jpeg"/>
<Relationship Id="rId9" Type="image" Target="../../../etc/passwd"/><Relationship Id="rId8" Type="link" Target="https://example.org" TargetMode="External"/></Relationships>'''


def jpeg(size=(320, 240), color=(120, 140, 150)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG")
    return out.getvalue()


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, style="", more=""):
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def drawing(relation="rId4", alt="桥的照片"):
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="{alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


BODY = [
    paragraph(run("听雨桥"), style="a3"),
    paragraph(run("村口有一座"), run("石桥", "<w:b/>"), run(",叫听雨桥。"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    paragraph(run("桥的来历"), style="2"),
    paragraph(run("删去的", ""), '<w:del w:id="1"><w:r><w:delText>旧话</w:delText></w:r></w:del>', '<w:ins w:id="2">' + run("新添的话。") + "</w:ins>"),
    paragraph(drawing()),
    paragraph(run("图 1　石桥"), style="a5"),
    paragraph(run("桥的样子"), style="Mine"),
    paragraph(run("三个孔"), more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    paragraph(run("两棵树"), more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    paragraph(run("先过桥"), more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'),
    paragraph(run("再看水"), more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'),
    paragraph(run("短而全粗的一行", "<w:b/>")),
    paragraph(run("星号 * 与 [方括号] 照写。")),
    '<w:tbl><w:tr><w:tc>' + paragraph(run("长")) + "</w:tc><w:tc>" + paragraph(run("20 米")) + "</w:tc></w:tr></w:tbl>",
    '<w:p><w:hyperlink r:id="rId8">' + run("网上的话") + "</w:hyperlink></w:p>",
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    paragraph(run("水从桥下过。"), style="q"),
]


def word_file(path, body=BODY, media=None, more=(), **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", HEAD + "<Types/>")
        archive.writestr("word/document.xml", parts.get("document") or HEAD + f"<w:document {W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/footnotes.xml", FOOTNOTES)
        archive.writestr("word/_rels/document.xml.rels", RELS)
        archive.writestr("word/media/image1.jpeg", jpeg() if media is None else media)
        for name, data in more:
            archive.writestr(name, data)
    return path


class ImportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="changlang-import-")
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.pack = self.base / "pack"
        self.run_pack("new", self.pack)
        self.points = self.pack / "points" / "first-place"

    def run_pack(self, *words, limit=False):
        def keep():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        return subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, preexec_fn=keep if limit else None,
                              env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})

    def take(self, *files, code=0):
        done = self.run_pack("import", *files, "--into", self.pack)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def story(self, name):
        return (self.points / name / "story.zh-Hans.md").read_text(encoding="utf-8")

    def expect_sound(self):
        done = self.run_pack("check", self.pack, "--no-glass", "--json")
        self.assertEqual([f for f in json.loads(done.stdout).get("findings", []) if f["level"] == "error" and f["rule"] != "fact-uncited"], [])

    def contents(self):
        return {str(p.relative_to(self.pack)): p.read_bytes() for p in self.pack.rglob("*") if p.is_file()}

    def expect_left_alone(self, file, says, code=REFUSED):
        before = self.contents()
        done = self.run_pack("import", file, "--into", self.pack, limit=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual(self.contents(), before)

    def test_a_word_file_becomes_a_story_with_its_picture_and_sources(self):
        self.take(word_file(self.base / "bridge.docx"))
        self.assertEqual(self.story("bridge"), '''+++
title = "听雨桥"
summary = "村口有一座石桥，叫听雨桥"
picture = "pictures/bridge-1.jpg"
[[sources]]
id = "note-2"
title = "《某县志》，2010 年版"
+++
村口有一座**石桥**，叫听雨桥。[^note-2]

---

## 桥的来历

删去的新添的话。

![](pictures/bridge-1.jpg "图 1　石桥")

---

## 桥的样子

- 三个孔
- 两棵树

1. 先过桥
2. 再看水

---

## 短而全粗的一行

星号 \\* 与 \\[方括号] 照写。

长　20 米

网上的话

---

> 水从桥下过。
''')
        self.assertEqual((self.pack / "pictures" / "bridge-1.jpg").read_bytes(), jpeg())
        self.assertIn('alt.zh-Hans = "桥的照片"', (self.pack / "pictures" / "bridge-1.jpg.toml").read_text())
        self.assertIn('stories = ["first-story", "bridge"]  ', (self.points / "point.toml").read_text())
        self.expect_sound()

    def test_what_was_not_taken_along_is_said(self):
        done = self.take(word_file(self.base / "bridge.docx"))
        for words in ("tables", "links", "deleted text"):
            self.assertIn(words, done.stderr)

    def test_wps_writes_chinese_style_names_and_other_prefixes(self):
        body = (f'<w:p><w:pPr><w:pStyle w:val="标题 2"/></w:pPr>{run("小题")}</w:p>' + paragraph(run("正文。"))).replace("w:", "wps:")
        document = HEAD + f'<wps:document xmlns:wps="x"><wps:body>{body}</wps:body></wps:document>'
        self.take(word_file(self.base / "wps.docx", document=document))
        self.assertIn("## 小题\n\n正文。\n", self.story("wps"))

    def test_markdown_and_text_of_chinese_windows(self):
        (self.base / "walk.md").write_text("# 走一走\n\n沿着河走。\n")
        (self.base / "old.txt").write_bytes("老桥\r\n桥很老,石头很旧。\r\n".encode("gb18030"))
        self.take(self.base / "walk.md", self.base / "old.txt")
        self.assertIn('title = "走一走"', self.story("walk"))
        self.assertIn('title = "老桥"', self.story("old"))
        self.assertIn("桥很老，石头很旧。", self.story("old"))
        self.expect_sound()

    def test_markdown_that_names_its_pictures_brings_them(self):
        (self.base / "photos").mkdir()
        (self.base / "photos" / "bridge.jpg").write_bytes(jpeg())
        (self.base / "walk.md").write_text('---\ntitle: 走一走\n---\n沿着河走。\n\n![石桥](photos/bridge.jpg "村口的桥")\n')
        self.take(self.base / "walk.md")
        story = self.story("walk")
        self.assertIn('title = "走一走"', story)
        self.assertIn('![](pictures/walk-1.jpg "村口的桥")', story)
        self.assertIn('alt.zh-Hans = "石桥"', (self.pack / "pictures/walk-1.jpg.toml").read_text())
        self.expect_sound()
        for path, said in (("photos/none.jpg", "photos/none.jpg"), ("../secret.jpg", "outside its own folder")):
            (self.base / "walk2.md").write_text(f"# 二\n\n![]({path})\n")
            self.assertIn(said, self.run_pack("import", self.base / "walk2.md", "--into", self.pack).stderr)

    def test_text_that_was_wrapped_is_joined_when_told(self):
        (self.base / "wrapped.txt").write_text("长廊\n\n长廊沿着环城水系展开，从东到西\n依次经过几处园子，每处都有一块\n石碑。\n")
        self.run_pack("import", self.base / "wrapped.txt", "--into", self.pack, "--accept")
        self.assertIn("从东到西依次经过几处园子，每处都有一块石碑。", self.story("wrapped"))

    def test_what_no_type_can_set_is_said(self):
        (self.base / "odd.md").write_text("# 字\n\n他叫\U0002CEB5，网址是 https://a.cn/" + "x" * 40 + " 。\n")
        said = self.take(self.base / "odd.md").stderr
        self.assertIn("odd.md:3:3: glyph", said)
        self.assertIn("unbroken", said)

    def test_a_folder_with_text_pictures_and_captions(self):
        folder = self.base / "桥的故事"
        folder.mkdir()
        word_file(folder / "故事.docx", [paragraph(run("村口有桥。"))])
        for name in ("a", "b"):
            (folder / f"{name}.jpg").write_bytes(jpeg())
        (folder / "a.txt").write_text("晨光里的桥")
        (folder / "图注.txt").write_text("b：雨中的桥\n")
        self.take(folder)
        story = self.story("story-1")
        self.assertIn('![](pictures/story-1-1.jpg "晨光里的桥")', story)
        self.assertIn('![](pictures/story-1-2.jpg "雨中的桥")', story)
        self.expect_sound()

    def test_split_makes_a_story_of_each_heading_of_the_first_level(self):
        body = [paragraph(run("第一篇"), style="1"), paragraph(run("甲。")), paragraph(run("第二篇"), style="1"), paragraph(run("乙。"))]
        self.run_pack("import", word_file(self.base / "book.docx", body), "--into", self.pack, "--split")
        self.assertIn('title = "第一篇"', self.story("book"))
        self.assertIn("乙。", self.story("book-2"))

    def test_proposals_are_listed_and_taken_only_when_told(self):
        report = SOURCE / "tests" / "manuscript" / "data" / "four-histories.txt"
        done = self.take(report)
        self.assertIn("four-histories.txt:2:146: shifted", done.stderr)
        self.assertIn("proposed", done.stderr)
        self.assertIn("(qū)", self.story("four-histories"))
        self.run_pack("import", report, "--into", self.pack, "--accept", "--replace", "--id", "four-histories")
        mended = (SOURCE / "tests" / "manuscript" / "data" / "four-histories.mended.txt").read_text(encoding="utf-8")
        story = self.story("four-histories").split("+++\n")[2]
        self.assertEqual([line.removeprefix("## ") for line in story.splitlines() if line and line != "---"], [line for line in mended.splitlines() if line])

    def test_nothing_that_is_there_is_replaced(self):
        file = word_file(self.base / "bridge.docx")
        self.take(file)
        (self.points / "bridge" / "story.zh-Hans.md").write_text("mine")
        self.take(file)
        self.assertEqual((self.points / "bridge" / "story.zh-Hans.md").read_text(), "mine")
        self.assertTrue((self.points / "bridge-2").is_dir())
        before = self.contents()
        done = self.run_pack("import", file, "--into", self.pack, "--id", "bridge")
        self.assertEqual(done.returncode, REFUSED)
        self.assertEqual(self.contents(), before)

    def test_wrong_words_on_the_command_line(self):
        file = word_file(self.base / "bridge.docx")
        self.assertIn("pack new", self.run_pack("import", file, "--into", self.base / "none").stderr)
        self.assertIn("first-place", self.run_pack("import", file, "--into", self.pack, "--point", "second").stderr)
        (self.base / "a.pdf").write_text("x")
        self.expect_left_alone(self.base / "a.pdf", "neither a text", USAGE)

    def test_a_word_file_of_before_2007_a_broken_and_an_encrypted_one(self):
        old = self.base / "old.doc"
        old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
        self.expect_left_alone(old, "save it as .docx")
        whole = word_file(self.base / "whole.docx").read_bytes()
        for length in (100, len(whole) // 2, len(whole) - 30):
            cut = self.base / "cut.docx"
            cut.write_bytes(whole[:length])
            done = self.run_pack("import", cut, "--into", self.pack, limit=True)
            self.assertIn(done.returncode, (0, REFUSED))

    def test_an_archive_that_unpacks_without_end(self):
        bomb = word_file(self.base / "bomb.docx", document=HEAD + f"<w:document {W}><w:body>" + " " * (200 << 20) + "</w:body></w:document>")
        self.assertLess(bomb.stat().st_size, 1 << 20)
        self.expect_left_alone(bomb, "unpacks to more")

    def test_laughs_without_end(self):
        entities = "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10))
        document = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{entities}]><w:document {W}><w:body>{paragraph(run("好。&l9;"))}</w:body></w:document>'
        done = self.run_pack("import", word_file(self.base / "laughs.docx", document=document), "--into", self.pack, limit=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(len(self.story("laughs")), 1000)

    def test_names_in_the_archive_lead_nowhere(self):
        file = word_file(self.base / "paths.docx", [paragraph(run("好。"), drawing("rId9"))], more=[("../../evil.txt", "x"), ("word/media/../../../evil.jpg", jpeg())])
        self.take(file)
        self.assertEqual([p.name for p in self.base.rglob("evil*")], [])

    def test_nesting_without_end_ends(self):
        deep = "<w:sdt><w:sdtContent>" * 20_000 + paragraph(run("底。")) + "</w:sdtContent></w:sdt>" * 20_000
        runs = "<w:p>" + "<w:smartTag>" * 20_000 + run("底。") + "</w:smartTag>" * 20_000 + "</w:p>"
        tables = "<w:tbl><w:tr><w:tc>" * 5_000 + paragraph(run("底。")) + "</w:tc></w:tr></w:tbl>" * 5_000
        for name, body in (("deep", deep), ("runs", runs), ("tables", tables)):
            done = self.run_pack("import", word_file(self.base / f"{name}.docx", [paragraph(run("面。")), body]), "--into", self.pack, limit=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("nested too deeply" if name != "tables" else "tables", done.stderr)

    def test_a_picture_that_is_none_is_left_out(self):
        done = self.take(word_file(self.base / "lie.docx", [paragraph(run("好。"), drawing())], media=b"MZ not a picture"))
        self.assertIn("formats that the wall cannot show", done.stderr)

    def test_a_text_of_a_gigabyte(self):
        with open(self.base / "large.txt", "wb") as file:
            file.truncate(1 << 30)
        self.expect_left_alone(self.base / "large.txt", "large.txt")

    def test_damaged_text_is_refused_with_its_place(self):
        (self.base / "bad.txt").write_text("好\n坏\ufffd的\n")
        self.expect_left_alone(self.base / "bad.txt", "bad.txt:2:2")


if __name__ == "__main__":
    unittest.main()
