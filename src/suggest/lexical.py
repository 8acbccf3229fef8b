"""BM25 over words and character 4-grams, one index a language; the words of a language are analysed in its own way.

Tokens of a text: stems (Snowball), for German also the known parts of compounds, and 4-grams of every word, which
find inflected and misspelt forms. Bare reciprocal rank fusion with BM25 hurts across languages, so only sections in the
query's own language are scored.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_STEMMERS = {
    "de": "german", "en": "english", "es": "spanish", "it": "italian", "ar": "arabic", "fr": "french", "ru": "russian", "tr": "turkish",
}  # fmt: skip
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST_PART = 4


def normalise(text: str) -> str:
    """Lower case without accents or Arabic vowel marks, letters of one sound written as one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_ARABIC_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ß", "ss")


def words(text: str) -> list[str]:
    """The words of a text, normalised."""
    return _WORD.findall(normalise(text))


def split_compound(word: str, known: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Two or three known words a German word is made of, with a linking element between them, or nothing."""
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        head, tail = word[:end], word[end:]
        stem = next((head[: len(head) - len(link)] for link in _LINKS if head.endswith(link) and _known(head, link, known)), None)
        if stem and tail in known:
            return (stem, tail)
        if stem and (parts := split_compound(tail, known)):
            return (stem, *parts)
    return ()


def _known(head: str, link: str, known: frozenset[str] | set[str]) -> bool:
    stem = head[: len(head) - len(link)]
    return len(stem) >= _SHORTEST_PART and stem in known


@lru_cache(maxsize=16)
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(_STEMMERS[language]) if language in _STEMMERS else None


class Analyser:
    """Text → tokens in one language; `known` are the words that German compounds may be split into."""

    def __init__(self, language: str, known: Iterable[str] = ()) -> None:
        """`known` is only used for German."""
        self.language = language
        self.known = frozenset(known)

    def __call__(self, text: str) -> list[str]:
        """The tokens: stems marked `w`, 4-grams marked `g`."""
        found = words(text)
        parts = [part for word in found for part in self._parts(word)] if self.language == "de" else []
        stemmer = _stemmer(self.language)
        stems = stemmer.stemWords(found + parts) if stemmer else found
        grams = [f"g{padded[i : i + 4]}" for padded in (f"_{word}_" for word in found) for i in range(max(1, len(padded) - 3))]
        return [f"w{stem}" for stem in stems] + grams

    def _parts(self, word: str) -> tuple[str, ...]:
        return split_compound(word, self.known) if len(word) >= 2 * _SHORTEST_PART else ()


class LexicalIndex:
    """BM25 scores of the sections of one language."""

    def __init__(self, ids: Sequence[str], analyser: Analyser, engine: Any) -> None:
        """Use `build` or `load`."""
        self.ids = list(ids)
        self._analyser = analyser
        self._engine = engine
        self._vocabulary: Mapping[str, int] = engine.vocab_dict
        self._peaks: NDArray[np.float32] | None = None

    @classmethod
    def build(cls, language: str, ids: Sequence[str], texts: Sequence[str]) -> LexicalIndex:
        """An index of one text an id."""
        import bm25s

        vocabulary = {word for text in texts for word in words(text) if len(word) >= _SHORTEST_PART and word.isalpha()}
        analyser = Analyser(language, vocabulary if language == "de" else ())
        engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        engine.index([analyser(text) or ["w"] for text in texts], show_progress=False)
        return cls(ids, analyser, engine)

    def scores(self, query: str) -> NDArray[np.float32]:
        """For each of `ids` its BM25 score over the most that these tokens could score: float32 in 0 to about 1.

        Dividing by the query's own weight (the sum of its tokens' highest scores, a token that no section has counting
        like an average one) makes scores of different queries comparable without looking at the other hits.
        """
        tokens = list(dict.fromkeys(self._analyser(query)))
        known = [token for token in tokens if token in self._vocabulary]
        if not known:
            return np.zeros(len(self.ids), np.float32)
        peaks = self._highest()
        weight = float(sum(peaks[self._vocabulary[token]] for token in known)) + (len(tokens) - len(known)) * self._usual()
        return np.asarray(self._engine.get_scores(known) / weight, np.float32)

    def _usual(self) -> float:
        return float(self._highest().mean())

    def _highest(self) -> NDArray[np.float32]:
        if self._peaks is None:
            data, starts = self._engine.scores["data"], self._engine.scores["indptr"]
            self._peaks = np.maximum.reduceat(np.append(data, 0), starts[:-1].clip(max=len(data)))
        return self._peaks

    def save(self, directory: Path) -> None:
        """Writes the index as files that `load` maps into memory."""
        directory.mkdir(parents=True, exist_ok=True)
        self._engine.save(str(directory), corpus=None)
        about = {"language": self._analyser.language, "ids": self.ids, "known": sorted(self._analyser.known)}
        (directory / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> LexicalIndex:
        """The index that `save` wrote."""
        import bm25s

        about = json.loads((directory / "about.json").read_text(encoding="utf-8"))
        engine = bm25s.BM25.load(str(directory), load_corpus=False, mmap=True)
        return cls(about["ids"], Analyser(about["language"], about["known"]), engine)
