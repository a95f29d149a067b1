"""The parser that is taken out of PyYAML is the parser of PyYAML, and PyYAML stays whole for anybody else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

AS_EVER = ""
CHANGED = """
import pathlib
text = pathlib.Path("generator/libyaml.py").read_text(encoding="utf-8")
assert '"emitter": "EmitterError",' in text
module = type(sys)("generator.libyaml")
sys.modules["generator.libyaml"] = module
exec(text.replace('"emitter": "EmitterError",', ""), vars(module))
"""
MOVED = "sys.modules['yaml.nodes'] = None"
WITHOUT_LIBYAML = """
class Nowhere:
    def find_spec(name, path=None, target=None):
        if name == "yaml._yaml":
            raise ImportError(name)
sys.meta_path.insert(0, Nowhere)
"""
WHOLE = "import yaml"
READ = """
from generator.source import read
source = read("数字: [1, 二]\\n".encode(), "a.yaml")
print(source.root.get("数字").items[1].text, read(b"a: [1\\n", "a.yaml").faults[0].kind)
"""
USED = """
import yaml
print(yaml.safe_load("day: 2020-01-02")["day"].year, yaml.dump({"a": [1]}, default_flow_style=True).strip())
try:
    yaml.load("a: !b c", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
except yaml.constructor.ConstructorError as error:
    print(type(error).__name__)
C = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WRONG = [("a: [", yaml.parser.ParserError), ("a: 'b", yaml.scanner.ScannerError), ("*a", yaml.composer.ComposerError)]
for loader in (yaml.SafeLoader, C):
    for text, kind in WRONG:
        try:
            yaml.load(text, loader)
        except kind as error:
            print(type(error).__name__)
"""


def _told(*parts: str) -> list[str]:
    code = "\n".join(("import sys", *parts))
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize("before", [AS_EVER, CHANGED, MOVED, WITHOUT_LIBYAML, WHOLE])
def test_a_file_is_read_and_pyyaml_is_whole(before: str) -> None:
    read, used = (
        ["二", "syntax"],
        ["2020", "{a:", "[1]}", "ConstructorError", *(2 * ["ParserError", "ScannerError", "ComposerError"])],
    )
    assert _told(before, READ, USED) == read + used


def test_no_more_of_pyyaml_is_imported_than_reading_needs() -> None:
    modules = set(_told(READ, "print(*sys.modules)"))
    assert "yaml._yaml" in modules
    assert not {"yaml.scanner", "yaml.parser", "yaml.constructor", "yaml.loader", "yaml.dumper", "datetime"} & modules
