"""Every error is problem details, says what to do, and never repeats or logs what was sent."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, NoReturn

import pytest
from fakes import POST, WordService
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from suggest.errors import ContractError, ModelError
from suggest.pipeline import Suggester
from suggest.types import Message, Suggestion

URL = "/api/v1/suggestions"
SECRET = "geheimnis-4711"


def assert_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert len(body["detail"]) > 10
    return body


@pytest.mark.parametrize(
    ("request_body", "field"),
    [
        ({}, "body.text"),
        ({"text": ""}, "body.text"),
        ({"text": 5}, "body.text"),
        ({"text": SECRET, SECRET: 1}, "body"),
        ({"text": SECRET, "channel": SECRET}, "body.channel"),
        ({"text": SECRET, "language": SECRET}, "body.language"),
        ({"text": SECRET, "land": SECRET}, "body.land"),
        ({"text": SECRET, "register": SECRET}, "body.register"),
        ({"text": SECRET, "length": SECRET}, "body.length"),
        ({"text": [SECRET]}, "body.text"),
        (SECRET, "body"),
        ([SECRET], "body"),
    ],
)
def test_an_invalid_request_names_the_field_and_not_the_input(
    client: TestClient, request_body: Any, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post(URL, json=request_body)
    body = assert_problem(answer, 422)
    assert body["errors"][0]["field"] == field
    assert SECRET not in answer.text
    assert set(body["errors"][0]) == {"field", "message"}
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{" + SECRET.encode(), 422), (b'{"text": "\\ud800"}', 422), (b'{"text": "\xff"}', 400), (b"", 422), (b"[" * 60_000, 400)],
)
def test_a_body_that_is_no_json_is_a_problem(client: TestClient, content: bytes, status: int) -> None:
    answer = client.post(URL, content=content, headers={"content-type": "application/json"})
    assert_problem(answer, status)
    assert SECRET not in answer.text


def test_a_blank_text_is_invalid(client: TestClient) -> None:
    assert "paste the text" in assert_problem(client.post(URL, json={"text": " \n"}), 422)["detail"]


@pytest.mark.parametrize("url", [URL, "/api/v1/retrieve"])
def test_a_text_over_the_limit_is_too_large(client: TestClient, url: str) -> None:
    assert client.post(url, json={"text": "Minijob " * 2500}).status_code == 200
    assert "20000" in assert_problem(client.post(url, json={"text": "Minijob " * 2500 + "x"}), 413)["detail"]


def test_a_body_over_the_limit_is_too_large(client: TestClient) -> None:
    answer = client.post(URL, content=b" " * 200_000, headers={"content-type": "application/json"})
    assert_problem(answer, 413)


def test_a_body_that_declares_no_length_is_stopped_too(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 10_000

    assert_problem(client.post(URL, content=endless(), headers={"content-type": "application/json"}), 413)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/v1/articles/de/nothing", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", URL, 405),
        ("DELETE", "/", 405),
    ],
)
def test_unknown_addresses_and_methods_are_problems(client: TestClient, method: str, url: str, status: int) -> None:
    assert_problem(client.request(method, url), status)


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("GET", "/health", None),
        ("GET", "/api/v1/articles", None),
        ("POST", URL, {"text": POST}),
        ("POST", "/api/v1/retrieve", {"text": POST}),
    ],
)
def test_without_an_index_every_route_names_the_remedy(unbuilt: TestClient, method: str, url: str, body: Any) -> None:
    assert "suggest index" in assert_problem(unbuilt.request(method, url, json=body), 503)["detail"]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ModelError("No model; check SUGGEST_EMBEDDING_MODEL."), 503, "SUGGEST_EMBEDDING_MODEL"),
        (ContractError("The rule 'x' does not hold."), 500, "rule"),
        (KeyError(SECRET), 500, "report it"),
    ],
)
def test_an_error_inside_never_shows_the_text(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, status: int, said: str
) -> None:
    def fail(self: Suggester, message: Message, *, today: date, **_: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(Suggester, "suggest", fail)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(URL, json={"text": SECRET})
    assert said in assert_problem(answer, status)["detail"]
    assert SECRET not in answer.text + caplog.text
    if isinstance(error, KeyError):
        assert "KeyError at test_problems.py" in caplog.text


def test_nothing_of_a_post_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert client.post(URL, json={"text": f"{POST} {SECRET}"}).status_code == 200
        assert client.post("/", data={"text": f"{POST} {SECRET}"}).status_code == 200
    assert SECRET not in caplog.text


def test_two_posts_at_most_are_computed_at_once(service: WordService, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()
    original = Suggester.suggest

    def watched(self: Suggester, message: Message, **choices: Any) -> Suggestion:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        suggestion = original(self, message, **choices)
        with lock:
            running -= 1
        return suggestion

    monkeypatch.setattr(Suggester, "suggest", watched)
    app: FastAPI = create_app(service=service)
    with TestClient(app) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post(URL, json={"text": POST}).status_code, range(12)))
    assert answers == [200] * 12
    assert most == 2
