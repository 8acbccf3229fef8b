"""A suggestion as JSON (the form of the API, the command and the batch files), and as an explanation to read."""

from __future__ import annotations

from typing import Any

from suggest.types import Citation, Evidence, Hit, Suggestion


def suggestion_as_json(suggestion: Suggestion) -> dict[str, Any]:
    """The suggestion as plain values; its committed schema is `api/schemas/suggestion.json`."""
    draft = suggestion.draft
    return {
        "id": suggestion.id,
        "outcome": suggestion.outcome,
        "language": suggestion.language,
        "message_language": suggestion.message_language,
        "topics": list(suggestion.topics),
        "draft": draft.text,
        "asks": [
            {"text_redacted": a.text_redacted, "outcome": a.outcome, "sentences": list(a.sentences), "referrals": list(a.referrals)}
            for a in suggestion.asks
        ],
        "sentences": [{"text": s.text, "citation": s.citation, "kind": s.kind} for s in draft.sentences],
        "citations": [_citation(citation) for citation in draft.citations],
        "referrals": [
            {"id": r.id, "name": r.name, "what_for": r.what_for, "url": r.url, "phone": r.phone, "languages": list(r.languages)}
            for r in draft.referrals
        ],
        "notices": [{"code": notice.code, "text": notice.text} for notice in suggestion.notices],
        "alternatives": [_hit(hit) for hit in suggestion.alternatives],
        "timings_ms": dict(suggestion.timings_ms),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "docid": citation.docid,
        "article": citation.article,
        "title": citation.title,
        "heading": citation.heading,
        "sources": [{"law" if source.is_law else "title": source.label, "url": source.url} for source in citation.sources],
        "reviewed": citation.reviewed.isoformat() if citation.reviewed else None,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {"docid": hit.docid, "score": round(hit.score, 4)}


def explanation(suggestion: Suggestion) -> str:
    """Why the draft is as it is: for each ask the decision, its features, and what was accepted and rejected."""
    lines = [f"language of the post: {suggestion.message_language}, of the draft: {suggestion.language}; outcome: {suggestion.outcome}"]
    for number, evidence in enumerate(suggestion.evidence, 1):
        lines += _explained(number, evidence)
    return "\n".join([*lines, "timings (ms): " + ", ".join(f"{name} {value}" for name, value in suggestion.timings_ms.items())])


def _explained(number: int, evidence: Evidence) -> list[str]:
    features = ", ".join(f"{name} {value:.2f}" for name, value in evidence.features.items())
    lines = [
        f"ask {number}: {evidence.outcome} ({evidence.reason}{f', {evidence.theme}' if evidence.theme else ''})",
        f"  probability of an answer {evidence.probability:.2f} from {features}",
    ]
    lines += [f"  used      {_line(hit)}" for hit in evidence.accepted]
    return lines + [f"  not used  {_line(hit)}" for hit in evidence.rejected[:5]]


def _line(hit: Hit) -> str:
    return f"{hit.score:.3f}  {hit.docid}  (text {hit.dense:.2f}, question {hit.question:.2f}, words {hit.lexical:.2f})"
