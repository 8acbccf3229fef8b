"""Whether the addresses of a base still answer: sources of published articles and contacts, each asked once, politely.

The only module that goes to the outside by itself; the command line imports it for `suggest check --links` alone.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event, Lock, Semaphore
from typing import Literal, get_args

import httpx

from suggest.base import load_base, published
from suggest.types import Base, Source

Result = Literal["ok", "moved", "missing", "failing", "unreachable", "bad certificate"]
RESULTS: tuple[Result, ...] = get_args(Result)
_WIDEST = max(map(len, RESULTS))
TIMEOUT = 15.0
PAUSE = 2.0
_AT_ONCE = 6
_AT_ONCE_A_HOST = 2
_MOST_REDIRECTS = 10
_MOST_USES = 3
_MISSING = (404, 410)
_PERMANENT = (301, 308)
_HEAD_REFUSED = (403, 404, 405, 501)
"""What servers answer to HEAD although GET works."""
_USER_AGENT = "Mozilla/5.0 (compatible; Antwortlotse link check)"


@dataclass(frozen=True, slots=True)
class Link:
    """An address without its fragment, and where it is used: `<file>:<line>` or `referral <id>`."""

    url: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of asking an address; `moved_to` is where its permanent redirects lead."""

    link: Link
    result: Result
    detail: str = ""
    moved_to: str | None = None

    @property
    def is_broken(self) -> bool:
        """True unless the address answers, here or where it has moved to."""
        return self.result not in ("ok", "moved")


def read_links(kb_dir: Path) -> list[Link]:
    """The addresses of a base. Raises InputError without the directory, ArticleError for a file that cannot be read."""
    base = load_base(kb_dir)
    return gather(base, {article.path: article.path.read_text(encoding="utf-8") for article in published(base)})


def gather(base: Base, texts: Mapping[Path, str]) -> list[Link]:
    """Each address of the published articles and of all contacts once, in alphabetical order; `texts` are the articles' files."""
    uses: defaultdict[str, list[str]] = defaultdict(list)
    for article in published(base):
        for source in article.sources.values():
            uses[_without_fragment(source.url)].append(f"{article.path}:{_line_of(texts[article.path], source)}")
    for contact in base.contacts.values():
        if contact.url:
            uses[_without_fragment(contact.url)].append(f"referral {contact.id}")
    return [Link(url, tuple(places)) for url, places in sorted(uses.items())]


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _line_of(text: str, source: Source) -> int:
    """The line of a source's address in its article, or of its key where the address is written in another way."""
    lines = text.splitlines()
    key = re.compile(rf"""\s+["']?{re.escape(source.key)}["']?\s*:""")
    start = next((number for number, line in enumerate(lines, 1) if key.match(line)), 1)
    return next((number for number, line in enumerate(lines[start - 1 :], start) if source.url in line), start)


def check_links(
    links: Sequence[Link], *, timeout: float = TIMEOUT, pause: float = PAUSE, progress: Callable[[int, int], None] | None = None
) -> list[Checked]:
    """The result of each link, in their order; `timeout` and `pause` before the one retry are seconds."""
    with httpx.Client(timeout=timeout, headers={"User-Agent": _USER_AGENT}) as client:
        return ask_all(client, links, pause=pause, progress=progress)


def ask_all(
    client: httpx.Client, links: Sequence[Link], *, pause: float, progress: Callable[[int, int], None] | None = None
) -> list[Checked]:
    """The result of each link, in their order: at most six at once, two of one host. Ctrl-C ends it after the requests that run."""
    asker, done, turn = _Asker(client, pause), count(1), Lock()

    def ask_lane(lane: Sequence[Link]) -> list[Checked]:
        results = []
        for link in lane:
            if asker.stopped.is_set():
                break
            results.append(asker.ask(link))
            if progress:
                with turn:
                    progress(next(done), len(links))
        return results

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        results = {checked.link: checked for lane in pool.map(ask_lane, _lanes(links)) for checked in lane}
    finally:
        asker.stopped.set()
        pool.shutdown(cancel_futures=True)
    return [results[link] for link in links]


def _lanes(links: Sequence[Link]) -> list[list[Link]]:
    """The links of each host in two lanes that are asked one after the other, the longest first: no thread waits for a host."""
    hosts: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        hosts[link.url.partition("://")[2].partition("/")[0]].append(link)
    lanes = [group[start::_AT_ONCE_A_HOST] for group in hosts.values() for start in range(_AT_ONCE_A_HOST)]
    return sorted(filter(None, lanes), key=len, reverse=True)


class _Asker:
    """Asks addresses from several threads; a host is never asked more than twice at once, also where redirects lead to it."""

    def __init__(self, client: httpx.Client, pause: float) -> None:
        self.stopped = Event()
        self._client = client
        self._pause = pause
        self._slots: dict[str, Semaphore] = {}

    def ask(self, link: Link) -> Checked:
        """The result of a link after at most three requests: HEAD, GET where HEAD is refused, and one retry.

        The retry is a GET, for some servers fail at HEAD alone.
        """
        checked, status = self._attempt("HEAD", link)
        if status in _HEAD_REFUSED:
            checked, status = self._attempt("GET", link)
        if (checked.result == "unreachable" or status >= httpx.codes.INTERNAL_SERVER_ERROR) and not self.stopped.wait(self._pause):
            checked, _ = self._attempt("GET", link)
        return checked

    def _attempt(self, method: str, link: Link) -> tuple[Checked, int]:
        """The result and the status, 0 where there is no answer."""
        try:
            status, moved_to = self._answer(method, link.url)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError):
            return Checked(link, "failing", "not a web address"), 0
        except httpx.RequestError as error:
            result, detail = _problem(error)
            return Checked(link, result, detail), 0
        return Checked(link, _result_of(status, moved_to), "" if httpx.codes.is_success(status) else str(status), moved_to), status

    def _answer(self, method: str, url: str) -> tuple[int, str | None]:
        """The last status and the address after the permanent redirects, up to the first temporary one.

        Redirects are followed here, not by httpx, so that each hop waits for a slot of its own host.
        """
        request = self._client.build_request(method, url)
        moved_to, permanent = None, True
        for _ in range(_MOST_REDIRECTS + 1):
            with self._slots.setdefault(request.url.host, Semaphore(_AT_ONCE_A_HOST)):
                response = self._client.send(request, stream=True)
                response.close()
            if response.next_request is None:
                return response.status_code, moved_to if moved_to != url else None
            request = response.next_request
            permanent = permanent and response.status_code in _PERMANENT
            moved_to = str(request.url) if permanent else moved_to
        raise httpx.TooManyRedirects(f"more than {_MOST_REDIRECTS} redirects", request=request)


def _result_of(status: int, moved_to: str | None) -> Result:
    if httpx.codes.is_success(status):
        return "moved" if moved_to else "ok"
    return "missing" if status in _MISSING else "failing"


def _problem(error: httpx.RequestError) -> tuple[Result, str]:
    """The result and its reason for a request without an answer."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "bad certificate", cause.verify_message
    if isinstance(error, httpx.TooManyRedirects):
        return "failing", str(error)
    if isinstance(error, httpx.TimeoutException):
        return "unreachable", "timeout"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "unreachable", "host not found"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "unreachable", "connection refused"
    return "unreachable", str(error) or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def has_broken(results: Sequence[Checked]) -> bool:
    """True when an address is missing, failing, unreachable or has a bad certificate."""
    return any(checked.is_broken for checked in results)


def as_text(results: Sequence[Checked]) -> str:
    """A row for each address that is not ok, those that only moved last, then the counts."""
    rows = _not_ok(results)
    detail = max((len(c.detail) for c in rows), default=0)
    lines = [f"{c.result:{_WIDEST}}  {c.detail:{detail}}  {_address(c)}  {_few(c.link.uses)}" for c in rows]
    return "\n".join([*lines, counts(results)])


def as_json(results: Sequence[Checked]) -> str:
    """A JSON array of all addresses, also those that are ok."""
    rows = [
        {"url": c.link.url, "result": c.result, "detail": c.detail, "moved_to": c.moved_to, "used_in": list(c.link.uses)} for c in results
    ]
    return json.dumps(rows, ensure_ascii=False)


def as_markdown(results: Sequence[Checked], *, today: date) -> str:
    """A report of the day: the counts, then a heading for each result but ok, its addresses and every place of their use."""
    lines = [f"# Addresses of the base, {today}", "", counts(results)]
    for result in reversed(RESULTS[1:]):
        found = [checked for checked in results if checked.result == result]
        lines += ["", f"## {result.capitalize()}", ""] if found else []
        for checked in found:
            lines.append(f"- {_address(checked)}{f' ({checked.detail})' if checked.detail else ''}")
            lines += [f"  - {use}" for use in checked.link.uses]
    return "\n".join(lines) + "\n"


def counts(results: Sequence[Checked]) -> str:
    """How many addresses there are, and how many with each result."""
    number = Counter(checked.result for checked in results)
    return f"{len(results)} addresses: {', '.join(f'{number[result]} {result}' for result in RESULTS)}"


def _not_ok(results: Sequence[Checked]) -> list[Checked]:
    shown = [checked for checked in results if checked.result != "ok"]
    return sorted(shown, key=lambda checked: -RESULTS.index(checked.result))


def _address(checked: Checked) -> str:
    return checked.link.url + (f" → {checked.moved_to}" if checked.moved_to else "")


def _few(uses: Sequence[str]) -> str:
    more = len(uses) - _MOST_USES
    return ", ".join(uses[:_MOST_USES]) + (f" and {more} more" if more > 0 else "")
