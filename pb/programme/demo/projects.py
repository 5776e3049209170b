"""Applications of the demo: sent in, decided, put into ballot texts, approved."""

from __future__ import annotations

from typing import Any

from pb.programme.demo.pictures import drawing, words_for
from pb.programme.demo.story import Players
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.media import Medium, read_picture
from pb.projects.rules.text_answers import text_fingerprint
from pb.roles import Actor, Role
from pb.rounds.models import Round

_GROUP = Actor(None, Role.APPLICANT)
#: Every sixth application comes on paper and every eleventh by phone.
_PAPER, _PHONE = 6, 11


def apply(players: Players, round_: Round, told: dict[str, Any], place: int) -> Project:
    """A group applies; now and then staff type it in for them. Returns the application that was sent."""
    came_by = "telephone" if place % _PHONE == 0 else "paper" if place % _PAPER == 0 else "online"
    by = _GROUP if came_by == "online" else players["morag"]
    answers = {
        "group_name": told["group"],
        "title": told["title"],
        "what": told.get("body", told["title"]),
        "whom": "Older people in Thistlemoor, above all those who live alone.",
        "cost_lines": [(what, pounds * 100) for what, pounds in told["costs"]],
        "least_pence": told["least"] * 100 if "least" in told else None,
        "contact_name": f"Contact of {told['group']}",
        "contact_phone": f"01632 960 {200 + place}",
        "contact_email": "",
        "contact_address": "",
        "helper": "" if came_by == "online" else "Morag, on the phone" if came_by == "telephone" else "A neighbour",
    }
    project, _code = actions.begin_application(by, round_, answers, came_by=came_by)
    actions.send_application(by, project)
    return project


def decide(players: Players, project: Project) -> None:
    """The steering group finds an application eligible."""
    reason = "Good news: your project can go on the ballot. We will write a short text about it."
    actions.propose_assessment(players["ishbel"], project, outcome="eligible", reason=reason)
    actions.agree_to_assessment(players["anwar"], project)


def turn_down(players: Players, project: Project, reason: str) -> None:
    """The steering group says no, with the reason, to an application that the criteria do not allow."""
    actions.propose_assessment(players["anwar"], project, outcome="not_eligible", reason=reason, unmet=[4])
    actions.agree_to_assessment(players["ishbel"], project)


def put_on_the_ballot(players: Players, project: Project, told: dict[str, Any], pictures: dict[str, Medium]) -> None:
    """Morag writes the ballot text, Callum approves that it gives no group and no place away, and the group agrees to it."""
    motif = told["picture"]
    if motif not in pictures:
        pictures[motif] = read_picture(drawing(motif))
    draft = BallotTextChange(
        title=told["title"], body=told["body"], picture=pictures[motif], picture_alt=words_for(motif)
    )
    actions.write_ballot_text(players["morag"], project, draft)
    actions.approve_ballot_text(players["callum"], project)
    agree(project)


def agree(project: Project) -> None:
    """The group has read its ballot text and agrees to it."""
    assert project.ballot_text is not None
    actions.agree_to_text(_GROUP, project, text_fingerprint(project.ballot_text, project.cost_pence))
