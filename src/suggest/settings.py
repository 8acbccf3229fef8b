"""Every tunable number and path: the default, then the environment variable `SUGGEST_<NAME>`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one process; unknown or malformed values raise pydantic's ValidationError at start."""

    model_config = SettingsConfigDict(env_prefix="SUGGEST_", frozen=True)

    kb_dir: Path = Field(Path("kb"), description="the knowledge base")
    index_dir: Path = Field(Path(".index"), description="where indexes and the pointer to the live one are kept")
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("antwortlotse"), description="the converted model and cached vectors")
    embedding_model: str = Field(
        "bundled", description="`bundled` (`general` for a base without posts), or any sentence-transformers name or path"
    )
    chroma_url: str | None = Field(None, description="a Chroma server instead of the embedded one")

    host: str = Field("127.0.0.1", description="address the server listens on")
    port: int = Field(8000, description="port the server listens on")
    max_characters: int = Field(20_000, description="longest post that is accepted")

    channel: str = Field("facebook", description="channel when a request names none")
    length: Literal["short", "normal", "full"] = Field("normal", description="length when a request names none")

    passage_characters: int = Field(300, description="longest text of one passage; longer sections are split")
    candidates: int = Field(300, description="vectors fetched a query and language before they are grouped by section")
    answer_probability: float = Field(0.45, description="lowest calibrated probability at which an ask is answered")
    max_asks: int = Field(3, description="asks answered in one draft; the others are named to the counsellor")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
