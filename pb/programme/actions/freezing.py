"""Freezing the ballot: numbers are given, the ballot key is made, and from then on nothing that voters see can
change.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.keystore import desk_key, load_key
from pb.people.models import Account
from pb.people.queries import people_in
from pb.programme.queries import freezing as queries
from pb.programme.rules.ballot_documents import document_hash
from pb.programme.rules.freezing import Missing, missing
from pb.projects.models import BallotLine, Project
from pb.projects.queries import ballot_lines
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round, RoundMember
from pb.voting.actions import keep_ballot_key, make_ballot_key
from pb.voting.actions.keys import load_ballot_key, require_sealed_box
from pb.voting.queries import envelopes_in
from pb.voting.rules import keys
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

ROUND_FROZEN = Act(
    "round.frozen",
    _l("froze the ballot with %(projects)s projects. Steering group: %(members)s. Substitute: %(substitute)s"),
)


def freeze(
    by: Actor,
    round_: Round,
    *,
    substitute: int | None = None,
    holders: Sequence[int] = (),
    public_key: str | None = None,
) -> list[str]:
    """Freeze the ballot of a round; returns the word sheets of its key, which are kept nowhere.

    From now on the steering group of the round is a list: everybody who is a member today, of whom ``substitute``
    (an account id) acts where another cannot.

    With custody "folder" that is one recovery sheet of 33 words. With custody "shares" it is one sheet for each of the
    ``holders`` (account ids of steering group members), unless ``public_key`` is given: then the sheets were made by
    ``make_sheets`` and printed before. Refuses while anything is missing, and twice.
    """
    with acting(by, ROUND_FROZEN, round_id=round_.id) as act:
        _require_nothing_missing(round_)
        if round_.key_custody == "shares":
            _require_holders(act.session, holders)
            act.facts["key_holders"] = sorted(holders)
        elif public_key:
            raise Refusal(
                _l("Someone has changed the settings of this round since you started."),
                _l("Shred the sheets and start again."),
            )
        act.facts.update(_fix_the_steering_group(act.session, round_, substitute))
        key, sheets = (None, []) if public_key else make_ballot_key(round_, holders=len(holders))
        _number(act.session, round_)
        round_.public_key = public_key or key.public  # type: ignore[union-attr]
        round_.ballot_hash = document_hash(queries.frozen_document(round_))
        round_.frozen_at = clock.now()
        act.session.flush()
        if key:
            keep_ballot_key(round_, key)  # before the commit: no round is ever frozen without its key
        load_key(desk_key(round_.id))  # made now, so that the copy of the key folder after the freeze holds it
        act.facts.update(
            ballot_hash=round_.ballot_hash, public_key=round_.public_key, projects=len(ballot_lines(round_.id))
        )
    return sheets


def make_sheets(round_: Round, holders: Sequence[int]) -> tuple[str, list[str]]:
    """A key for custody "shares": its public half, and one sheet of words for each holder. Writes nothing.

    The freeze comes after the sheets are on paper: a page that is lost on its way must not lose the key of a frozen
    round.
    """
    _require_nothing_missing(round_)
    _require_holders(db.session(), holders)
    key, sheets = make_ballot_key(round_, holders=len(holders))
    return key.public, sheets


BALLOT_KEY_SHEET_PRINTED = Act("ballot_key.sheet_printed", _l("printed the recovery sheet for the ballot box key"))


def print_sheet_again(by: Actor, round_: Round) -> list[str]:
    """The recovery sheet once more, when its page was lost. Refuses for custody "shares" and once a vote is in the
    box.
    """
    with acting(by, BALLOT_KEY_SHEET_PRINTED, round_id=round_.id):
        if not round_.frozen or round_.key_custody == "shares":
            raise Refusal(_l("This round has no recovery sheet."))
        require_sealed_box(round_)
        if envelopes_in(round_.id):
            raise Refusal(_l("There are votes in the ballot box, so you can no longer print the recovery sheet."))
        return keys.sheets(load_ballot_key(round_).private)


def _require_nothing_missing(round_: Round) -> None:
    if round_.frozen:
        raise Refusal(_l("The ballot for this round has already been frozen."))
    if things := missing(queries.ready(round_)):
        raise Refusal(_listed(things), _l("Do this first, then freeze the ballot."))


def _listed(things: Sequence[Missing]) -> Sentence:
    if len(things) == 1:
        return _l("The ballot cannot be frozen yet. %(first)s", first=things[0].sentence)
    return _ln(
        "The ballot cannot be frozen yet. %(first)s And %(num)s more.",
        "The ballot cannot be frozen yet. %(first)s And %(num)s more.",
        len(things) - 1,
        first=things[0].sentence,
    )


def _fix_the_steering_group(session: Session, round_: Round, substitute: int | None) -> dict[str, Any]:
    """Write the list down; the facts of it for the record."""
    members = people_in(Role.STEERING)
    if substitute not in [member.id for member in members]:
        raise Refusal(
            _l("Choose the substitute: a steering group member who acts when another cannot."),
            _l("Go back and choose one."),
            status=422,
        )
    for member in members:
        is_it = member.id == substitute
        session.add(RoundMember(round_id=round_.id, account_id=member.id, name=member.name, substitute=is_it))
    session.flush()
    return {"members": [member.id for member in members], "substitute": substitute}


def _require_holders(session: Session, holders: Sequence[int]) -> None:
    """Each sheet goes to a different steering group member with an open account."""
    if len(set(holders)) != len(holders):
        raise Refusal(_l("Each sheet must go to a different person."), status=422)
    for account_id in holders:
        account = session.get(Account, account_id)
        if account is None or not account.is_active or Role.STEERING not in account.roles:
            raise Refusal(
                _l("Only steering group members can keep a sheet."),
                _l("Choose steering group members only."),
                status=422,
            )
    if not keys.SHARES_NEEDED <= len(holders) <= keys.MOST_SHARES:
        raise Refusal(
            _l(
                "Choose from %(least)s to %(most)s people to keep a sheet.",
                least=keys.SHARES_NEEDED,
                most=keys.MOST_SHARES,
            ),
            status=422,
        )


def _number(session: Session, round_: Round) -> None:
    """Give the eligible projects their numbers, in an order drawn once from the system's randomness."""
    chosen = [session.get_one(Project, candidate.project_id) for candidate in queries.ready(round_).candidates]
    secrets.SystemRandom().shuffle(chosen)
    session.add_all(_line(round_, number, project) for number, project in enumerate(chosen, start=1))
    session.flush()


def _line(round_: Round, number: int, project: Project) -> BallotLine:
    text = project.ballot_text
    assert text is not None and project.pot_id is not None  # or something would have been missing
    return BallotLine(
        round_id=round_.id,
        number=number,
        project_id=project.id,
        pot_id=project.pot_id,
        title=text.title,
        body=text.body,
        picture_id=text.picture_id,
        picture_alt=text.picture_alt,
        sound_id=text.sound_id,
        cost_pence=project.cost_pence,
        least_pence=project.least_pence,
    )
