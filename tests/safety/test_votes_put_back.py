"""A vote that is damaged or missing in a shut box is put back from a backup by two people; nothing else ever is."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from pb import clock as program_clock
from pb.database import db, is_engine_of_sqlite
from pb.marks import mark
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.actions.put_back import NothingFits
from pb.voting.models import Envelope, Turnout, VotingRight
from pb.voting.queries import backups
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.voting.rules.sealing import seal_ballot
from pb.web.access import Actor, Role
from tests.support.box_looked_into import would_be_set_aside
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering
from tests.support.safety.racing import open_the_box

pytestmark = pytest.mark.databases_in_turn
ENVELOPES, TURNOUT = Envelope.__table__, Turnout.__table__


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2,), (3,), (1, 2))
    tampering.without_any_guard()
    return round_


@pytest.fixture
def backup(round_, tmp_path):
    file = tmp_path / "votes"
    assert backups.save(file, round_.id) == 4
    db.session.rollback()
    return file


@pytest.fixture
def keys(round_, backup):
    return sorted(db.session.scalars(select(ENVELOPES.c.right_key)))


@pytest.fixture
def two(make):
    return Actor(make.staff(Role.COORDINATOR).id, Role.COORDINATOR), Actor(make.staff(Role.STEERING).id, Role.STEERING)


def meddle(*statements) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0


def takes_out(*keys: str):
    return ENVELOPES.delete().where(ENVELOPES.c.right_key.in_(keys))


def flips(key: str):
    return update(ENVELOPES).where(ENVELOPES.c.right_key == key).values(sealed=b"nothing")


def found(round_, file):
    actions.find_in_backup(COMMAND, db.session.get(Round, round_.id), file)
    return backups.put_backs(round_.id)[-1]


def both_put_back(two, put_back) -> None:
    actions.propose_put_back(two[0], put_back)
    actions.put_votes_back(two[1], put_back)


def test_a_missing_and_a_damaged_vote_are_back_and_the_box_opens_whole(app, round_, backup, keys, two):
    meddle(
        takes_out(keys[0]),
        flips(keys[1]),
        takes_out(keys[2]), TURNOUT.delete().where(TURNOUT.c.right_key == keys[2]),
        update(TURNOUT).where(TURNOUT.c.right_key == keys[3]).values(channel="post"),
    )  # fmt: skip
    round_ = db.session.get(Round, round_.id)
    assert would_be_set_aside(round_) == {"missing": 2, "does_not_open": 1, "wrong_mark": 1}
    put_back = found(round_, backup)
    assert put_back.votes == 4
    assert would_be_set_aside(round_) == {"missing": 2, "does_not_open": 1, "wrong_mark": 1}, "nothing is put back yet"
    both_put_back(two, put_back)
    assert would_be_set_aside(round_) == {}
    assert app.test_cli_runner().invoke(args=["record", "verify"]).exit_code == 0
    assert open_the_box(round_) == 4
    assert db.session.query(Envelope).count() == 0


@pytest.mark.both_databases
def test_nobody_puts_votes_back_alone_and_one_of_the_two_is_a_member(make, round_, backup, keys, two):
    meddle(takes_out(keys[0]))
    put_back = found(round_, backup)
    morag, ina = two
    with pytest.raises(Refusal, match="Nobody has asked"):
        actions.put_votes_back(ina, put_back)
    actions.propose_put_back(ina, put_back)
    with pytest.raises(Refusal, match="already asked"):
        actions.propose_put_back(morag, put_back)
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.put_votes_back(ina, put_back)
    with pytest.raises(Refusal, match="in your role"):
        actions.put_votes_back(morag, put_back)
    with pytest.raises(IntegrityError, match="two_people_put_back"), db.engine.begin() as connection:
        connection.execute(text("UPDATE put_back SET agreed_by = proposed_by"))
    assert queries.envelopes_in(round_.id) == 3
    hugh = Actor(make.staff(Role.STEERING).id, Role.STEERING)
    actions.put_votes_back(hugh, put_back)
    with pytest.raises(Refusal, match="already been put back"):
        actions.put_votes_back(hugh, put_back)
    assert queries.envelopes_in(round_.id) == 4


def test_what_is_in_the_box_whole_is_not_put_back_again(round_, backup):
    with pytest.raises(NothingFits) as nothing:
        found(round_, backup)
    assert (nothing.value.found.there_already, len(nothing.value.found.fit)) == (4, 0)


def test_a_vote_that_somebody_wrote_into_the_backup_is_refused(round_, backup, keys):
    meddle(takes_out(keys[0]))
    with db.engine.begin() as connection:
        row = connection.execute(text("SELECT public_key FROM round")).scalar()
    sealed = seal_ballot(row, round_.id, keys[0], {2: 1})
    import sqlite3

    with sqlite3.connect(backup) as file:
        file.execute("UPDATE envelope SET sealed = ? WHERE right_key = ?", (sealed, keys[0]))
    with pytest.raises(NothingFits) as nothing:
        found(round_, backup)
    assert nothing.value.found.wrong_mark == 1


def test_a_right_that_was_not_used_to_vote_gets_no_vote(round_, backup, keys):
    meddle(takes_out(keys[0]), update(VotingRight.__table__).where(VotingRight.key == keys[0]).values(status=None))
    with pytest.raises(NothingFits) as nothing:
        found(round_, backup)
    assert nothing.value.found.not_cast == 1
    with (
        db.engine.begin() as connection
    ):  # not even one that somebody made in the database, with a right mark of its vote
        spent = dict(connection.execute(select(TURNOUT).where(TURNOUT.c.right_key == keys[1])).mappings().one())
        envelope = dict(connection.execute(select(ENVELOPES).where(ENVELOPES.c.right_key == keys[1])).mappings().one())
        assert mark(ENVELOPE, *marked_values(spent, envelope)) == envelope["keyed_mark"]
        connection.execute(takes_out(keys[1]))
        connection.execute(update(VotingRight.__table__).where(VotingRight.key == keys[1]).values(keyed_mark="e" * 64))
    with pytest.raises(NothingFits) as nothing:
        found(round_, backup)
    assert nothing.value.found.not_cast == 2


def test_the_backup_and_the_box_must_still_be_as_the_command_found_them(round_, backup, keys, two):
    meddle(takes_out(*keys[:2]))
    put_back = found(round_, backup)
    actions.propose_put_back(two[0], put_back)
    backup.rename(backup.with_suffix(".away"))
    with pytest.raises(Refusal, match="cannot be read"):
        actions.put_votes_back(two[1], put_back)
    backup.with_suffix(".away").rename(backup)
    meddle(takes_out(keys[2]))
    with pytest.raises(Refusal, match="no longer as it was"):
        actions.put_votes_back(two[1], put_back)
    assert queries.envelopes_in(round_.id) == 1
    both_put_back(two, found(round_, backup))
    assert queries.envelopes_in(round_.id) == 4


def test_nothing_is_put_back_into_an_opened_box(round_, backup, keys, two):
    meddle(takes_out(keys[0]))
    put_back = found(round_, backup)
    actions.propose_put_back(two[0], put_back)
    round_ = db.session.get(Round, round_.id)
    with program_clock.moved(round_.post_closes_at + timedelta(hours=1)):
        actions.decrypt_ballot_box(
            two[0], round_, confirmed=actions.ConfirmedSetAside({"missing": 1}, two[1].account_id)
        )
        with pytest.raises(Refusal, match="has been opened"):
            actions.put_votes_back(two[1], put_back)
        with pytest.raises(Refusal, match="has been opened"):
            found(round_, backup)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 99], ids=["empty", "no database"])
def test_a_file_that_is_no_backup_is_refused(round_, tmp_path, content):
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(Refusal, match="cannot be read"):
        found(round_, tmp_path / "other")


def test_by_command_and_page_and_everybody_reads_how_many(
    app, make, round_, keys, tmp_path, visitor, new_visitor, clock
):
    round_id, run = round_.id, app.test_cli_runner().invoke
    file = str(tmp_path / "saved")
    if is_engine_of_sqlite(db.engine):  # a copy of the database does as well
        db.session.rollback()  # a reader still at work would keep the checkpoint waiting for 30 seconds
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(db.engine.url.database, file)
    else:
        said = run(args=["voting", "save-votes", str(round_id), file])
        assert said.output == f"4 sealed votes are in {file}.\n"
    assert run(args=["voting", "save-votes", str(round_id), file]).exit_code == 1, "never over another file"
    meddle(takes_out(keys[0]))
    assert run(args=["voting", "put-back", "99", file]).exit_code == 1
    said = run(args=["voting", "put-back", str(round_id), file])
    assert said.exit_code == 0 and "Can be put back: 1. In the box already: 3." in said.output
    clock.set(db.session.get(Round, round_id).post_closes_at + timedelta(hours=1))
    morag, ina = (
        who().signed_in_as(make.account(role, name=name))
        for who, role, name in ((lambda: visitor, Role.COORDINATOR, "Morag"), (new_visitor, Role.STEERING, "Ina"))
    )
    here = f"/rounds/{round_id}/after-close"
    assert (
        "A backup has an undamaged copy of one vote that is damaged or missing in the ballot box."
        in ina.opens(here).main
    )
    morag.opens(here)
    assert "A steering group member must now agree." in morag.presses("Ask for them to be put back").text
    assert "I agree. Put them back" not in morag.page.buttons and "Morag has asked" in ina.opens(here).main
    page = ina.presses("I agree. Put them back")
    assert "The votes have been put back." in page.text and "Morag and Ina had one vote put back" in page.main
    again = run(args=["voting", "put-back", str(round_id), file])
    assert again.exit_code == 1 and "In the box already: 4." in again.output
    clock.release()
    make.published(db.session.get(Round, round_id), (1,))
    page = new_visitor().opens(f"/rounds/{round_id}/results")
    assert "One vote was damaged or missing before the ballot box was opened." in page.main
