"""Making sounds fails, takes too long, or has to wait: the other texts get theirs, and jobs stand still for one sound."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pb import sound_conversion, speaking
from pb.database import db
from pb.projects.models import MadeSound
from pb.voting.actions import made_sounds
from tests.support.job_work import does_it, kind, ordered


def test_a_text_that_cannot_be_spoken_leaves_the_others(app, make, speaks, monkeypatch, caplog):
    make.voting_round(projects=2)
    speak = speaking.spoken

    def fails(words: str, language: str) -> bytes:
        if words.startswith("Number 1: "):
            raise speaking.NotSpoken
        return speak(words, language)

    monkeypatch.setattr(speaking, "spoken", fails)
    assert made_sounds.make_sounds() == len(speaks) > 2
    assert "Number 1" not in caplog.text and "could not be made into sound" in caplog.text
    caplog.clear()
    assert made_sounds.make_sounds() == 0 and not caplog.text, "it is not tried again every minute"


def test_a_text_that_takes_too_long_is_given_up_after_some_times_and_said_once(app, make, speaks, monkeypatch, caplog):
    make.voting_round(projects=2)
    speak = speaking.spoken
    asked = []

    def takes_long(words: str, language: str) -> bytes:
        if words.startswith("Number 1: Project number 1. It costs"):
            asked.append(words)
            raise speaking.TooSlow
        return speak(words, language)

    monkeypatch.setattr(speaking, "spoken", takes_long)
    assert made_sounds.make_sounds() == len(speaks) > 2, "the others do not wait for it"
    made_sounds.make_sounds()
    assert not caplog.text and len(asked) == 2
    for _ in range(3):
        assert made_sounds.make_sounds() == 0
    assert len(asked) == made_sounds.MOST_TIMES_LATE == 3
    said = "1 text(s) could not be made into sound: espeak-ng or ffmpeg failed or took too long"
    assert [each.message for each in caplog.records] == [said]


def test_on_a_machine_that_is_too_busy_all_texts_wait_for_the_next_minute(app, make, speaks, monkeypatch):
    make.voting_round(projects=4)
    asked = []

    def takes_long(words: str, _language: str) -> bytes:
        asked.append(words)
        raise speaking.TooSlow

    with monkeypatch.context() as busy:
        busy.setattr(speaking, "spoken", takes_long)
        assert made_sounds.make_sounds() == 0 and len(asked) == 3
    assert made_sounds.make_sounds() == len(speaks) and set(asked) <= {words for words, _language in speaks}


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (subprocess.TimeoutExpired("it", 50), speaking.TooSlow),
        (subprocess.CalledProcessError(1, "it"), speaking.NotSpoken),
        (OSError("no such program"), speaking.NotSpoken),
    ],
)
@pytest.mark.parametrize("program", ["espeak-ng", "ffmpeg"])
def test_a_program_that_does_not_end_in_time_is_told_from_one_that_fails(monkeypatch, program, trouble, told):
    def runs(started: str, _asked: list[str], _words: str = "") -> None:
        if started == program:
            raise trouble
        Path(_asked[-1]).write_bytes(b"sound")

    monkeypatch.setattr(speaking, "speaker", lambda: "espeak-ng")
    monkeypatch.setattr(sound_conversion, "converter", lambda: "ffmpeg")
    monkeypatch.setattr(sound_conversion, "run_alone", runs)
    with pytest.raises(speaking.NotSpoken) as raised:
        speaking.spoken("Tea", "en")
    assert raised.type is told


def test_a_job_that_comes_while_sounds_are_made_waits_for_one_of_them(app, make, speaks, monkeypatch):
    make.voting_round(projects=1)
    speak = speaking.spoken
    before = []

    def speaks_while_somebody_orders(words: str, language: str) -> bytes:
        if len(speaks) == 1:
            ordered()
        return speak(words, language)

    monkeypatch.setattr(speaking, "spoken", speaks_while_somebody_orders)
    db.session.rollback()
    with kind(lambda job: before.append(len(speaks)) or does_it(job)):
        app.test_cli_runner().invoke(args=["jobs", "run"], catch_exceptions=False)
    assert before == [2] and db.session.scalar(select(func.count()).select_from(MadeSound)) == len(speaks) > 2


def test_a_sound_that_another_server_has_made_meanwhile_is_not_made_twice(app, make, speaks, monkeypatch):
    make.voting_round(projects=2)
    speak, made = speaking.spoken, made_sounds._make
    others = []

    def is_slow(words: str, language: str) -> bytes:
        if not others:
            others.append(words)
            name = next(name for name, text in made_sounds._wanted() if text == words)
            assert made(name, words) == 1
        return speak(words, language)

    monkeypatch.setattr(speaking, "spoken", is_slow)
    made_sounds.make_sounds()
    identities = db.session.scalars(select(MadeSound.identity)).all()
    assert others and len(identities) == len(set(identities)) > 2
