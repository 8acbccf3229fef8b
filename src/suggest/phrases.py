"""The texts around the cited sentences: phrases per language, channels, notices; all read once, all checked on reading."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from suggest.errors import InputError
from suggest.types import Notice, Register

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Channel:
    """How a channel is written: its limit in characters, the length aimed at, its own register, whether links work."""

    id: str
    characters: int
    target: Mapping[str, int]
    register: Register
    formal: bool
    urls: bool
    bullet: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language in one register."""

    language: str
    register: Register
    table: Mapping[str, Any]

    def get(self, key: str, **values: str) -> str:
        """The phrase at a dotted key with its `{name}`s filled in. Raises KeyError for a key that is not in the file."""
        found: Any = self.table
        for part in key.split("."):
            found = found[part]
        text = found[self.register] if isinstance(found, Mapping) else found
        return str(text).format(**values) if values else str(text)

    def first(self, *keys: str) -> str:
        """The phrase at the first key that the file has."""
        for key in keys[:-1]:
            try:
                return self.get(key)
            except KeyError:
                continue
        return self.get(keys[-1])


@lru_cache(maxsize=1)
def channels() -> Mapping[str, Channel]:
    """All channels by id."""
    return {key: Channel(id=key, **table) for key, table in _read("channels.toml").items()}


def channel(name: str) -> Channel:
    """A channel. Raises InputError that lists the known ones."""
    known = channels()
    if name not in known:
        raise InputError(f"Unknown channel {name!r}; known are {', '.join(known)}.")
    return known[name]


@lru_cache(maxsize=1)
def phrase_languages() -> tuple[str, ...]:
    """The languages whole drafts can be written in."""
    return tuple(sorted(path.stem for path in (_TEMPLATES / "phrases").glob("*.toml")))


def phrases(language: str, register: Register) -> Phrases:
    """The phrases of a language. Raises InputError that lists the known languages."""
    if language not in phrase_languages():
        raise InputError(f"No drafts in language {language!r}; known are {', '.join(phrase_languages())}.")
    return Phrases(language, register, _read(f"phrases/{language}.toml"))


@lru_cache(maxsize=1)
def emergency() -> Mapping[str, Mapping[str, str]]:
    """The emergency phrases by language: `greeting`, `danger` and `close`, the same in both registers."""
    tables: Mapping[str, Mapping[str, str]] = _read("emergency.toml")
    return tables


def in_german(language: str) -> str:
    """A sentence in the language of the post that says why the answer is German; empty where none is written."""
    return emergency().get(language, {}).get("in_german", "")


def emergency_phrases(language: str) -> Phrases:
    """What a crisis draft needs, in a language without phrases of its own."""
    table = emergency()[language]
    greeting = {"informal": table["greeting"], "formal": table["greeting"]}
    return Phrases(language, "Sie", {"greeting": greeting, "crisis": {"danger": table["danger"], "danger_close": table["close"]}})


def notice(code: str, interface: str = "de", **values: object) -> Notice:
    """A notice for the counsellor in the language of the interface."""
    texts = _read("notices.toml")[code]
    return Notice(code, texts.get(interface, texts["de"]).format(**values))


@lru_cache(maxsize=32)
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_TEMPLATES / name).read_text(encoding="utf-8"))
