"""Pictures and sounds as phones make them: newer kinds, many dots, and recordings that become an MP3."""

import io
import random
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from pb import picture_making, sound_conversion
from pb.projects.rules import media
from pb.projects.rules.media import Unusable, read_picture, read_sound
from tests.support.damage import damaged
from tests.support.makers.projects import picture

#: 64 × 48, the left half blue and the right one red, "to be turned by a quarter", with "Camera of Rose Gray" beside it.
HEIC = (Path(__file__).parent / "phone.heic").read_bytes()
NAMES = b"Leith Larks"

with_ffmpeg = pytest.mark.skipif(
    shutil.which("ffmpeg") is None, reason="NOT TESTED: sounds are converted by ffmpeg, which is not installed here"
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(read_picture(data).data))


def saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def claims(data: bytes, width: int, height: int) -> bytes:
    """The same file, whose head says another size."""
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def test_a_picture_of_an_iphone_is_taken_upright_without_what_stands_beside_it():
    assert b"Rose Gray" in HEIC and b"Rose Gray" not in read_picture(HEIC).data
    made = opened(HEIC)
    assert made.size == (48, 64), "it is turned upright, once"
    for height, colour in ((8, (20, 40, 220)), (56, (200, 30, 60))):
        assert all(abs(a - b) < 12 for a, b in zip(made.getpixel((24, height)), colour, strict=True))


@pytest.mark.parametrize("whole", [HEIC, picture((64, 48), "AVIF")], ids=["HEIC", "AVIF"])
def test_a_bomb_and_any_damage_of_the_newer_kinds_are_refused(whole):
    for side in (9_000, 30_000):
        with pytest.raises(Unusable):
            read_picture(claims(whole, side, side))
    for data in damaged(whole, 200):
        assert picture_making.in_this_process(data, (960, 640), media.MOST_PIXELS, media.MOST_SCANS)


def test_an_iphones_picture_that_is_larger_than_its_head_says_is_not_unpacked():
    with pytest.raises(Unusable):
        read_picture(claims(HEIC, 8, 6))


def test_a_picture_of_a_fifty_megapixel_phone_is_taken():
    assert opened(picture((8160, 6144), "JPEG", mode="L")).size == (850, 640)


STEPS = (0, 64, 128, 191, 255)


@pytest.mark.parametrize(
    ("mode", "kind", "white"),
    [
        ("I;16", "PNG", 65535),
        ("I;16", "TIFF", 65535),
        ("I;16", "PNG", 4095),
        ("I;16", "TIFF", 1023),
        ("I;16", "TIFF", 16383),
        ("I;16B", "TIFF", 65535),
        ("I", "TIFF", 65535),
        ("I", "TIFF", 255),
        ("I", "TIFF", 3_000_000),
        ("F", "TIFF", 1),
        ("F", "TIFF", 255),
        ("F", "TIFF", 65535),
    ],
)
def test_the_shades_of_a_deep_grey_picture_stay_apart(mode, kind, white):
    deep = Image.new(mode, (50, 10))
    for place, step in enumerate(STEPS):
        shade = step * white / 255
        deep.paste(Image.new(mode, (10, 10), shade if mode == "F" else round(shade)), (place * 10, 0))
    made = opened(saved(deep, kind)).convert("L")
    assert all(abs(made.getpixel((place * 10 + 5, 5)) - step) < 6 for place, step in enumerate(STEPS))


@pytest.mark.parametrize(("mode", "kind"), [("I;16", "PNG"), ("I;16", "TIFF"), ("I;16B", "TIFF")])
def test_a_deep_grey_scan_of_a_whole_page_is_taken(mode, kind):
    """A4 at 300 dots an inch."""
    scan = Image.new(mode, (2480, 3508), 65535)
    scan.paste(0, (0, 0, 1240, 3508))
    made = opened(saved(scan, kind)).convert("L")
    assert made.size == (452, 640) and made.getpixel((20, 300)) < 6 and made.getpixel((430, 300)) > 249


def test_below_black_is_drawn_in_too_and_an_even_picture_is_no_fault():
    deep = Image.new("F", (20, 10), -1.0)
    deep.paste(1.0, (10, 0, 20, 10))
    made = opened(saved(deep, "TIFF")).convert("L")
    assert made.getpixel((3, 5)) < 6 and made.getpixel((16, 5)) > 249
    assert opened(saved(Image.new("F", (20, 10)), "TIFF")).convert("L").getextrema() == (0, 0)


def recorded(name: str, *how: str, seconds: int = 2) -> bytes:
    """A recording with names beside it, in the kind that its file name says."""
    tone, names = ["-f", "lavfi", "-i", f"sine=440:duration={seconds}"], ["-metadata", f"title={NAMES.decode()}"]
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", *tone, *how, *names, name], check=True)
    return Path(name).read_bytes()


@with_ffmpeg
@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("phone.m4a", ["-c:a", "aac"]),
        ("mac.m4a", ["-c:a", "alac"]),
        ("mac.caf", ["-c:a", "alac"]),
        ("a.aac", []),
        ("phone.3gp", ["-c:a", "aac"]),
        ("a.opus", []),
        ("a.ogg", ["-c:a", "libopus"]),
        ("b.ogg", ["-c:a", "libvorbis"]),
        ("a.webm", ["-c:a", "libopus"]),
        ("a.flac", []),
        ("dictaphone.wav", ["-c:a", "adpcm_ima_wav"]),
        ("other.wav", ["-c:a", "adpcm_ms"]),
        ("fractions.wav", ["-c:a", "pcm_f32le"]),
        ("large.wav", ["-ar", "96000", "-ac", "2", "-c:a", "pcm_s24le", "-t", "5"]),
        ("film.mp4", ["-f", "lavfi", "-i", "testsrc=size=64x48:d=1", "-c:a", "aac"]),
    ],
)
def test_a_recording_becomes_an_mp3_without_a_word_beside_it(tmp_path, monkeypatch, name, how):
    monkeypatch.chdir(tmp_path)
    data = recorded(name, *how, seconds=5 if "large" in name else 2)
    assert read_sound(data).media_type == "audio/mpeg"
    made = read_sound(data).data
    assert NAMES not in made and len(made) <= media.LARGEST_SOUND
    asked = "stream=codec_name,channels,bit_rate:format=duration:format_tags:stream_tags"
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", asked, "-of", "default=noprint_wrappers=1", "-"],
        input=made,
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "codec_name=mp3" in told and "channels=1" in told and "bit_rate=64000" in told and "TAG:" not in told


@with_ffmpeg
def test_a_recording_of_an_older_phone_becomes_an_mp3():
    assert read_sound(b"#!AMR\n" + (b"\x3c" + bytes(range(31))) * 100).media_type == "audio/mpeg"


@with_ffmpeg
def test_a_recording_is_taken_up_to_its_minutes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(read_sound(recorded("a.ogg", seconds=240)).data) <= media.LARGEST_SOUND
    with pytest.raises(Unusable, match="shorter than 4 minutes") as refused:
        read_sound(recorded("b.ogg", seconds=300))
    assert refused.value.status == 413


@with_ffmpeg
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"<?xml version='1.0'?><MPD/>",
        picture(kind="JPEG"),
        HEIC,
        picture((300, 200), "GIF"),
    ],
)
def test_what_holds_no_sound_and_what_leads_to_other_files_is_refused(data):
    with pytest.raises(Unusable, match="could not read this sound"):
        read_sound(data)


@with_ffmpeg
def test_a_film_without_a_sound_and_a_damaged_recording_are_refused_or_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unusable, match="could not read"):
        read_sound(recorded("mute.mp4", "-f", "lavfi", "-i", "testsrc=size=64x48:d=1", "-map", "1:v"))
    whole, chance = recorded("a.m4a"), random.Random(7)
    for _try in range(6):
        data = bytearray(whole)
        for _place in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert read_sound(bytes(data[: chance.randint(1, len(data))])).data
        except Unusable as refused:
            assert str(refused)


@with_ffmpeg
def test_a_file_that_is_too_large_even_to_be_converted_is_refused():
    with pytest.raises(Unusable, match="smaller than 16MB") as refused:
        read_sound(b"x" * (media.LARGEST_CONVERTED + 1))
    assert refused.value.status == 413


@with_ffmpeg
def test_a_converter_that_needs_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(sound_conversion, "GIVEN_UP_AFTER", 0)
    with pytest.raises(Unusable, match="could not read this sound"):
        read_sound(b"OggS" + b"\0" * 40)


def test_without_the_converter_the_sentence_says_how_to_make_an_mp3(monkeypatch):
    monkeypatch.setattr(sound_conversion, "converter", lambda: None)
    assert media.accepted_sounds() == ".mp3,.wav,audio/mpeg,audio/wav,audio/x-wav"
    for data in (b"OggS" + b"\0" * 40, b"\xff\xfb\x90\x00".ljust(media.LARGEST_SOUND + 1, b"\0")):
        with pytest.raises(Unusable, match="with the free program (VLC|Audacity)"):
            read_sound(data)


def test_with_the_converter_the_form_offers_what_it_takes(monkeypatch):
    monkeypatch.setattr(sound_conversion, "converter", lambda: "/usr/bin/ffmpeg")
    assert {".mp3", ".wav", ".m4a", ".opus", ".amr", "audio/mp4"} <= set(media.accepted_sounds().split(","))


def test_a_jpeg_of_hundreds_of_scans_is_refused_before_they_are_unpacked():
    """Each scan goes over the whole picture: a megabyte of empty ones took minutes."""
    whole = io.BytesIO()
    Image.new("L", (64, 48), 90).save(whole, "JPEG", progressive=True)
    data = whole.getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    few, many = data[:-2] + last * 20 + data[-2:], data[:-2] + last * 200 + data[-2:]
    assert read_picture(few).media_type == "image/jpeg"
    with pytest.raises(Unusable, match="too big"):
        read_picture(many)
