"""Puts the parts together; the only module that names concrete classes. `Suggester.suggest` is the one to read first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np

from suggest.contract import verify
from suggest.danger import as_crisis, danger_features, default_danger, nearest_danger
from suggest.drafting import write
from suggest.embedding import BUNDLED, GENERAL, LazyEmbedder, Vectors, embedder_id, fitting_model
from suggest.errors import InputError, ModelError, TooLongError
from suggest.evidence import chosen, judge
from suggest.indexing import Changes, Report, build_index, live_index, read_about
from suggest.language import detect
from suggest.notices import notices_for
from suggest.phrases import channel, emergency, phrase_languages
from suggest.redaction import redact
from suggest.retrieval import Retriever, merge
from suggest.selection import Candidate, Post, Selector, assigned
from suggest.settings import Settings
from suggest.stores.base import VectorStore
from suggest.stores.chroma import ChromaStore
from suggest.suitability import default_suitability
from suggest.triage import alarm, asks_for_a_single_case, employees_of, is_distressed, land_of, passes_on_a_claim, split_asks, windows
from suggest.types import (
    LAENDER,
    OUTCOMES,
    Ask,
    AskResult,
    Draft,
    Evidence,
    Hit,
    Message,
    Outcome,
    Query,
    Situation,
    Suggestion,
)
from suggest.vector_cache import CachedEmbedder

_MYTH_COSINE = 0.55
_WORDINGS = (0.3, 0.4, 0.3)
"""How much the asking sentence, its context and the whole post count for one ask."""


@dataclass(slots=True)
class Stopwatch:
    """How long each stage took, in milliseconds."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done inside."""
        start = perf_counter()
        yield
        self.timings[name] = round(1000 * (perf_counter() - start), 2)


class Suggester:
    """Posts → suggestions, from one open index."""

    def __init__(self, retriever: Retriever, settings: Settings) -> None:
        """Use `Service`, which also follows the live index."""
        self.retriever = retriever
        self.catalogue = retriever.catalogue
        self._settings = settings
        self._selector = Selector(retriever.catalogue, retriever.classifier, retriever.units)

    def suggest(self, message: Message, *, today: date, interface: str = "de", section: str | None = None) -> Suggestion:
        """The suggestion for a post, from a `section` (a docid) that a person chose or from what is found.

        Raises InputError for a request that cannot be served, ContractError never, one hopes.
        """
        watch = Stopwatch()
        with watch.stage("redact"):
            query, sure = self.read(message)
        with watch.stage("triage"):
            asks, alarmed = split_asks(query.text), alarm(query.text)
        with watch.stage("retrieve"):
            vectors = self.vectors(asks, query)
            hits, post = self.search(asks, query, vectors), read_post(asks, query, vectors)
        with watch.stage("judge"):
            judged = self.judge(asks, hits, query, alarmed=alarmed)
            judged, query = self._hear_danger(judged, hits, post, query, alarmed=alarmed)
            judged = self._compose(judged, hits, post, query) if section is None else chosen(judged, self.catalogue.known(section))
            evidence, left = _selected(judged, self._settings.max_asks)
            outcome = _strongest(evidence)
            query = self._in_own_language(query, evidence)
            wanted, query, evidence = query.language, *self._in_available_language(query, evidence)
        with watch.stage("draft"):
            draft = write(query, evidence, self.catalogue, day=today, suitable=self._suitable(post))
            verify(draft, self.catalogue, channel_name=query.channel, day=today)
            notices = notices_for(
                query,
                evidence,
                draft,
                self.catalogue,
                outcome=outcome,
                wanted=wanted,
                sure=sure,
                asks_left=left,
                day=today,
                interface=interface,
            )
        return Suggestion(
            id=str(uuid.uuid4()),
            outcome=outcome,
            language=query.language,
            message_language=query.message_language,
            topics=self._topics(evidence),
            draft=draft,
            asks=tuple(_ask_result(one, draft) for one in evidence),
            notices=notices,
            alternatives=_alternatives(evidence, draft),
            evidence=evidence,
            replaced=query.replaced,
            timings_ms=watch.timings,
        )

    def close(self) -> None:
        """Frees the index."""
        self.retriever.close()

    def read(self, message: Message) -> tuple[Query, bool]:
        """The redacted query, and whether its language is sure. Raises InputError with the remedy."""
        self._validate(message)
        redacted = redact(message.text)
        if not redacted.text.strip():
            raise InputError("The post is empty; paste the text of the post.")
        detected = detect(redacted.text)
        chosen = channel(message.channel)
        written = phrase_languages()
        fallback = detected.language if detected.language in written else "de"
        query = Query(
            text=redacted.text,
            message_language=detected.language,
            language=message.language or fallback,
            channel=chosen.id,
            situation=self._situation(message, redacted.text),
            register=message.register or chosen.register,
            length=message.length,
            replaced=redacted.replaced,
        )
        return query, detected.sure or message.language is not None

    def _situation(self, message: Message, text: str) -> Situation:
        spoken_of = frozenset(name for name, pattern in self.catalogue.base.concepts.items() if pattern.search(text))
        named = [theme for theme in self.catalogue.base.themes if theme.terms and theme.terms.search(text)]
        return Situation(
            land=message.land or land_of(text),
            employees=employees_of(text),
            concepts=spoken_of,
            themes=frozenset(f"theme/{theme.id}" for theme in named),
            urgent=frozenset(f"theme/{theme.id}" for theme in named if theme.urgent),
            single_case=asks_for_a_single_case(text),
            distressed=is_distressed(text),
        )

    def _validate(self, message: Message) -> None:
        if len(message.text) > self._settings.max_characters:
            raise TooLongError(f"The post has more than {self._settings.max_characters} characters; paste only the part with the question.")
        if not message.text.strip():
            raise InputError("The post is empty; paste the text of the post.")
        if message.language is not None and message.language not in phrase_languages():
            raise InputError(f"No drafts in language {message.language!r}; known are {', '.join(phrase_languages())}.")
        if message.land is not None and message.land not in LAENDER:
            raise InputError(f"Unknown Land {message.land!r}; known are {', '.join(LAENDER)}.")

    def vectors(self, asks: Sequence[Ask], query: Query) -> Mapping[str, Vectors]:
        """The vector of each wording of the asks and of each window of the post; one batched encoding for all."""
        texts = list(dict.fromkeys([*(text for ask in asks for text in _wordings(ask)), *windows(query.text)]))
        return dict(zip(texts, self.retriever.embed(texts), strict=True))

    def search(self, asks: Sequence[Ask], query: Query, vectors: Mapping[str, Vectors]) -> list[list[Hit]]:
        """For each ask its hits: the weighted means over its wordings."""
        texts = list(dict.fromkeys(text for ask in asks for text in _wordings(ask)))
        languages, show = [query.message_language] * len(texts), [query.language] * len(texts)
        rows = np.array([vectors[text] for text in texts])
        found = self.retriever.search_vectors(texts, rows, languages=languages, situation=query.situation, show=show)
        by_text = dict(zip(texts, found, strict=True))
        return [merge([(weight, by_text[text]) for weight, text in zip(_WORDINGS, _wordings(ask), strict=True)]) for ask in asks]

    def _suitable(self, post: Post) -> Mapping[str, float]:
        """How well contacts suit the post; nothing with an embedding model that this was not learnt with."""
        learnt = default_suitability()
        return learnt.of(post.whole) if learnt.model == self.retriever.model else {}

    def candidates(self, hits: Sequence[list[Hit]], post: Post, query: Query) -> list[Candidate]:
        """The units that may answer the asks with these hits."""
        return self._selector.candidates(post, hits, query.situation)

    def _compose(self, judged: Sequence[Evidence], hits: Sequence[list[Hit]], post: Post, query: Query) -> list[Evidence]:
        """The same with the units that go into the reply; an ask whose sections say nothing that belongs there stays open."""
        if any(one.outcome == "crisis" for one in judged) or all(one.outcome != "answer" for one in judged):
            return list(judged)
        answered = [own for one, own in zip(judged, hits, strict=True) if one.outcome == "answer"]
        return assigned(judged, hits, self._selector.chosen(self.candidates(answered, post, query)))

    def _hear_danger(
        self, judged: list[Evidence], hits: Sequence[list[Hit]], post: Post, query: Query, *, alarmed: str | None
    ) -> tuple[list[Evidence], Query]:
        """A crisis where the post speaks of danger; where it may, the query knows which."""
        model, classifier = default_danger(), self.retriever.classifier
        probability = model.probability(danger_features(post, hits, judged, classifier, alarmed=alarmed == "danger"))
        if probability < model.worry:
            return judged, query
        theme = nearest_danger(post, classifier)
        heard = as_crisis(judged, theme) if probability >= model.crisis else judged
        return heard, replace(query, situation=replace(query.situation, worry=theme))

    def judge(self, asks: Sequence[Ask], hits: Sequence[list[Hit]], query: Query, *, alarmed: str | None = None) -> list[Evidence]:
        """The evidence for each ask, before it is decided which units answer."""
        threshold, known = self._settings.answer_probability, query.message_language
        judged = [
            judge(ask, found, situation=query.situation, language=known, threshold=threshold, alarm=alarmed)
            for ask, found in zip(asks, hits, strict=True)
        ]
        judged = [self._with_deadline(one) for one in judged]
        if not passes_on_a_claim(query.text):
            return judged
        return [replace(one, reason="myth") if _corrects_a_myth(one) else one for one in judged]

    def _with_deadline(self, evidence: Evidence) -> Evidence:
        """A question that is best answered by the section of a running deadline is urgent, whatever its words."""
        theme = next((t for t in self.catalogue.themes.values() if evidence.accepted and t.section == evidence.accepted[0].key), None)
        if theme is None or not theme.acute:
            return evidence
        return replace(evidence, outcome="crisis", accepted=(), theme=f"theme/{theme.id}", reason="answered by a running deadline")

    def _in_available_language(self, query: Query, evidence: tuple[Evidence, ...]) -> tuple[Query, tuple[Evidence, ...]]:
        """The query in the language that the best section has, when it has no version in the one wanted."""
        docid = self._leading_section(query, evidence)
        if docid is None:
            return query, evidence
        language = self.catalogue.sections[docid][0].language
        if language not in phrase_languages():
            language = "de"
        moved = tuple(
            replace(one, accepted=tuple(replace(h, docid=self.catalogue.version(h.key, language)) for h in one.accepted))
            for one in evidence
        )
        kept = tuple(replace(one, accepted=self._of_language(one.accepted, language)) for one in moved)
        return replace(query, language=language), kept

    def _in_own_language(self, query: Query, evidence: Sequence[Evidence]) -> Query:
        """Help in danger is offered in the language of the post, also in those that no other draft is written in."""
        theme = self.catalogue.themes.get(evidence[0].theme or "")
        danger = evidence[0].outcome == "crisis" and theme is not None and theme.section is None
        fallback = query.message_language not in phrase_languages() and query.language == "de"
        return replace(query, language=query.message_language) if danger and fallback and query.message_language in emergency() else query

    def _leading_section(self, query: Query, evidence: Sequence[Evidence]) -> str | None:
        """The section whose language the draft takes: the best answer's, or that of a running deadline."""
        for one in evidence:
            theme = self.catalogue.themes.get(one.theme or "")
            if one.accepted:
                return one.accepted[0].docid
            if theme is not None and theme.section in self.catalogue.versions:
                return self.catalogue.version(theme.section or "", query.language)
        return None

    def _of_language(self, hits: tuple[Hit, ...], language: str) -> tuple[Hit, ...]:
        same = tuple(hit for hit in hits if self.catalogue.sections[hit.docid][0].language == language)
        return same or hits[:1]

    def _topics(self, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        articles = [self.catalogue.sections[one.accepted[0].docid][0] for one in evidence if one.accepted]
        return tuple(dict.fromkeys(article.topic for article in articles if article.topic))


class Service:
    """What the command and the server hold: settings, the model (loaded on first use) and the live index."""

    def __init__(self, settings: Settings) -> None:
        """Loads nothing yet."""
        self.settings = settings
        self.embedder = LazyEmbedder(fitting_model(settings.embedding_model, settings.kb_dir), cache_dir=settings.cache_dir)
        self._suggester: Suggester | None = None
        self._index: Path | None = None

    def suggester(self) -> Suggester:
        """The suggester of the live index, opened anew when the pointer has moved.

        Raises IndexMissingError when there is no index, ModelError when it was built with another model.
        """
        directory = live_index(self.settings.index_dir)
        if self._suggester is None or directory != self._index:
            self._suggester = Suggester(self._open(directory), self.settings)
            self._index = directory
        return self._suggester

    def build(self, report: Report | None = None) -> Changes:
        """Brings the index in step with the base; only changed texts are embedded."""
        cached = CachedEmbedder(self.embedder, self.settings.cache_dir / "vectors.sqlite")
        try:
            return build_index(
                self.settings.kb_dir,
                self.settings.index_dir,
                embedder=cached,
                open_store=self._store,
                passage_characters=self.settings.passage_characters,
                report=report,
            )
        finally:
            cached.close()

    def _open(self, directory: Path) -> Retriever:
        about = read_about(directory)
        if about["model"] == embedder_id(GENERAL) and self.settings.embedding_model == BUNDLED:
            self.embedder = LazyEmbedder(GENERAL, cache_dir=self.settings.cache_dir)  # an index of another base
        if about["model"] != self.embedder.id:
            raise ModelError(f"The index was built with the model {about['model']}, not {self.embedder.id}; build it again: suggest index.")
        return Retriever(
            directory, store=self._store(directory, about["name"]), embedder=self.embedder, candidates=self.settings.candidates
        )

    def _store(self, directory: Path, name: str) -> VectorStore:
        if self.settings.chroma_url:
            return ChromaStore.server(self.settings.chroma_url, prefix=f"{name}-")
        return ChromaStore.embedded(directory / "chroma")


def read_post(asks: Sequence[Ask], query: Query, vectors: Mapping[str, Vectors]) -> Post:
    """The post as units, danger and contacts are judged by."""
    parts = windows(query.text) or (asks[0].whole,)
    return Post(
        query.text,
        whole=vectors[asks[0].whole],
        asks=np.array([vectors[ask.text] for ask in asks]),
        windows=np.array([vectors[part] for part in parts]),
    )


def _wordings(ask: Ask) -> tuple[str, str, str]:
    return ask.text, ask.context, ask.whole


def _selected(judged: Sequence[Evidence], most: int) -> tuple[tuple[Evidence, ...], int]:
    """The asks that a draft deals with: a crisis alone; else at most `most` that are answered, then the first that is not."""
    crisis = [one for one in judged if one.outcome == "crisis"]
    if crisis:
        return (crisis[0],), 0
    answers = sorted((one for one in judged if one.outcome == "answer"), key=lambda one: -one.probability)
    others = [one for one in judged if one.outcome != "answer"]
    return (*answers[:most], *(others[:1] if answers else others)), max(0, len(answers) - most)


def _strongest(evidence: Sequence[Evidence]) -> Outcome:
    return next(outcome for outcome in OUTCOMES if any(one.outcome == outcome for one in evidence))


def _corrects_a_myth(evidence: Evidence) -> bool:
    if evidence.outcome != "answer":
        return False
    best = evidence.accepted[0]
    return best.myth >= _MYTH_COSINE and best.myth >= best.question


def _ask_result(evidence: Evidence, draft: Draft) -> AskResult:
    numbers = {c.number for c in draft.citations if any(hit.docid == c.docid for hit in evidence.accepted)}
    sentences = tuple(s.text for s in draft.sentences if s.citation in numbers)
    return AskResult(evidence.ask.text, evidence.outcome, sentences, tuple(r.id for r in draft.referrals))


def _alternatives(evidence: Sequence[Evidence], draft: Draft) -> tuple[Hit, ...]:
    used = {citation.docid for citation in draft.citations}
    hits = {hit.docid: hit for one in evidence for hit in (*one.accepted, *one.rejected)}
    others = sorted((hit for docid, hit in hits.items() if docid not in used), key=lambda hit: (-hit.score, hit.key))
    return tuple(others[:8])
