"""# C206 文字里还有没填的地方

**检查什么**：文字和注里有没有留着“【待填】”“XX”“××”“某某”“TODO”“＿＿”这样的记号。

**为什么**：从模板、上年的报告或者别处抄来的文字，常常有一处忘了填，印出来谁都看得见。

**正确**

    监督保障: |
      全年举办培训3次。

**错误**

    监督保障: |
      全年举办培训XX次。

**怎么改**：填上，或者删去这句话；暂时不知道的，可以先用 `render --draft` 出草稿。确实要这样写的（如隐去姓名），
在“例外”里写明理由。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.findings import Finding
from generator.label_keys import simplified
from generator.report import Report
from generator.rules import topics
from generator.rules.subject import Subject, error, written
from generator.template import RuleUse, Template


def prepare(template: Template, use: RuleUse) -> Callable[[Subject], Iterator[Finding]]:
    """The rule: none of the `words` stands in a narrative field, a note or a field of words."""
    words = topics.words(template, use, "words")

    def check(subject: Subject) -> Iterator[Finding]:
        report = subject.report
        if report is None:
            return
        searched = report.narratives if words.may_be_in(simplified(written(subject))) else {}
        for path, text in searched.items():
            for offset, mark in words.hits(text.scalar.text):
                place = subject.source.inside(text.scalar, offset)
                yield error(use.code, _message(mark), place, paths=(path,))
        yield from _notes(report)

    def _notes(report: Report) -> Iterator[Finding]:
        for path in report.values.worded:
            value = report.values[path]
            for _, mark in words.hits(value.note):
                yield error(use.code, f"注里{_message(mark)}", value.position, paths=(path,))
            for _, mark in words.hits(value.content) if isinstance(value.content, str) else ():
                yield error(use.code, f"“{path.parts[-1]}”里{_message(mark)}", value.position, paths=(path,))

    return check


def _message(mark: str) -> str:
    return f"“{mark}”像是还没有填的地方。请填上或者删去。"
