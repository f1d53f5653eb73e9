#!/usr/bin/env python3
"""Compares every date, number and listed name of a pack with the facts that it cites.

    facts_check.py PACK

Reads a pack's folder (content/FORMAT.md) and checks, in each of its languages:

- a sentence with a digit, a date in Chinese numerals or a listed name (names.toml) carries [^id]; the name of the point
  or route that the sentence stands in is exempt;
- every date and number of it, and every listed name, stands in `says` of a fact that it cites, in the same language
  (zh-Hant without its own `says`: dates and numbers only, against zh-Hans);
- titles, summaries and slides cite nothing themselves: their dates and numbers stand in what their story or point cites;
- every id that is cited exists; every fact rests on sources of tier A or B;
- a story has the same number of pages in each language, at most 250 Han characters a page, 80 on its first;
- every picture that is named exists, with alternative text and, for an illustration, a caption that says it is one.

Prints `file:line: finding — how to mend`, and exits 1; or one line with counts, and exits 0. 2: the pack cannot be read.
"""

import re
import sys
import tomllib
from pathlib import Path

PAGE_HAN = 250
FIRST_PAGE_HAN = 80
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
CITE = re.compile(r"\[\^([^\]\s]+)\]")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]+)[^)]*\)")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
HAN_DIGIT = "〇零一二三四五六七八九十百千两兩"
HAN_DATE = re.compile(rf"[〇零一二三四五六七八九]{{4}}年|[{HAN_DIGIT}]+月[{HAN_DIGIT}]+日|[{HAN_DIGIT}]+(?:周年|週年)")
ZH_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
EN_DATE = re.compile(rf"(?:\d{{1,2}}(?:[–-]\d{{1,2}})? )?(?:{MONTHS}) \d{{4}}|\d{{1,2}} (?:{MONTHS})")
NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:万|亿)?")
# A sentence ends with its stop, closing marks and the notes that follow it.
ZH_END = re.compile(r"[。！？…]+[”’」』）》]*(?:\s*\[\^[^\]\s]+\])*")
EN_END = re.compile(r"[.!?]+[”’\")]*(?:\s*\[\^[^\]\s]+\])+|[.!?]+[”’\")]*(?=\s+[A-Z0-9“‘\"(\u4e00-\u9fff]|\s*$)")


def squeeze(text, language):
    """One form for comparing: no space beside digits and Han, no thousands commas, 万 and 亿 simplified."""
    text = text.replace("\u00a0", " ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    if language == "en":
        return re.sub(r"\s+", " ", text)
    return re.sub(r"\s+", "", text).replace("萬", "万").replace("億", "亿").replace("週", "周")


def dates_and_numbers(text, language):
    """The dates of `text`, each whole, and the numbers outside them."""
    text = squeeze(text, language)
    found = []
    for pattern in ([EN_DATE] if language == "en" else [HAN_DATE, ZH_DATE]):
        found += pattern.findall(text)
        text = pattern.sub(" ", text)
    return found, NUMBER.findall(text)


def stands_in(item, says, language):
    """Whether a date or number stands in `says`, not merely as part of a longer number."""
    pattern = rf"(?<![\d.]){re.escape(item)}"
    if item[-1].isdigit():
        pattern += r"(?![\d.]*\d)(?!万|亿)"
    return re.search(pattern, squeeze(says, language)) is not None


def sentences(text, language):
    """The sentences of a run of text, each with the notes that follow its stop."""
    end = EN_END if language == "en" else ZH_END
    for paragraph in re.split(r"\n\s*\n", text):
        paragraph = " ".join(line.strip() for line in paragraph.splitlines()).strip()
        at = 0
        for stop in end.finditer(paragraph):
            yield paragraph[at:stop.end()].strip()
            at = stop.end()
        if paragraph[at:].strip():
            yield paragraph[at:].strip()


def split_pages(body):
    """The pages of a story's body: a line of exactly `---` outside a code fence breaks."""
    pages, fence = [[]], False
    for line in body.splitlines():
        if line.startswith("```"):
            fence = not fence
        if line == "---" and not fence:
            pages.append([])
        else:
            pages[-1].append(line)
    return ["\n".join(page) for page in pages]


class Check:
    def __init__(self, root):
        self.root = root
        self.findings = []
        self.lines = {}
        self.counts = {"stories": 0, "sentences": 0, "values": 0}
        self.pictures = set()
        self.pack = self.toml("pack.toml")
        self.languages = self.pack.get("languages", ["zh-Hans"])
        record = self.toml("sources.toml")
        self.sources = {source["id"]: source for source in record.get("sources", [])}
        self.facts = {fact["id"]: fact for fact in record.get("facts", [])}
        names = self.toml("names.toml").get("names", [])
        # The longest name first, so that 陈云纪念馆 is not also read as 陈云.
        self.names = {
            language: sorted({name[language] for name in names if language in name}, key=len, reverse=True)
            for language in self.languages
        }

    def toml(self, name):
        with open(self.root / name, "rb") as file:
            return tomllib.load(file)

    def report(self, name, near, what, mend):
        """Notes a finding at the line of `name` where `near` begins."""
        if name not in self.lines:
            path = self.root / name
            self.lines[name] = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        key = near.strip().splitlines()[0][:24] if near.strip() else ""
        line = next((n for n, text in enumerate(self.lines[name], 1) if key and key in text), 1)
        self.findings.append(f"{self.root / name}:{line}: {what} — {mend}")

    def names_in(self, text, language, exempt):
        for name in self.names.get(language, []):
            where = text.find(name)
            if language == "en":
                hit = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
                where = hit.start() if hit else -1
            if where >= 0:
                text = text.replace(name, "\0")
                if not any(name in title for title in exempt):
                    yield name

    def says(self, ids, language):
        """What the facts `ids` say in `language`; for zh-Hant, zh-Hans where it has none of its own."""
        own, borrowed = [], []
        for id in ids:
            says = self.facts.get(id, {}).get("says", {})
            if language in says:
                own.append(says[language])
            elif language == "zh-Hant" and "zh-Hans" in says:
                borrowed.append(says["zh-Hans"])
        return " ".join(own), " ".join(own + borrowed), bool(borrowed)

    def compare(self, name, near, text, language, ids, names):
        own, all_says, borrowed = self.says(ids, language)
        dates, numbers = dates_and_numbers(text, language)
        for item in dates + numbers:
            self.counts["values"] += 1
            if not stands_in(item, all_says, language):
                self.report(name, near, f"“{item}” [{language}] stands in no fact cited here ({', '.join(sorted(ids)) or 'none'})",
                            "correct it, or cite the fact whose `says` has it")
        for item in names:
            self.counts["values"] += 1
            if item not in own and not borrowed:
                self.report(name, near, f"the name “{item}” [{language}] stands in no fact cited here ({', '.join(sorted(ids)) or 'none'})",
                            "cite the fact whose `says` names it")

    def prose(self, name, text, language, exempt=(), local=()):
        """Checks running text; returns the ids of the facts that it cites."""
        cited = set()
        for sentence in sentences(text, language):
            self.counts["sentences"] += 1
            ids = CITE.findall(sentence)
            for id in ids:
                if id not in self.facts and id not in self.sources and id not in local:
                    self.report(name, sentence, f"[^{id}] is no fact and no source", "add it to sources.toml, or correct the id")
            facts = {id for id in ids if id in self.facts}
            cited |= facts
            bare = CITE.sub("", sentence).strip()
            dates, numbers = dates_and_numbers(bare, language)
            names = list(self.names_in(bare, language, exempt))
            if not (dates or numbers or names):
                continue
            what = (dates + numbers + names)[0]
            if not ids:
                self.report(name, sentence, f"“{what}” [{language}] carries no source", "end the sentence in [^fact-id], or leave it out")
            elif not facts:
                self.report(name, sentence, f"“{what}” [{language}] cites no fact", "cite a fact of sources.toml, not a source alone")
            elif not CITE.search(sentence[-40:]):
                self.report(name, sentence, "the note stands inside the sentence", "put [^fact-id] at its end")
            else:
                self.compare(name, sentence, bare, language, facts, names)
        return cited

    def bare(self, name, text, language, ids, exempt=None):
        """Checks a title or line that cites nothing itself against `ids`; names too unless `exempt` is None."""
        if text:
            names = [] if exempt is None else list(self.names_in(text, language, exempt))
            self.compare(name, text, text, language, ids, names)

    def picture(self, name, path):
        if not path:
            return
        self.pictures.add(path)
        if not (self.root / path).is_file():
            self.report(name, path, f"{path} is not there", "add the picture, or correct the path")

    def story(self, point, titles, folder, id):
        pages, cited_of = {}, {}
        for language in self.languages:
            name = f"points/{point}/{id}/story.{language}.md"
            if not (self.root / name).is_file():
                self.report(f"points/{point}/point.toml", id, f"{name} is not there", "write it, or take the language out of pack.toml")
                continue
            self.counts["stories"] += 1
            text = (self.root / name).read_text(encoding="utf-8")
            parts = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", text, re.S)
            if not parts:
                self.report(name, "+++", "no heading between +++ lines", "begin the file as FORMAT.md says")
                continue
            head = tomllib.loads(parts[1])
            local = {source["id"] for source in head.get("sources", [])}
            self.picture(name, head.get("picture"))
            pages[language] = split_pages(parts[2])
            cited, headings = set(), []
            for number, page in enumerate(pages[language], 1):
                for _, path in PICTURE.findall(page):
                    self.picture(name, path)
                plain = PICTURE.sub("", page)
                headings += re.findall(r"^#+\s*(.+)$", plain, re.M)
                plain = re.sub(r"^#+\s.*$", "", plain, flags=re.M)
                cited |= self.prose(name, plain, language, titles[language], local)
                most = FIRST_PAGE_HAN if number == 1 else PAGE_HAN
                han = len(HAN.findall(CITE.sub("", PICTURE.sub("", page))))
                if language != "en" and han > most:
                    first = next(line for line in plain.splitlines() if line.strip())
                    self.report(name, first, f"page {number} has {han} Han characters, {most} are read", "divide or shorten the page")
            for line in headings + [head.get("title"), head.get("summary")]:
                self.bare(name, line, language, cited)
            cited_of[language] = cited
        for language, its in pages.items():
            if len(its) != len(pages.get("zh-Hans", its)):
                self.report(f"points/{point}/{id}/story.{language}.md", "+++",
                            f"{len(its)} pages, {len(pages['zh-Hans'])} in zh-Hans", "keep the pages of all languages alike")
        return cited_of

    def text(self, table, key, language):
        return table.get(key, {}).get(language, "")

    def run(self):
        for id, fact in self.facts.items():
            near = f'id = "{id}"'
            if not fact.get("sources"):
                self.report("sources.toml", near, f"the fact {id} has no source", "name one of tier A or B")
            for source in fact.get("sources", []):
                tier = self.sources.get(source, {}).get("tier")
                if tier not in ("A", "B"):
                    self.report("sources.toml", near, f"the fact {id} rests on {source}, tier {tier or 'unknown'}",
                                "rest it on a source of tier A or B, or take it off the glass")
            for language in self.languages:
                if language != "zh-Hant" and language not in fact.get("says", {}):
                    self.report("sources.toml", near, f"the fact {id} says nothing in {language}", f"add says.{language}")

        cited_by = {}  # route -> language -> ids: what a slide about it may say
        for point in self.pack.get("points", []):
            name = f"points/{point}/point.toml"
            table = self.toml(name)
            titles = {language: [self.text(table, "title", language)] for language in self.languages}
            self.picture(name, table.get("picture"))
            self.picture(name, table.get("landmark"))
            here = {language: set() for language in self.languages}
            for language in self.languages:
                here[language] |= self.prose(name, self.text(table, "intro", language), language, titles[language])
            for fact in table.get("facts", []):
                ids = {fact["fact"]} if "fact" in fact else set()
                for id in ids - self.facts.keys():
                    self.report(name, f'fact = "{id}"', f"{id} is no fact", "add it to sources.toml, or correct the id")
                for language in self.languages:
                    self.bare(name, self.text(fact, "text", language), language, ids, titles[language])
                    here[language] |= ids
            for story in table.get("stories", []):
                cited = self.story(point, titles, self.root, story)
                cited_by[f"{point}/{story}"] = cited
                for language, ids in cited.items():
                    here[language] |= ids
            cited_by[point] = here
            for language in self.languages:
                self.bare(name, self.text(table, "line", language), language, here[language], titles[language])

        for route in self.pack.get("routes", []):
            name = f"routes/{route}.toml"
            table = self.toml(name)
            here = {language: set() for language in self.languages}
            for language in self.languages:
                title = [self.text(table, "title", language)]
                for stop in table.get("stops", []):
                    own = title + [self.text(stop, "title", language)]
                    here[language] |= self.prose(name, self.text(stop, "line", language), language, own)
                for key in ("line", "note"):
                    self.bare(name, self.text(table, key, language), language, here[language])
            for stop in table.get("stops", []):
                if "minutes_to_next" in stop and "fact" not in stop:
                    self.report(name, f'id = "{stop["id"]}"', "minutes_to_next without a fact", "name the fact, or leave the minutes out")
                if stop.get("story") and stop["story"].split("#")[0] not in cited_by:
                    self.report(name, stop["story"], f"{stop['story']} is not in this pack", "correct the route")
            cited_by[f"routes/{route}"] = here

        for slide in self.pack.get("slides", []):
            about = slide.get("about", "").split("#")[0]
            near = self.text(slide, "line", "zh-Hans")
            if about not in cited_by:
                self.report("pack.toml", near, f"the slide is about “{about}”, which is not in this pack", "correct `about`")
                continue
            for path in slide.get("pictures", [slide.get("picture")]):
                self.picture("pack.toml", path)
            for language in self.languages:
                point = about.split("/")[0]
                ids = cited_by[about].get(language, set())
                exempt = [] if point == "routes" else [self.text(self.toml(f"points/{point}/point.toml"), "title", language)]
                for key in ("title", "line"):
                    self.bare("pack.toml", self.text(slide, key, language), language, ids, exempt)

        for path in sorted(self.pictures):
            if not (self.root / f"{path}.toml").is_file():
                if (self.root / path).is_file():
                    self.report(path, "", "no file says what the picture is", f"write {path}.toml with alternative text and credit")
                continue
            about = self.toml(f"{path}.toml")
            for language in self.languages:
                if not self.text(about, "alt", language):
                    self.report(f"{path}.toml", "alt", f"no alternative text in {language}", f"add alt.{language}")
                mark = {"zh-Hans": "示意图", "zh-Hant": "示意圖"}.get(language, "llustration")
                if about.get("kind") == "illustration" and mark not in self.text(about, "caption", language):
                    self.report(f"{path}.toml", "caption", f"the caption in {language} does not say that it is an illustration", f"add “{mark}”")
        return self.findings


def main(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: facts_check.py PACK", file=sys.stderr)
        return 2
    try:
        check = Check(Path(arguments[0]))
        findings = check.run()
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        print(f"{arguments[0]}: cannot be read: {error}", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} findings", file=sys.stderr)
        return 1
    print(f"{check.counts['stories']} stories, {check.counts['sentences']} sentences, {check.counts['values']} dates, numbers and names: "
          f"each stands in a fact of tier A or B ({len(check.facts)} facts, {len(check.sources)} sources)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
