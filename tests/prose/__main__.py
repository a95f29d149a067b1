"""How well contradictions and numbers in prose are told: python -m tests.prose [-v]."""

from __future__ import annotations

import sys

from tests.prose import corpus


def main() -> None:
    for part, name in corpus.PARTS.items():
        detection, tokens = corpus.detection(part), corpus.tokens(part)
        print(f"{name}：{len(corpus.sentences(part))} 句")
        print(f"  矛盾：查准 {detection.precision:.3f}，查全 {detection.recall:.3f}", end="")
        print(f"（对 {detection.right}，多报 {detection.false}，漏报 {detection.missed}）")
        print(f"  数字：{tokens.accuracy:.3f}（对 {tokens.right}，多认 {tokens.false}，漏认 {tokens.missed}）")
        for fault in detection.faults + tokens.faults if "-v" in sys.argv else ():
            print(f"    {fault}")


if __name__ == "__main__":
    main()
