"""The programs that nianbao is measured against, and how each is started."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Peers:
    """The peers that are installed in a folder; `missing` names the others."""

    def __init__(self, home: Path, templates: Path, schema: Path) -> None:
        self.home, self.templates, self.schema = home, templates, schema
        self.missing: list[str] = []

    def docx(self) -> dict[str, list[str]]:
        """The programs that make a Word file of data, by name."""
        modules = str(self.home / "node")
        commands = {
            "docxtpl": [self._python("docxtpl"), "with_docxtpl.py", self._template("jinja")],
            "docxtpl, a loop": [self._python("docxtpl"), "with_docxtpl.py", self._template("loop")],
            "rust-docxtpl": [self._python("rust-docxtpl"), "with_docxtpl.py", self._template("jinja")],
            "python-docx": [self._python("docxtpl"), "with_python_docx.py", self._template("places")],
            "docxtemplater": ["node", "with_docxtemplater.mjs", self._template("docxtemplater"), modules],
            "carbone": ["node", "with_carbone.mjs", self._template("carbone"), modules],
        }
        needed = {
            "docxtemplater": f"{modules}/node_modules/docxtemplater",
            "carbone": f"{modules}/node_modules/carbone",
        }
        return self._there(
            {name: [command[0], str(HERE / command[1]), *command[2:]] for name, command in commands.items()}, needed
        )

    def whole(self, kind: str) -> list[str]:
        """The program from YAML to three files; `kind` is plain or kept."""
        return [self._python("docxtpl"), str(HERE / "plain.py"), str(self.templates), str(self.schema), kind]

    def script(self, file: Path, out: Path) -> list[str]:
        """The same program as a script."""
        return [
            self._python("docxtpl"),
            str(HERE / "plain.py"),
            str(self.templates),
            str(self.schema),
            str(file),
            str(out),
        ]

    def pool(self, out: Path, files: list[Path]) -> list[str]:
        """The program with a Pool, on many files."""
        start = [self._python("docxtpl"), str(HERE / "pool.py"), str(self.templates), str(self.schema), str(out)]
        return [*start, *map(str, files)]

    def pandoc(self) -> str | None:
        """Where pandoc is."""
        found = shutil.which("pandoc")
        if not found:
            ask = "import pypandoc; print(pypandoc.get_pandoc_path())"
            done = subprocess.run([self._python("docxtpl"), "-c", ask], capture_output=True, text=True, check=False)
            found = done.stdout.strip() or None
        if not found:
            self.missing.append("pandoc")
        return found

    @property
    def has_plain(self) -> bool:
        """Whether the plain program can run."""
        return Path(self._python("docxtpl")).exists()

    def _there(self, commands: dict[str, list[str]], needed: dict[str, str]) -> dict[str, list[str]]:
        found = {}
        for name, command in commands.items():
            if shutil.which(command[0]) and Path(needed.get(name, "/")).exists():
                found[name] = command
            else:
                self.missing.append(name)
        return found

    def _template(self, name: str) -> str:
        return str(self.templates / f"{name}.docx")

    def _python(self, environment: str) -> str:
        folder = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
        return str(self.home / environment / folder)


def ours(kind: str) -> list[str]:
    """nianbao as a program that is timed warm."""
    return [sys.executable, str(HERE / "ours.py"), kind]
