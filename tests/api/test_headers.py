"""What every response carries."""

from __future__ import annotations

import pytest
from fakes import POST
from starlette.testclient import TestClient

ANSWERS = [
    ("GET", "/"),
    ("POST", "/"),
    ("GET", "/articles"),
    ("GET", "/about"),
    ("GET", "/health"),
    ("GET", "/static/desk.css"),
    ("GET", "/nothing"),
    ("POST", "/api/v1/suggestions"),
]


@pytest.mark.parametrize(("method", "url"), ANSWERS)
def test_every_response_is_guarded(client: TestClient, method: str, url: str) -> None:
    headers = client.request(method, url).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if url.startswith("/static/") else "no-store")


def test_a_draft_is_never_cached(client: TestClient) -> None:
    assert client.post("/", data={"text": POST}).headers["cache-control"] == "no-store"
    assert client.post("/api/v1/suggestions", json={"text": POST}).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["vendor/htmx.min.js", "vendor/htmx.LICENSE.txt", "desk.css", "desk.js", "icon.svg"])
def test_everything_a_page_needs_is_served_from_here(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 200
