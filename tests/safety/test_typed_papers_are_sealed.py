"""Typed papers: a stolen database tells nothing of them, their round's key dies with the publication, and nobody reads
a paper that is settled.

The thief has the database, ``KEYS_DIR`` of the moment, and a facilitator's list of serials with the names of those who
got them.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select, text

from pb.database import db, exclusive_transaction
from pb.keystore import KeyIsDead, desk_key, load_key
from pb.marked import change_rows
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions as desk
from pb.paper.models import Bundle, Entry, Paper
from pb.paper.queries import paper_statuses
from pb.paper.rules import PaperReading
from pb.record.models import RecordLine
from pb.record.queries import check_everything
from pb.results import actions as results
from pb.rounds.models import Round
from pb.sealed import SEALED, seal_for_desk, unseal
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.makers.papers import counter
from tests.support.makers.results import DIGITS
from tests.support.page import Page

VOTES = ("1 2 3", "1 2 3", "7", "4 9")


def read_by_the_thief(folder: Path) -> dict[str, list[str]]:
    """What each serial leads to, by every file of ``folder`` as a key: the readings, and the ruling."""
    keys = [key for file in folder.iterdir() if (key := as_key(file.read_bytes()))]
    found: dict[str, list[str]] = {}
    for table in ("entry", "ruling"):
        rows = db.session.execute(text(f"SELECT serial, sealed FROM {table} JOIN paper ON paper.id = paper_id"))
        for serial, sealed in rows:
            found.setdefault(serial, []).extend(said for key in keys if (said := opened(key, sealed)) is not None)
    db.session.rollback()
    return found


def as_key(content: bytes) -> Fernet | None:
    try:
        key = bytes.fromhex(content.decode())
    except ValueError:
        key = content
    return Fernet(base64.urlsafe_b64encode(key)) if len(key) == 32 else None


def opened(key: Fernet, sealed: str) -> str | None:
    try:
        return key.decrypt(sealed).decode().strip()
    except InvalidToken:
        return None


def in_the_box(make) -> Bundle:
    """A bundle of ``VOTES``, and a blank paper on which two people have ruled, in the ballot box."""
    bundle = make.typed_bundle(*VOTES, "B")
    rule(make, bundle)
    desk.cast_bundle(counter(make.staff(Role.COUNTER)), bundle)
    return bundle


def rule(make, bundle: Bundle) -> Paper:
    statuses = paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]
    [paper] = [status.paper for status in statuses if status.readings[0].kind == "blank"]
    one, two = (counter(make.staff(Role.COUNTER)) for _ in range(2))
    desk.propose_ruling(one, bundle, paper, reason="blank", counts=None)
    desk.agree_ruling(two, bundle, paper)
    return paper


@pytest.mark.both_databases
def test_before_the_publication_the_thief_with_the_keys_reads_every_paper_and_after_it_none(app, make, tmp_path):
    folder = app.config["KEYS_DIR"]
    round_ = db.session.get(Round, in_the_box(make).round_id)
    file = folder / f"desk-{round_.id}.key"
    key = file.read_bytes()
    os.link(file, tmp_path / "watched")
    found = read_by_the_thief(folder)
    votes = sorted(readings[0].removeprefix("|") for readings in found.values())
    assert votes == sorted([*VOTES, "blank|"]), "the script works, and docs/safety.md says so"
    make.published(round_, (5,))
    assert read_by_the_thief(folder) == {serial: [] for serial in found}
    assert not list(folder.glob("desk*")) and (tmp_path / "watched").read_bytes() != key
    assert key not in (tmp_path / "watched").read_bytes()


@pytest.mark.both_databases
def test_a_copy_of_the_key_that_comes_back_after_the_publication_is_destroyed_at_the_next_start(
    app, make, served, tmp_path
):
    other = make.typed_bundle("3").round_id
    round_ = db.session.get(Round, in_the_box(make).round_id)
    shutil.copytree(app.config["KEYS_DIR"], tmp_path / "stick")
    make.published(round_, (5,))
    shutil.copytree(tmp_path / "stick", app.config["KEYS_DIR"], dirs_exist_ok=True)
    answer = app.test_cli_runner().invoke(args=["serve"])
    assert answer.exit_code == 0, answer.output
    assert [file.name for file in app.config["KEYS_DIR"].glob("desk*")] == [f"desk-{other}.key"]


def test_a_program_that_was_killed_after_the_publication_destroys_the_key_at_its_next_start(
    app, make, served, monkeypatch
):
    round_ = db.session.get(Round, in_the_box(make).round_id)
    monkeypatch.setattr("pb.results.actions.publications.destroy_dead_keys", lambda: None)  # killed here
    make.published(round_, (5,))
    assert (app.config["KEYS_DIR"] / f"desk-{round_.id}.key").exists()
    assert app.test_cli_runner().invoke(args=["serve"]).exit_code == 0
    assert not list(app.config["KEYS_DIR"].glob("desk*"))


def test_a_publication_that_is_refused_leaves_the_key(app, make):
    round_ = make.counted(make.opened_box(db.session.get(Round, in_the_box(make).round_id), (5,)), DIGITS)
    with pytest.raises(Exception, match="Not enough steering group members"):
        results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert load_key(desk_key(round_.id))
    assert len([each for readings in read_by_the_thief(app.config["KEYS_DIR"]).values() for each in readings]) == 11


def test_a_dead_key_is_never_made_anew(app, make):
    round_ = make.published(db.session.get(Round, in_the_box(make).round_id), (5,))
    with pytest.raises(KeyIsDead), exclusive_transaction():
        seal_for_desk(round_.id, "|1")
    with pytest.raises(KeyIsDead):
        unseal(round_.id, db.session.scalar(select(Entry.sealed).limit(1)))
    assert not list(app.config["KEYS_DIR"].glob("desk*"))


def test_a_database_that_no_longer_says_that_a_key_is_dead_is_told_of(app, make):
    round_ = make.published(db.session.get(Round, in_the_box(make).round_id), (5,))
    assert check_everything() == []
    with exclusive_transaction() as session:
        session.connection().execute(text(f"DELETE FROM key_fingerprint WHERE name = 'desk-{round_.id}'"))
    assert any(
        f"desk-{round_.id}.key is destroyed. It stays dead; put no copy back" in said for said in check_everything()
    )


@pytest.mark.both_databases
def test_readings_marks_and_reasons_look_all_alike_in_the_database(app, make):
    bundle = make.typed_bundle(*VOTES, "B", "5 ?", "S")
    paper = rule(make, bundle)
    kept = [row.sealed for table in ("entry", "ruling") for row in db.session.execute(text(f"SELECT * FROM {table}"))]
    assert len(kept) == len(set(kept)) == 15, "equal papers look different"
    assert {len(each) for each in kept} == {len(kept[0])}, "their length does not tell how much was chosen"
    words = {"blank", "spoiled", "doubtful", "1 2 3", "4 9"}
    for table in ("entry", "ruling"):
        for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings():
            assert not words & {str(value) for value in row.values()}
    said = [line.facts for line in db.session.scalars(select(RecordLine).where(RecordLine.act.startswith("ruling.")))]
    assert len(said) == 2 and not any(word in str(said) for word in (paper.serial, "blank", str(paper.id)))


@pytest.mark.both_databases
def test_the_running_program_still_compares_them(make):
    assert desk.cast_bundle(counter(make.staff(Role.COUNTER)), make.typed_bundle("1 2 3", "7")) == 2


def test_what_cannot_be_read_is_a_doubtful_paper_and_not_an_empty_one(make):
    bundle = make.typed_bundle("1", "2")
    paper = db.session.scalars(select(Entry.paper_id).order_by(Entry.id)).first()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_stays"))
    db.session.rollback()
    with exclusive_transaction() as session:  # with a right mark: this program has sealed it with a key that was lost
        change_rows(session, Entry, [Entry.paper_id == paper], sealed="x" * SEALED)
    statuses = paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]
    assert {str(each.state) for each in statuses if each.paper.id == paper} == {"to_rule"}
    assert [each.readings[0] for each in statuses if each.paper.id == paper] == [PaperReading(kind="doubtful")]


def opens_papers(person, bundle: Bundle) -> list[Page]:
    here = f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}"
    serials = db.session.scalars(select(Paper.serial).join(Entry, Entry.paper_id == Paper.id).distinct()).all()
    db.session.rollback()
    return [
        person.opens(here),
        *(person.opens(f"{here}/papers/{paper_in_address(serial)}") for serial in sorted(serials)),
    ]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COUNTER])
def test_nobody_reads_a_settled_paper_before_the_cast_nor_after(make, new_visitor, role):
    bundle = make.typed_bundle("1 2 3", "9", "B")
    rule(make, bundle)
    person = new_visitor().signed_in_as(make.staff(role, declared_in=db.session.get(Round, bundle.round_id)))
    for when in ("before", "after"):
        pages = opens_papers(person, bundle)
        assert len(pages) == 4 and {page.status for page in pages} == {200}
        for page in pages:
            assert not re.search(r"Project number \d", page.main), when
        if when == "before":
            assert sum("This paper is settled." in page.main for page in pages) == 3
            desk.cast_bundle(counter(make.staff(Role.COUNTER)), bundle)


def address_of(bundle: Bundle, paper: Paper) -> str:
    return f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/papers/{paper_in_address(paper.serial)}"


def test_nobody_opens_a_settled_paper_by_proposing_a_ruling_on_it(make, new_visitor):
    """They know its number from a list of who got which paper, and have not seen the paper."""
    bundle = make.typed_bundle("1 2 3")
    (status,) = paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]
    curious = make.account(Role.COORDINATOR)
    by = Actor(curious.id, Role.COORDINATOR)
    desk.propose_ruling(by, bundle, status.paper, reason="typed_wrong", counts=PaperReading((9,)))
    page = new_visitor().signed_in_as(curious).opens(address_of(bundle, status.paper))
    assert "9 Project number 9" in page.main, "what they proposed"
    assert not re.search(r"Project number [123]\b", page.main)


def test_nor_by_typing_something_else_than_the_first_did(make, new_visitor):
    bundle = make.typed_bundle("1 2 3")
    (first, second) = db.session.scalars(select(Entry).order_by(Entry.pass_number))
    paper, curious = first.paper, make.account(Role.COORDINATOR)
    with exclusive_transaction() as session:
        session.delete(session.get_one(Entry, second.id))
    desk.type_paper(Actor(curious.id, Role.COORDINATOR), bundle, 2, paper, PaperReading((9,)))
    page = new_visitor().signed_in_as(curious).opens(address_of(bundle, paper))
    assert "A third person must check the paper" in page.main and not re.search(r"Project number \d", page.main)
    third = new_visitor().signed_in_as(make.account(Role.COORDINATOR)).opens(address_of(bundle, paper))
    assert "3 Project number 3" in third.main and "9 Project number 9" in third.main


def test_what_was_typed_is_shown_where_typings_differ_or_a_ruling_is_due(make, new_visitor):
    bundle = make.typed_bundle("1 2", "B")
    other = make.typed_bundle("5 ?")
    person = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    shown = [page.main for page in opens_papers(person, other)[1:]]
    assert any("doubtful" in page and "5 Project number 5" in page for page in shown)
    assert not any("1 Project number 1" in page.main for page in opens_papers(person, bundle)[1:])
