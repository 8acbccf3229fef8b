"""The routes of the API."""

from __future__ import annotations

import json

import pytest
from fakes import POST, TODAY, WordService
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from api.schemas.__main__ import FOLDER, MODELS, schema_of
from suggest.batch import message_of
from suggest.output import suggestion_as_json

URL = "/api/v1/suggestions"


def test_a_post_becomes_a_cited_draft(client: TestClient) -> None:
    answer = client.post(URL, json={"text": POST})
    assert answer.status_code == 200
    body = answer.json()
    assert body["outcome"] == "answer"
    assert "Brückenteilzeit dauert mindestens ein Jahr und höchstens fünf Jahre. [1]" in body["draft"]
    assert body["citations"][0]["docid"] == "de/brueckenteilzeit#dauer"
    assert body["citations"][0]["sources"] == [{"law": "§ 9a TzBfG", "url": "https://www.gesetze-im-internet.de/tzbfg/__9a.html"}]


def test_the_response_is_exactly_what_the_command_prints(client: TestClient, service: WordService) -> None:
    request = {"text": "Ich heiße Maria Schmidt. Wie lange dauert Brückenteilzeit?", "channel": "threads", "register": "Sie", "land": "BY"}
    expected = suggestion_as_json(service.suggester().suggest(message_of(request, service.settings), today=TODAY))
    got = client.post(URL, json=request).json()
    assert {k: v for k, v in got.items() if k not in ("id", "timings_ms")} == {
        k: v for k, v in expected.items() if k not in ("id", "timings_ms")
    }
    assert got["timings_ms"].keys() == expected["timings_ms"].keys()


def test_the_response_fits_the_committed_schema(client: TestClient) -> None:
    schema = json.loads((FOLDER / "suggestion.json").read_text(encoding="utf-8"))
    for text in (POST, "Ich will nicht mehr leben", "Wie viel darf man im Minijob verdienen?"):
        Draft202012Validator(schema).validate(client.post(URL, json={"text": text}).json())


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_schemas_are_those_of_the_models(name: str) -> None:
    committed = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert committed == schema_of(MODELS[name]), "write them anew: python -m api.schemas"
    Draft202012Validator.check_schema(committed)


def test_what_is_retrieved_has_titles(client: TestClient) -> None:
    hits = client.post("/api/v1/retrieve", json={"text": POST, "top": 2}).json()["hits"]
    assert len(hits) == 2
    assert hits[0]["docid"] == "de/brueckenteilzeit#dauer"
    assert (hits[0]["title"], hits[0]["heading"]) == ("Brückenteilzeit – befristet weniger arbeiten", POST)
    assert hits[0]["score"] >= hits[1]["score"]


def test_articles_can_be_retrieved_too(client: TestClient) -> None:
    hits = client.post("/api/v1/retrieve", json={"text": POST, "by": "article"}).json()["hits"]
    assert hits[0] | {"score": 0} == {
        "docid": "de/brueckenteilzeit",
        "score": 0,
        "title": "Brückenteilzeit – befristet weniger arbeiten",
        "heading": None,
    }
    assert len({hit["docid"] for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ar/minijob", "de/brueckenteilzeit", "de/minijob"]),
        ("?language=ar", ["ar/minijob"]),
        ("?language=de&topic=part_time", ["de/brueckenteilzeit", "de/minijob"]),
        ("?topic=recognition", []),
    ],
)
def test_articles_are_listed_by_language_and_topic(client: TestClient, query: str, expected: list[str]) -> None:
    articles = client.get(f"/api/v1/articles{query}").json()["articles"]
    assert [f"{one['language']}/{one['id']}" for one in articles] == expected


def test_a_listed_article_names_its_sections(client: TestClient) -> None:
    article = client.get("/api/v1/articles?language=de").json()["articles"][0]
    assert article["sections"][0] == {"anchor": "dauer", "heading": POST}
    assert (article["reviewed"], article["review_by"]) == ("2026-11-22", "2027-05-22")


def test_an_article_is_read_with_the_figures_of_today(client: TestClient) -> None:
    article = client.get("/api/v1/articles/de/minijob").json()
    texts = [sentence["text"] for sentence in article["sections"][0]["sentences"]]
    assert texts == ["Im Minijob liegt die Grenze bei 603 Euro im Monat.", "Die Grenze hängt am Mindestlohn."]
    assert article["sources"]["sgb4"] == {
        "label": "§ 8 SGB IV",
        "url": "https://www.gesetze-im-internet.de/sgb_4/__8.html",
        "law": True,
        "checked": "2026-11-22",
    }
    assert client.get("/api/v1/articles/ar/minijob").json()["translation"] == {"of": "de", "reviewed_by_native": False}


def test_a_section_says_for_whom_alone_it_holds(client: TestClient) -> None:
    first, second = client.get("/api/v1/articles/de/brueckenteilzeit").json()["sections"]
    assert (first["employees"], second["employees"]) == (None, {"first": 46, "last": None})


def test_health_names_what_is_served(client: TestClient, service: WordService) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "model": "words",
        "index": next(iter(service._stores)),
        "articles": 3,
        "detail": None,
    }


def test_openapi_describes_every_route_and_error(app: FastAPI) -> None:
    described = app.openapi()
    assert set(described["paths"]) == {
        URL,
        "/api/v1/retrieve",
        "/api/v1/articles",
        "/api/v1/articles/{language}/{id}",
        "/health",
    }
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]
            errors = {status: response for status, response in operation["responses"].items() if int(status) >= 400}
            assert errors
            assert all(list(response["content"]) == ["application/problem+json"] for response in errors.values())
    assert described["components"]["schemas"]["SuggestionRequest"]["examples"]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_no_page_of_foreign_scripts_is_served(client: TestClient) -> None:
    assert client.get("/openapi.json").status_code == 200
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
