"""Pictures of every kind and size, and sounds byte by byte: the last that is taken and the first that is not."""

import io

import pytest
from PIL import Image

from pb import sound_conversion
from pb.projects.rules import media
from pb.projects.rules.media import Medium, Unusable, read_picture, read_sound
from tests.support.makers.projects import picture

FRAME = b"\xff\xfb\x90\x00" + b"\x55" * 100
NAMES = b"Leith Larks"


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """A machine without ffmpeg: what is taken here is taken as it is."""
    monkeypatch.setattr(sound_conversion, "converter", lambda: None)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(read_picture(data).data))


def saved(image: Image.Image, kind: str = "PNG", **more) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def test_the_largest_files_and_pictures():
    assert (media.LARGEST_PICTURE, media.LARGEST_SOUND, media.LARGEST_CONVERTED) == (20_971_520, 2_097_152, 16_777_216)
    assert media.MOST_PIXELS == 50_331_648 >= 8160 * 6144
    assert read_picture(picture((30, 20)).ljust(20_971_520, b"\0")).width == 30
    assert (Unusable("No.").status, Unusable("No.").sentence) == (422, "No.")


def test_a_picture_of_the_most_pixels_is_taken_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr(media, "MOST_PIXELS", 600)
    assert read_picture(picture((30, 20))).height == 20
    with pytest.raises(Unusable, match="too big"):
        read_picture(picture((601, 1)))


@pytest.mark.parametrize(
    ("size", "made"), [((2000, 500), (960, 240)), ((300, 1200), (160, 640)), ((960, 640), (960, 640))]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_fits_into_960_by_640(size, made, kind):
    assert opened(picture(size, kind)).size == made


def test_a_picture_of_a_phone_with_two_in_one_file_is_taken():
    assert opened(picture((300, 200), "MPO")).size == (300, 200)


def test_colours_stay_and_the_picture_is_there_before_it_is_whole():
    made = opened(saved(Image.new("RGB", (40, 40), (200, 30, 60))))
    assert all(abs(a - b) < 8 for a, b in zip(made.getpixel((20, 20)), (200, 30, 60), strict=True))
    assert made.info["progressive"]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB"])
def test_what_is_see_through_in_any_way_lies_on_white(mode):
    image = Image.new("RGBA" if mode == "RGBA" else mode, (1200, 900), 0)
    data = saved(
        image, **({"transparency": 0} if mode == "P" else {"transparency": (0, 0, 0)} if mode == "RGB" else {})
    )
    made = opened(data)
    assert min(made.getpixel((400, 300))) > 250 and made.size == (853, 640)


@pytest.mark.parametrize("head", ["fffb9000", "fff34000", "ffe34000", "fffa9000", "fffb1f00", "fffbef00", "fffb9000ff"])
def test_mpeg_audio_of_layer_three_begins_so(head):
    assert read_sound(bytes.fromhex(head)) == Medium("audio/mpeg", bytes.fromhex(head))


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("fefb9000", "no sync"),
        ("ffdb9000", "no sync either"),
        ("ff7b9000", "nor this"),
        ("fffd9000", "layer two"),
        ("ffff9000", "layer one"),
        ("fff99000", "no layer"),
        ("ffeb9000", "no version"),
        ("fffb0c00", "no bit rate"),
        ("fffbf000", "a bit rate that is not allowed"),
        ("fffb", "cut off"),
        ("ff", "cut off"),
    ],
)
def test_and_not_so(head, why):
    with pytest.raises(Unusable):
        read_sound(bytes.fromhex(head))


def tag(size: bytes, inside: bytes) -> bytes:
    return b"ID3\x04\x00\x00" + size + inside


@pytest.mark.parametrize(
    ("size", "many"),
    [(b"\0\0\0\x7f", 127), (b"\0\0\x01\0", 128), (b"\0\0\x01\x02", 130), (b"\0\x01\0\0", 16384), (b"\0\0\x80\x05", 5)],
)
def test_seven_bits_of_each_of_four_bytes_say_how_long_a_tag_is(size, many):
    assert read_sound(tag(size, b"n" * many) + FRAME).data == FRAME


def test_a_tag_that_says_it_is_longer_than_the_file_leaves_no_sound():
    with pytest.raises(Unusable):
        read_sound(tag(b"\x01\0\0\x0b", NAMES) + FRAME)


def footer(size: int) -> bytes:
    return b"APETAGEX" + b"".join(part.to_bytes(4, "little") for part in (2000, size, 1, 0)) + b"\0" * 8


def test_a_tag_behind_the_sound_is_as_long_as_its_footer_says_or_the_footer_alone():
    assert read_sound(FRAME + NAMES + footer(32 + len(NAMES))).data == FRAME
    assert read_sound(FRAME + footer(0)).data == FRAME
    with pytest.raises(Unusable):
        read_sound(FRAME + footer(10_000))


def chunk(name: bytes, inside: bytes) -> bytes:
    return name + len(inside).to_bytes(4, "little") + inside + b"\0" * (len(inside) % 2)


def format_of(kind: int = 1, channels: int = 1, rate: int = 8_000, bits: int = 16) -> bytes:
    block = channels * bits // 8
    parts = ((kind, 2), (channels, 2), (rate, 4), (rate * block, 4), (block, 2), (bits, 2))
    return chunk(b"fmt ", b"".join(part.to_bytes(size, "little") for part, size in parts))


FORMAT, SOUND = format_of(), chunk(b"data", b"\1\2\3\4")


def test_what_stands_behind_the_sound_is_left_out():
    inside = FORMAT + SOUND + chunk(b"data", b"\4\5") + chunk(b"fmt ", b"g")
    wanted = b"RIFF" + (4 + len(FORMAT + SOUND)).to_bytes(4, "little") + b"WAVE" + FORMAT + SOUND
    assert read_sound(b"RIFF" + (4 + len(inside)).to_bytes(4, "little") + b"WAVE" + inside) == Medium(
        "audio/wav", wanted
    )
    assert read_sound(wanted).data == wanted


@pytest.mark.parametrize(
    ("how", "taken"),
    [
        ({}, True),
        ({"bits": 8}, True),
        ({"bits": 24, "channels": 2}, True),
        ({"rate": 96_000}, True),
        ({"rate": 96_001}, False),
        ({"rate": 7_999}, False),
        ({"bits": 32}, False),
        ({"channels": 3}, False),
        ({"kind": 2}, False),  # ADPCM
        ({"kind": 3, "bits": 32}, False),  # fractions
        ({"kind": 17}, False),
    ],
)
def test_only_a_wav_of_plain_samples_that_every_browser_plays_is_kept_as_it_is(how, taken):
    inside = b"WAVE" + format_of(**how) + chunk(b"data", bytes(range(36)))
    data = b"RIFF" + len(inside).to_bytes(4, "little") + inside
    if taken:
        assert read_sound(data) == Medium("audio/wav", data)
    else:
        with pytest.raises(Unusable):
            read_sound(data)


@pytest.mark.parametrize("head", [b"RIFX\0\0\0\0WAVE", b"RIFF\0\0\0\0AVI "])
def test_another_file_of_chunks_is_no_wav(head):
    with pytest.raises(Unusable):
        read_sound(head.replace(b"\0\0\0\0", (4 + len(FORMAT + SOUND)).to_bytes(4, "little")) + FORMAT + SOUND)


def test_an_empty_chunk_is_no_sound_and_no_format():
    for chunks in (FORMAT + chunk(b"data", b""), chunk(b"fmt ", b"") + SOUND):
        with pytest.raises(Unusable):
            read_sound(b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks)


def test_a_medium_without_a_size_is_a_sound():
    assert (read_sound(FRAME).width, read_sound(FRAME).height) == (None, None)
