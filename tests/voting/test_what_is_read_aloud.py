"""Texts of a ballot are read aloud by somebody's recording, else by a sound that was made of the very words."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from pb import speaking
from pb.clock import now as clock_now
from pb.database import db
from pb.programme.demo.story import read_story
from pb.projects.models import MadeSound
from pb.projects.queries import made_sound_with_hash
from pb.voting import queries
from pb.voting.actions import made_sounds
from pb.voting.rules.spoken import LOOK_AGAIN_AFTER, as_spoken, identity, words_of_project

with_espeak = pytest.mark.skipif(
    speaking.speaker() is None,
    reason="NOT TESTED: texts are read aloud by espeak-ng and ffmpeg, which are not installed here",
)


def ballot_of(round_):
    ballot = queries.frozen_ballot(round_.id)
    assert ballot is not None
    return ballot


def read_now(app, round_):
    """What a page says now, in a process that has just started."""
    for kept in ("pb_made_sounds", "pb_made_sounds_missing"):
        app.extensions.pop(kept, None)
    return queries.spoken_ballot(ballot_of(round_), ())


def said_by(spoken) -> str | None:
    sound = made_sound_with_hash(spoken.sound) if spoken.sound else None
    return sound.data.decode() if sound else None


def test_every_text_without_a_recording_gets_a_sound_of_its_words_and_keeps_it(app, make, speaks):
    round_ = make.voting_round(projects=3)
    assert all(each.sound is None for each in read_now(app, round_).all())
    made = made_sounds.make_sounds()
    now = read_now(app, round_)
    assert made == len(speaks) == len([*now.all()]) and set(now.projects) == set(now.short) == {1, 2, 3}
    for each in now.all():
        assert said_by(each) == f"en: {each.text}"
    assert now.short[2].text == "Number 2: Project number 2. It costs 200 pounds."
    assert made_sounds.make_sounds() == 0, "what is there is not made again"


def test_a_text_with_other_words_has_no_sound_until_one_is_made_of_them(app, make, speaks, monkeypatch):
    round_ = make.voting_round(projects=2)
    made_sounds.make_sounds()
    before = read_now(app, round_).projects[1]
    ballot = ballot_of(round_)
    object.__setattr__(ballot.lines[0], "body", "Other words.")
    after = read_now(app, round_).projects[1]
    assert after.text != before.text and after.sound is None
    speaks.clear()
    assert made_sounds.make_sounds() == 1 and speaks == [(after.text, "en")]
    assert said_by(read_now(app, round_).projects[1]) == f"en: {after.text}"
    assert made_sound_with_hash(before.sound) is None, "nobody hears the old words any longer, at no address"


def test_a_sound_is_known_by_words_language_and_way():
    names = {
        identity(*each)
        for each in (
            ("One.", "en", "a"),
            ("Two.", "en", "a"),
            ("One.", "pl", "a"),
            ("One.", "en", "b"),
            ("One", ".en", "a"),
        )
    }
    assert len(names) == 5


def test_a_recording_comes_first(make):
    ballot = ballot_of(make.voting_round(projects=2))
    object.__setattr__(ballot.lines[0], "sound", "c" * 64)
    said = queries.words_of_ballot(ballot, ())
    assert (said.projects[1].sound, said.projects[2].sound) == ("c" * 64, None)
    assert said.short[1].sound is None, "in short nobody has recorded it"


def test_what_was_withdrawn_is_said(make):
    said = queries.words_of_ballot(ballot_of(make.voting_round(projects=2)), {2})
    assert "cannot choose it" in said.short[2].text and "cannot choose it" not in said.short[1].text


def test_a_missing_sound_is_looked_for_once_a_minute(app, make, speaks, clock):
    clock.set(clock_now())
    round_ = make.voting_round(projects=1)
    read_now(app, round_)
    made_sounds.make_sounds()
    assert queries.spoken_ballot(ballot_of(round_), ()).projects[1].sound is None
    clock.set(clock_now() + LOOK_AGAIN_AFTER)
    assert queries.spoken_ballot(ballot_of(round_), ()).projects[1].sound


def test_nothing_is_made_where_the_machine_cannot_or_the_programme_does_not_want_it(app, make, speaks, monkeypatch):
    make.voting_round(projects=1)
    monkeypatch.setitem(app.config, "MADE_SPEECH", False)
    assert made_sounds.make_sounds() == 0
    monkeypatch.setitem(app.config, "MADE_SPEECH", True)
    monkeypatch.setattr(speaking, "speaker", lambda: None)
    assert made_sounds.make_sounds() == 0 and speaks == []


def test_the_process_beside_the_server_makes_them(app, make, speaks):
    make.voting_round(projects=1)
    db.session.rollback()
    assert app.test_cli_runner().invoke(args=["jobs", "run"]).exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(MadeSound)) == len(speaks) > 0


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It costs £1,250.", "It costs 1,250 pounds."),
        ("£1 or £950.50, £20.00", "1 pound or 950 pounds 50, 20 pounds"),
        ("£800\n and  more", "800 pounds and more"),
        ("Tea [[h@l'oU]]", "Tea [ [h@l'oU]]"),
    ],
)
def test_money_is_read_as_people_say_it(written, spoken):
    assert as_spoken(written) == spoken


@with_espeak
@pytest.mark.parametrize("language", speaking.VOICES)
def test_every_project_of_the_demo_can_be_heard_for_more_than_a_second(language):
    told = [each for each in read_story()["projects"] if "body" in each]
    lines = [
        SimpleNamespace(
            number=n, title=each["title"], body=each["body"], cost_pence=100 * sum(c for _w, c in each["costs"])
        )
        for n, each in enumerate(told, start=1)
    ]
    assert len(lines) >= 24
    said = [as_spoken(words_of_project(line)) for line in lines]
    with ThreadPoolExecutor(2) as beside:
        heard = list(beside.map(lambda words: seconds_of(speaking.spoken(words, language)), said))
    assert min(heard) > 1 and 10 < sum(heard) / len(heard) < 60, heard


def seconds_of(sound: bytes) -> float:
    """How long it sounds, by the samples that ffmpeg unpacks."""
    unpack = ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", "-", "-f", "s16le", "-ac", "1", "-ar", "8000", "-"]
    return len(subprocess.run(unpack, input=sound, capture_output=True, check=True).stdout) / 2 / 8000
