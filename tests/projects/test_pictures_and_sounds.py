"""Pictures are made anew, sounds are known by their first bytes, and anything else is refused with a sentence."""

import io
import random

import pytest
from PIL import Image

from pb import picture_making, sound_conversion
from pb.projects.rules import media
from pb.projects.rules.media import (
    LARGEST_PICTURE,
    LARGEST_SOUND,
    Unusable,
    hash_of_copies,
    read_picture,
    read_sound,
)
from tests.support.damage import damaged
from tests.support.makers.projects import picture


def opened(medium) -> Image.Image:
    return Image.open(io.BytesIO(medium.data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_picture_becomes_a_jpeg_that_fits(kind):
    medium = read_picture(picture((1200, 900), kind))
    assert (medium.media_type, opened(medium).format, opened(medium).size) == ("image/jpeg", "JPEG", (853, 640))
    assert (medium.width, medium.height) == (853, 640)


def test_it_has_copies_in_two_widths_for_pages():
    made = read_picture(picture((1200, 900), "JPEG"))
    copies = [Image.open(io.BytesIO(each)) for each in (made.webp, made.small_webp)]
    assert [(each.format, each.size) for each in copies] == [("WEBP", (853, 640)), ("WEBP", (320, 240))]
    assert hash_of_copies(made.webp, made.small_webp) != hash_of_copies(made.small_webp, made.webp)
    assert (hash_of_copies(None, None), hash_of_copies(made.webp, None)) == (None, "")


def test_twenty_four_photographs_fit_into_a_ballot_of_900_kilobytes():
    """As a phone makes them: noise is what no kind of file packs well."""
    noisy = Image.effect_noise((1200, 800), 60).convert("RGB")
    made = read_picture(_saved(Image.blend(Image.linear_gradient("L").resize((1200, 800)).convert("RGB"), noisy, 0.3)))
    assert 24 * len(made.small_webp) < 500_000 < 24 * len(made.data)


def _saved(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def test_a_small_picture_is_not_blown_up():
    assert opened(read_picture(picture((300, 200)))).size == (300, 200)


def test_place_camera_and_comments_do_not_come_along():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Rose Gray"
    exif.get_ifd(0x8825)[2] = (55.0, 57.0, 0.0)
    data = picture((400, 300), "JPEG", exif=exif, comment=b"Leith lunch club")
    assert b"Rose Gray" in data and b"Leith" in data
    medium = read_picture(data)
    assert b"Rose" not in medium.data and b"Leith" not in medium.data
    assert not opened(medium).getexif() and "comment" not in opened(medium).info
    assert not any(word in copy for word in (b"Rose", b"Leith") for copy in (medium.webp, medium.small_webp))


def test_a_picture_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(read_picture(picture((400, 300), "JPEG", exif=exif))).size == (300, 400)


def test_a_see_through_picture_lies_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert min(opened(read_picture(out.getvalue())).getpixel((25, 25))) > 250


def test_a_huge_picture_in_a_small_file_is_not_unpacked():
    data = picture((9_000, 9_000), mode="1")
    assert len(data) < LARGEST_PICTURE
    with pytest.raises(Unusable, match="too big") as refused:
        read_picture(data)
    assert refused.value.status == 413


def test_a_bomb_that_pillow_itself_refuses_is_refused_in_our_words():
    with pytest.raises(Unusable, match="too big"):
        read_picture(picture((20_000, 20_000), mode="1"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0" + b"x" * 50,
        picture()[:200],
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Unusable, match="We could not read this picture. Choose it again, or choose a JPEG, PNG, HEIC"):
        read_picture(data)


def test_no_damaged_picture_breaks_the_program():
    for data in damaged(picture((60, 40), "JPEG"), 300):
        assert picture_making.in_this_process(data, (960, 640), media.MOST_PIXELS, media.MOST_SCANS)


def test_a_picture_file_that_is_too_large_is_refused():
    with pytest.raises(Unusable, match="must be smaller than 20MB") as refused:
        read_picture(b"x" * (LARGEST_PICTURE + 1))
    assert refused.value.status == 413


@pytest.fixture
def alone(monkeypatch):
    """A machine without ffmpeg."""
    monkeypatch.setattr(sound_conversion, "converter", lambda: None)


FRAME = b"\xff\xfb\x90\x00" + b"\x55" * 100
NAMES = b"Leith Larks"


def chunk(name: bytes, inside: bytes) -> bytes:
    return name + len(inside).to_bytes(4, "little") + inside + b"\0" * (len(inside) % 2)


def wav(*chunks: bytes) -> bytes:
    inside = b"WAVE" + b"".join(chunks)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def ape(items: bytes, *, headed: bool) -> bytes:
    def end(is_header: bool) -> bytes:
        flags = (headed << 31) | (is_header << 29)
        return (
            b"APETAGEX" + b"".join(part.to_bytes(4, "little") for part in (2000, len(items) + 32, 1, flags)) + b"\0" * 8
        )

    return (end(True) if headed else b"") + items + end(False)


ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x0b" + NAMES
OLD_ID3 = b"TAG" + NAMES.ljust(125, b"\0")
SOUND, FORMAT = chunk(b"data", b"\1\2\3\4"), chunk(b"fmt ", bytes.fromhex("0100 0100 401f0000 803e0000 0200 1000"))


@pytest.mark.parametrize(
    ("data", "kept", "media_type"),
    [
        (FRAME, FRAME, "audio/mpeg"),
        (ID3 + FRAME, FRAME, "audio/mpeg"),
        (ID3 + b"\0\0\0" + b"\xff\xf3\x44\x00", b"\xff\xf3\x44\x00", "audio/mpeg"),
        (ID3 + FRAME + ape(NAMES, headed=True) + OLD_ID3, FRAME, "audio/mpeg"),
        (FRAME + ape(NAMES, headed=False), FRAME, "audio/mpeg"),
        (wav(FORMAT, SOUND), wav(FORMAT, SOUND), "audio/wav"),
        (wav(chunk(b"LIST", b"INFOIART" + NAMES), FORMAT, SOUND, chunk(b"id3 ", ID3)), wav(FORMAT, SOUND), "audio/wav"),
    ],
)
def test_of_a_sound_only_the_sound_is_kept(data, kept, media_type):
    medium = read_sound(data)
    assert (medium.media_type, medium.data) == (media_type, kept) and NAMES not in medium.data


@pytest.mark.parametrize(
    "data",
    [b"", wav(FORMAT), wav(SOUND), b"RIFF\x24\x00\x00\x00AVI " + FORMAT + SOUND, b"<html>", b"\xff\xfe\x00\x00", picture(kind="JPEG"),
     b"ID3\x04", ape(NAMES, headed=True), OLD_ID3, b"OggS" + b"\0" * 40],
)  # fmt: skip
def test_what_is_no_sound_is_refused(alone, data):
    with pytest.raises(Unusable, match="must be an MP3 or a plain WAV"):
        read_sound(data)


def test_any_cut_or_damaged_sound_is_read_or_refused(alone):
    chance = random.Random(7)
    for whole in (ID3 + FRAME + ape(NAMES, headed=True) + OLD_ID3, wav(chunk(b"LIST", NAMES), FORMAT, SOUND)):
        for _try in range(300):
            data = bytearray(whole)
            data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                assert read_sound(bytes(data[: chance.randint(1, len(data))])).data
            except Unusable as refused:
                assert str(refused)


def test_a_sound_of_more_than_two_megabytes_is_refused(alone):
    assert read_sound(FRAME.ljust(LARGEST_SOUND, b"x")).media_type == "audio/mpeg"
    with pytest.raises(Unusable, match="smaller than 2MB") as refused:
        read_sound(FRAME.ljust(LARGEST_SOUND + 1, b"x"))
    assert refused.value.status == 413
