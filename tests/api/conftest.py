"""Applications around a small base, their clients, and a server for a browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fakes import TODAY, Serve, WordService
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from suggest.settings import Settings


@pytest.fixture
def app(service: WordService) -> FastAPI:
    return create_app(service=service, today=lambda: TODAY)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def unbuilt(settings: Settings) -> Iterator[TestClient]:
    """A client of a server that has no index yet."""
    with TestClient(create_app(service=WordService(settings), warm=True)) as client:
        yield client


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts an application on a free port and returns its address; stops it after the test."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: FastAPI) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        while not server.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{port}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)
