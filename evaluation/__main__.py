"""python -m evaluation run [SET ...]: scores the live index on question sets and prints a table a set."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.progress import track

from evaluation import measures
from evaluation.datasets import Question, load_questions, question_sets
from evaluation.measures import Scored
from suggest.batch import retrieve_all
from suggest.errors import SuggestError
from suggest.pipeline import Service, Suggester
from suggest.settings import get_settings
from suggest.types import Message


def main(arguments: Sequence[str]) -> int:
    """Runs the sets named, or all; exit code 2 with one sentence for bad input."""
    if not arguments or arguments[0] != "run":
        print("usage: python -m evaluation run [SET ...]", file=sys.stderr)
        return 2
    try:
        suggester = Service(get_settings()).suggester()
        for name in arguments[1:] or question_sets():
            _report(name, suggester)
    except SuggestError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _report(name: str, suggester: Suggester) -> None:
    questions = load_questions(name)
    run = _run(questions, suggester)
    scored = [_score(q, suggester) for q in track(questions, name, console=Console(stderr=True))]
    print(f"\n## {name}: {len(questions)} questions\n\n| | questions | nDCG@10 | Success@1 | Success@3 |\n|---|---|---|---|---|")
    for label, group in _groups(questions).items():
        found = measures.retrieval(group, run)
        if found["questions"]:
            numbers = " | ".join(f"{value:.3f}" for key, value in found.items() if key != "questions")
            print(f"| {label} | {found['questions']:.0f} | {numbers} |")
    _print_drafts(scored)


def _print_drafts(scored: Sequence[Scored]) -> None:
    table = measures.confusion(scored)
    right = sum(count for (wanted, given), count in table.items() if wanted == given)
    print(f"\noutcome right: {right}/{len(scored)} = {right / len(scored):.3f}")
    for (wanted, given), count in sorted(table.items()):
        print(f"  {wanted:8} → {given:8} {count}")
    said, facts = measures.fact_coverage(scored)
    if facts:
        print(f"required facts in the draft: {said}/{facts} = {said / facts:.3f}")
    print(f"forbidden statements: {measures.wrong_statements(scored) or 'none'}")
    fitting, judged = measures.fitting_contacts(scored)
    if judged:
        print(f"fitting contact where not answered: {fitting}/{judged}")


def _run(questions: Sequence[Question], suggester: Suggester) -> measures.Run:
    rows = [{"id": q.id, "text": q.text, "land": q.land} for q in questions]
    return {qid: [(d.split("/", 1)[1], s) for d, s in ranked] for qid, ranked in retrieve_all(suggester, rows, top=10, by="section")}


def _score(question: Question, suggester: Suggester) -> Scored:
    message = Message(question.text, channel=question.channel, land=question.land)
    german = Message(question.text, channel="facebook", land=question.land, language="de")
    return Scored(question, suggester.suggest(german, today=date.today()), suggester.suggest(message, today=date.today()))


def _groups(questions: Sequence[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups["all"].append(question)
        groups[question.language].append(question)
        groups[question.topic].append(question)
    return dict(groups)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
