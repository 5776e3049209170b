"""The parts of a round on its front page for staff, without those that the reader may not open."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from pb.programme.queries.endings import may_be_deleted
from pb.results.queries.counts import publication_of
from pb.rounds.models import Round
from pb.web.access import may_open


def sections_of(round_: Round) -> list[tuple[str, str, str]]:
    """The sections of a round that this person may enter: (name, address, what is done there)."""
    sections = [
        (
            _("Settings"),
            "rounds.settings",
            _("Money, dates, ballot and count. You can change these until the ballot is frozen."),
        ),
        (_("Sessions"), "sessions.index", _("Where and when people can vote, and who runs each session.")),
        (_("Applications"), "applications.index", _("What groups have asked for and what was decided.")),
        (_("Ballot texts"), "ballot_texts.index", _("How voters will see each project.")),
        (
            _("Freeze the ballot"),
            "freeze.freeze",
            _("Give each project its number. After this nothing on the ballot can change."),
        ),
        (_("Voting cards"), "cards.index", _("Make voting cards and replace lost ones.")),
        (_("Letters"), "letters.index", _("Tell groups what was decided, and groups and venues when the vote is.")),
        (_("Paper desk"), "paper_desk.desk", _("Print papers, open session boxes and type papers.")),
        (_("Decisions"), "decisions.index", _("Withdraw a project or keep voting open for longer.")),
        (
            _("After the close"),
            "after_close.checklist",
            _("Open the ballot box, draw the lot, count, sign and publish."),
        ),
        (
            _("Other rules"),
            "results.other_rules",
            _("See how the same votes would have been counted under other rules."),
        ),
        (_("Interests"), "interests.interests", _("Say if you have a connection with a group or venue.")),
        (
            _("Abandon this round"),
            "rounds.abandon",
            _("End it without a result, if it cannot go on. Two people decide this."),
        ),
        (_("Delete this round"), "rounds.delete", _("Only while nobody has applied.")),
        (_("Next round"), "rounds.next_round", _("Start the next round from this one.")),
    ]
    gone = _gone(round_)
    sections = [section for section in sections if section[1] not in gone and may_open(section[1])]
    return [(name, url_for(endpoint, round_id=round_.id), hint) for name, endpoint, hint in sections]


def _gone(round_: Round) -> set[str]:
    """The sections that this round does not have now."""
    gone = {"rounds.settings", "freeze.freeze"} if round_.frozen or round_.ending else set()
    published = publication_of(round_.id) is not None
    if not published:
        gone.add("results.other_rules")
    if published or round_.ending or round_.draft or round_.source == "file":
        gone.add("rounds.abandon")
    if not may_be_deleted(round_):
        gone.add("rounds.delete")
    return gone
