"""Trains `src/suggest/data/domain_adapter.npz`: python -m evaluation.train_adapter --minutes 30 [--omos DIR] [--start ADAPTER].

In a batch of sections, many of them neighbours, each typical question or post must be closest to another question and to a
passage of its own section, whatever their languages (in-batch contrastive loss). The lower layers stay as they are and are computed
once; the upper ones get low-rank changes (LoRA). `--omos` adds the train split of OMoS-QA, so that general questions are not lost.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from suggest.adapter import ADAPTER
from suggest.base import load_base, published
from suggest.bundled_model import language_correction, prepare_model
from suggest.passages import passages_of, post_passages, question_passages, theme_passages
from suggest.settings import get_settings

_LOWER, _RANK, _TOKENS = 7, 16, 112
_BATCH, _NEIGHBOURS, _GENERAL = 60, 3, 5
_TEMPERATURE, _RATE = 0.04, 3e-4
_LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_POSTS_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A text and the keys of the sections or themes it belongs to, the first its own."""

    text: str
    language: str
    keys: tuple[str, ...]
    role: str
    post: bool = False


def items_of(kb: Path, omos: Path | None) -> list[Item]:
    """Everything to learn from: passages, typical questions and posts of the base, and pages with questions of OMoS-QA."""
    base = load_base(kb)
    passages = [p for article in published(base) for p in passages_of(article, figures=base.figures, limit=300)]
    passages += [*question_passages(base), *theme_passages(base.themes)]
    items = [Item(p.text, p.language, (p.key,), "passage" if p.kind == "text" else "query") for p in passages]
    known = {p.key for p in [*passages, *post_passages(base)]}
    items += [Item(p.text, p.language, p.fits, "query", post=True) for p in base.posts if set(p.fits) <= known]
    return [*items, *(_omos(omos) if omos else ())]


def _omos(directory: Path) -> Iterator[Item]:
    for language in ("de", "en", "fr", "ar", "uk"):
        for line in (directory / f"train_{language}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["answers"]:
                title, *lines = row["context"].split("\n")
                first = max(0, row["answers"][0] - 2)
                key = (f"general/{row['id']}",)
                yield Item(row["question"], language, key, "query")
                yield Item(f"{title}\n{' '.join(lines[first : first + 4])}", language, key, "passage")


class LowRank(nn.Module):
    """A frozen linear layer and its low-rank change."""

    def __init__(self, linear: nn.Linear) -> None:
        """The change starts as zero."""
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(_RANK, linear.in_features) / math.sqrt(linear.in_features))
        self.b = nn.Parameter(torch.zeros(linear.out_features, _RANK))

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output with the change."""
        low = functional.linear(x, self.a.to(x.dtype))
        return self.linear(x) + 2 * functional.linear(low, self.b.to(x.dtype))  # type: ignore[no-any-return]


class Encoder:
    """The model in two halves: the lower computed once for each text, the upper trained."""

    def __init__(self, directory: Path, items: Sequence[Item]) -> None:
        """Loads the model without an adapter and computes the lower half."""
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            str(directory), device="cpu", model_kwargs={"attn_implementation": "eager"}
        )  # its backward is faster here
        self._bert = model[0].auto_model.eval().to(torch.bfloat16).requires_grad_(False)
        self._weight, self._bias = (torch.from_numpy(part) for part in language_correction())
        prompts = [f"{item.role}: {item.text}" for item in items]
        self._tokens = model.tokenizer(prompts, truncation=True, max_length=_TOKENS)["input_ids"]
        self._padding = model.tokenizer.pad_token_id
        self.layers = {}
        self._lower: list[Tensor] = [torch.empty(0)] * len(items)
        self._compute_lower()
        for number in range(_LOWER, len(self._bert.encoder.layer)):
            for name in _LINEAR:
                self.layers[f"encoder.layer.{number}.{name}"] = self._replace(f"encoder.layer.{number}", name)

    def _replace(self, layer: str, name: str) -> LowRank:
        parent, _, last = f"{layer}.{name}".rpartition(".")
        holder = self._bert.get_submodule(parent)
        changed = LowRank(getattr(holder, last))
        setattr(holder, last, changed)
        return changed

    def _compute_lower(self) -> None:
        order = sorted(range(len(self._tokens)), key=lambda i: len(self._tokens[i]))
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            longest = len(self._tokens[batch[-1]])
            padded = [self._tokens[i] + [self._padding] * (longest - len(self._tokens[i])) for i in batch]
            with torch.no_grad():
                hidden = self._through(self._bert.embeddings(torch.tensor(padded)), self._mask(batch), 0, _LOWER)
            for i, states in zip(batch, hidden, strict=True):
                self._lower[i] = states[: len(self._tokens[i])].clone()

    def _mask(self, batch: Sequence[int]) -> Tensor:
        lengths = torch.tensor([len(self._tokens[i]) for i in batch])
        return (torch.arange(int(lengths.max()))[None] < lengths[:, None]).float()

    def _through(self, hidden: Tensor, mask: Tensor, first: int, last: int) -> Tensor:
        bias = ((1 - mask[:, None, None, :]) * -1e9).to(hidden.dtype)
        for layer in self._bert.encoder.layer[first:last]:
            out = layer(hidden, attention_mask=bias)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden

    def embed(self, chosen: Sequence[int]) -> Tensor:
        """Unit vectors of the items with these numbers, float32 (items, dimensions), with gradient."""
        order = sorted(range(len(chosen)), key=lambda i: len(self._tokens[chosen[i]]))
        vectors: list[Tensor] = [torch.empty(0)] * len(chosen)
        for start in range(0, len(order), 24):
            part = order[start : start + 24]
            for i, vector in zip(part, self._embed([chosen[i] for i in part]), strict=True):
                vectors[i] = vector
        return torch.stack(vectors)

    def _embed(self, batch: list[int]) -> Tensor:
        mask = self._mask(batch)
        hidden = nn.utils.rnn.pad_sequence([self._lower[i] for i in batch], batch_first=True)
        hidden = self._through(hidden, mask, _LOWER, len(self._bert.encoder.layer)).float()
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        unit = functional.normalize(mean, dim=-1)
        return functional.normalize(functional.linear(unit, self._weight, self._bias), dim=-1)


class Batches:
    """Draws batches of sections, each with a question, another question and a passage."""

    def __init__(self, items: Sequence[Item], encoder: Encoder) -> None:
        """Finds each section's neighbours with the model as it is."""
        self._items = items
        self._queries: dict[str, list[int]] = defaultdict(list)
        self._passages: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            (self._queries if item.role == "query" else self._passages)[item.keys[0]].append(number)
        keys = [key for key, found in self._queries.items() if len(found) + len(self._passages[key]) > 1]
        self._own = [key for key in keys if not key.startswith("general/")]
        self._general = [key for key in keys if key.startswith("general/")]
        with torch.no_grad():
            means = [encoder.embed([*self._passages[k][:3], *self._queries[k][:6]]).mean(0) for k in self._own]
        centres = functional.normalize(torch.stack(means), dim=-1)
        self._near = (centres @ centres.T).topk(12, dim=1).indices.tolist()

    def draw(self) -> tuple[list[int], list[int], list[int]]:
        """Item numbers: questions, other questions and passages, a section's in the same place."""
        keys: dict[str, None] = {}
        while len(keys) < _BATCH - _GENERAL * bool(self._general):
            first, *others = self._near[random.randrange(len(self._own))]
            keys.update(dict.fromkeys(self._own[i] for i in [first, *random.sample(others, _NEIGHBOURS)]))
        keys.update(dict.fromkeys(random.sample(self._general, _GENERAL) if self._general else []))
        drawn = [self._draw_one(key) for key in keys]
        return [d[0] for d in drawn], [d[1] for d in drawn], [d[2] for d in drawn]

    def _draw_one(self, key: str) -> tuple[int, int, int]:
        first = self._any(self._queries[key], posts=random.random() < _POSTS_SHARE)
        others = [i for i in self._queries[key] if i != first]
        passages = self._passages[key]
        return first, self._any(others or passages), self._any(passages or others)

    def _any(self, numbers: Sequence[int], *, posts: bool = False) -> int:
        """One of them, each language as likely as any other; a post where posts are wanted and there are any."""
        by_language: dict[str, list[int]] = defaultdict(list)
        for i in [i for i in numbers if self._items[i].post] if posts else ():
            by_language[self._items[i].language].append(i)
        for i in numbers if not by_language else ():
            by_language[self._items[i].language].append(i)
        return random.choice(by_language[random.choice(list(by_language))])

    def also_right(self, questions: Sequence[int], others: Sequence[int]) -> Tensor:
        """Which pairs off the diagonal belong together too (a post that rests on several sections): no wrong answers."""
        keys, wanted = [set(self._items[i].keys) for i in questions], [set(self._items[i].keys) for i in others]
        shared = [[i != j and bool(a & b) for j, b in enumerate(wanted)] for i, a in enumerate(keys)]
        return torch.tensor(shared)


def loss_of(encoder: Encoder, batches: Batches) -> Tensor:
    """The contrastive loss of one batch: questions to questions, questions to passages, passages to questions."""
    questions, others, passages = batches.draw()
    vectors = encoder.embed([*questions, *others, *passages])
    first, second, third = torch.split(vectors, len(questions))
    no_negative = batches.also_right(questions, others)
    own = torch.arange(len(questions))
    to_questions = ((first @ second.T) / _TEMPERATURE).masked_fill(no_negative, -1e9)
    to_passages = ((first @ third.T) / _TEMPERATURE).masked_fill(no_negative, -1e9)
    losses = [functional.cross_entropy(scores, own) for scores in (to_questions, to_passages, to_passages.T)]
    return 0.5 * losses[0] + 0.5 * losses[1] + 0.25 * losses[2]


def load(encoder: Encoder, path: Path) -> None:
    """Goes on from an adapter written before."""
    with np.load(path) as stored:
        for name, layer in encoder.layers.items():
            layer.a.data = torch.from_numpy(stored[f"{name}.a"].astype(np.float32))
            layer.b.data = torch.from_numpy(stored[f"{name}.b"].astype(np.float32)) / 2


def save(encoder: Encoder, path: Path) -> None:
    """Writes the adapter, float16."""
    stored = {}
    for name, layer in encoder.layers.items():
        stored[f"{name}.a"] = layer.a.detach().numpy().astype(np.float16)
        stored[f"{name}.b"] = (2 * layer.b.detach()).numpy().astype(np.float16)
    np.savez(path, **stored)  # type: ignore[arg-type]


def train(encoder: Encoder, batches: Batches, *, minutes: float, path: Path, rate: float = _RATE) -> None:
    """Trains until the time is over, and saves now and then; the rate warms up and falls with the time."""
    weights = [weight for layer in encoder.layers.values() for weight in (layer.a, layer.b)]
    optimiser = torch.optim.AdamW(weights, lr=_RATE, weight_decay=0.01)
    start, losses = time.monotonic(), list[float]()
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (len(losses) + 1) / 30) * (0.05 + 0.475 * (1 + math.cos(math.pi * done)))
        loss = loss_of(encoder, batches)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        losses.append(loss.item())
        if len(losses) % 20 == 0:
            print(f"{done:4.0%}  batch {len(losses)}  loss {np.mean(losses[-20:]):.3f}", flush=True)
            save(encoder, path)


def main() -> None:
    """Trains and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--omos", type=Path)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--start", type=Path, help="an adapter to go on from, at half the rate")
    arguments = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    settings = get_settings()
    items = items_of(settings.kb_dir, arguments.omos)
    print(f"{len(items)} texts", flush=True)
    encoder = Encoder(prepare_model(settings.cache_dir, fitted=False), items)
    if arguments.start:
        load(encoder, arguments.start)
    batches = Batches(items, encoder)
    train(encoder, batches, minutes=arguments.minutes, path=arguments.out, rate=_RATE / 2 if arguments.start else _RATE)
    save(encoder, arguments.out)


if __name__ == "__main__":
    main()
