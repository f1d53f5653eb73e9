#!/usr/bin/env python3
"""The JSON Schemas that editors use, against the packs and the format's own examples; and the program against the schemas: it knows each key that
they offer.

    schemas_test.py KIOSKCTL_PACK SOURCE_FOLDER
"""
import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unittest

import jsonschema

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PROGRAM = pathlib.Path(sys.argv.pop()).resolve()
FOLDER = SOURCE / "content" / "schemas"
SCHEMAS = {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
STORE = {f"{name}.schema.json": schema for name, schema in SCHEMAS.items()}


def plain(value):
    """TOML's dates as the texts that JSON Schema knows."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime, datetime.time)) else value


def objections(name, value):
    resolver = jsonschema.RefResolver(base_uri="", referrer=SCHEMAS[name], store=STORE)
    validator = jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver)
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(plain(value))]


def kind_of(path):
    """Which schema a pack's file is for."""
    name = path.as_posix()
    if path.suffix == ".md":
        return "story"
    if name.startswith("pictures/"):
        return "picture"
    if name.startswith("points/"):
        return "point"
    if name.startswith("routes/"):
        return "route"
    return path.stem


def documents(pack):
    for path in sorted(pack.rglob("*")):
        if path.name.startswith("story.") and path.suffix == ".md":
            yield path, tomllib.loads(path.read_text(encoding="utf-8").split("+++\n")[1])
        elif path.suffix == ".toml" and not path.name.startswith("."):
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))


class SchemasTest(unittest.TestCase):
    def test_each_is_a_schema(self):
        for schema in SCHEMAS.values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_packs_without_fault_are_valid(self):
        for pack in (SOURCE / "content" / "qingpu", SOURCE / "content" / "template", SOURCE / "tests" / "packs" / "good", SOURCE / "tests" / "packs" / "dated"):
            for path, value in documents(pack):
                self.assertEqual(objections(kind_of(path.relative_to(pack)), value), [], path)

    def test_the_examples_of_the_format_are_valid(self):
        text = (SOURCE / "content" / "FORMAT.md").read_text(encoding="utf-8")
        examples = re.findall(r"^## (\S+\.toml)\n.*?```toml\n(.*?)```", text, re.S | re.M)
        self.assertGreaterEqual(len(examples), 8)
        for name, example in examples:
            value = tomllib.loads(example.replace("…", "x"))
            # "optional: QR code" and the like stand as texts of their own kind there.
            said = [o for o in objections(kind_of(pathlib.PurePosixPath(name)), value) if "does not match" not in o]
            self.assertEqual(said, [], name)

    def test_packs_with_a_fault_of_form_are_not(self):
        for rule in ("key-missing", "key-type", "key-unknown", "id-form", "language-unknown"):
            pack = SOURCE / "tests" / "packs" / f"broken-{rule}"
            self.assertTrue(any(objections(kind_of(path.relative_to(pack)), value) for path, value in documents(pack)), rule)

    def test_the_program_knows_each_key_that_a_schema_offers(self):
        with tempfile.TemporaryDirectory(prefix="changlang-schema-") as folder:
            pack = pathlib.Path(folder) / "pack"
            subprocess.run([PROGRAM, "new", pack], check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"})
            (pack / "routes").mkdir()
            files = {"pack": "pack.toml", "point": "points/first-place/point.toml", "route": "routes/walk.toml", "sources": "sources.toml", "names": "names.toml",
                     "picture": "pictures/river.svg.toml", "reviews": "reviews.toml", "programme": "programme.toml"}
            for name, file in files.items():
                if name in SCHEMAS:
                    (pack / file).write_text(toml_of(sample(SCHEMAS[name], name)), encoding="utf-8")
            text = (pack / "pack.toml").read_text(encoding="utf-8")
            (pack / "pack.toml").write_text(re.sub(r"^points = .*$", 'points = ["first-place"]', re.sub(r"^routes = .*$", 'routes = ["walk"]', text, flags=re.M), flags=re.M), encoding="utf-8")
            point = pack / "points/first-place/point.toml"
            point.write_text(re.sub(r"^stories = .*$", 'stories = ["first-story"]', point.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
            done = subprocess.run([PROGRAM, "check", pack, "--no-glass", "--json"], capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})
            findings = json.loads(done.stdout)["findings"]
            self.assertEqual([f for f in findings if f["rule"] in ("key-unknown", "toml-syntax", "key-type")], [])


def sample(schema, name):
    """A value that has every key which the schema offers."""
    if "$ref" in schema:
        return sample(SCHEMAS["common"]["$defs"][schema["$ref"].rsplit("/", 1)[1]], name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema or "anyOf" in schema:
        return sample((schema.get("oneOf") or schema["anyOf"])[0], name)
    if schema.get("type") == "object":
        return {key: sample(one, name) for key, one in schema["properties"].items() if key != "pictures"}
    if schema.get("type") == "array":
        return [sample(one, name) for one in schema["prefixItems"]] if "prefixItems" in schema else [sample(schema["items"], name)]
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") in ("number", "integer"):
        return schema.get("minimum", 1)
    pattern = schema.get("pattern", "")
    if pattern.startswith("^[0-9]{4}-"):
        return "2026-11-01"
    texts = ("pictures/river.svg", "first-place", "https://example.org", "1920x1080", "09:00-16:30", "14:00", "11-01", "08-15", "长廊", "0" * 64, "x")
    return next(text for text in texts if re.search(pattern, text) and schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", 9999))


def toml_of(value, path=()):
    """TOML of nested dicts and lists of dicts."""
    def inline(one):
        if isinstance(one, bool):
            return "true" if one else "false"
        if isinstance(one, str):
            return one if re.fullmatch(r"\d{4}-\d\d-\d\d", one) else json.dumps(one, ensure_ascii=False)
        if isinstance(one, list):
            return "[" + ", ".join(map(inline, one)) + "]"
        if isinstance(one, dict):
            return "{" + ", ".join(f"{key} = {inline(two)}" for key, two in one.items()) + "}"
        return str(one)
    return "".join(f"{key} = {inline(one)}\n" for key, one in value.items())


if __name__ == "__main__":
    unittest.main()
