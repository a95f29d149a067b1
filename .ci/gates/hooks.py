"""Hooks gate: pre-commit clones this repository, makes the hooks' environment itself, and runs them on a commit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

GATES = Path(__file__).resolve().parent
ROOT = GATES.parent.parent
BASE = (ROOT / "tests" / "base.yaml").read_text("utf-8")
NAME = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Repository:
    """A repository in a folder, whose commits go through the hooks of this project's last commit."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, **NAME, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
        for name in [name for name in self.environment if name.startswith(("GITHUB_", "GITLAB_", "GITEA_"))]:
            del self.environment[name]
        head = self.run("git", "-C", str(ROOT), "rev-parse", "HEAD")[1].strip()
        hooks = [{"id": "nianbao-fix"}, {"id": "nianbao-check"}]
        config = {"repos": [{"repo": ROOT.as_uri(), "rev": head, "hooks": hooks}]}
        (folder / ".pre-commit-config.yaml").write_text(json.dumps(config), "utf-8")
        self.run("git", "init", "-q")
        self.run(sys.executable, "-m", "pre_commit", "install")

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a command in the repository, and all that it says."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def commit(self) -> tuple[int, str]:
        """Commit everything."""
        self.run("git", "add", "--all")
        return self.run("git", "commit", "-qm", "x")


def faults(repository: Repository) -> list[str]:
    """What goes otherwise than the README promises."""
    report, said = repository.folder / "a.yaml", []
    (repository.folder / "compose.yml").write_text("services:\n  web: {image: １}\n", "utf-8")
    code, told = repository.commit()
    if code:
        said.append(f"a commit without reports is stopped: {told}")
    report.write_text(BASE.replace("行政许可: 3984", "行政许可：３９８４"), "utf-8")
    code, told = repository.commit()
    if not code or report.read_text("utf-8") != BASE:
        said.append(f"a report is not mended: {told}")
    code, told = repository.commit()
    if code:
        said.append(f"a mended report is stopped: {told}")
    report.write_text(BASE.replace("结转下年度继续办理: {自然人: 1}", "结转下年度继续办理: 0"), "utf-8")
    code, told = repository.commit()
    if not code or "a.yaml:32:25: 错误 A103" not in told:
        said.append(f"a report that does not balance goes through: {told}")
    return said


def main() -> int:
    """One repository."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name) / "repository", Path(name) / "home"
        folder.mkdir()
        said = faults(Repository(folder, home))
    for fault in said:
        print(f"hooks: FAIL {fault}", file=sys.stderr)
    print(f"hooks: {'FAIL' if said else 'ok'}, pre-commit in its own environment, four commits")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
