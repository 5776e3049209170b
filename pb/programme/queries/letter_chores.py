"""Letters that wait: to groups that have no other way to hear from us, since the last ones were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pb.programme.queries.letters import receivers
from pb.programme.rules.chores import Chore, ChoreKind
from pb.programme.rules.letters import letters_left
from pb.projects.models import Project
from pb.projects.queries import corrections_in
from pb.record.queries import lines_of_acts
from pb.results.queries.counts import publication_of, published_rounds
from pb.rounds.models import Round
from pb.rounds.rules import Phase
from pb.venues.models import Venue
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_ONLY_BY_POST = _l("We have no email address and no phone number to reach them.")
_SILENCE = _l(
    "We have no email address and no phone number to reach them. If a group does not reply in time, we take it that it agrees."
)
#: The act that says so in the record (``pb.programme.actions.letters``).
_MADE = "letters.made"
#: What they are about, within a sentence, and why.
_ABOUT: dict[str, tuple[Sentence, Sentence]] = {
    "decisions": (_l("decisions on applications"), _ONLY_BY_POST),
    "appeals": (_l("answers to appeals"), _ONLY_BY_POST),
    "texts": (_l("ballot texts to agree to"), _SILENCE),
    "corrected": (_l("corrected ballot texts"), _ONLY_BY_POST),
    "results": (_l("the result of the vote"), _ONLY_BY_POST),
    "ended": (_l("the round has ended early"), _ONLY_BY_POST),
}
#: Which of them are told in a phase: before it nothing has happened, after it there is later news.
_TOLD_IN = {
    Phase.APPLYING: ("decisions", "appeals", "texts"),
    Phase.ASSESSING: ("decisions", "appeals", "texts"),
    Phase.READY: ("decisions", "appeals", "corrected"),
    Phase.VOTING: ("corrected",),
    Phase.POST: ("corrected",),
    Phase.ABANDONED: ("ended",),
}
#: A letter about a decision says that an appeal was answered, and shows the text as it stands.
_TELLS_TOO = {"appeals": ("appeals", "decisions"), "texts": ("texts", "decisions", "appeals")}


def of_letters(round_: Round, at: Phase) -> Iterator[Chore]:
    """How many letters of each kind wait. Groups with an email address or a phone number are not among them."""
    kinds = _TOLD_IN.get(at, ("results",) if round_.id in published_rounds() else ())
    news = {kind: _news(round_, kind) for kind in kinds}
    if not any(news.values()):
        return
    made = [(line.facts["kind"], line.at, line.facts["letters"]) for line in lines_of_acts(_MADE, round_id=round_.id)]
    for kind, times in news.items():
        same = _TELLS_TOO.get(kind, (kind,))
        if left := letters_left(times, [(when, how_many) for said, when, how_many in made if said in same]):
            about, why = _ABOUT[kind]
            yield Chore(ChoreKind.MAKE_LETTERS, left, where=about, why=why)


def only_by_post(each: Project) -> bool:
    """Whether a letter is the only way to tell a group something."""
    return not (each.contact_email or each.contact_phone)


def _news(round_: Round, kind: str) -> list[datetime]:
    """For each group that can only be told by letter, when that happened of which letters of this kind tell."""
    if kind == "corrected" and not corrections_in(round_.id):
        return []
    to = [each for each in receivers(round_, kind) if not isinstance(each, Venue) and only_by_post(each)]
    if kind == "decisions":
        answered = {each.id for each in receivers(round_, "appeals")} if to else set()
        to = [each for each in to if each.id not in answered]
    return [happened for each in to if (happened := _happened(round_, kind, each))]


def _happened(round_: Round, kind: str, project: Project) -> datetime | None:
    if kind == "ended":
        return round_.abandonment and round_.abandonment.agreed_at
    if kind == "results":
        found = publication_of(round_.id)
        return found and found.public_at
    if kind == "corrected":
        return max(
            each.agreed_at for each in corrections_in(round_.id) if each.project_id == project.id and each.agreed_at
        )
    if kind == "texts":
        return project.ballot_text and project.ballot_text.approved_at
    said = project.assessments[-1] if project.assessments else None
    return project.withdrawn_at or (said and (said.agreed_at or said.made_at))
