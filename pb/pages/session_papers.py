"""What a session's team has on paper: the words to read aloud, sheets for when there is no network, and the session sheet.
One PDF file for one session, or for all whose boxes are packed on a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from pb import TOP
from pb.formats import clock_time, day, money
from pb.paper.queries.packing import PackedBatch, PackedBox
from pb.paper.rules.printed_papers import words_on_paper
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.typesetting import document
from pb.voting.queries import FrozenBallot

_TEMPLATE = TOP / "templates" / "session_desk" / "session_papers.typ"
#: So many papers and voters can be crossed off on one sheet, and spoiled papers.
PAPERS, SPOILED, CARDS = 120, 20, 32


def session_papers(ballot: FrozenBallot, boxes: Sequence[PackedBox]) -> bytes:
    """The sheets of each of these sessions, one after the other, tagged (PDF/UA-1)."""
    return document(
        _TEMPLATE,
        {
            "title": _("For the team of the session: %(round)s", round=ballot.name),
            "language": str(get_locale()).split("_")[0],
            "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
            "round": ballot.name,
            "words": _words(),
            "script": _script(ballot),
            "projects": [[str(line.number), line.title, money(line.cost_pence)] for line in ballot.lines],
            "without_network": _without_network(ballot),
            "sheet": _sheet(),
            "sessions": [_session(each) for each in boxes],
        },
    )


def _session(box: PackedBox) -> dict[str, Any]:
    session = box.session
    return {
        "venue": session.venue.name,
        "when": _(
            "%(day)s, %(start)s to %(end)s",
            day=day(session.starts_at),
            start=clock_time(session.starts_at),
            end=clock_time(session.ends_at),
        ),
        "team": ", ".join(box.team) or _("Nobody yet"),
        "ends": _("The session ends at %(time)s.", time=clock_time(session.ends_at)),
        "batches": [[_batch(each), str(each.papers)] for each in box.batches],
    }


def _batch(found: PackedBatch) -> str:
    if found.is_spare:
        return _("%(number)s (spares)", number=found.batch_id)
    return str(found.batch_id)


def _words() -> dict[str, str]:
    return {
        "aloud": _("Read this aloud"),
        "slowly": _("Read slowly. Wait after each part. Say nothing about which projects you like."),
        "projects": _("The projects"),
        "each": _("Read the number, the title and the cost of each. Read all of them in the same voice."),
        "questions": _("Are there any questions? We may not tell you what to choose."),
        "batch": _("Batch"),
        "papers": _("Papers"),
        "arrived": _("Counted when they came"),
        "left": _("Counted at the end"),
        "none": _("Other batches"),
        "to_fill_in": _("To fill in"),
        "answer": _("Answer"),
        "name": _("Name"),
        "signature": _("Signature"),
        "team": _("Team: %(names)s", names="{names}"),
    }


def _script(ballot: FrozenBallot) -> list[dict[str, Any]]:
    """The parts of what is read to everybody, each with its sentences."""
    words = words_on_paper(ballot, current_app.config["HELP_PHONE"])
    pots = [(pot.name, money(pot.pence)) for pot in ballot.pots]
    shared = (
        [_("There is %(money)s to share out.", money=pots[0][1])]
        if len(pots) == 1
        else [_("%(pot)s: there is %(money)s to share out.", pot=name, money=much) for name, much in pots]
    )
    declared = [each for each in (ballot.age_declaration, ballot.area_declaration) if each]
    turn = (
        _("Give us your voting card. For it you get one paper, or a turn at a tablet.")
        if ballot.entitlement == "code"
        else _("Ask us for a paper, or for a turn at a tablet. Each person votes once.")
    )
    parts = [
        (_("Welcome"), [_("Today you choose which projects get money."), *shared]),
        (_("Who can vote"), [_("You can vote if this is true for you:"), *declared] if declared else []),
        (_("How to vote"), [turn, *filter(None, (str(words["rule"]), str(words["limit"]), str(words["how"])))]),
        (
            _("Your vote is secret"),
            [
                _("Nobody can find out how you voted. The number on a paper says nothing about who has it."),
                _("Do you want someone to read the paper to you, or to mark it as you say? Ask us."),
                _("You may also bring someone you trust."),
            ],
        ),
    ]
    return [{"name": name, "said": said} for name, said in parts if said]


def _without_network(ballot: FrozenBallot) -> dict[str, Any]:
    """The roll by which papers are accounted for that were handed out without a network."""
    by_card = ballot.entitlement == "code"
    return {
        "title": _("If there is no network"),
        "steps": [
            _("Go on with papers. Nobody has to wait."),
            _("Keep each voting card that is handed in, in one envelope. Give one paper for it. Write down its number.")
            if by_card
            else _("Cross out one box for each paper that you hand out."),
            _("Write down no names, and no numbers of papers: nobody may learn who had which."),
            _("When there is a network again, enter the codes of the cards on the session’s page.")
            if by_card
            else _("When there is a network again, enter these papers on the session’s page."),
        ],
        "cards": CARDS if by_card else 0,
        "columns": [_("Card number"), _("Code entered")],
        "boxes": [
            *([] if by_card else [[_("Papers handed out"), PAPERS]]),
            [_("Spoiled papers that were replaced"), SPOILED],
        ],
    }


def _sheet() -> dict[str, Any]:
    """What is counted by hand, and who stands for it; the lines are those of the account."""
    return {
        "title": _("Session sheet"),
        "heads": [
            _("Count the voters"),
            _(
                "The host, or a facilitator who sets up no tablet, makes one mark for each person who votes, on a tablet or "
                "on paper. Helpers do not count. A second paper for a spoiled one does not count."
            ),
            PAPERS,
        ],
        "lines": [
            _("Voters counted"),
            _("Counted by (name)"),
            _("Papers received"),
            _("Papers issued"),
            _("Unused papers"),
            _("Spoiled papers"),
            _("Papers taken away"),
            _("Ballots opened on the tablets"),
            _("Voters who had the ballot read to them"),
            _("Voters who told someone what to mark"),
            _("Voters who were helped by someone they brought"),
            _("Number on the seal of the session box"),
        ],
        "end": _("When the session ends"),
        "batches": _("Ballot papers that came"),
        "signed": _("Two of the team sign"),
    }
