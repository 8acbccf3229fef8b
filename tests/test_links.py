from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from fakes import KB, TODAY

from suggest import links
from suggest.base import load_base
from suggest.cli import main
from suggest.links import Checked, Link, as_json, as_markdown, as_text, ask_all, check_links, gather, read_links

LOCAL = "127.0.0.1"
REDIRECTS = {
    "/moved": (301, "/ok"),
    "/moved308": (308, "/ok"),
    "/elsewhere-today": (302, "/ok"),
    "/moved-then-today": (301, "/elsewhere-today"),
    "/today-then-moved": (302, "/moved"),
    "/moved-to-nothing": (301, "/gone"),
    "/circle": (302, "/circle"),
}
STATUS = {"/ok": 200, "/no": 404, "/gone": 410, "/forbidden": 403, "/broken": 500, "/teapot": 418}
HEAD_ONLY = {"/head403": 403, "/head404": 404, "/head405": 405, "/head501": 501}


class Site(ThreadingHTTPServer):
    """A server on this machine that notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOCAL, 0), Page)
        self.asked: list[tuple[str, str]] = []
        self.ended = threading.Event()

    def url(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://{LOCAL}:{self.server_port}{path}"


class Page(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        earlier = sum(path == self.path for _, path in self.server.asked)
        self.server.asked.append((self.command, self.path))
        if self.path == "/hangs" or (self.path == "/hangs-once" and not earlier):
            self.server.ended.wait(10)
            return
        status, target = REDIRECTS.get(self.path, (STATUS.get(self.path, 200), None))
        if self.path == "/500-then-200" and not earlier:
            status = 500
        if self.command == "HEAD":
            status = HEAD_ONLY.get(self.path, status)
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    thread = threading.Thread(target=partial(site.serve_forever, poll_interval=0.01))
    thread.start()
    yield site
    site.ended.set()
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name but this machine's own is unknown, and no proxy stands between."""
    look_up = socket.getaddrinfo

    def only_here(host: str, *args: object, **kwargs: object) -> object:
        if host.encode("idna") != LOCAL.encode():
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", only_here)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def check(*urls: str) -> list[Checked]:
    return check_links([Link(url, ("a.md:1",)) for url in urls], timeout=0.5, pause=0.01)


def refused_port() -> int:
    with socket.socket() as free:
        free.bind((LOCAL, 0))
        return int(free.getsockname()[1])


# --- what is asked ------------------------------------------------------------------------------------------------


def test_every_address_stands_once_with_the_line_of_each_use(kb_dir: Path) -> None:
    found = {link.url: link.uses for link in read_links(kb_dir)}
    articles = kb_dir / "articles"
    assert found["https://www.bamf.de/mbe"] == ("referral mbe",)
    assert found["https://www.gesetze-im-internet.de/sgb_4/__8.html"] == (f"{articles}/ar/minijob.md:11", f"{articles}/de/minijob.md:11")
    assert list(found) == sorted(found)


@pytest.mark.whole_base
def test_lines_are_right_in_the_product() -> None:
    kb = Path(__file__).parents[1] / "kb"
    for link in read_links(kb):
        for path, _, line in (use.rpartition(":") for use in link.uses if not use.startswith("referral ")):
            assert link.url in Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_an_address_on_a_line_of_its_own_is_found_and_its_fragment_left_out(kb_dir: Path) -> None:
    path = kb_dir / "articles" / "de" / "brueckenteilzeit.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"tzbfg9a: \{.*?\}", 'tzbfg9a:\n    law: "§ 9a TzBfG"\n    url: https://a.example/x#abs-2', text), encoding="utf-8"
    )
    assert [link.uses for link in read_links(kb_dir) if link.url == "https://a.example/x"] == [(f"{path}:13",)]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_published_articles_count(kb_dir: Path, status: str) -> None:
    for path in kb_dir.rglob("minijob.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("status: published", f"status: {status}"), encoding="utf-8")
    assert not [link for link in gather(load_base(kb_dir), _texts(kb_dir)) if "sgb_4" in link.url]


def _texts(kb_dir: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in kb_dir.rglob("*.md")}


# --- what the answers mean ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "result", "detail", "moved_to"),
    [
        ("/ok", "ok", "", None),
        ("/moved", "moved", "", "/ok"),
        ("/moved308", "moved", "", "/ok"),
        ("/elsewhere-today", "ok", "", None),
        ("/moved-then-today", "moved", "", "/elsewhere-today"),
        ("/today-then-moved", "ok", "", None),
        ("/moved-to-nothing", "missing", "410", "/gone"),
        ("/no", "missing", "404", None),
        ("/gone", "missing", "410", None),
        ("/forbidden", "failing", "403", None),
        ("/teapot", "failing", "418", None),
        ("/broken", "failing", "500", None),
        ("/circle", "failing", "more than 10 redirects", None),
        ("/head403", "ok", "", None),
        ("/head404", "ok", "", None),
        ("/head405", "ok", "", None),
        ("/head501", "ok", "", None),
        ("/500-then-200", "ok", "", None),
        ("/hangs-once", "ok", "", None),
        ("/hangs", "unreachable", "timeout", None),
    ],
)
def test_an_answer_becomes_a_result(site: Site, path: str, result: str, detail: str, moved_to: str | None) -> None:
    (checked,) = check(site.url(path))
    assert (checked.result, checked.detail) == (result, detail)
    assert checked.moved_to == (site.url(moved_to) if moved_to else None)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/ok", ["HEAD"]),
        ("/gone", ["HEAD"]),
        ("/no", ["HEAD", "GET"]),
        ("/head405", ["HEAD", "GET"]),
        ("/500-then-200", ["HEAD", "GET"]),
        ("/broken", ["HEAD", "GET"]),
        ("/hangs", ["HEAD", "GET"]),
    ],
)
def test_no_more_is_asked_than_needed(site: Site, path: str, methods: list[str]) -> None:
    check(site.url(path))
    assert site.asked == [(method, path) for method in methods]


def test_the_retry_comes_after_the_pause(site: Site) -> None:
    start = time.monotonic()
    check_links([Link(site.url("/broken"), ())], timeout=0.5, pause=0.3)
    assert time.monotonic() - start >= 0.3


@pytest.mark.parametrize(
    ("url", "result", "detail"),
    [
        (f"http://{LOCAL}:{refused_port()}/", "unreachable", "connection refused"),
        ("https://no.such.host.example/", "unreachable", "host not found"),
        ("https://a..example/", "failing", "not a web address"),
        ("javascript:alert(1)", "failing", "not a web address"),
        ("", "failing", "not a web address"),
    ],
)
def test_an_address_without_an_answer_says_why(url: str, result: str, detail: str) -> None:
    (checked,) = check(url)
    assert (checked.result, checked.detail) == (result, detail)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_that_nobody_signed_is_named(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={LOCAL}"]
    names = ["-addext", f"subjectAltName=IP:{LOCAL}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site = Site()
    site.socket = context.wrap_socket(site.socket, server_side=True)
    with serving(site):
        (checked,) = check(site.url("/ok", "https"))
    assert (checked.result, "self-signed" in checked.detail.replace(" ", "-"), site.asked) == ("bad certificate", True, [])


# --- how many at once ---------------------------------------------------------------------------------------------


class Crowd:
    """Answers slowly and notes how many were inside at once, in all and of each host."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self._answer = answer
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()
        self.most, self.most_of_a_host = 0, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            self._inside[request.url.host] += 1
            self.most = max(self.most, self._inside.total())
            self.most_of_a_host = max(self.most_of_a_host, *self._inside.values())
        time.sleep(0.02)
        with self._lock:
            self._inside[request.url.host] -= 1
        return self._answer(request)


def ask(crowd: Crowd, urls: list[str]) -> list[Checked]:
    with httpx.Client(transport=httpx.MockTransport(crowd)) as client:
        return ask_all(client, [Link(url, ()) for url in urls], pause=0)


def test_six_are_asked_at_once_and_two_of_a_host() -> None:
    crowd = Crowd(lambda request: httpx.Response(200))
    urls = [f"https://{host}.example/{page}" for host in "abcdefgh" for page in range(5)]
    assert [checked.link.url for checked in ask(crowd, urls)] == urls
    assert (crowd.most, crowd.most_of_a_host) == (6, 2)


def test_two_of_a_host_also_where_redirects_lead_to_it() -> None:
    crowd = Crowd(lambda r: httpx.Response(200) if r.url.host == "z.example" else httpx.Response(302, headers={"Location": "//z.example/"}))
    results = ask(crowd, [f"https://{host}.example/{page}" for host in "abcdefgh" for page in range(3)])
    assert {checked.result for checked in results} == {"ok"}
    assert crowd.most_of_a_host == 2


def test_progress_counts_to_the_end(site: Site) -> None:
    seen: list[tuple[int, int]] = []
    check_links([Link(site.url(f"/{n}"), ()) for n in range(9)], timeout=0.5, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 9) for n in range(1, 10)]


def test_an_interruption_ends_it_without_asking_the_rest() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(Crowd(answer), [f"https://a.example/{page}" for page in range(50)])
    assert len(asked) <= 2


# --- how it is told -----------------------------------------------------------------------------------------------

RESULTS = [
    Checked(Link("https://a.example/", ("a.md:1",)), "ok"),
    Checked(Link("https://b.example/", ("a.md:2",)), "moved", "", "https://b.example/new"),
    Checked(Link("https://c.example/long", ("a.md:3", "b.md:3", "c.md:3", "d.md:3", "referral c")), "missing", "404"),
]
COUNTS = "3 addresses: 1 ok, 1 moved, 1 missing, 0 failing, 0 unreachable, 0 bad certificate"


def test_the_table_shows_only_what_is_not_ok() -> None:
    assert as_text(RESULTS).splitlines() == [
        "missing          404  https://c.example/long  a.md:3, b.md:3, c.md:3 and 2 more",
        "moved                 https://b.example/ → https://b.example/new  a.md:2",
        COUNTS,
    ]
    assert as_text(RESULTS[:1]) == "1 addresses: 1 ok, 0 moved, 0 missing, 0 failing, 0 unreachable, 0 bad certificate"


def test_json_holds_every_address() -> None:
    rows = json.loads(as_json(RESULTS))
    assert [row["result"] for row in rows] == ["ok", "moved", "missing"]
    wanted = {"url": "https://b.example/", "result": "moved", "detail": "", "moved_to": "https://b.example/new", "used_in": ["a.md:2"]}
    assert rows[1] == wanted


def test_the_report_has_the_day_and_every_use() -> None:
    report = as_markdown(RESULTS, today=TODAY)
    assert report.startswith(
        f"# Addresses of the base, 2026-11-22\n\n{COUNTS}\n\n## Missing\n\n- https://c.example/long (404)\n  - a.md:3\n"
    )
    assert report.endswith("  - referral c\n\n## Moved\n\n- https://b.example/ → https://b.example/new\n  - a.md:2\n")
    assert "a.example" not in report


@pytest.mark.parametrize("result", links.RESULTS)
def test_all_but_ok_and_moved_is_broken(result: links.Result) -> None:
    assert links.has_broken([RESULTS[0], Checked(RESULTS[0].link, result)]) == (result not in ("ok", "moved"))


# --- the command --------------------------------------------------------------------------------------------------


def base_of(kb_dir: Path, url: str) -> Path:
    """The base, all its addresses replaced."""
    for path in [*kb_dir.rglob("*.md"), kb_dir / "referrals.toml"]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"(https?:|javascript:)[^"]*"', f'"{url}"', text), encoding="utf-8")
    return kb_dir


@pytest.mark.parametrize(("path", "code", "result"), [("/ok", 0, "ok"), ("/moved", 0, "moved"), ("/no", 1, "missing")])
def test_the_command_exits_with_1_when_an_address_is_broken(
    site: Site, kb_dir: Path, tmp_path: Path, path: str, code: int, result: str
) -> None:
    report = tmp_path / "links.md"
    arguments = ["check", "--links", "--kb", str(base_of(kb_dir, site.url(path))), "--on", "2026-11-30", "--report", str(report)]
    run = CliRunner().invoke(main, arguments)
    assert (run.exit_code, f"1 {result}" in run.stdout) == (code, True)
    assert report.read_text(encoding="utf-8").startswith(f"# Addresses of the base, {date(2026, 11, 30)}\n")


def test_the_command_prints_json_alone(site: Site, kb_dir: Path) -> None:
    run = CliRunner().invoke(main, ["check", "--links", "--json", "--kb", str(base_of(kb_dir, site.url("/ok")))])
    assert [row["result"] for row in json.loads(run.output)] == ["ok"]
    assert site.asked == [("HEAD", "/ok")]


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["--report", "r.md"], "name both"),
        (["--links", "--format", "github"], "leave --format out"),
        (["--links", "--report", "/no/such/folder/r.md"], "is not a directory"),
        (["--links", "--kb", "/no/such/base"], "--kb DIR"),
    ],
)
def test_bad_input_is_one_sentence_with_the_remedy(arguments: list[str], remedy: str) -> None:
    run = CliRunner().invoke(main, ["check", "--kb", str(KB), *arguments])
    assert (run.exit_code, remedy in run.stderr, len(run.stderr.strip().splitlines())) == (2, True, 1)


def test_without_the_option_httpx_is_not_imported() -> None:
    code = f"import sys; from suggest.cli import main; main(['check', '--kb', {str(KB)!r}], standalone_mode=False)"
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    sys.exit(9 if 'httpx' in sys.modules else 0)\nsys.exit(8)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0
