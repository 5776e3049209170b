"""Staff write the uniform wording; another person checks that it gives no group and no place away."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from pb import sound_conversion
from pb.database import db, exclusive_transaction
from pb.people.actions import declare_interest
from pb.projects import actions
from pb.projects.models import BallotText, Media
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.media import read_picture
from pb.record.acts import as_shown
from pb.refusals import Refusal
from pb.roles import Actor
from pb.venues.models import Venue
from pb.web.access import Role
from tests.support.makers.projects import WORDS, actor_of, picture


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def opens(visitor, project, page=""):
    return visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}{page}")


def text_of(project) -> BallotText | None:
    return db.session.get(BallotText, project.id)


def test_a_text_is_written_and_another_person_approves_it(visitor, new_visitor, make, project, writer):
    visitor.opens(f"/rounds/{project.round_id}/ballot-texts")
    visitor.follows("Write the text")
    visitor.types("Title", "A day by the water").types("About 50 words", WORDS)
    visitor.types("What the picture shows", "A bus with a lift")
    page = visitor.attaches("Picture", picture(), "bus.png").presses("Save")
    assert page.heading == "Check the ballot text" and "You wrote this text" in page.main
    assert "Approve this text" not in page.buttons
    second = new_visitor().signed_in_as(make.staff(Role.STEERING))
    second.opens(f"/rounds/{project.round_id}/ballot-texts")
    second.follows("Check the text")
    assert "may give away the group or a place" not in second.page.main
    assert second.presses("Approve this text").status == 422
    page = second.ticks("I have read the text").presses("Approve this text")
    assert "The text has been approved." in page.main
    assert text_of(project).approved_by and text_of(project).written_by == writer.id


def test_the_picture_is_served_for_good_at_the_hash_of_its_bytes(visitor, new_visitor, make):
    project = make.on_the_ballot(make.applying_round())
    medium = db.session.get(Media, text_of(project).picture_id)
    answer = new_visitor().downloads(f"/media/{medium.sha256}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/jpeg", medium.data)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Set-Cookie" not in answer.headers
    assert new_visitor().downloads(f"/media/{'0' * 64}").status_code == 404
    again = visitor.client.get(f"/media/{medium.sha256}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_nobody_approves_their_own_text(project, make):
    both = actor_of(make.staff(Role.COORDINATOR))
    actions.write_ballot_text(both, project, BallotTextChange("A day by the water", WORDS))
    with pytest.raises(Refusal, match="You wrote this text"):
        actions.approve_ballot_text(both, project)


@pytest.mark.both_databases
def test_the_database_too_wants_another_person_and_words_for_a_picture(make):
    make.on_the_ballot(make.applying_round())
    for statement in ("UPDATE ballot_text SET approved_by = written_by", "UPDATE ballot_text SET picture_alt = ''"):
        with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
            session.execute(text(statement))


def test_a_change_voids_the_approval(make, clock):
    clock.set("2026-05-01 10:00")
    project = make.on_the_ballot(make.applying_round())
    actions.write_ballot_text(
        actor_of(make.staff(Role.STEERING)), project, BallotTextChange("A new title", WORDS, picture_alt="A bus")
    )
    assert (text_of(project).approved_by, text_of(project).approved_at, text_of(project).title) == (
        None,
        None,
        "A new title",
    )
    assert text_of(project).picture_id is not None


def test_nobody_approves_a_text_that_changed_since_they_read_it(make, project, clock):
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, BallotTextChange("One", WORDS))
    first = as_shown("ballot_text.approved", text_of(project))
    clock.forward(minutes=1)
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, BallotTextChange("Two", WORDS))
    member = make.staff(Role.STEERING)
    with pytest.raises(Refusal, match="changed since you opened the page"):
        actions.approve_ballot_text(Actor(member.id, Role.STEERING, first), project)
    assert text_of(project).approved_by is None


def test_who_is_close_to_the_group_neither_writes_nor_approves(make):
    project = make.on_the_ballot(make.applying_round())
    close = actor_of(make.staff(Role.STEERING))
    declare_interest(close, round_id=project.round_id, project_id=project.id, description="I am a member.")
    with pytest.raises(Refusal, match="declared an interest"):
        actions.write_ballot_text(close, project, BallotTextChange("Mine", WORDS))
    with pytest.raises(Refusal, match="declared an interest"):
        actions.approve_ballot_text(close, project)


def test_only_an_eligible_project_gets_a_text(visitor, make, writer):
    project = make.application(make.applying_round())
    assert opens(visitor, project).status == 409
    with pytest.raises(Refusal, match="Only eligible projects"):
        actions.write_ballot_text(actor_of(writer), project, BallotTextChange("One", WORDS))


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [
        ("", WORDS, "Enter a title for the project."),
        ("x" * 81, WORDS, "This title is 81 characters long. Shorten it to 80 or fewer."),
        ("Sea", "", "Enter about 50 words."),
        ("Sea", "word " * 81, "This text has 81 words."),
    ],
)
def test_a_text_that_does_not_fit_is_explained_and_stays_typed(visitor, project, writer, title, body, said):
    opens(visitor, project)
    page = visitor.types("Title", title).types("About 50 words", body).presses("Save")
    assert page.status == 422 and said in page.errors[0]
    assert page.by_id("title").get("value") == title and body.strip() in (page.by_id("body").text or "")
    assert count(BallotText) == 0


@pytest.mark.parametrize(
    ("field", "content", "status", "said"),
    [
        (
            "Picture",
            b"no picture at all",
            422,
            "We could not read this picture. Choose it again, or choose a JPEG, PNG, HEIC,",
        ),
        ("Picture", b"x" * (21 * 1024 * 1024), 413, "The picture must be smaller than"),
        ("Picture", picture((9000, 9000), mode="1"), 413, "This picture is too big."),
        ("The text read aloud", b"no sound at all", 422, "We could not read this sound."),
        ("The text read aloud", b"\xff\xfb\x90\x00" + b"x" * (16 * 1024 * 1024), 413, "The sound must be smaller than"),
    ],
)
def test_a_file_that_cannot_be_used_stores_nothing_and_loses_nothing(
    visitor, project, writer, monkeypatch, field, content, status, said
):
    monkeypatch.setattr(sound_conversion, "converter", lambda: "/usr/bin/false")  # it can read nothing at all
    opens(visitor, project)
    words = "A bus" if field == "Picture" else ""
    visitor.types("Title", "Sea").types("About 50 words", WORDS).types("What the picture shows", words)
    page = visitor.attaches(field, content, "file.png").presses("Save")
    assert page.status == status and said in page.errors[0]
    assert page.by_id("title").get("value") == "Sea" and page.by_id("body").text.strip() == WORDS
    assert page.by_id("picture_alt").get("value") == words
    assert (count(BallotText), count(Media)) == (0, 0)


def test_a_picture_needs_words(visitor, project, writer):
    opens(visitor, project)
    visitor.types("Title", "Sea").types("About 50 words", WORDS)
    page = visitor.attaches("Picture", picture(), "bus.png").presses("Save")
    assert page.status == 422 and "Choose this file again." in page.errors[0]
    assert "Enter what the picture shows, for people who cannot see it." in page.errors[1]


def test_words_for_a_picture_are_not_dropped_without_one(visitor, project, writer):
    opens(visitor, project)
    visitor.types("Title", "Sea").types("About 50 words", WORDS).types("What the picture shows", "A bus")
    page = visitor.presses("Save")
    assert page.status == 422 and page.by_id("picture_alt").get("value") == "A bus"
    assert page.errors == ["There is no picture. Choose the picture, or clear the words that say what it shows."]
    with pytest.raises(Refusal, match="There is no picture"):
        actions.write_ballot_text(actor_of(writer), project, BallotTextChange("Sea", WORDS, picture_alt="A bus"))
    assert count(BallotText) == 0
    assert visitor.types("What the picture shows", "").presses("Save").status == 200
    assert text_of(project).picture_alt == ""


def test_a_picture_that_is_replaced_or_taken_away_is_gone(visitor, make, writer):
    project = make.on_the_ballot(make.applying_round())
    old = text_of(project).picture_id
    opens(visitor, project)
    visitor.attaches("Another picture", picture((500, 300)), "new.png").presses("Save")
    assert db.session.get(Media, old) is None and count(Media) == 1
    opens(visitor, project)
    visitor.ticks("Remove the picture").presses("Save")
    assert count(Media) == 0 and text_of(project).picture_id is None


def test_a_picture_that_two_texts_use_is_kept_once_and_stays_for_the_other(make):
    round_ = make.applying_round()
    one, two = make.on_the_ballot(round_), make.on_the_ballot(round_)
    assert text_of(one).picture_id == text_of(two).picture_id and count(Media) == 1
    actions.write_ballot_text(
        actor_of(make.staff(Role.COORDINATOR)), one, BallotTextChange("One", WORDS, without_picture=True)
    )
    assert count(Media) == 1


def test_a_sound_is_kept_with_the_type_of_its_bytes(visitor, project, writer):
    opens(visitor, project)
    visitor.types("Title", "Sea").types("About 50 words", WORDS)
    visitor.attaches("The text read aloud", b"\xff\xfb\x90\x00" + b"\0" * 50, "text.wav").presses("Save")
    medium = db.session.get(Media, text_of(project).sound_id)
    assert visitor.downloads(f"/media/{medium.sha256}").mimetype == "audio/mpeg"


def test_the_page_warns_where_the_group_or_a_place_shows(visitor, make, writer):
    project = make.eligible(make.applying_round(), group_name="Granton Larks", contact_name="Rose Gray")
    with exclusive_transaction() as session:
        session.add(Venue(name="Prentice Hall"))
    draft = BallotTextChange("Rose’s trips to the sea", f"The Larks ask for this. Meet at Prentice Hall. {WORDS}")
    actions.write_ballot_text(actor_of(writer), project, draft)
    page = opens(visitor, project, "/check")
    for warning in (
        "“Larks” is part of the group’s name.",
        "“Rose” is part of the name of the group’s contact.",
        "“Prentice Hall” is the name of a venue.",
    ):
        assert warning in page.main


def test_a_picture_that_was_already_checked_stays_when_the_words_change(make):
    project = make.on_the_ballot(make.applying_round())
    before = text_of(project).picture_id
    draft = BallotTextChange("Sea", WORDS, picture_alt="A bus", picture=read_picture(picture()))
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, draft)
    assert text_of(project).picture_id == before and count(Media) == 1


@pytest.mark.parametrize(
    ("how_many", "said"),
    [(39, "has only 39 words"), (40, ""), (70, ""), (71, "is long, with 71 words"), (1, "has only 1 word.")],
)
def test_who_checks_a_text_is_told_when_it_is_much_shorter_or_longer_than_others(how_many, said, visitor, make):
    project = make.eligible(make.applying_round())
    draft = BallotTextChange(title="Tea", body=" ".join(["word"] * how_many))
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, draft)
    visitor.signed_in_as(make.staff(Role.STEERING))
    page = opens(visitor, project, "/check")
    assert page.status == 200 and (said in page.main if said else "Most texts have" not in page.main)
