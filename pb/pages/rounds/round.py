"""One round: its page for everybody and its page for staff."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.formats import day
from pb.pages.due import assessments_to_agree, proposals_of, who_opens
from pb.pages.lookups import round_with
from pb.pages.offer_sentences import offers_said
from pb.pages.round_work import work_of_reader
from pb.pages.rounds import bp
from pb.pages.rounds.how_it_is_counted import how_it_is_counted
from pb.pages.rounds.vote_by_post import may_ask_online
from pb.pages.sections import sections_of
from pb.people.queries import names, rounds_to_declare
from pb.programme.queries.leftovers import carried_wrongly
from pb.programme.queries.overview import round_status
from pb.programme.queries.public_projects import projects_are_public
from pb.programme.queries.recovery_sheets import recovery_sheet_of
from pb.programme.queries.told_sessions import without_untold
from pb.projects.queries import ballot_hash_of, ballot_lines_by_project, corrections_in
from pb.record.queries import newest
from pb.results.queries.corrections import said_to_be_wrong
from pb.results.queries.counts import publication_of
from pb.results.queries.currencies import currency_of
from pb.results.queries.objections import objections_until
from pb.rounds.models import Round
from pb.rounds.queries import members_of, never_set_of
from pb.rounds.rules import (
    Phase,
    agreed_decisions,
    closes_at,
    phase,
    post_closes_at,
    replaced_member,
    session_margin,
    undoing,
    was_touched,
)
from pb.venues.queries import ListedSession, sessions_by_id, sessions_to_list
from pb.voting.queries import frozen_ballot
from pb.voting.rules.how_to_vote import voting_in_words
from pb.voting.rules.rotation import how_many_lists
from pb.web.access import APPOINTED, PUBLIC, may_open, open_to
from pb.web.lists import Filter, Listing, listing

#: So many orders of a pot are shown to say how all are made.
_FIRST_LISTS = 4


@bp.get("/rounds/<int:round_id>")
@open_to(PUBLIC)
def round_page(round_id: int):
    """A round for everybody: dates, who may vote, how it is counted, where and when to vote, what was decided."""
    round_ = round_with(round_id)
    if never_set_of(round_):
        return render_template("rounds/being_set_up.html", round=round_)
    now, (found, to_come, are_planned) = clock.now(), _sessions(round_)
    at = phase(round_, now)
    shown = sessions_by_id(each.id for each in found.items)
    return render_template(
        "rounds/round.html",
        margin=session_margin(round_),
        round=round_,
        currency=currency_of(round_),
        phase=at,
        closes=closes_at(round_),
        post_closes=post_closes_at(round_),
        may_ask_by_post=may_ask_online(round_),
        found=found,
        to_come=to_come,
        sessions=[shown[each.id] for each in found.items],
        lines=ballot_lines_by_project(round_id),
        members=members_of(round_id),
        names=names(),
        decisions=agreed_decisions(round_),
        undoing=undoing(round_),
        replaced=replaced_member(round_.decisions),
        was_touched=was_touched,
        # Until voting opens some may still be planned.
        had_sessions=are_planned or at not in (Phase.VOTING, Phase.POST, Phase.CLOSED),
        published=publication_of(round_id) is not None,
        corrected=said_to_be_wrong(round_id),
        object_until=objections_until(round_id),
        offers=offers_said(round_),
        shows_projects=projects_are_public(round_),
        newest_line=newest(),
        corrections=corrections_in(round_id),
        ballot_hash=ballot_hash_of(round_),
        now=now,
        lists=_lists(round_id),
        how=[*map(str, voting_in_words(round_)), *how_it_is_counted(round_)],
    )


def _lists(round_id: int) -> list[tuple[str, str]]:
    """The first orders in which voters get the projects of each pot, and the last, as rows of a table: the others go on in
    the same way. None without rotation.
    """
    ballot = frozen_ballot(round_id)
    lists = ballot.numbers_by_list() if ballot else []
    shown = [each for each in lists if each[1] <= _FIRST_LISTS or each[1] == how_many_lists(len(each[2]))]
    return [(f"{pot} · {number}" if pot else str(number), ", ".join(map(str, each))) for pot, number, each in shown]


def _sessions(round_: Round) -> tuple[Listing[ListedSession], bool, bool]:
    """The sessions to come, cancelled ones too, so that nobody goes there; those that are over where somebody asks, or where
    there are no others. Whether some are to come, and whether there are any that were not cancelled.
    """
    now, rows = clock.now(), without_untold(round_, sessions_to_list(round_.id))
    options: dict[str, tuple[str, Callable[[ListedSession], bool]]] = {
        "": (_("To come"), lambda each: each.ends_at > now),
        "over": (_("Over"), lambda each: each.ends_at <= now),
    }
    to_come = any(each.ends_at > now for each in rows)
    both = to_come and any(each.ends_at <= now for each in rows)
    found = listing(
        rows,
        words=lambda each: [each.venue, each.address, day(each.starts_at)],
        filters=[Filter("sessions", _("Which sessions"), options)] if both else [],
        anchor="sessions",
    )
    return found, to_come, any(each.cancelled_at is None for each in rows)


@bp.get("/rounds/<int:round_id>/manage")
@open_to(*APPOINTED)
def manage(round_id: int):
    """A round for staff: where it stands, what is due next, and the way into every section of it."""
    round_ = round_with(round_id)
    status = round_status(round_)
    due = status.due
    return render_template(
        "rounds/manage.html",
        round=round_,
        currency=currency_of(round_),
        wrong=carried_wrongly(round_) if may_open("rounds.carry_again") else None,
        due=due,
        work=work_of_reader(status),
        stages=status.way,
        sections=sections_of(round_),
        closes=closes_at(round_),
        post_closes=post_closes_at(round_),
        undeclared=rounds_to_declare(current_user, [round_id]),
        proposals=proposals_of(round_),
        to_agree=assessments_to_agree(round_),
        sheet=recovery_sheet_of(round_),
        who_prints=who_opens("freeze.recovery_sheet"),
    )
