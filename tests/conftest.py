"""What the tests share: the shipped template, the samples, a cache of their own, and a way to run the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import fonts

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*/*.yaml"), key=lambda path: (path.parent.name != "zfxxgk-2021", path))
OF_2021 = [path for path in SAMPLES if path.parent.name == "zfxxgk-2021"]
DRAFTS = {"qiaokou-district-2022"}
RELEASES = [path for path in SAMPLES if path.stem not in DRAFTS]
ONE_OF_EACH = list({path.parent.name: path for path in RELEASES}.values())  # a sample of every form

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled frames go to a folder of this run, never to the user's."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["NIANBAO_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A font for the PDF files of this run, whatever the machine has."""
    folder = fonts.make(tmp_path_factory.mktemp("fonts"))
    os.environ["NIANBAO_FONTS"] = str(folder)
    return folder


def outside_ci() -> dict[str, str]:
    """The environment without what a CI says of itself, on which the commands look."""
    known = ("GITHUB_", "GITLAB_", "GITEA_", "CI_PROJECT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(known)}


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `nianbao` in an empty folder as a user would; `env` adds variables."""

    def run(*arguments: object, stdin: str | bytes = "", env: dict[str, str] | None = None, program: str = "main"):
        code = f"import generator.cli as cli; cli.{program}()"
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env={**outside_ci(), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})},
            check=False,
        )
        encoding = (env or {}).get("PYTHONIOENCODING", "utf-8").split(":")[0]
        out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out.replace("\r\n", "\n"), err)

    return run
