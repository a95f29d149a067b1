"""Comments on pull requests: found again by the marker they begin with and replaced in place. The only door to the net.

Which pull request is meant, and who speaks, is read from the variables that each forge's own runner sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from generator.errors import GeneratorError, InputError

FORGES = ("github", "gitea", "gitlab", "gitee")
_PAGE = 100  # comments asked for at once
_SECONDS = 30


class RefusedError(GeneratorError):
    """The forge does not let this run write comments, as is usual where a request comes from a fork."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of one pull request: where they are listed and added, and where one of them is changed."""

    listing: str
    single: str
    changing: str
    headers: Mapping[str, str]


def thread(forge: str, variables: Mapping[str, str]) -> Thread | None:
    """The comments of the pull request that this run is for; None where it is for none. InputError without a token."""
    if forge not in FORGES:
        raise InputError(f"不认识 {forge}。可以写：{'、'.join(FORGES)}。")
    if forge == "gitlab":
        return _gitlab(variables)
    if forge == "gitee":
        return _gitee(variables)
    return _github(variables)


def post(where: Thread, marker: str, text: str) -> str:
    """Add a comment, or replace the one that begins with the marker; gives the Chinese word for what was done."""
    page = 1
    while True:
        mark = "&" if "?" in where.listing else "?"
        found = _call("GET", f"{where.listing}{mark}per_page={_PAGE}&limit={_PAGE}&page={page}", where.headers, None)
        for comment in found:
            if str(comment.get("body", "")).startswith(marker):
                _call(where.changing, where.single.format(comment["id"]), where.headers, {"body": text})
                return "更新"
        if len(found) < _PAGE:
            _call("POST", where.listing, where.headers, {"body": text})
            return "新发"
        page += 1


def _github(variables: Mapping[str, str]) -> Thread | None:
    """GitHub Actions and Gitea Actions, whose variables and addresses are the same."""
    pull = re.match(r"refs/pull/(\d+)/", variables.get("GITHUB_REF", ""))
    number = variables.get("NIANBAO_PR") or (pull[1] if pull else "")
    if not number:
        return None
    base = f"{_needed(variables, 'GITHUB_API_URL')}/repos/{_needed(variables, 'GITHUB_REPOSITORY')}/issues"
    headers = {"Authorization": f"token {_needed(variables, 'GITHUB_TOKEN')}"}
    return Thread(f"{base}/{number}/comments", base + "/comments/{}", "PATCH", headers)


def _gitlab(variables: Mapping[str, str]) -> Thread | None:
    number = variables.get("CI_MERGE_REQUEST_IID")
    if not number:
        return None
    project = quote(_needed(variables, "CI_PROJECT_ID"), safe="")
    listing = f"{_needed(variables, 'CI_API_V4_URL')}/projects/{project}/merge_requests/{number}/notes"
    return Thread(listing, listing + "/{}", "PUT", {"PRIVATE-TOKEN": _needed(variables, "NIANBAO_TOKEN")})


def _gitee(variables: Mapping[str, str]) -> Thread | None:
    number = variables.get("NIANBAO_PR")
    if not number:
        return None
    base = variables.get("NIANBAO_API") or "https://gitee.com/api/v5"
    pulls = f"{base}/repos/{_needed(variables, 'NIANBAO_REPOSITORY')}/pulls"
    token = f"?access_token={quote(_needed(variables, 'NIANBAO_TOKEN'), safe='')}"
    return Thread(f"{pulls}/{number}/comments{token}", pulls + "/comments/{}" + token, "PATCH", {})


def _needed(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "")
    if not value:
        raise InputError(f"没有环境变量 {name}，评论发不出去。请在流水线里设置它。")
    return value


def _call(method: str, address: str, headers: Mapping[str, str], data: object) -> Any:
    if not address.startswith(("https://", "http://")):
        raise InputError(f"接口地址 {address[:80]} 不是网址。请核对流水线的环境变量。")
    body = None if data is None else json.dumps(data, ensure_ascii=False).encode("utf-8")
    shown = {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": "nianbao", **headers}
    try:
        with urlopen(Request(address, body, shown, method=method), timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
    except HTTPError as error:
        place = address.partition("?")[0]
        if error.code in (401, 403):
            raise RefusedError(f"评论没有发出：{place} 不许（{error.code}）。来自分叉仓库的请求只能读。") from None
        raise GeneratorError(f"评论发不出去：{place} 答复 {error.code}。请核对流水线的设置。") from None
    except (URLError, OSError, ValueError) as error:
        raise GeneratorError(f"评论发不出去：{address.partition('?')[0]} 连不上（{error}）。请检查网络。") from None
