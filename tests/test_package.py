"""The wheel: built, installed into an empty environment, used from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import RELEASES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_templates_and_schemas_inside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "generator/templates/zfxxgk-2021/template.yaml" in names
    assert {"generator/changes/page.css", "generator/schemas/diff.schema.json"} <= set(names)
    assert "generator/templates/report.docx" in names
    assert "generator/schemas/template.schema.json" in names
    assert not [name for name in names if name.startswith(("templates/", "schemas/", "tests/", "samples/"))]


def test_the_installed_wheel_renders_a_sample_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    install = [programs / "python", "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel]
    subprocess.run(install, capture_output=True, check=True)
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [programs / "render", str(RELEASES[0]), "-o", "输出"]
    done = subprocess.run(command, cwd=tmp_path, env={**clean, "PYTHONUTF8": "1"}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert len(list((tmp_path / "输出").iterdir())) == 3
