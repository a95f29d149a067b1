"""The review of a pull request: one comment, short enough, found again by its marker; the pipelines that make it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator import diff, forge, review
from generator.check import Result
from generator.nodes import plain
from generator.source import load
from generator.versions import Review
from tests.conftest import ROOT, Run
from tests.making import BASE, checked, replaced
from tests.test_git import FOREST, WATER, Git, _put, git  # noqa: F401

WRONG = replaced(BASE, ("予以公开: {自然人: 4, 商业企业: 1}", "予以公开: {自然人: 5, 商业企业: 1}"))


def _compared(old: str, new: str) -> Review:
    return Review("main", "HEAD", (diff.compare(checked(old, "水务.yaml"), checked(new, "水务.yaml")),))


def test_the_comment_tells_what_is_new_solved_left_and_accepted() -> None:
    both = replaced(WRONG, ("部分公开: {自然人: 1}", "部分公开: {自然人: 1, 总计: 9}"))
    text = review.comment(_compared(both, replaced(both, ("总计: 9", "总计: 1"))))
    assert text.startswith("<!-- nianbao:review -->\n## 年度报告审阅\n")
    assert "**不再有的问题**\n\n* **错误 A101** `水务.yaml:36`" in text
    assert "**还没有改的问题**\n\n* **错误 A103** `水务.yaml:32`" in text
    text = review.comment(_compared(BASE, WRONG))
    assert "**新出现的问题**\n\n* **错误 A103** `水务.yaml:32`" in text
    assert "| 三、（一）予以公开·自然人 | 4 | **5** | +1 | +25.0% |" in text
    accepted = replaced(WRONG, ("机关类型: 部门", "机关类型: 部门\n例外: [{代码: A103, 理由: 跨年补登}]"))
    text = review.comment(_compared(WRONG, accepted))
    assert "**已接受的问题（例外）**\n\n* 提示 A103" in text
    assert "理由：跨年补登" in text
    assert "不再有的问题" not in text
    assert "新出现的问题" not in text


def test_the_comment_links_to_the_files_that_render_would_write() -> None:
    text = review.comment(
        _compared(BASE, replaced(BASE, ("行政强制: 580", "行政强制: 581"))), "https://a.cn/out/", ("docx",)
    )
    address = text.partition("[docx](")[2].partition(")")[0]
    assert unquote(address) == "https://a.cn/out/示例市水务局2025年政府信息公开工作年度报告.docx"
    assert "有错误，没有输出" in review.comment(_compared(BASE, WRONG), "https://a.cn/out", ("docx",))
    assert "[下载输出的文件](https://b.cn/1)。" in review.comment(_compared(BASE, BASE), bundle="https://b.cn/1")


def _many(count: int) -> Review:
    comparisons = []
    for number in range(count):
        new = BASE.replace("示例市水务局", f"第{number}局").replace("行政强制: 580", f"行政强制: {number}")
        prose = "。".join(f"第{number}项工作的第{part}点" for part in range(60))
        new = new.replace("    规范管理。", f"    {prose}。")
        if number == count - 1:
            new = new.replace("予以公开: {自然人: 4,", "予以公开: {自然人: 5,")
        old: Result = checked(BASE.replace("示例市水务局", f"第{number}局"), f"{number}.yaml")
        comparisons.append(diff.compare(old, checked(new, f"{number}.yaml")))
    return Review("main", "HEAD", tuple(comparisons))


def test_a_long_comment_stays_below_the_limit_and_names_what_is_left_out() -> None:
    found = _many(180)
    text = review.comment(found)
    assert len(text) < review.LIMIT
    assert "篇幅所限，没有列出：" in text
    assert "等 " in text.partition("篇幅所限，没有列出：")[2]
    assert "另有 30 份报告没有列在表里" in text
    assert text.index("### 第179局") < text.index("### 第0局"), "new errors come first"
    short = review.comment(_many(1), limit=4300)
    assert len(short) < 4300
    assert "篇幅所限，没有列出：第0局" in review.comment(_many(1), limit=3600)


def test_long_prose_is_shown_around_what_changed() -> None:
    prose = "这一段没有变化。" * 200
    old = replaced(BASE, ("    规范管理。", f"    {prose}办理12件。{prose}"))
    text = review.comment(_compared(old, replaced(old, ("办理12件", "办理13件"))))
    assert "办理<del>12</del><ins>13</ins>件" in text
    assert len(text) < 1500


def test_the_command_reviews_a_branch_and_ends_with_1_for_errors(git: Git, run: Run, tmp_path: Path) -> None:  # noqa: F811
    done = run("review", "初稿...改数")
    assert done.returncode == 0, done.stderr
    assert "初稿（分开处 " in done.stdout
    assert "| 示例市水务局（2025 年度） | 改名 | 1 | 0 | 1 | 0 | 0 | 0 | docx、html、txt |" in done.stdout
    done = run("review", "改数...坏了", "-o", "评论.md")
    assert done.returncode == 1
    assert FOREST in (tmp_path / "评论.md").read_text(encoding="utf-8")
    assert run("review", "坏了...坏了").stdout.endswith("没有报告发生变化。\n")


class _Forge(BaseHTTPRequestHandler):
    """A forge that keeps comments and remembers what it was asked."""

    comments: dict[int, str]
    asked: list[tuple[str, str, str]]
    refuse = False

    def _answer(self, data: object, code: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _handle(self) -> None:
        token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""
        self.asked.append((self.command, self.path.partition("?")[0], token))
        length = int(self.headers.get("Content-Length") or 0)
        data = json.loads(self.rfile.read(length)) if length else {}
        if type(self).refuse:
            self._answer({}, 403)
        elif self.command == "GET":
            page = int(self.path.partition("&page=")[2] or 1)
            numbers = sorted(self.comments)[(page - 1) * 100 : page * 100]
            self._answer([{"id": number, "body": self.comments[number]} for number in numbers])
        else:
            last = self.path.partition("?")[0].rpartition("/")[2]
            number = len(self.comments) + 1 if self.command == "POST" else int(last)
            self.comments[number] = data["body"]
            self._answer({"id": number})

    do_GET = do_POST = do_PATCH = do_PUT = _handle

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, type[_Forge]]]:
    handler = type("Forge", (_Forge,), {"comments": {}, "asked": [], "refuse": False})
    with HTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", handler
        listening.shutdown()
        thread.join()


def _variables(name: str, address: str) -> dict[str, str]:
    if name == "gitlab":
        return {"CI_API_V4_URL": address, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3", "NIANBAO_TOKEN": "t"}
    if name == "gitee":
        return {"NIANBAO_API": address, "NIANBAO_REPOSITORY": "a/b", "NIANBAO_PR": "3", "NIANBAO_TOKEN": "t"}
    return {
        "GITHUB_API_URL": address,
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_REF": "refs/pull/3/merge",
        "GITHUB_TOKEN": "t",
    }


@pytest.mark.parametrize("name", forge.FORGES)
def test_a_comment_is_made_once_and_then_updated_in_place(name: str, server: tuple[str, type[_Forge]]) -> None:
    address, handler = server
    handler.comments |= dict.fromkeys(range(1, 131), "别人的评论")
    where = forge.thread(name, _variables(name, address))
    assert where is not None
    assert forge.post(where, review.MARKER, f"{review.MARKER}\n一") == "新发"
    assert forge.post(where, review.MARKER, f"{review.MARKER}\n二") == "更新"
    assert handler.comments[131] == f"{review.MARKER}\n二"
    assert len(handler.comments) == 131
    listing, single = {
        "gitlab": ("/projects/7/merge_requests/3/notes", "/projects/7/merge_requests/3/notes/131"),
        "gitee": ("/repos/a/b/pulls/3/comments", "/repos/a/b/pulls/comments/131"),
    }.get(name, ("/repos/a/b/issues/3/comments", "/repos/a/b/issues/comments/131"))
    assert handler.asked[0][1] == listing
    assert handler.asked[-1][:2] == ("PUT" if name == "gitlab" else "PATCH", single)


def test_a_run_for_no_request_or_without_leave_goes_on(git: Git, run: Run, server: tuple[str, type[_Forge]]) -> None:  # noqa: F811
    address, handler = server
    done = run("review", "初稿...改数", "--post", "github", env={"GITHUB_REF": "refs/heads/main"})
    assert (done.returncode, done.stdout) == (0, "")
    assert "不是为合并请求，没有发评论" in done.stderr
    handler.refuse = True
    done = run("review", "初稿...改数", "--post", "github", env=_variables("github", address))
    assert done.returncode == 0
    assert "来自分叉仓库的请求只能读" in done.stderr
    done = run("review", "初稿...改数", "--post", "gitlab", env={"CI_MERGE_REQUEST_IID": "1"})
    assert done.returncode == 2
    assert "没有环境变量 CI_PROJECT_ID" in done.stderr
    assert run("review", "初稿...改数", "--post", "svn").returncode == 2


def _pipeline(file: str) -> dict:
    return plain(load(str(ROOT / file)).root)


def _shell(name: str) -> str:
    """The shell that a pipeline runs after installing."""
    if name == "github":
        return _pipeline("action.yml")["runs"]["steps"][2]["run"]
    if name == "gitea":
        return _pipeline("docs/ci/gitea.yml")["jobs"]["nianbao"]["steps"][3]["run"]
    if name == "gitlab":
        return "\n".join(_pipeline("docs/ci/gitlab-ci.yml")["nianbao"]["script"])
    commands = _pipeline("docs/ci/gitee-go.yml")["stages"][0]["steps"][0]["commands"]
    assert "pip install" in commands[0]
    return "\n".join(commands[1:])


@pytest.mark.skipif(not shutil.which("bash") or not shutil.which("xargs"), reason="the pipelines run in bash on Linux")
@pytest.mark.parametrize("name", forge.FORGES)
def test_the_shell_of_each_pipeline_checks_renders_and_comments(
    name: str,
    git: Git,  # noqa: F811
    tmp_path: Path,
    server: tuple[str, type[_Forge]],
) -> None:
    address, handler = server
    origin = tmp_path.parent / f"{tmp_path.name}-origin"
    git("clone", "-q", "--bare", ".", str(origin))
    git("remote", "add", "origin", str(origin))
    git("push", "-q", "origin", "改数:refs/heads/master")
    bin_folder = tmp_path.parent / "bin"
    bin_folder.mkdir(exist_ok=True)
    script = bin_folder / "nianbao"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    base = git("rev-parse", "改数").stdout.strip()
    runner = tmp_path.parent / "runner"
    runner.mkdir(exist_ok=True)
    variables = _variables(name, address) | {
        "BASE": base,
        "LINKS": "https://a.cn/out",
        "BUNDLE": "https://a.cn/zip",
        "COMMENT": "true",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_JOB_URL": "https://a.cn/job",
        "NIANBAO_BASE": "master",
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(runner / "out"),
        "GITHUB_STEP_SUMMARY": str(runner / "sum"),
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", _shell(name)]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **variables}, capture_output=True, check=False)
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 1, said  # a report is broken
    assert f"{FOREST}:" in said
    assert len(list((tmp_path / "out").glob("示例市水务局*.docx"))) == 1
    assert len(handler.comments) == 1, said
    assert handler.comments[1].startswith(review.MARKER)
    assert FOREST in handler.comments[1]
    _put(tmp_path, FOREST, BASE.replace("示例市水务局", "示例市林业局"))
    git("add", "-A")
    git("commit", "-qm", "修好")
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **variables}, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert len(handler.comments) == 1
    assert WATER not in handler.comments[1]
