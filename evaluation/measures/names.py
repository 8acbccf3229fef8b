"""Every measure by name: what it is called in a report, which way is better, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["share", "count", "number"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name in files, its title, its kind (a share from 0 to 1, a count, another number), and whether more is better."""

    name: str
    title: str
    kind: Kind = "share"
    higher_is_better: bool = True

    def show(self, value: float) -> str:
        """The value as it stands in a report; a dash for none."""
        if value != value:
            return "–"
        return f"{value:.2f}" if self.kind == "share" else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("Success@1", "a section that answers is first"),
        Measure("Success@3", "a section that answers is among the first three"),
        Measure("nDCG@10", "order of the first ten sections (nDCG@10)"),
        Measure("R@10", "sections that answer found among ten (R@10)"),
        Measure("RR", "reciprocal rank of the first that answers"),
        Measure("Judged@10", "of the first ten sections judged"),
        Measure("outcome", "outcome right"),
        Measure("facts", "required facts in the German draft"),
        Measure("cites", "a section that answers is cited"),
        Measure("citations", "citations that lead to a source"),
        Measure("contract", "sentence contract kept"),
        Measure("referral", "a contact that fits"),
        Measure("language", "draft in the language of the post"),
        Measure("detected", "language recognised"),
        Measure("length_fits", "fits the channel's limits"),
        Measure("register", "register of the channel"),
        Measure("redacted", "replaced data stands nowhere else in the post"),
        Measure("forbidden", "forbidden statements", "count", higher_is_better=False),
        Measure("leaks", "personal data in the draft", "count", higher_is_better=False),
        Measure("readability", "school years to read it (Wiener Sachtextformel)", "number", higher_is_better=False),
        Measure("characters", "characters", "number", higher_is_better=False),
        Measure("words", "words", "number", higher_is_better=False),
        Measure("milliseconds", "milliseconds a draft", "number", higher_is_better=False),
    )
}
"""The measures that are reported; `probability` and `right_if_answered` feed the curves alone."""
