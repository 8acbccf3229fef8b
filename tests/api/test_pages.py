"""The pages as a browser without JavaScript sees them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from fakes import POST, TODAY, WordService
from markupsafe import escape
from starlette.testclient import TestClient

from api.app import create_app
from api.rendering import INTERFACES, texts

HTML = {"accept": "text/html"}


class Page(HTMLParser):
    """The start tags of a page and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def draft_of(html: str) -> str:
    found = re.search(r'<textarea id="draft".*?>\n(.*?)</textarea>', html, re.DOTALL)
    assert found
    return found.group(1)


def flat(value: Any, before: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {before}
    return {key for name, inner in value.items() for key in flat(inner, f"{before}.{name}")}


def test_the_texts_have_the_same_keys_in_every_language() -> None:
    german, *others = (flat(dict(texts(interface))) for interface in INTERFACES)
    assert all(other == german for other in others)


@pytest.mark.parametrize("interface", INTERFACES)
def test_no_text_is_named_like_a_method_of_a_table(interface: str) -> None:
    """Jinja would find the method first."""
    assert not [key for key in flat(dict(texts(interface))) if any(hasattr({}, part) for part in key.split(".") if part)]


def test_paste_draft_swap_and_undo(client: TestClient) -> None:
    empty = client.get("/")
    assert "Entwurf schreiben" in empty.text
    fields = {"text": POST, "channel": "gutefrage", "land": "", "address": "", "length": "normal", "language": ""}
    drafted = client.post("/", data=fields)
    assert drafted.status_code == 200
    assert "mindestens ein Jahr und höchstens fünf Jahre. [1]" in draft_of(drafted.text)
    assert 'value="gutefrage" selected' in drafted.text
    (take,) = [b for b in Page(drafted.text).all("button") if b.get("value") == "de/minijob#grenze"]
    assert (take["form"], take["name"]) == ("desk", "section")
    swapped = client.post("/", data=fields | {"section": "de/minijob#grenze"})
    assert "Im Minijob liegt die Grenze bei 603 Euro im Monat. [1]" in draft_of(swapped.text)
    assert "höchstens fünf Jahre" not in draft_of(swapped.text)
    assert "die Sie gewählt haben" in swapped.text
    assert draft_of(client.post("/", data=fields).text) == draft_of(drafted.text)


def test_the_result_shows_the_evidence(client: TestClient) -> None:
    html = client.post("/", data={"text": "Wie viel darf man im Minijob verdienen?"}).text
    assert "Antwort aus den Artikeln" in html
    assert 'id="cite-1"' in html
    assert 'href="#cite-1"' in html
    assert '<mark class="used">Im Minijob liegt die Grenze bei 603 Euro im Monat.</mark>' in html
    assert "Die Prüfung dieses Artikels ist überfällig" in html
    assert "geprüft am 22. November 2026" in html
    outside = [a for a in Page(html).all("a") if str(a["href"]).startswith("http")]
    assert outside
    assert all((a["target"], a["rel"]) == ("_blank", "noreferrer noopener") for a in outside)


def test_what_was_replaced_is_shown_by_kind_and_never_raw(client: TestClient) -> None:
    html = client.post("/", data={"text": f"Ich heiße Maria Schmidt. Mail: maria@example.org! {POST}"}).text
    read = html[html.index("So wurde der Beitrag gelesen") :]
    assert "<mark>[name]</mark>. Mail: <mark>[email]</mark>! Wie lange dauert" in read
    assert "1 × E-Mail-Adresse, 1 × Name" in read
    assert "maria@example.org" not in read


def test_a_possible_emergency_stands_first_and_keeps_its_contacts(client: TestClient) -> None:
    html = client.post("/", data={"text": "Ich will nicht mehr leben"}).text
    assert html.index('role="alert"') < html.index('id="draft"')
    assert "ACHTUNG, möglicher Notfall" in html
    assert "112" in draft_of(html)
    assert 'name="section"' not in html
    forced = client.post("/", data={"text": "Ich will nicht mehr leben", "section": "de/minijob#grenze"}).text
    assert "112" in draft_of(forced)
    assert "ACHTUNG" in forced


def test_a_post_outside_the_articles_says_so(service: WordService) -> None:
    doubtful = service.settings.model_copy(update={"answer_probability": 1.0})
    service.settings = doubtful
    with TestClient(create_app(doubtful, service=service, today=lambda: TODAY)) as client:
        html = client.post("/", data={"text": "Wie lange dauert das Asylverfahren beim BAMF?"}).text
    assert "Nichts Gesichertes in den Artikeln" in html
    assert "keine Sachaussage aus den Artikeln" in html


def test_an_arabic_draft_is_marked_as_such(client: TestClient) -> None:
    html = client.post("/", data={"text": "كم يمكن كسبه في العمل المصغر؟"}).text
    (draft,) = [t for t in Page(html).all("textarea") if t["id"] == "draft"]
    assert (draft["lang"], draft["dir"]) == ("ar", "auto")
    assert "Übersetzung aus: Deutsch" in html
    assert "nicht von einer Person mit dieser Erstsprache gelesen" in html


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "{{ 7*7 }}", "</textarea><img src=x onerror=alert(1)>", '"><b>', "&lt;b&gt;"]
)
def test_a_post_is_shown_as_it_is_and_never_run(client: TestClient, attack: str) -> None:
    html = client.post("/", data={"text": f"{attack} {POST}"}).text
    (pasted,) = re.findall(r'<textarea id="text".*?>\n(.*?)</textarea>', html, re.DOTALL)
    assert pasted == f"{escape(attack)} {POST}"
    assert "<script>alert" not in html
    assert "<img" not in html
    assert [t.get("src") for t in Page(html).all("script")] == ["/static/vendor/htmx.min.js", "/static/desk.js"]


def test_an_address_that_is_no_web_address_is_no_link(client: TestClient) -> None:
    html = client.get("/articles/de/minijob").text
    assert "javascript:" not in html
    assert "Seite &lt;b&gt;" in html


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": "  "}, 422, "Es fehlt der Text"),
        ({}, 422, "Es fehlt der Text"),
        ({"text": "Hallo <b>", "channel": "brieftaube"}, 422, "Eine Auswahl ist nicht bekannt"),
        ({"text": "Hallo <b>", "land": "XX"}, 422, "Eine Auswahl ist nicht bekannt"),
        ({"text": "Hallo <b>", "section": "de/weg#da"}, 422, "Diese Fundstelle gibt es nicht mehr"),
        ({"text": "Hallo <b> " * 2001}, 413, "Der Text ist zu lang"),
    ],
)
def test_an_error_is_said_in_the_page_and_the_text_is_kept(client: TestClient, fields: dict[str, str], status: int, said: str) -> None:
    answer = client.post("/", data=fields)
    assert answer.status_code == status
    assert said in answer.text
    if fields.get("text", "").strip():
        assert "Hallo &lt;b&gt;" in answer.text


def test_without_an_index_the_page_says_what_to_do(unbuilt: TestClient) -> None:
    assert unbuilt.get("/").status_code == 200
    answer = unbuilt.post("/", data={"text": POST})
    assert answer.status_code == 503
    assert "bitte den Index bauen lassen" in answer.text
    assert POST in answer.text
    assert unbuilt.get("/articles", headers=HTML).status_code == 503


def test_twenty_thousand_characters_fit_however_the_browser_writes_line_ends(client: TestClient) -> None:
    text = ("Minijob\n" * 2500)[:20_000]
    answer = client.post("/", data={"text": text.replace("\n", "\r\n")})
    assert answer.status_code == 200


def test_htmx_gets_the_result_part_only(client: TestClient) -> None:
    part = client.post("/", data={"text": POST}, headers={"hx-request": "true"}).text
    assert part.lstrip().startswith('<section id="result"')
    assert "<html" not in part
    failed = client.post("/", data={"text": ""}, headers={"hx-request": "true"})
    assert failed.status_code == 422
    assert failed.text.lstrip().startswith('<section id="result"')


def test_the_desk_speaks_english_on_request(client: TestClient) -> None:
    html = client.get("/?ui=en").text
    assert '<html lang="en">' in html
    assert "Write draft" in html
    answer = client.post("/?ui=en", data={"text": f"Ich heiße Maria Schmidt. {POST}"}).text
    assert "Personal data in the post was replaced" in answer
    assert client.get("/?ui=xx").text.count('<html lang="de">') == 1


def test_a_browser_gets_a_page_for_an_unknown_address(client: TestClient) -> None:
    answer = client.get("/articles/de/nothing", headers=HTML)
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.text
    assert client.get("/api/v1/articles/de/nothing", headers=HTML).headers["content-type"] == "application/problem+json"


def test_articles_are_listed_by_topic_and_language(client: TestClient) -> None:
    html = client.get("/articles").text
    assert "Teilzeit und Minijob" in html
    assert 'href="/articles/de/brueckenteilzeit"' in html
    assert 'href="/articles?language=ar"' in html
    assert "العمل المصغر" in client.get("/articles?language=ar").text


def test_an_article_shows_sections_sources_dates_and_questions(client: TestClient) -> None:
    html = client.get("/articles/de/brueckenteilzeit").text
    assert 'id="dauer"' in html
    assert 'href="#voraussetzungen"' in html
    assert "Geprüft am 22. November 2026" in html
    assert "Wie lange dauert Brückenteilzeit maximal" in html
    assert "§ 9a TzBfG" in html
    assert "Gilt bei dieser Zahl von Beschäftigten: 46 oder mehr" in html
    assert "Auch auf: " in client.get("/articles/de/minijob").text


def test_about_says_that_a_person_decides_and_nothing_is_kept(client: TestClient) -> None:
    html = client.get("/about").text
    assert "Ein Mensch entscheidet" in html
    assert "nicht gespeichert" in html


@pytest.mark.parametrize("url", ["/", "/articles", "/articles/de/minijob", "/about", "/nothing", "draft"])
@pytest.mark.parametrize("interface", INTERFACES)
def test_every_page_is_built_for_everyone(client: TestClient, url: str, interface: str) -> None:
    method, address, data = ("POST", "/", {"text": POST}) if url == "draft" else ("GET", url, None)
    answer = client.request(method, f"{address}?ui={interface}", data=data, headers=HTML)
    parsed = Page(answer.text)
    names = [name for name, _ in parsed.tags]
    assert parsed.all("html")[0]["lang"] == interface
    assert {"main", "header", "footer", "nav"} <= set(names)
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    ids = [one["id"] for _, one in parsed.tags if "id" in one]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in parsed.all("label")}
    assert {one["id"] for name in ("textarea", "select") for one in parsed.all(name)} <= labelled
    assert all("style" not in one and not any(key.startswith("on") for key in one) for _, one in parsed.tags)
    resources = [one.get("src") or one.get("href") for name in ("script", "link", "img") for one in parsed.all(name)]
    assert all(str(address).startswith("/static/") for address in resources)
