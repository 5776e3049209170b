"""Pictures and sounds that people send: checked, and pictures made anew so that nothing hidden comes along."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Largest files taken, in bytes.
LARGEST_PICTURE = 12 * 1024 * 1024
LARGEST_SOUND = 2 * 1024 * 1024
#: Most pixels that a picture may unpack to: a small file can hold a huge one ("decompression bomb").
MOST_PIXELS = 50_000_000
#: Pictures are made to fit into this, in pixels.
WIDTH, HEIGHT = 960, 640

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "MPO")


class Unusable(ValueError):
    """This file cannot be used; the message says what to do. ``status`` is the HTTP status that fits."""

    def __init__(self, sentence: Sentence, status: int = 422) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Medium:
    """A picture or a sound that is fit to be kept. Sizes in pixels, None for a sound."""

    media_type: str
    data: bytes
    width: int | None = None
    height: int | None = None


def read_picture(data: bytes) -> Medium:
    """The picture in ``data`` as a fresh JPEG of at most 960 × 640 pixels, turned upright, without any metadata.

    Raises ``Unusable`` for what is no picture, is too large as a file, or would unpack to too many pixels.
    """
    if len(data) > LARGEST_PICTURE:
        raise Unusable(
            _l(
                "The picture must be smaller than %(most)sMB.",
                most=LARGEST_PICTURE // 2**20,
            ),
            413,
        )
    try:
        # Only the head of the file is read here; nothing is unpacked before its size is known to be harmless.
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height <= MOST_PIXELS:
                return _made_anew(opened)
    except Image.DecompressionBombError:
        pass
    except Exception as broken:  # a decoder that trips over a file, however it does: this is no picture for us
        raise Unusable(_l("The picture must be a JPEG or PNG.")) from broken
    raise Unusable(_l("This picture is too big. Make it smaller, or take a screenshot of it and choose that."), 413)


def _made_anew(opened: Image.Image) -> Medium:
    opened.draft("RGB", (WIDTH * 2, HEIGHT * 2))  # a large JPEG is unpacked at the size that is needed
    # One copy of the unpacked dots at a time, and small before anything is laid on anything: 50 million take 200 MB.
    ImageOps.exif_transpose(opened, in_place=True)
    upright: Image.Image = opened
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = upright if upright.mode == "RGBA" else upright.convert("RGBA")
        upright.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    picture = upright.convert("RGB")
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    # A new image holds the dots and nothing else: no place, camera, author or comment of the old file.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return Medium("image/jpeg", out.getvalue(), clean.width, clean.height)


def read_sound(data: bytes) -> Medium:
    """The sound in ``data``, MP3 or WAV as its first bytes show, without what programs write beside it (title, singer,
    place).

    Raises ``Unusable`` for anything else and for more than 2 MB. (Ogg is no use: an older iPad at a kiosk cannot play
    it.)
    """
    if len(data) > LARGEST_SOUND:
        raise Unusable(
            _l("The sound must be smaller than %(most)sMB.", most=LARGEST_SOUND // 2**20),
            413,
        )
    if wav := _wav_alone(data):
        return Medium("audio/wav", wav)
    if mp3 := _mp3_alone(data):
        return Medium("audio/mpeg", mp3)
    raise Unusable(_l("The sound must be an MP3 or WAV."))


def _wav_alone(data: bytes) -> bytes | None:
    """A RIFF WAVE file (IBM and Microsoft, 1991) of its two needed chunks, the format and the sound; None for
    anything else.
    """
    kept: dict[bytes, bytes] = {}
    at = 12
    while data[:4] == b"RIFF" and data[8:12] == b"WAVE" and at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        kept.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    if not kept.get(b"fmt ") or not kept.get(b"data"):
        return None
    chunks = b"".join(
        name + len(kept[name]).to_bytes(4, "little") + kept[name] + b"\0" * (len(kept[name]) % 2)
        for name in (b"fmt ", b"data")
    )
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks


def _mp3_alone(data: bytes) -> bytes | None:
    """MPEG audio, layer III (ISO 11172-3), without the tags before it (ID3v2) and behind it (ID3v1, APEv2); None for
    anything else.
    """
    if data[:3] == b"ID3" and len(data) > 10:
        size = 0
        for part in data[6:10]:
            size = size << 7 | part & 0x7F
        data = data[10 + size :].lstrip(b"\0")  # some programs pad after the tag
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if data[-32:-24] == b"APETAGEX":  # its footer tells how long it is, not counting its header
        data = data[: -min(len(data), int.from_bytes(data[-20:-16], "little") or 32)]
        if data[-32:-24] == b"APETAGEX":
            data = data[:-32]
    head = data[:4].ljust(4, b"\0")
    synced = head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return (
        data
        if synced and head[1] & 0x06 == 0x02 and head[1] & 0x18 != 0x08 and head[2] & 0xF0 not in (0x00, 0xF0)
        else None
    )
