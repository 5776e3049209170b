"""Opening the box: envelopes are decrypted, shuffled, written as ballots in one transaction, and destroyed.

Afterwards nothing in the files may pair a right with a ballot. So in that one transaction everything that voters left
behind (rights, turnout, other rounds' envelopes) is written anew in random order too: equal transaction ids, no old
row order, no time of casting; and the old pages are given back and overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, is_engine_of_sqlite
from pb.formats import day_time
from pb.people.models import Account
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.queries import newest_hash
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor, Role
from pb.rounds.actions import require_member
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase, votes_may_come_until
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.schema import require_as_made
from pb.voting.actions.ballot_keys import key_from_mnemonics, load_ballot_key
from pb.voting.actions.box_contents import BoxContents, EnvelopeReader, TwoMustConfirm, examine_box
from pb.voting.actions.box_rows import BallotRows, ballot_rows, destroy_and_rewrite, send
from pb.voting.actions.erasure import erase_traces, remember_to_erase
from pb.voting.actions.read_back import require_ballots_as_marked
from pb.voting.models import BoxOpening, SetAside, Turnout
from pb.voting.queries import box_opening_of, require_frozen_ballot
from pb.voting.queries.marks import lines_left, mark_of_day, mark_of_lines
from pb.voting.rules.envelopes import BOX_OPENED_NAME
from pb.voting.rules.sealing import Choices, EnvelopeOpener
from pb.words import lazy_gettext as _l

BOX_OPENED = Act(BOX_OPENED_NAME, _l("opened the ballot box"), only=(COORDINATOR,), takes_long=True, impartial=True)

#: Facts for the record, from the round and what the papers in its box say.
LookAtPapers = Callable[[int, list[Choices]], dict[str, Any]]


@dataclass(frozen=True)
class ConfirmedSetAside:
    """Two people (account ids) have seen that these numbers of votes, by reason, will not be counted."""

    aside: dict[str, int]
    also_by: int


def decrypt_ballot_box(
    by: Actor,
    round_: Round,
    mnemonics: list[str] | None = None,
    confirmed: ConfirmedSetAside | None = None,
    *,
    asked_first: Callable[[int], None] | None = None,
    look_at_papers: LookAtPapers | None = None,
) -> int:
    """Open the box of a round; returns the number of votes that will be counted.

    ``mnemonics``: typed word sheets, for custody "shares" or when the key folder was lost. ``look_at_papers`` compares the
    paper votes with what the desk settled (``pb.paper.queries``): only now is it known which votes came on paper.
    ``asked_first`` refuses, under the lock of the act, what only rooms further up can know: use
    ``pb.paper.actions.open_ballot_box``. Refuses before the last close and twice. Where votes have to be set aside it refuses with their numbers
    (``TwoMustConfirm``), until two people have ``confirmed`` exactly those numbers; then the rest is opened.
    """
    _require_may_open(round_)  # first: after an opening nobody is to look for the key, which is gone
    key = key_from_mnemonics(round_, mnemonics) if mnemonics else load_ballot_key(round_)
    ballot = require_frozen_ballot(round_.id)
    remember_to_erase(round_.id)
    reader = EnvelopeReader(ballot, EnvelopeOpener(key.private))
    reader.read_ahead(db.session())
    rows = ballot_rows(ballot, reader.ahead)
    with acting(by, BOX_OPENED, round_id=round_.id) as act:
        _require_ready(round_, asked_first)
        found = _look_at_all(act.session, reader)
        if found.aside:
            _require_two(act.session, by, round_, found.aside, confirmed)
            act.facts["set_aside"] = dict(found.aside)
        act.facts.update(votes=len(found.marks), votes_mark=mark_of_day(round_.id, clock.today(), found.marks))
        if not rows.are_of(found.opened):
            rows = ballot_rows(ballot, found.opened)
        send(act.session, rows.statements)
        destroy_and_rewrite(act.session, round_.id)
        left = mark_of_lines(round_.id, [lines_left(Turnout, found.turnout), *rows.left])
        _write_box_opening(act.session, by, round_.id, rows, left_mark=left)
        if found.aside and confirmed:
            act.facts["also_confirmed_by"] = confirmed.also_by
            _write_set_aside(act.session, by, round_.id, found.aside, confirmed)
        act.facts.update(ballots=len(found.opened), ballots_hash=rows.hash)
        if look_at_papers:
            act.facts.update(look_at_papers(round_.id, [each.choices for each in found.opened if each.is_paper]))
    erase_traces(round_.id)
    return len(found.opened)


def _require_ready(round_: Round, asked_first: Callable[[int], None] | None) -> None:
    _require_may_open(round_)
    if asked_first:
        asked_first(round_.id)


def _require_may_open(round_: Round) -> None:
    if phase(round_, clock.now()) == Phase.ABANDONED:
        raise Refusal(ROUND_IS_ABANDONED)
    if phase(round_, clock.now()) != Phase.CLOSED:
        raise Refusal(_l("Voting has not closed yet. You can open the ballot box after the last day for postal votes."))
    if clock.now() < (until := votes_may_come_until(round_)):
        raise Refusal(
            _l("Voters who had their ballot open when voting closed can still finish."),
            _l("Open the ballot box after %(when)s.", when=day_time(until)),
        )
    if box_opening_of(round_.id):
        raise Refusal(_l("The ballot box has already been opened."))
    require_as_made(db.session.connection())  # code of somebody else would write other ballots


def _write_box_opening(session: Session, by: Actor, round_id: int, rows: BallotRows, left_mark: str) -> None:
    require_ballots_as_marked(round_id, left_mark)
    session.add(
        BoxOpening(
            round_id=round_id,
            opened_at=clock.now(),
            opened_by=by.account_id,
            votes=len(rows.made_of),
            ballots_hash=rows.hash,
            ballots_salt=rows.salt,
            record_head=newest_hash(),
            left_mark=left_mark,
        )
    )
    session.flush()


def _write_set_aside(
    session: Session, by: Actor, round_id: int, aside: Counter[str], confirmed: ConfirmedSetAside
) -> None:
    people = {"proposed_by": by.account_id, "agreed_by": confirmed.also_by}
    session.add_all(SetAside(round_id=round_id, reason=reason, number=n, **people) for reason, n in aside.items())


def _look_at_all(session: Session, reader: EnvelopeReader) -> BoxContents:
    if not is_engine_of_sqlite(session.get_bind()):
        # No vote may slip in between reading and destroying: later casts wait here and are then refused. Nor may a kiosk
        # of another round get openings that are then not written again.
        # In the order in which a cast takes the tables, or the two would wait for each other for ever.
        session.execute(text("LOCK TABLE voting_right, turnout, envelope, stocked_opening IN ACCESS EXCLUSIVE MODE"))
    return examine_box(session, reader)


def _require_two(
    session: Session, by: Actor, round_: Round, aside: Counter[str], confirmed: ConfirmedSetAside | None
) -> None:
    """Refuse numbers that two people have not confirmed: the second acts for the steering group of this round."""
    if confirmed is None or confirmed.aside != dict(aside):
        raise TwoMustConfirm(aside)
    other = session.get(Account, confirmed.also_by)
    if by.account_id is None or other is None or other.id == by.account_id:
        raise Refusal(_l("Two different people must confirm the numbers."))
    if not other.is_active or Role.STEERING not in other.roles:
        raise Refusal(_l("The second person must be a steering group member."))
    second = Actor(other.id, Role.STEERING)
    require_member(second, round_)
    require_no_interest_on_the_ballot(second, round_.id)
