"""`python -m api.schemas` writes the committed JSON Schemas anew, after a change of the models or of channels.toml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from api.schemas.models import Suggestion, SuggestionRequest

FOLDER = Path(__file__).parent
MODELS: Mapping[str, type[BaseModel]] = {"suggestion.json": Suggestion, "suggestion-request.json": SuggestionRequest}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model as it is seen over HTTP."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}


def write() -> None:
    """Writes every schema."""
    for name, model in MODELS.items():
        (FOLDER / name).write_text(json.dumps(schema_of(model), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
