"""What can be listened to on the voter's screens and on a project's page, as the voter has set it. (What is heard, and by
what, is told in tests/js/listen.test.mjs.)
"""

from __future__ import annotations

import pytest
from sqlalchemy import event

from pb.database import db
from pb.programme.actions.corrections import agree_to_correction, propose_correction
from pb.programme.rules.corrections import CorrectedWording
from pb.projects.queries import ballot_lines
from pb.rounds.models import Round
from pb.voting.actions import made_sounds
from pb.voting.queries import frozen_ballot, spoken_ballot, words_of_ballot
from pb.web.access import COORDINATOR, STEERING, Actor
from tests.support.deciding import withdraw
from tests.support.voters import at_the_ballot, choice_of, chooses, draft_on

LISTEN = {"data-listen", "data-listen-page", "data-reads"}


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=0, max_choices=3)


@pytest.fixture
def sounds(round_, speaks):
    """The sounds of the ballot, made by a machine that speaks."""
    made_sounds.make_sounds()
    return spoken_ballot(frozen_ballot(round_.id), ())


def voice_of(page) -> list[str]:
    """The words that a voice is given on this page, in their order."""
    return [each.get("data-words") for each in page.tree.iter() if "data-words" in each.attrib]


def heard(visitor, sound) -> tuple[str, bytes]:
    answer = visitor.client.get(f"/media/{sound}")
    return answer.mimetype, answer.data


def test_each_screen_has_its_words_and_sounds_from_the_code_to_the_receipt(visitor, make, round_, sounds):
    page = visitor.opens("/vote")
    problem, first = voice_of(page)
    assert problem == sounds.screens["problem"].text
    assert first.startswith("Enter your voting code. Your code is on the card")
    card = make.cards(round_)[0]
    page = visitor.types("Your voting code", card.code).presses("Continue")
    problem, said = voice_of(page)
    assert "You can vote in this round if this is true: I am 60 or over. I live in Edinburgh." in said
    page = visitor.ticks("Yes, this is true for me").presses("Show me the ballot")
    assert set(voice_of(page)) == {
        problem,
        sounds.screens["ballot"].text,
        *(each.text for each in sounds.projects.values()),
        *(each.text for each in sounds.short.values()),
    }
    page = chooses(visitor, 2, 5)
    chosen = [sounds.screens["unread"], sounds.screens["review"], sounds.short[2], sounds.short[5]]
    used = "You have chosen 2 of 3. You may choose 1 more."
    assert voice_of(page) == [*(each.text for each in chosen), used, sounds.screens["review_end"].text]
    page = visitor.presses("Cast my vote")
    thanks, receipt = voice_of(page)
    assert thanks.startswith("Your vote is saved. Thank you for voting.") and len(receipt.split(", ")) == 16
    assert receipt.replace(", ", "") in page.text.replace(" ", "").replace("-", "")


def test_a_made_sound_is_served_to_everybody_as_the_page_asks_for_it(visitor, make, round_, sounds):
    at_the_ballot(visitor, make, round_)
    addresses = [each.get("data-sound-at") for each in visitor.page.tree.iter() if "data-sound-at" in each.attrib]
    assert f"/media/{sounds.projects[3].sound}" in addresses and len(addresses) == 2 + 2 * 6
    assert heard(visitor, sounds.projects[3].sound) == ("audio/mpeg", f"en: {sounds.projects[3].text}".encode())
    page = visitor.opens(f"/rounds/{round_.id}/projects/3")
    (audio,) = page.all("audio")
    assert audio.get("src") == f"/media/{sounds.projects[3].sound}"


@pytest.mark.parametrize("chosen", [(), (1,), (2, 5), (1, 2, 3)])
def test_the_review_asks_for_the_same_sounds_whatever_was_chosen(visitor, make, round_, sounds, chosen):
    at_the_ballot(visitor, make, round_)
    page = chooses(visitor, *chosen)
    (first,) = (each.get("data-fetched-first") for each in page.tree.iter() if "data-fetched-first" in each.attrib)
    screens = [sounds.screens[name] for name in ("review", "review_end", "unread", "blank")]
    assert first.split() == [f"/media/{each.sound}" for each in (*sounds.short.values(), *screens)]
    assert {each.get("data-sound-at") for each in page.tree.iter() if "data-sound-at" in each.attrib} <= {
        *first.split()
    }


def without_sounds(page) -> list[str]:
    """What only a voice of the device can say on this page."""
    said = [each for each in page.tree.iter() if "data-words" in each.attrib and "data-sound-at" not in each.attrib]
    return [each.get("data-words") for each in said]


@pytest.mark.parametrize(
    ("kind", "presses", "heard"),
    [
        ("points", ["3", "3"], ["2 points.", "You have given 2 of 10 points. You have 8 points left."]),
        ("rank", ["3", "1"], ["1st.", "2nd.", "You have chosen 2 of 3. You may choose 1 more."]),
    ],
)
def test_the_review_says_what_was_given_and_is_left_without_a_sound_that_would_tell(
    visitor, make, speaks, kind, presses, heard
):
    round_ = make.voting_round(ballot_type=kind, min_choices=0, max_choices=3, points_to_share=10)
    made_sounds.make_sounds()
    at_the_ballot(visitor, make, round_)
    for number in presses:
        draft = draft_on(visitor.page)
        visitor.posts("/vote/ballot", {"draft": draft, "choose": number.zfill(6)})
    page = visitor.presses("Check my choices")
    assert without_sounds(page) == heard
    first = next(each for each in page.tree.iter() if "data-words" in each.attrib)
    assert first.get("data-instead") == "values" and "Please read those on the screen." in first.get("data-words")


def test_the_ballot_asks_for_the_sound_of_a_problem_whether_it_has_one_or_not(visitor, make, sounds):
    at_the_ballot(visitor, make, make.voting_round(min_choices=1, max_choices=3))
    for page in (visitor.page, visitor.presses("Check my choices")):
        (first,) = (each.get("data-fetched-first") for each in page.tree.iter() if "data-fetched-first" in each.attrib)
        assert first.split() == [f"/media/{sounds.screens['problem'].sound}"]
    assert "There is a problem" in page.text


def test_sound_is_a_setting_of_the_voter_and_gone_for_the_next(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    assert 'data-sound="ask"' in visitor.page.html
    page = visitor.presses("Read every page to me")
    assert 'data-sound="all"' in page.html and page.heading == "Choose projects"
    page = visitor.presses("Large text")
    visitor.presses(choice_of(1))
    for button in ("Check my choices", "Cast my vote"):
        page = visitor.presses(button)
        assert 'data-sound="all"' in page.html and voice_of(page)
    assert 'data-sound="ask"' in visitor.opens("/vote").html


def test_without_sound_nothing_offers_to_be_listened_to(visitor, make, round_, sounds):
    visitor.opens("/vote")
    pages = [visitor.presses("No sound")]
    pages.append(visitor.types("Your voting code", make.cards(round_)[0].code).presses("Continue"))
    pages.append(visitor.ticks("Yes, this is true for me").presses("Show me the ballot"))
    visitor.presses(choice_of(1))
    pages += [visitor.presses(button) for button in ("Check my choices", "Cast my vote")]
    for page in pages:
        assert 'data-sound="off"' in page.html
        assert not [each for each in page.tree.iter() if LISTEN & set(each.attrib) or each.tag == "audio"]


def test_a_withdrawal_and_a_correction_are_heard_at_once(visitor, make, round_, sounds):
    at_the_ballot(visitor, make, round_)
    before = [sounds.short[number].text for number in (2, 3)]
    assert set(before) <= set(voice_of(visitor.page))
    withdraw(make, round_, 2)
    gone = "Number 2: Project number 2. This project has been withdrawn, so you cannot choose it."
    said = voice_of(visitor.presses("Large text"))
    assert gone in said and before[0] not in said and before[1] in said
    line = ballot_lines(round_.id)[2]
    words = CorrectedWording("A better title", line.body, line.picture_alt)
    one, other = (Actor(make.staff(role).id, role) for role in (COORDINATOR, STEERING))
    correction = propose_correction(one, db.session.get(Round, round_.id), line.project_id, words, "A wrong word.")
    agree_to_correction(other, db.session.get(Round, round_.id), correction)
    said = voice_of(visitor.presses("Small text"))
    assert "Number 3: A better title. It costs 300 pounds." in said and before[1] not in said and gone in said


def test_of_two_ballots_each_says_its_own_words(make, round_):
    other = make.voting_round(projects=1, name="Another round")
    said = [spoken_ballot(frozen_ballot(each.id), ()) for each in (round_, other, round_)]
    assert [len(each.projects) for each in said] == [6, 1, 6]


def test_a_second_screen_asks_the_database_for_nothing_that_is_read_aloud(make, round_, sounds):
    ballot = frozen_ballot(round_.id)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert spoken_ballot(ballot, ()) == sounds and asked == []
    assert words_of_ballot(ballot, ()) is words_of_ballot(ballot, frozenset()), "no sentence is put together again"
    assert words_of_ballot(ballot, {2}) != words_of_ballot(ballot, ())


def test_on_a_screen_with_sound_the_withdrawals_are_looked_up_once(visitor, make, round_, sounds):
    at_the_ballot(visitor, make, round_)
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def presses(button: str) -> int:
        asked.clear()
        visitor.presses(button)
        return len([each for each in asked if "FROM decision" in each])

    aloud = [presses("Large text"), presses("Check my choices")]
    visitor.presses("Change my choices")
    visitor.presses("No sound")
    assert min(aloud) > 0 and aloud == [presses("Small text"), presses("Check my choices")]
