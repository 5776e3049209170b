"""The parts of a round on its front page for staff, without those that the reader may not open."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from pb import clock
from pb.programme.queries.endings import may_be_deleted
from pb.results.queries.counts import publication_of
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.web.access import may_open


def parts_to_read(round_: Round) -> list[tuple[str, str]]:
    """The same by name and address, for those who only read, with what everybody can read of the round."""
    page = _("The page that everyone will read") if round_.draft else _("The public page of the round")
    public = [(page, url_for("rounds.round_page", round_id=round_.id))]
    if publication_of(round_.id) is not None:
        public.append((_("The result"), url_for("results.result", round_id=round_.id)))
    return [(name, url) for name, url, _hint in sections_of(round_)] + public


def sections_of(round_: Round) -> list[tuple[str, str, str]]:
    """The sections of a round that this person may enter: (name, address, what is done there)."""
    sections = [
        (
            _("Settings"),
            "rounds.settings",
            _("Money, dates, ballot and count. You can change these until the ballot is frozen."),
        ),
        (_("Sessions"), "sessions.index", _("Where and when people vote, and who runs each session.")),
        (_("Applications"), "applications.index", _("What groups have asked for and what was decided.")),
        (_("Ballot texts"), "ballot_texts.index", _("How voters will see each project.")),
        _freeze(round_),
        *(_when_over(round_) if round_.abandonment or publication_of(round_.id) else _until_the_result(round_)),
        (
            _("Other rules"),
            "results.other_rules",
            _("See how the same votes would have been counted under other rules."),
        ),
        (_("Money"), "money.money", _("The pots, what groups ask for and what is funded.")),
        (_("Numbers"), "numbers.numbers", _("How many groups applied and how many people voted, without names.")),
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


def _until_the_result(round_: Round) -> list[tuple[str, str, str]]:
    if not round_.frozen:
        decisions = _("What two people can decide once the ballot is frozen.")
    elif phase(round_, clock.now()) == Phase.CLOSED:
        decisions = _("Withdraw a project.")
    else:
        decisions = _("Withdraw a project or keep voting open for longer.")
    return [
        (_("Voting cards"), "cards.index", _("Make voting cards and replace lost ones.")),
        (_("Letters"), "letters.index", _("Tell groups what was decided, and groups and venues when the vote is.")),
        (_("Paper desk"), "paper_desk.desk", _("Print papers, open session boxes and type papers.")),
        (_("Decisions"), "decisions.index", decisions),
        (
            _("After the close"),
            "after_close.checklist",
            _("Open the ballot box, draw the lot, count, sign and publish."),
        ),
    ]


def _when_over(round_: Round) -> list[tuple[str, str, str]]:
    """The same pages, when they are there to read, and to write to the groups."""
    if round_.abandonment:
        letters, close = _("Write to the groups."), _("That the ballot box stays closed, and the copies of its key.")
    else:
        letters, close = (
            _("Tell groups what the result is."),
            _("How the votes were counted, who signed, and the copies of the key."),
        )
    return [
        (_("Voting cards"), "cards.index", _("How many voting cards were made, handed out and came back.")),
        (_("Letters"), "letters.index", letters),
        (_("Paper desk"), "paper_desk.desk", _("Which papers were printed and typed.")),
        (_("Decisions"), "decisions.index", _("What two people decided in this round.")),
        (_("After the close"), "after_close.checklist", close),
    ]


def _freeze(round_: Round) -> tuple[str, str, str]:
    """The page of the freeze: before it and after it."""
    if round_.frozen:
        name, hint = _("The frozen ballot"), _("The number of each project, the fingerprint, and the recovery sheet.")
    else:
        name, hint = (
            _("Freeze the ballot"),
            _("Give each project its number. After this only typing errors can be corrected."),
        )
    return name, "freeze.freeze", hint


def _gone(round_: Round) -> set[str]:
    """The sections that this round does not have now."""
    gone = {"rounds.settings"} if round_.frozen or round_.abandonment else set()
    if round_.abandonment and not round_.frozen:
        gone.add("freeze.freeze")
    published = publication_of(round_.id) is not None
    if not published:
        gone.add("results.other_rules")
    if not round_.frozen:
        gone.add("paper_desk.desk")
    if not (published or round_.abandonment):
        gone.add("rounds.next_round")
    if published or round_.abandonment or round_.draft or round_.source == "file":
        gone.add("rounds.abandon")
    if not may_be_deleted(round_):
        gone.add("rounds.delete")
    return gone
