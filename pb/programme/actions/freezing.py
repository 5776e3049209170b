"""Freezing the ballot: a second person agrees, numbers are given, the ballot key is made, and from then on nothing that voters
see can change.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.keystore import desk_key, load_key
from pb.people.queries import people_in
from pb.programme.actions.freeze_proposals import require_nothing_missing, require_second_of_freeze
from pb.programme.queries import freezing as queries
from pb.programme.queries.freeze_proposals import objections, what_freezes
from pb.programme.rules.ballot_documents import document_hash
from pb.programme.rules.sentences import NOT_ON_WORD_SHEETS
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor, Role
from pb.rounds.models import FreezeProposal, Round, RoundMember
from pb.shown import require_same
from pb.voting.actions import keep_ballot_key, make_ballot_key
from pb.voting.actions.ballot_keys import load_ballot_key, require_key_still_needed
from pb.voting.queries import envelopes_in
from pb.voting.rules import ballot_keys
from pb.words import lazy_gettext as _l

#: What is said of word sheets that were made before something changed.
SHRED_THE_SHEETS = _l("Shred the sheets and start again.")


def _what_the_page_shows(proposal: FreezeProposal) -> tuple[Any, ...]:
    round_ = db.session.get_one(Round, proposal.round_id)
    return proposal, what_freezes(round_), objections(round_)


ROUND_FROZEN = Act(
    "round.frozen",
    # Lines of the record that are older than the freeze by two.
    _l("froze the ballot. Projects: %(projects)s. Steering group: %(members)s. Substitute: %(substitute)s"),
    only=(STEERING,),
    people=2,
    shows=_what_the_page_shows,
    ways={
        "two": _l(
            "agreed to freeze the ballot, so it is frozen. Projects: %(projects)s. Steering group: %(members)s. "
            "Substitute: %(substitute)s"
        )
    },
)


def freeze(by: Actor, proposal: FreezeProposal, *, public_key: str | None = None) -> list[str]:
    """A steering group member agrees, and the ballot is frozen as it was proposed; returns the word sheets of its key, which
    are kept nowhere.

    From now on the steering group of the round is a list: everybody who is a member today. With custody "folder" there is
    one recovery sheet of 33 words. With custody "shares" there is one sheet for each holder, unless ``public_key`` is given:
    then the sheets were made by ``make_sheets`` and printed before. Refuses while anything is missing, twice, and where
    anything has changed since it was proposed (guard `frozen_by_two`).
    """
    round_ = db.session.get_one(Round, proposal.round_id)
    with acting(by, ROUND_FROZEN, round_id=round_.id, way="two") as act:
        require_nothing_missing(round_)
        require_second_of_freeze(by, proposal)
        _require_unchanged(round_, proposal)
        if public_key and round_.key_custody != "shares":
            raise Refusal(NOT_ON_WORD_SHEETS, SHRED_THE_SHEETS)
        act.require_as_shown(proposal)
        proposal.agreed_by, proposal.agreed_at = by.account_id, clock.now()
        act.session.flush()
        act.facts.update(_fix_the_steering_group(act.session, round_, proposal.substitute_id))
        key, sheets = (None, []) if public_key else make_ballot_key(round_, holders=len(proposal.holder_ids))
        _give_numbers(act.session, round_)
        round_.public_key = public_key or key.public  # type: ignore[union-attr]
        round_.ballot_hash = document_hash(queries.frozen_document(round_))
        round_.frozen_at = proposal.agreed_at
        act.session.flush()
        if key:
            keep_ballot_key(round_, key)  # before the commit: no round is ever frozen without its key
        load_key(desk_key(round_.id))  # made now, so that the copy of the key folder after the freeze holds it
        if proposal.holder_ids:
            act.facts["key_holders"] = proposal.holder_ids
        act.facts.update(
            ballot_hash=round_.ballot_hash,
            public_key=round_.public_key,
            projects=len(ballot_lines(round_.id)),
            proposed_by=proposal.proposed_by,
        )
    return sheets


def make_sheets(by: Actor, proposal: FreezeProposal) -> tuple[str, list[str]]:
    """A key for custody "shares": its public half, and one sheet of words for each holder. Writes nothing.

    The freeze comes after the sheets are on paper: a page that is lost on its way must not lose the key of a frozen
    round. Refuses who has read another list than the one whose sheets these are.
    """
    round_ = db.session.get_one(Round, proposal.round_id)
    require_nothing_missing(round_)
    require_second_of_freeze(by, proposal)
    _require_unchanged(round_, proposal)
    if round_.key_custody != "shares":
        raise Refusal(NOT_ON_WORD_SHEETS)
    if by.shown is not None:
        require_same(by.shown, ROUND_FROZEN.as_shown(proposal))
    key, sheets = make_ballot_key(round_, holders=len(proposal.holder_ids))
    return key.public, sheets


BALLOT_KEY_SHEET_PRINTED = Act(
    "ballot_key.sheet_printed",
    _l("printed the recovery sheet for the ballot box key"),
    only=(COORDINATOR,),
    changes_no_row=True,
)


def print_sheet_again(by: Actor, round_: Round) -> list[str]:
    """The recovery sheet once more, when its page was lost. Refuses for custody "shares" and once a vote is in the
    box.
    """
    with acting(by, BALLOT_KEY_SHEET_PRINTED, round_id=round_.id):
        if not round_.frozen or round_.key_custody == "shares":
            raise Refusal(_l("This round has no recovery sheet."))
        require_key_still_needed(round_)
        if envelopes_in(round_.id):
            raise Refusal(_l("There are votes in the ballot box, so you can no longer print the recovery sheet."))
        return ballot_keys.sheets(load_ballot_key(round_).private)


def _require_unchanged(round_: Round, proposal: FreezeProposal) -> None:
    """Refuse what is no longer as it was proposed. Who has left since is missing in its steering group."""
    if proposal.proposed != what_freezes(round_):
        raise Refusal(
            _l("Something has changed since the freeze was proposed, so nobody can agree to it now."),
            _l(
                "The freeze page says what has changed. A coordinator can propose it again. Shred sheets that were "
                "printed."
            ),
        )


def _fix_the_steering_group(session: Session, round_: Round, substitute: int) -> dict[str, Any]:
    """Write the list down; the facts of it for the record."""
    members = people_in(Role.STEERING)
    for member in members:
        is_it = member.id == substitute
        session.add(RoundMember(round_id=round_.id, account_id=member.id, name=member.name, substitute=is_it))
    session.flush()
    session.expire(round_, ["members"])  # they were looked at before, when there were none
    return {"members": [member.id for member in members], "substitute": substitute}


def _give_numbers(session: Session, round_: Round) -> None:
    """Give the eligible projects their numbers, in an order drawn once from the system's randomness."""
    eligible = [session.get_one(Project, candidate.project_id) for candidate in queries.ready(round_).candidates]
    secrets.SystemRandom().shuffle(eligible)
    session.add_all(queries.line_of(round_, number, project) for number, project in enumerate(eligible, start=1))
    session.flush()
    numbers = {project.id: number for number, project in enumerate(eligible, start=1)}
    session.add_all(
        queries.translated_line(round_, numbers[each.project_id], each)
        for each in queries.translations_to_freeze(round_, eligible)
    )
    session.flush()
