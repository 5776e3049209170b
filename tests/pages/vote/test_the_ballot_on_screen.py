"""What stands on the voter's ballot: pictures and sounds with their words, numbers that stay, projects that were
withdrawn.
"""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from pb import clock as program_clock
from pb.database import db
from pb.projects import actions as project_actions
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.media import read_picture, read_sound
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.web.access import COORDINATOR, STEERING
from tests.support.ballots import choices_of
from tests.support.deciding import withdraw
from tests.support.makers.projects import WORDS, actor_of, agrees, picture
from tests.support.makers.voting import COMMAND
from tests.support.voters import choice_of, chooses, chosen_on, draft_on, noted

SOUND = b"\xff\xfb\x90\x00" + b"\0" * 40
GONE = "This project has been withdrawn, so you cannot choose it."


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


def at_the_ballot(visitor, make, round_):
    card = make.cards(round_)[0]
    visitor.opens("/vote")
    visitor.types("Your voting code", card.code).presses("Continue")
    return visitor.ticks("Yes, this is true for me").presses("Show me the ballot")


def can_be_chosen(page) -> list[str]:
    return [each.get("data-choose") for each in page.all("button") if "data-choose" in each.attrib]


def test_a_page_says_which_scripts_it_is_made_for(visitor, make, round_):
    page = at_the_ballot(visitor, make, round_) and visitor.page
    meta = next(each for each in page.all("meta") if each.get("name") == "ballot")
    assert meta.get("data-scripts") in [each.get("src") for each in page.all("script")]


def test_what_is_not_on_the_ballot_cannot_be_chosen_by_any_page(visitor, make, round_):
    make.voting_round(projects=99)  # 99 is a project of another round
    visitor_page = at_the_ballot(visitor, make, round_)
    draft = draft_on(visitor_page)
    page = visitor.posts("/vote/ballot", {"draft": draft, "choose": "99", "noted": noted(2, 5)})
    assert page.status == 200 and chosen_on(page) == ["2", "5"]
    of_before = noted(2)[1:]  # in the order of the numbers, without a letter
    another_order = "l" + of_before  # with the letter of another version
    for unreadable in (of_before, another_order, noted(2)[:-3], noted(2) + "001", "x" * len(noted(2))):
        page = visitor.posts("/vote/review", {"draft": draft, "noted": unreadable})
        assert page.status == 400 and "This ballot page is too old to use." in page.text
    page = visitor.posts("/vote/review", {"draft": draft, "noted": noted(2)[:-3] + "002"})
    assert page.status == 422 and page.errors == ["You can only choose each project once."]
    assert queries.envelopes_in(round_.id) == 0


def test_a_project_that_was_withdrawn_keeps_its_number_and_cannot_be_chosen(visitor, make, round_):
    assert can_be_chosen(at_the_ballot(visitor, make, round_)) == ["1", "2", "3", "4", "5", "6"]
    withdraw(make, round_, 3)
    page = at_the_ballot(visitor, make, round_)
    assert can_be_chosen(page) == ["1", "2", "4", "5", "6"]
    cards = [line for line in page.all("li") if "ballot-line" in line.get("class", "")]
    words = [" ".join(" ".join(card.itertext()).split()) for card in cards]
    assert [f"Number {number}: Project number {number}" in each for number, each in enumerate(words, start=1)] == [
        True
    ] * 6
    assert [GONE in each for each in words] == [False, False, True, False, False, False]


def test_who_had_chosen_it_already_is_told_and_may_change_or_cast(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    for number in (2, 3):
        visitor.presses(choice_of(number))
    withdraw(make, round_, 3)  # while their ballot lies open
    page = visitor.presses("Check my choices")
    assert page.status == 200 and page.heading == "Check your choices"
    assert (
        "Number 3 has been withdrawn. It cannot get any money now." in page.text
        and "Number 2 was withdrawn" not in page.text
    )
    assert "your other choices will count." in page.text and "Cost: £300 · Withdrawn" in page.text
    as_it_was = draft_on(page)
    page = visitor.presses("Change my choices")
    assert chosen_on(page) == ["2"] and GONE in page.text
    page = chooses(visitor, 4)
    assert "You have chosen 2 of 3." in page.text and "ithdrawn" not in page.text
    assert visitor.posts("/vote/cast", {"draft": as_it_was}).heading == "Your vote is saved"


def test_who_has_chosen_nothing_else_is_not_told_of_other_choices(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    visitor.presses(choice_of(3))
    withdraw(make, round_, 3)
    page = visitor.presses("Check my choices")
    assert "it will not count for any project." in page.text and "your other choices" not in page.text


def test_a_ballot_that_was_read_before_the_withdrawal_goes_in_and_is_counted(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    for number in (2, 3):
        visitor.presses(choice_of(number))
    page = visitor.presses("Check my choices")
    assert "ithdrawn" not in page.text
    withdraw(make, round_, 3)
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"
    with program_clock.moved(round_.post_closes_at + timedelta(hours=1)):
        actions.decrypt_ballot_box(COMMAND, db.session.get(Round, round_.id))
    assert choices_of(round_.id) == [2, 3]


def test_when_fewer_are_left_than_a_ballot_asks_for_those_that_are_left_are_enough(visitor, make):
    round_ = make.voting_round(projects=4, min_choices=3, max_choices=3)
    assert "Choose 3 projects." in at_the_ballot(visitor, make, round_).text
    for number in (1, 3):
        withdraw(make, round_, number)
    page = at_the_ballot(visitor, make, round_)
    assert "Choose 2 or 3 projects." in page.text
    visitor.presses(choice_of(2))
    page = visitor.presses("Check my choices")
    assert page.status == 422 and page.errors == ["Choose at least 2 projects."]
    chooses(visitor, 4)
    assert visitor.presses("Cast my vote").heading == "Your vote is saved"


def test_a_project_is_shown_with_its_picture_its_words_and_its_sound(visitor, make, clock):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = make.applying_round(max_choices=2)
        project = make.eligible(round_)
        draft = BallotTextChange(
            "Tea by the sea", WORDS, "A red bus by the water", read_picture(picture()), read_sound(SOUND)
        )
        project_actions.write_ballot_text(actor_of(make.staff(COORDINATOR)), project, draft)
        project_actions.approve_ballot_text(actor_of(make.staff(STEERING)), project)
        agrees(project)
        make.on_the_ballot(round_)
    make.freezes(round_, actor_of(make.staff(COORDINATOR)))
    clock.set(round_.voting_opens_at + timedelta(days=1))
    page = at_the_ballot(visitor, make, round_)
    line = next(line for line in queries.frozen_ballot(round_.id).lines if line.title == "Tea by the sea")
    (shown,) = [
        card
        for card in page.all("li")
        if "ballot-line" in card.get("class", "") and "Tea by the sea" in "".join(card.itertext())
    ]
    (image,), (audio,) = shown.iter("img"), shown.iter("audio")
    assert (image.get("alt"), image.get("src")) == ("A red bus by the water", f"/media/{line.picture}/large")
    assert (audio.get("aria-label"), audio.get("src")) == (
        f"Listen: Number {line.number}, Tea by the sea",
        f"/media/{line.sound}",
    )
    assert audio.get("controls") is not None and len(page.all("audio")) == 1, "the other project has no sound"
    heard, seen = visitor.downloads(audio.get("src")), visitor.downloads(image.get("src"))
    assert (heard.data, heard.mimetype) == (SOUND, "audio/mpeg")
    assert seen.status_code == 200 and seen.mimetype == "image/jpeg", "a browser that does not say that it reads WebP"
    assert image.get("srcset") == f"/media/{line.picture}/small 320w, /media/{line.picture}/large 960w"
    for size, width in (("small", 320), ("large", 960)):
        copy = visitor.asks("GET", f"/media/{line.picture}/{size}", headers={"Accept": "image/webp,*/*"})
        assert copy.mimetype == "image/webp" and copy.headers["Vary"] == "Accept"
        assert Image.open(io.BytesIO(copy.data)).width == min(width, Image.open(io.BytesIO(seen.data)).width)
