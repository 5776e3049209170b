"""People who press at the same moment. Whatever the database, one right is one vote and nothing is lost."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import clock as program_clock
from pb.database import db, transaction
from pb.programme.actions.corrections import propose_correction
from pb.programme.rules.corrections import CorrectedWording
from pb.projects.queries import ballot_lines
from pb.roles import Actor, Role
from pb.voting import queries
from pb.voting.actions import replace_card
from pb.voting.models import Ballot, Envelope, Receipt, Turnout, VotingRight
from tests.support.effort import runs
from tests.support.makers.voting import COMMAND
from tests.support.safety.racing import cast, cast_job, in_processes, open_the_box

pytestmark = pytest.mark.both_databases


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


def how_many(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def status_of(card) -> str | None:
    db.session.rollback()
    return queries.right_of_code(card.code).status


def test_of_200_simultaneous_casts_with_one_code_exactly_one_goes_in(app, make, round_):
    vote = make.vote(round_, make.cards(round_)[0], 1, 2)
    tries = [cast_job(replace(vote, attempt=secrets.token_hex(16))) for _ in range(200)]
    done = sum(in_processes(app, tries[:100], tries[100:]), [])
    saved = [each for each in done if each.startswith("saved")]
    assert len(saved) == 1
    assert set(done) - set(saved) == {"refused A vote has already been cast with this code."}
    assert (how_many(Envelope), how_many(Turnout)) == (1, 1)
    assert db.session.scalar(select(Envelope.receipt)) == saved[0].split()[1]


def test_one_attempt_pressed_many_times_at_once_is_one_vote_and_everybody_reads_the_same_receipt(app, make, round_):
    job = cast_job(make.vote(round_, make.cards(round_)[0], 3))
    done = sum(in_processes(app, [job] * 25, [job] * 25), [])
    assert len(set(done)) == 1 and done[0].startswith("saved")
    assert (how_many(Envelope), how_many(Turnout)) == (1, 1)


def test_many_voters_at_once_all_go_in(app, make, round_):
    votes = [cast_job(make.vote(round_, card, 1)) for card in make.cards(round_, 80)]
    done = sum(in_processes(app, votes[:40], votes[40:]), [])
    assert len(set(done)) == 80 and all(each.startswith("saved") for each in done)
    assert how_many(Envelope) == 80


def test_a_lost_card_is_either_used_or_replaced_never_both(app, make, round_):
    """Its voter casts while somebody releases the new one: the voter has one vote, whoever was first."""
    cards = make.cards(round_, runs(15, 200))
    casts = [cast_job(make.vote(round_, card, 1)) for card in cards]
    fresh = [replace_card(COMMAND, round_, card.number, "lost") for card in cards]
    by = make.staff(Role.STEERING).id
    releases = [{"do": "release", "round": round_.id, "card": card.number, "by": by} for card in fresh]
    cast_, released = in_processes(app, casts, releases)
    for card, new, one, other in zip(cards, fresh, cast_, released, strict=True):
        assert one.startswith("saved") != other.startswith("saved"), (one, other)
        assert (status_of(card), status_of(new)) == (("cast", "void") if one.startswith("saved") else ("void", None))
    assert how_many(Envelope) == sum(each.startswith("saved") for each in cast_)


def test_a_card_is_either_handed_in_or_used_online_never_both(app, make, round_):
    cards = make.cards(round_, runs(15, 200))
    votes = [make.vote(round_, card, 1) for card in cards]
    exchanges = [{"do": "exchange", "right": vote.right_key} for vote in votes]
    cast_, exchanged = in_processes(app, [cast_job(vote) for vote in votes], exchanges)
    for card, one, other in zip(cards, cast_, exchanged, strict=True):
        assert one.startswith("saved") != other.startswith("saved"), (one, other)
        assert status_of(card) == ("cast" if one.startswith("saved") else "exchanged")


def test_the_box_is_opened_after_the_last_vote_however_often_somebody_tries_before(app, make, round_):
    """A reply envelope that was checked in and not cast yet keeps the box shut; votes come from two processes."""
    after = round_.post_closes_at + timedelta(hours=1)
    keys = [f"{n:032x}" for n in range(80)]
    with transaction() as session:
        session.add_all(VotingRight(key=key, round_id=round_.id, kind="post") for key in keys)
    votes = [
        {
            "do": "cast",
            "round": round_.id,
            "right": key,
            "attempt": secrets.token_hex(16),
            "numbers": [1],
            "channel": "post",
        }
        for key in keys
    ]
    opening = {"do": "open", "round": round_.id}
    between = [job for vote in votes[:40] for job in (vote, opening)]
    first, second = in_processes(app, between, votes[40:] + [opening] * 3, moment=after)
    said = first[1::2] + second[40:]
    saved = first[::2] + second[:40]
    assert all(each.startswith("saved") for each in saved), saved
    if "saved 80" not in said:  # both processes were done with trying before the last vote was in
        open_the_box(round_)
        said.append("saved 80")
    assert said.count("saved 80") == 1, said
    assert set(said) - {"saved 80"} <= {
        "refused Some papers, reply envelopes or ballots on tablets are not accounted for yet.",
        "refused The ballot box has already been opened.",
    }
    assert how_many(Ballot) == how_many(Receipt) == len(saved)
    assert sorted(queries.receipts(round_.id)) == sorted(each.split()[1] for each in saved)
    assert how_many(Envelope) == 0


def test_a_retry_after_the_opening_reads_its_receipt_and_adds_nothing(make, round_):
    vote = make.vote(round_, make.cards(round_)[0], 1)
    receipt = cast(vote)
    open_the_box(round_)
    with program_clock.moved(round_.post_closes_at + timedelta(hours=2)):
        assert cast(vote) == receipt
    assert how_many(Ballot) == 1


def test_the_box_is_opened_once_however_many_press(app, make, round_):
    make.cast(round_, (1,), (2,), (1, 2))
    after = round_.post_closes_at + timedelta(hours=1)
    opening = {"do": "open", "round": round_.id}
    done = sum(in_processes(app, [opening] * 4, [opening] * 4, moment=after), [])
    assert done.count("saved 3") == 1
    assert all(each.startswith(("saved", "refused")) for each in done)
    assert how_many(Ballot) == 3


def test_the_first_vote_and_a_correction_of_its_ballot_never_both_happen(app, make):
    """Each in a round of its own: either the words stay and the vote is in, or they are others and its voter is told."""
    one, other = make.staff(Role.COORDINATOR).id, make.staff(Role.STEERING).id
    rounds, casts = [], []
    for _ in range(runs(3, 60)):
        rounds.append(make.voting_round(projects=2))
        line = ballot_lines(rounds[-1].id)[0]
        words = CorrectedWording("Another title", line.body)
        propose_correction(Actor(one, Role.COORDINATOR), rounds[-1], line.project_id, words, "A letter was missing.")
        casts.append(cast_job(make.vote(rounds[-1], make.cards(rounds[-1])[0], 1)) | {"corrected": 0})
    corrections = [{"do": "correct", "round": each.id, "by": other} for each in rounds]
    cast_, corrected = in_processes(app, casts, corrections)
    for round_, vote, correction in zip(rounds, cast_, corrected, strict=True):
        assert vote.startswith("saved") != correction.startswith("saved"), (vote, correction)
        assert "has been corrected" in vote or "already voted" in correction, (vote, correction)
        assert (ballot_lines(round_.id)[0].title == "Another title") == correction.startswith("saved")
    assert how_many(Envelope) == sum(each.startswith("saved") for each in cast_)
