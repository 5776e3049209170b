"""Whether the votes in a box are those that were cast: compared with rights, turnout, and the lines of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import select

from pb.column_types import has_its_kinds
from pb.database import db
from pb.marks import is_mark_of, mark
from pb.record.models import RecordLine
from pb.record.queries import part_of_verifying
from pb.record.rules import MARKS_BEGIN, fault_in_words
from pb.rounds.models import Round
from pb.voting.models import Ballot, BoxOpening, Choice, Envelope, Receipt, Turnout, VotingRight
from pb.voting.rules.envelopes import (
    DAY_NOTED,
    ENVELOPE,
    EnvelopesCompared,
    compare_envelopes,
    fault_sentences,
    marked_values,
    missing_cards,
)


def votes_compared(round_id: int) -> EnvelopesCompared:
    """The round's rights, turnout and envelopes laid side by side, every mark checked."""
    cast = set(
        db.session.scalars(
            select(VotingRight.key).where(VotingRight.round_id == round_id, VotingRight.status == "cast")
        )
    )
    turnout = {
        row["right_key"]: row
        for row in db.session.execute(select(Turnout.__table__).where(Turnout.round_id == round_id)).mappings()
    }
    envelopes = {}
    for row in db.session.execute(select(Envelope.__table__).where(Envelope.round_id == round_id)).mappings():
        spent = turnout.get(row["right_key"])
        envelopes[row["right_key"]] = spent is not None and envelope_mark_is_right(spent, row)
    return compare_envelopes(cast, set(turnout), envelopes)


def envelope_mark_is_right(turnout: Any, envelope: Any) -> bool:
    """Whether the envelope has the mark that it got when it was cast, together with this turnout."""
    kinds = has_its_kinds(Turnout.__table__, turnout) and has_its_kinds(Envelope.__table__, envelope)
    return kinds and is_mark_of(envelope["keyed_mark"], ENVELOPE, *marked_values(turnout, envelope))


def marks_up_to(round_id: int, day: date | None = None) -> list[str]:
    """The marks of the envelopes that were cast up to and on ``day`` (of all without one), sorted: they tell no order.

    Days are compared here and not by the database, which compares how they are spelt; one that is no day counts with
    the earliest, so that nobody keeps a vote out of the line of its day.
    """
    query = select(Envelope.keyed_mark, Turnout.cast_on).where(Envelope.round_id == round_id)
    rows = db.session.execute(query.outerjoin(Turnout, Turnout.right_key == Envelope.right_key))
    return sorted(mark or "" for mark, cast_on in rows if day is None or _is_up_to(day, cast_on))


def _is_up_to(day: date, cast_on: Any) -> bool:
    return not isinstance(cast_on, date) or cast_on <= day


def mark_of_day(round_id: int, day: date, marks: list[str]) -> str:
    """What a line of the record holds of all these votes together."""
    return mark("votes up to a day", round_id, day, len(marks), marks)


def noted_days(round_id: int) -> list[dict[str, Any]]:
    """The facts of the lines that note votes: ``day``, ``votes``, ``mark``; oldest first. Lines from before everything
    was marked anew say nothing of the marks that there are now.
    """
    begun = select(RecordLine.position, RecordLine.facts).where(RecordLine.act.in_(("marks.begun", "keys.given_up")))
    since = max((at for at, facts in db.session.execute(begun) if facts.get(MARKS_BEGIN)), default=0)
    query = select(RecordLine.facts).where(RecordLine.round_id == round_id, RecordLine.act == DAY_NOTED)
    query = query.where(RecordLine.position > since)
    return list(db.session.scalars(query.order_by(RecordLine.position)))


def faults_of_days(round_id: int) -> Iterator[str]:
    """Each noted day with which the envelopes agree no longer."""
    noted = noted_days(round_id)
    query = select(Turnout.cast_on, Envelope.keyed_mark).join(Envelope, Turnout.right_key == Envelope.right_key)
    dated = db.session.execute(query.where(Envelope.round_id == round_id)).all() if noted else []
    in_order = sorted(((mark_ or "", cast_on) for cast_on, mark_ in dated), key=itemgetter(0))  # once for all days
    for each in noted:
        day = date.fromisoformat(each["day"])
        marks = [mark_ for mark_, cast_on in in_order if _is_up_to(day, cast_on)]
        if mark_of_day(round_id, day, marks) != each["mark"]:
            yield f"the votes up to {each['day']} are not those that were noted then ({each['votes']}, now {len(marks)})."


def made_cards(round_id: int) -> int:
    """How many cards were made, as the record says."""
    query = select(RecordLine.facts).where(
        RecordLine.round_id == round_id, RecordLine.act.in_(("cards.issued", "card.reissued"))
    )
    return max((facts.get("last") or facts.get("new_card") or 0 for facts in db.session.scalars(query)), default=0)


def faults_of_cards(round_id: int) -> Iterator[str]:
    """Cards that the record knows and the database does not, or the other way round."""
    numbers = select(VotingRight.card_number).where(
        VotingRight.round_id == round_id, VotingRight.card_number.is_not(None)
    )
    if wrong := missing_cards(db.session.scalars(numbers), made_cards(round_id)):
        yield fault_in_words("cards", wrong=wrong)


def mark_of_what_is_left(round_id: int) -> str:
    """Over everything that the opening leaves of the votes: turnout, ballots, choices, receipts; sorted, so that it
    pairs nothing.
    """
    ballots = select(Ballot.key).where(Ballot.round_id == round_id)
    left = {
        Turnout: select(Turnout.__table__).where(Turnout.round_id == round_id),
        Ballot: select(Ballot.__table__).where(Ballot.round_id == round_id),
        Choice: select(Choice.__table__).where(Choice.ballot_key.in_(ballots)),
        Receipt: select(Receipt.__table__).where(Receipt.round_id == round_id),
    }
    return mark_of_lines(
        round_id, [lines_left(model, db.session.execute(query).all()) for model, query in left.items()]
    )


def lines_left(model: Any, rows: Iterable[Sequence[Any]]) -> list[str]:
    """A line for each row (its values in the order of the table's columns), sorted."""
    names = [column.name for column in model.__table__.columns]
    in_order = sorted(range(len(names)), key=names.__getitem__)
    written = " ".join(f"{names[place]}=%s" for place in in_order)  # one name after the other
    ordered = itemgetter(*in_order)
    return sorted([written % ordered(row) for row in rows])


def mark_of_lines(round_id: int, lines: Sequence[list[str]]) -> str:
    """The same over lines of turnout, ballots, choices and receipts, for the opening, which has just written them."""
    return mark("what the opening left", round_id, *lines)


def is_left_as_opened(round_id: int) -> bool:
    """Whether turnout, ballots, choices and receipts are those that the opening left, and the spent rights those of the
    turnout. A box that is shut, one of a file, and one that an older version opened have nothing to be compared with.
    """
    left = db.session.scalar(select(BoxOpening.left_mark).where(BoxOpening.round_id == round_id))
    return not left or (left == mark_of_what_is_left(round_id) and _spent_is_turnout(round_id))


def _spent_is_turnout(round_id: int) -> bool:
    spent = db.session.scalars(
        select(VotingRight.key).where(VotingRight.round_id == round_id, VotingRight.status == "cast")
    )
    return set(spent) == set(db.session.scalars(select(Turnout.right_key).where(Turnout.round_id == round_id)))


@part_of_verifying
def faults_of_votes() -> Iterator[str]:
    """Of all rounds: the votes in shut boxes, what is left of opened ones, and the cards."""
    openings = {each.round_id: each for each in db.session.execute(select(BoxOpening.__table__))}
    for round_id, name in db.session.execute(select(Round.id, Round.name).where(Round.source == "people")):
        said = [*faults_of_cards(round_id)]
        if (box_opening := openings.get(round_id)) is None:
            yield from fault_sentences(votes_compared(round_id), name)
            said += faults_of_days(round_id)
        elif box_opening.left_mark and box_opening.left_mark != mark_of_what_is_left(round_id):
            said.append("the ballots, receipts or turnout are not those that the opening left.")
        elif not _spent_is_turnout(round_id):
            said.append("the rights that were spent are not those of the turnout.")
        yield from (f"{name}: {each}" for each in said)
