"""Which files the form for a ballot text offers to take, what it says of the others, and that what is kept plays."""

import base64
import io
import shutil
import wave

import pytest
from sqlalchemy import func, select

from pb import sound_conversion
from pb.database import db
from pb.pages.ballot_texts import ballot_texts
from pb.projects.models import BallotText, Media
from pb.projects.rules.media import LARGEST_CONVERTED, LARGEST_PICTURE, read_sound
from pb.web.request_limits import FORM_BYTES
from tests.support.makers.projects import WORDS


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def opens(visitor, project):
    return visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (
            b"OggS" + b"\0" * 50,
            422,
            "The sound must be an MP3 or a plain WAV. You can change another recording into an MP3",
        ),
        (b"\xff\xfb\x90\x00" + b"x" * (2 * 1024 * 1024), 413, "The sound must be smaller than 2MB. You can make it"),
    ],
)
def test_without_ffmpeg_the_page_says_how_to_make_an_mp3_and_loses_nothing(
    visitor, project, writer, monkeypatch, content, status, said
):
    monkeypatch.setattr(sound_conversion, "converter", lambda: None)
    opens(visitor, project)
    assert "you can change one into an MP3 with the free program VLC." in visitor.page.text
    assert visitor.page.by_id("sound").get("accept") == ".mp3,.wav,audio/mpeg,audio/wav,audio/x-wav"
    visitor.types("Title", "Sea").types("About 50 words", WORDS)
    page = visitor.attaches("The text read aloud", content, "text.m4a").presses("Save")
    assert page.status == status and said in page.errors[0]
    assert page.by_id("title").get("value") == "Sea" and page.by_id("body").text.strip() == WORDS
    assert (count(BallotText), count(Media)) == (0, 0)


def test_the_form_offers_the_kinds_that_are_taken(visitor, project, writer, monkeypatch):
    monkeypatch.setattr(sound_conversion, "converter", lambda: "/usr/bin/ffmpeg")
    page = opens(visitor, project)
    assert {"image/jpeg", "image/heic", "image/avif", ".heic"} <= set(page.by_id("picture").get("accept").split(","))
    assert {".mp3", ".m4a", ".opus", ".amr"} <= set(page.by_id("sound").get("accept").split(","))
    assert "shorter than 4 minutes: an MP3, WAV, M4A, AAC, Ogg, Opus, AMR, 3GP, FLAC, CAF or WebM" in page.text


def wav(bits: int, channels: int, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        file.writeframes(bytes(rate * channels * bits // 8))
    return out.getvalue()


#: A browser loads the sound as a page does, and says how many seconds of it there are.
PLAYS = """async (address) => {
  const sound = new Audio(address);
  await new Promise((done, failed) => { sound.onloadedmetadata = done; sound.onerror = () => failed(sound.error.message); });
  return sound.duration;
}"""


@pytest.fixture
def played(chromium):
    """How long each sound is to Chromium."""
    page = chromium.new_page()
    yield lambda medium: page.evaluate(
        PLAYS, f"data:{medium.media_type};base64,{base64.b64encode(medium.data).decode()}"
    )
    page.close()


@pytest.mark.parametrize("how", [(8, 1, 8_000), (16, 2, 44_100), (24, 2, 96_000)])
def test_a_wav_that_is_kept_as_it_is_plays(played, how):
    medium = read_sound(wav(*how))
    assert medium.media_type == "audio/wav" and played(medium) == pytest.approx(1, abs=0.01)


@pytest.mark.skipif(
    shutil.which("ffmpeg") is None, reason="NOT TESTED: ffmpeg, which converts sounds, is not installed"
)
def test_what_a_recording_is_made_into_plays_for_as_long_as_it(played):
    medium = read_sound(wav(32, 2, 48_000))
    assert medium.media_type == "audio/mpeg" and played(medium) == pytest.approx(1, abs=0.1)


def test_the_largest_picture_and_the_largest_recording_fit_into_one_request():
    most = ballot_texts.ballot_text.takes_files
    assert most >= LARGEST_PICTURE + LARGEST_CONVERTED + FORM_BYTES
