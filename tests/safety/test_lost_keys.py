"""The folder of the keys was lost or is another machine's: nothing is quietly made anew, and the operator hears what
to do.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.keystore import KeyFingerprint, KeyLost
from pb.paper.actions import cast_bundle
from pb.paper.models import Bundle, Entry
from pb.people.models import Account
from pb.rounds.models import Round
from pb.voting import queries
from pb.web.access import Role
from tests.support.makers.papers import counter
from tests.support.program import program
from tests.support.visitor import Visitor


@pytest.fixture
def started_again(app, database, tmp_path):
    """The program started once more on the same database; ``keys`` names its folder."""
    with ExitStack() as running:

        def start(keys: str = "keys"):
            db.session.rollback()
            again = running.enter_context(program(database, tmp_path, KEYS_DIR=str(tmp_path / keys)))
            running.enter_context(again.app_context())
            return again

        yield start


def serve(app, *more: str):
    return app.test_cli_runner().invoke(args=["serve", *more])


@pytest.mark.both_databases
def test_the_first_start_makes_the_keys_and_later_ones_keep_them(app, make, served):
    folder = app.config["KEYS_DIR"]
    desk = f"desk-{make.voting_round().id}"
    make.applying_round()
    assert serve(app).exit_code == 0 and served == ["wsgi:app"]
    made = {file.name: file.read_text() for file in folder.glob("*.key") if not file.name.startswith("round-")}
    assert made.keys() == {"codes.key", "marks.key", f"{desk}.key"}, (
        "one for each frozen round, and none before the freeze"
    )
    assert serve(app).exit_code == 0 and {name: (folder / name).read_text() for name in made} == made
    kept = dict(db.session.execute(select(KeyFingerprint.name, KeyFingerprint.fingerprint)).all())
    assert kept.keys() == {"codes", "marks", desk} and not set(kept.values()) & set(made.values())


@pytest.mark.both_databases
@pytest.mark.parametrize("keys", ["an empty folder", "another machine's"])
def test_a_lost_key_keeps_the_server_from_starting_and_voters_hear_that_nothing_is_lost(
    make, started_again, served, tmp_path, keys
):
    card = make.cards(make.voting_round())[0]
    (tmp_path / keys).mkdir()
    if keys == "another machine's":
        (tmp_path / keys / "codes.key").write_text("ab" * 32)
    again = started_again(keys)
    answer = serve(again)
    assert answer.exit_code == 78 and served == []
    assert str(tmp_path / keys / "codes.key") in answer.output and "docs/running.md, Backup" in answer.output
    with pytest.raises(KeyLost):
        queries.right_of_code(card.code)
    page = Visitor(again).opens("/vote")
    assert page.status == 503 and "This part of the site is not working at the moment." in page.text
    assert "codes.key" not in page.text and sorted(file.name for file in (tmp_path / keys).iterdir()) in (
        [],
        ["codes.key"],
    )


#: Written half, written over, empty, not even text.
DAMAGED = {
    "odd": b"abc",
    "not hexadecimal": b"x" * 64,
    "short": b"ab" * 31,
    "empty": b"",
    "not text": bytes(range(128, 192)),
    "somebody else's": b"ab" * 32,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_key_file_is_a_lost_one_until_it_is_given_up(make, started_again, served, tmp_path, content):
    round_id = make.voting_round().id
    card = make.cards(db.session.get(Round, round_id))[0]
    file = tmp_path / "keys" / "codes.key"
    file.write_bytes(content)
    again = started_again()
    answer = serve(again)
    assert (
        answer.exit_code == 78
        and served == []
        and f"Damaged, or the key of another database: {file}. " in answer.output
    )
    with pytest.raises(KeyLost):
        queries.right_of_code(card.code)
    assert file.read_bytes() == content
    give_up = again.test_cli_runner().invoke(args=["papers", "give-up-keys"], input="y\n")
    assert give_up.exit_code == 0 and "Stop the server first and start it again afterwards" in give_up.output
    assert file.with_suffix(".damaged").read_bytes() == content
    assert serve(again).exit_code == 0 and len(file.read_text()) == 64 and file.read_bytes() != content
    fresh = make.cards(db.session.get(Round, round_id))[0]
    assert queries.right_of_code(fresh.code) is not None and queries.right_of_code(card.code) is None


def test_a_damaged_file_in_the_folder_of_a_new_database_is_no_key_either(app, served):
    app.config["KEYS_DIR"].mkdir(exist_ok=True)
    (app.config["KEYS_DIR"] / "codes.key").write_text("abc")
    answer = serve(app)
    assert answer.exit_code == 78 and "codes.key" in answer.output and served == []
    assert db.session.scalar(select(func.count()).select_from(KeyFingerprint)) == 0


def test_cards_that_a_running_server_makes_after_its_key_was_given_up_can_be_read_by_all_processes(
    app, make, started_again, tmp_path
):
    round_id = make.voting_round().id
    assert (
        queries.right_of_code(make.cards(db.session.get(Round, round_id))[0].code)
        and "codes" in app.extensions["pb_loaded_keys"]
    )
    (tmp_path / "keys" / "codes.key").unlink()
    other = started_again()
    assert other.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"]).exit_code == 0
    with app.app_context():  # it holds the old key, as the server was not stopped
        card = make.cards(db.session.get(Round, round_id))[0]
    with other.app_context():
        assert queries.right_of_code(card.code) is not None


def test_the_right_folder_back_in_its_place_serves_again(make, started_again, served, tmp_path):
    card = make.cards(make.voting_round())[0]
    shutil.move(tmp_path / "keys", tmp_path / "elsewhere")
    assert serve(started_again()).exit_code == 78
    shutil.move(tmp_path / "elsewhere", tmp_path / "keys")
    assert serve(started_again()).exit_code == 0 and served == ["wsgi:app"]
    assert queries.right_of_code(card.code) is not None


def test_keys_that_are_lost_for_good_are_given_up_and_papers_can_be_typed_again(make, started_again, served, tmp_path):
    bundle = make.typed_bundle("1 2 3", "7")
    make.cards(db.session.get(Round, bundle.round_id))
    bundle_id, round_id = bundle.id, bundle.round_id
    serials = [entry.paper.serial for entry in db.session.scalars(select(Entry).where(Entry.pass_number == 1))]
    typists = list(db.session.scalars(select(Entry.typed_by).distinct().order_by(Entry.typed_by)))
    shutil.rmtree(tmp_path / "keys")
    again = started_again()
    give_up = again.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"])
    assert give_up.exit_code == 0 and f"Lost keys given up: codes, desk-{round_id}, marks." in give_up.output
    assert again.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"]).exit_code == 1, "once is enough"
    assert f"voting restore-key {round_id}" in serve(again).output, "the key of its ballot box is lost as well"
    assert serve(again, "--without-key-of", str(round_id)).exit_code == 0
    assert db.session.scalar(select(func.count(Entry.id))) == 0

    bundle = db.session.get(Bundle, bundle_id)
    for pass_number, typist in enumerate(typists, start=1):
        make.typed(
            bundle, db.session.get(Account, typist), pass_number, dict(zip(serials, ("1 2 3", "7"), strict=True))
        )
    assert cast_bundle(counter(make.staff(Role.COUNTER)), bundle) == 2


@pytest.mark.both_databases
def test_the_desk_key_of_one_round_is_lost_and_the_papers_of_another_stay(make, started_again, served, tmp_path):
    lost, other = (make.typed_bundle("1 2 3", "7") for _ in range(2))
    ids = {"lost": lost.id, "other": other.id}
    file, round_id = tmp_path / "keys" / f"desk-{lost.round_id}.key", lost.round_id
    file.write_text("ab" * 32)  # another machine's
    again = started_again()
    answer = serve(again)
    assert answer.exit_code == 78 and served == [] and f"the key of another database: {file}." in answer.output
    give_up = again.test_cli_runner().invoke(args=["papers", "give-up-keys", "--yes"])
    assert give_up.exit_code == 0 and f"Lost keys given up: desk-{round_id}." in give_up.output
    typed = dict(db.session.execute(select(Entry.bundle_id, func.count()).group_by(Entry.bundle_id)).all())
    assert typed == {ids["other"]: 4}
    assert cast_bundle(counter(make.staff(Role.COUNTER)), db.session.get(Bundle, ids["other"])) == 2


def test_a_dead_desk_key_is_not_a_lost_one(make, started_again, served):
    make.published(make.voting_round(), (1,))
    assert serve(started_again()).exit_code == 0 and served == ["wsgi:app"]


def test_without_tables_the_operator_hears_how_to_make_them(tmp_path, served):
    with program(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path) as app:
        answer = serve(app)
    assert answer.exit_code == 78 and "db upgrade" in answer.output and served == []


def test_tables_of_another_version_are_not_called_missing(tmp_path, served):
    with program(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path) as app:
        with app.app_context():
            db.create_all()
            KeyFingerprint.__table__.drop(db.engine)
        answer = serve(app)
    assert answer.exit_code == 78 and served == []
    assert "were not made by this version" in answer.output and "no tables yet" not in answer.output
