"""Whole folders: what is rendered, what is skipped, what is refused, and what a run leaves that was cut short."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator
from lxml import html

from generator import batch, executors, records, reporter, schema
from generator.batch import Options, Task
from generator.check import check_file
from generator.reporter import Outcome
from tests.conftest import ROOT, Run, outside_ci
from tests.districts import outputs, report, write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
KILLS = int(os.environ.get("NIANBAO_KILLS", "6"))  # the gate asks for a hundred
REPORTS = int(os.environ.get("NIANBAO_REPORTS", "60"))


def _times(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*") if file.suffix in (".docx", ".txt")}


def _render(run: Run, *arguments: object) -> str:
    """What a run that finds nothing wrong says on standard error."""
    done = run("render", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_folder_is_rendered_as_its_mirror_with_an_index(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "区", 6, parts=2)
    done = run("render", "区", "-o", "输出")
    assert (done.returncode, done.stdout, done.stderr) == (0, "输出/index.html\n", "输出 6 份。\n")
    names = set(outputs(tmp_path / "输出"))
    stems = {f"镇街{n % 2}/示例市第{n}局2025年政府信息公开工作年度报告" for n in range(6)}
    assert names == {"index.html", *(f"{stem}.{ending}" for stem in stems for ending in ("docx", "html", "txt"))}
    assert _render(run, "区", "--no-index") == "输出 6 份。\n"
    assert set(outputs(tmp_path / "区" / "out")) == names - {"index.html"}


def test_a_report_in_a_folder_gives_the_same_bytes_as_by_itself(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "区", 1)
    _render(run, "区", "-o", "甲")
    run("render", "区/局0.yaml", "-o", "乙")
    assert outputs(tmp_path / "甲").items() >= outputs(tmp_path / "乙").items()
    assert len(outputs(tmp_path / "乙")) == 3


def test_several_processes_give_what_one_gives(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "区", 40, parts=3)
    (tmp_path / "区" / "镇街1" / "局4.yaml").write_text(report(4).replace("行政许可: 4", "行政许可: 1,000"), "utf-8")
    (tmp_path / "区" / "镇街1" / "坏.yaml").write_text("格式: zfxxgk-2021\n机关: [\n", "utf-8")
    one, two = (run("render", "区", "-o", f"{jobs}", "--jobs", jobs) for jobs in (1, 2))
    assert outputs(tmp_path / "1") == outputs(tmp_path / "2")
    assert one.stdout.replace("1/index", "2/index") == two.stdout
    assert (one.returncode, one.stderr) == (1, "输出 39 份，有错误没有输出 2 份。\n")
    assert two.stderr == one.stderr


@pytest.mark.parametrize("name", reporter.FORMATS)
def test_every_format_says_the_same_of_a_result_that_came_from_another_process(name: str) -> None:
    files = sorted((ROOT / "tests" / "formats").glob("*/report.yaml"))
    results = tuple(check_file(str(file)) for file in files)
    sent = tuple(pickle.loads(pickle.dumps(result.told())) for result in results)
    assert reporter.text(name, Outcome(sent)) == reporter.text(name, Outcome(results))


def test_a_check_in_several_processes_says_what_one_says(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "区", 40)
    (tmp_path / "区" / "局7.yaml").write_text(report(7).replace("行政许可: 7", "行政许可: 1,000"), encoding="utf-8")
    one, two = (
        run("check", "区", "-o", "full", "-o", f"json={jobs}.json", "--jobs", jobs, "--executor", "") for jobs in (1, 2)
    )
    alone = run("check", "区/局7.yaml")
    assert (two.returncode, two.stdout, two.stderr) == (one.returncode, one.stdout, one.stderr)
    assert (alone.returncode, alone.stdout, alone.stderr) == (one.returncode, one.stdout, one.stderr)
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    assert len(json.loads((tmp_path / "1.json").read_bytes())["files"]) == 40


def test_a_second_run_makes_only_what_has_changed(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 5)
    assert _render(run, "区") == "输出 5 份。\n"
    before, times = outputs(district / "out"), _times(district / "out")
    assert _render(run, "区") == "没有变化 5 份。\n"
    assert _times(district / "out") == times
    stem = "示例市第{}局2025年政府信息公开工作年度报告"
    (district / "局1.yaml").write_text(report(1) + "# 改\n", encoding="utf-8")
    (district / "out" / f"{stem.format(2)}.docx").write_bytes(b"by hand")
    (district / "out" / f"{stem.format(3)}.txt").unlink()
    assert _render(run, "区") == "输出 3 份，没有变化 2 份。\n"
    changed = {file for file, moment in _times(district / "out").items() if times[file] != moment}
    assert {re.findall(r"第(\d)局", file)[0] for file in changed} == {"1", "2", "3"}
    after = outputs(district / "out")
    assert {name for name in after if after[name] != before[name]} <= {"index.html"}


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "nianbao.yaml").write_text("联系方式: {电话: 0571-1}\n", encoding="utf-8"),
        lambda _: ["--format", "docx,html,txt", "--txt-bom"],
        lambda _: ["--force"],
    ],
)
def test_settings_options_and_force_make_everything_anew(
    change: Callable[[Path], object], run: Run, tmp_path: Path
) -> None:
    district = write(tmp_path / "区", 2)
    _render(run, "区")
    options = change(district)
    extra = options if isinstance(options, list) else []
    assert _render(run, "区", *extra) == "输出 2 份。\n"
    if extra != ["--force"]:
        assert _render(run, "区", *extra) == "没有变化 2 份。\n"


def test_nearer_settings_count_and_settings_that_are_gone(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 2, parts=2)
    (tmp_path / "nianbao.yaml").write_text("联系方式: {电话: 0571-1}\n", encoding="utf-8")
    _render(run, "区")
    (district / "镇街1" / "nianbao.yaml").write_text("联系方式: {电话: 0571-2}\n", encoding="utf-8")
    assert _render(run, "区") == "输出 1 份，没有变化 1 份。\n"
    (district / "镇街1" / "nianbao.yaml").unlink()
    assert _render(run, "区") == "输出 1 份，没有变化 1 份。\n"


def test_a_tree_that_was_moved_is_still_known(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "甲" / "区", 2)
    _render(run, "甲/区")
    (tmp_path / "甲").rename(tmp_path / "乙")
    assert _render(run, "乙/区") == "没有变化 2 份。\n"


def test_what_was_found_is_told_again_of_unchanged_reports(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 2)
    (district / "局0.yaml").write_text(report(0).replace("行政许可: 0", "行政许可: 1,000"), encoding="utf-8")
    (district / "局1.yaml").write_text(report(1).replace("规范管理。", "规范{管理}。"), encoding="utf-8")
    first, second = run("render", "区", "--results", "json"), run("render", "区", "--results", "json")
    told = json.loads(first.stdout)
    assert {finding["code"] for file in told["files"] for finding in file["findings"]} == {"S105", "N103"}
    assert second.stdout == first.stdout.replace('"unchanged": false', '"unchanged": true')
    assert run("render", "区").stdout.startswith("区/局0.yaml:25:11: 错误 S105")


def test_outputs_of_a_report_that_is_gone_or_renamed_are_named_and_stay(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 3)
    _render(run, "区")
    (district / "局0.yaml").unlink()
    (district / "局1.yaml").write_text(report(77), encoding="utf-8")
    for _ in range(2):
        told = _render(run, "区").splitlines()
        assert {name.split("局")[0] for name in told if name.startswith("  ")} == {
            "  区/out/示例市第0",
            "  区/out/示例市第1",
        }
        assert len(told) == 2 + 6
    for file in (district / "out").glob("示例市第[01]局*"):
        file.unlink()
    assert _render(run, "区") == "没有变化 2 份。\n"
    assert not (district / "out" / ".nianbao" / "局0.yaml.json").exists()


def test_an_error_leaves_the_older_outputs_and_calls_them_not_stale(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 2)
    _render(run, "区")
    before = outputs(district / "out")
    (district / "局0.yaml").write_text(report(0).replace("行政许可: 0", "行政许可: 1,000"), encoding="utf-8")
    done = run("render", "区")
    assert (done.returncode, done.stderr) == (1, "没有变化 1 份，有错误没有输出 1 份。\n")
    after = outputs(district / "out")
    assert {name for name in after if after[name] != before[name]} == {"index.html"}
    (district / "局0.yaml").write_text(report(0), encoding="utf-8")
    assert _render(run, "区") == "输出 1 份，没有变化 1 份。\n"
    assert outputs(district / "out") == before


def test_two_reports_of_one_name_are_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 3)
    (district / "又.yaml").write_text(report(2), encoding="utf-8")
    done = run("render", "区")
    assert done.returncode == 2
    assert "又.yaml" in done.stderr
    assert "局2.yaml" in done.stderr
    assert "会写到同一个文件" in done.stderr
    assert not (district / "out").exists()


def test_a_name_written_unusually_is_refused_when_it_comes_up_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 2)
    unusual = report(1).replace("机关: 示例市第1局", "机关:\n  示例市第1局", 1)
    (district / "又.yaml").write_text(unusual.replace("行政许可: 1", "行政许可: 5"), encoding="utf-8")
    done = run("render", "区")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "输出 2 份，写不了 1 份。")
    assert "会写到同一个文件" in done.stderr
    (district / "又.yaml").write_text(unusual.replace("示例市第1局", "示例市第9局"), encoding="utf-8")
    assert _render(run, "区") == "输出 1 份，没有变化 2 份。\n"


def test_folders_in_one_another_or_of_one_name_are_refused(run: Run, tmp_path: Path) -> None:
    for folder in ("甲/区", "乙/区"):
        write(tmp_path / folder, 1)
    assert "在 甲 里面" in run("render", "甲", "甲/区").stderr
    assert "同名" in run("render", "甲/区", "乙/区", "-o", "out").stderr
    assert run("render", "甲", "乙", "-o", "out").returncode == 0
    assert {file.split("/")[0] for file in outputs(tmp_path / "out")} == {"甲", "乙"}


@POSIX
def test_a_file_that_cannot_be_read_or_written_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "区", 3)
    (district / "out" / "示例市第1局2025年政府信息公开工作年度报告.txt").mkdir(parents=True)
    (district / "悬空.yaml").symlink_to(district / "没有")
    done = run("render", "区", "--results", "json=r.json", "--results", "md=r.md")
    assert done.returncode == 2
    assert "同名的文件夹" in done.stderr
    assert "找不到文件" in done.stderr
    assert done.stderr.endswith("输出 2 份，读不了 1 份，写不了 1 份。\n")
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert list(Draft7Validator(schema.read("findings")).iter_errors(told)) == []
    assert [file["delivery"]["status"] for file in told["files"]] == ["rendered"] * 2
    assert len(told["unread"]) == 2
    assert "输出 2 份。" in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_the_index_lists_every_report_with_links_that_lead_somewhere(run: Run, tmp_path: Path) -> None:
    district = write(tmp_path / "A&B", 3, parts=2)
    (district / "镇街1" / "局1.yaml").write_text(report(1).replace("行政许可: 1", "行政许可: 1,000"), encoding="utf-8")
    run("render", "A&B")
    page = html.fromstring((district / "out" / "index.html").read_bytes())
    heads = [head.text_content() for head in page.findall(".//thead//th")]
    rows = [[cell.text_content() for cell in row] for row in page.findall(".//tbody/tr")]
    assert heads[:5] == ["机关", "文件夹", "年度", "状态", "文件"]
    assert heads[5:7] == ["新收申请（件）", "上年结转（件）"]
    assert [row[:2] + row[3:4] for row in rows] == [
        ["示例市第0局", "镇街0", "已输出"],
        ["示例市第2局", "镇街0", "已输出"],
        ["示例市第1局", "镇街1", "有 1 个错误，没有输出"],
    ]
    assert rows[0][5:] == ["8", "1", "8", "5", "1", "1", "2"]
    links = [link.get("href") for link in page.findall(".//a")]
    assert len(links) == 6
    assert all((district / "out" / unquote(link)).is_file() for link in links)
    script = page.find(".//script").text
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert page.find(".//h1").text == "A&B：年度报告"


class _Counting(ThreadPoolExecutor):
    """An executor that is none of ours, and notes how many shares were under way at most."""

    most = now = 0

    def submit(self, call: Callable[..., object], /, *arguments: object, **more: object) -> Future:  # type: ignore[type-arg, override]
        self.now += 1
        self.most = max(self.most, self.now)
        future = super().submit(call, *arguments, **more)
        future.result()  # done, and not taken yet
        return future


def test_any_executor_will_do_and_few_tasks_are_under_way(tmp_path: Path) -> None:
    district = write(tmp_path / "区", 30)
    options = Options(("txt",))
    tasks = (Task(str(file), options, str(tmp_path / "out")) for file in sorted(district.iterdir()))
    with _Counting(2) as executor:
        seen = []
        for done in batch.run(tasks, executor, 2):
            executor.now -= 1
            seen.append((done.file, done.status))
    assert seen == [(str(file), records.RENDERED) for file in sorted(district.iterdir())]
    assert executor.most <= 8
    assert len(outputs(tmp_path / "out")) == 30


def test_a_share_that_is_done_again_in_one_run_finds_its_records(tmp_path: Path) -> None:
    district = write(tmp_path / "区", 1)
    options = Options(("txt",))
    out = str(tmp_path / "out")
    task = Task(
        str(district / "局0.yaml"), options, out, "", out, f"{out}/.nianbao/r.json", batch.basis(options), "一", True
    )
    first = batch.perform((task,))[0]
    moment = _times(tmp_path / "out")
    assert batch.perform((task,))[0] == first
    assert _times(tmp_path / "out") == moment
    assert batch.perform((task._replace(run="二", force=False),))[0].made is False


def test_an_executor_that_is_none_is_told(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "区", 1)
    done = run("render", "区", "--executor", "spark://a")
    assert (done.returncode, done.stderr) == (2, "nianbao：不认识 spark://a。--executor 可以写 dask://主机:端口。\n")


@POSIX
def test_progress_is_shown_on_a_terminal_and_gone_in_the_end(tmp_path: Path) -> None:
    import pty

    write(tmp_path / "区", 60)
    screen, end = pty.openpty()
    process = _start(tmp_path, "render", "区", "--jobs", "1", stderr=end)
    os.close(end)
    shown = b""
    while True:
        try:
            part = os.read(screen, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.communicate()
    os.close(screen)
    text = shown.decode()
    assert re.search(r"\r\d+/60，输出 \d+ 份", text)
    *_, erased, last = text.replace("\r\n", "\n").split("\r")
    assert (erased.strip(), last) == ("", "输出 60 份。\n")


def _start(folder: Path, *arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    environment = {**outside_ci(), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", "import generator.cli as cli; cli.main()", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True
    )


def _wait_for_outputs(folder: Path, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and not any(folder.glob("*.docx")):
        time.sleep(0.005)


def _worker(process: subprocess.Popen[bytes]) -> int:
    """A process that works for another, once there is one."""
    command = ["pgrep", "-P", str(process.pid)]
    while True:
        assert process.poll() is None
        workers = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
        if workers:
            return int(workers[0])


def _nobody_is_left(session: int) -> bool:
    """Whether no process of a session runs any more; workers get a moment to notice."""
    for _ in range(500):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@POSIX
def test_ctrl_c_ends_the_workers_and_leaves_whole_files_only(tmp_path: Path) -> None:
    district = write(tmp_path / "区", REPORTS * 3)
    process = _start(tmp_path, "render", "区", "--jobs", "2")
    _wait_for_outputs(district / "out", process)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate()[1].decode()
    assert (process.returncode, told) == (2, "nianbao：已中断，没有写完的文件没有留下。\n")
    assert _nobody_is_left(process.pid)
    assert not list((district / "out").rglob("*.tmp"))


def test_several_processes_make_pdf_files(tmp_path: Path) -> None:
    write(tmp_path / "区", 3)
    process = _start(tmp_path, "render", "区", "--format", "pdf", "--jobs", "2")
    try:
        told = process.communicate(timeout=300)[1].decode()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert (process.returncode, told) == (0, "输出 3 份。\n")
    assert len(list((tmp_path / "区" / "out").glob("*.pdf"))) == 3


@POSIX
def test_an_interrupt_that_was_held_back_stays_so(tmp_path: Path) -> None:
    district = sorted(write(tmp_path / "区", 3).iterdir())
    tasks = [Task(str(file), Options(("txt",)), str(tmp_path / "out")) for file in district]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        with executors.opened("", 2, 3) as (executor, lanes):
            assert [done.status for done in batch.run(tasks, executor, lanes, 3)] == [records.RENDERED] * 3
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@POSIX
def test_a_killed_worker_is_told_and_the_next_run_does_the_rest(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "区", REPORTS * 3)
    process = _start(tmp_path, "render", "区", "--jobs", "2")
    os.kill(_worker(process), signal.SIGKILL)
    told = process.communicate()[1].decode()
    assert process.returncode == 2
    assert "再运行一次只做剩下的" in told
    assert re.fullmatch(r"输出 \d+ 份，没有变化 \d+ 份。\n", _render(run, "区"))


@POSIX
def test_a_batch_killed_at_random_moments_leaves_whole_files_and_a_rerun_does_exactly_the_rest(tmp_path: Path) -> None:
    """Each run goes on where the one before was killed, until one gets through; then from the beginning."""
    district = write(tmp_path / "区", REPORTS)
    arguments = ("render", "区", "--jobs", "2", "-o")
    started = time.monotonic()
    assert _start(tmp_path, *arguments, "全").communicate()[1].decode() == f"输出 {REPORTS} 份。\n"
    whole, lasted = outputs(tmp_path / "全"), time.monotonic() - started
    source, killed, cycle = random.Random(7), 0, 0
    while killed < KILLS:
        cycle += 1
        out = tmp_path / f"{cycle}"
        while True:
            finished = _whole(out, district, whole)
            times = {file: file.stat().st_mtime_ns for name in finished for file in out.glob(f"{name}*")}
            process = _start(tmp_path, *arguments, out.name)
            try:
                process.wait(source.uniform(0, lasted / 3) if killed < KILLS else None)
            except subprocess.TimeoutExpired:
                (os.killpg if source.random() < 0.3 else os.kill)(process.pid, signal.SIGKILL)
                killed += 1
            told = process.communicate()[1].decode()
            assert _nobody_is_left(process.pid)
            assert all(file.stat().st_mtime_ns == moment for file, moment in times.items())
            if process.returncode == 0:
                break
        count = {kind: int(number) for kind, number in re.findall(r"(\S+?) (\d+) 份", told.replace("，", " "))}
        assert (count.get("没有变化", 0), count.get("输出", 0)) == (len(finished), REPORTS - len(finished))
        assert outputs(out) == whole


def _whole(out: Path, district: Path, whole: dict[str, bytes]) -> list[str]:
    """The names of the outputs whose reports have a record, after a look at every file that a killed run left."""
    for name, content in outputs(out).items():
        assert content == whole[name], name
    numbers = [path.name.removeprefix("局").split(".")[0] for path in (out / ".nianbao").glob("*.json")]
    return [f"示例市第{number}局" for number in numbers]
