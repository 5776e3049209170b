"""Pictures and sounds that people send: checked, and pictures made anew so that nothing hidden comes along."""

from __future__ import annotations

import hashlib
import io
import threading
import wave
from dataclasses import dataclass
from typing import NoReturn

from pb import picture_making, sound_conversion
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Largest files taken, in bytes: a picture as the largest cameras of phones make it, a sound as it is kept, and one
#: that ffmpeg first makes into such. Both at once fit into what a request may bring (``pages.ballot_texts``).
LARGEST_PICTURE = 20 * 1024 * 1024
LARGEST_SOUND = 2 * 1024 * 1024
LARGEST_CONVERTED = 16 * 1024 * 1024
#: Most pixels that a picture may unpack to: a small file can hold a huge one ("decompression bomb"). A phone's
#: "50 megapixels" are up to 8192 × 6144.
MOST_PIXELS = 8192 * 6144
#: Pictures are made to fit into this, in pixels.
WIDTH, HEIGHT = 960, 640
#: Minutes of a sound that is converted: with a second more or two it would not fit into ``LARGEST_SOUND``.
MOST_MINUTES = 4

#: A progressive JPEG comes in scans, in cameras about ten. Each goes over the whole picture: a megabyte can hold
#: thousands that say nothing and take minutes.
MOST_SCANS = 100
#: A large picture takes half a gigabyte while it is made anew: one at a time for each process that serves.
_ONE_AT_A_TIME = threading.Lock()

#: The kinds that ``pb.picture_making`` opens, as the form offers them to the browser. Not every system knows the types of the newest.
ACCEPTED_PICTURES = (
    "image/jpeg,image/png,image/heic,image/heif,image/avif,image/webp,image/gif,image/bmp,image/tiff,.heic,.heif,.avif"
)
_MP3_AND_WAV = ".mp3,.wav,audio/mpeg,audio/wav,audio/x-wav"
_CONVERTED = (
    ".m4a,.aac,.ogg,.oga,.opus,.amr,.3gp,.flac,.weba,.webm,.caf,"
    "audio/mp4,audio/x-m4a,audio/aac,audio/ogg,audio/opus,audio/amr,audio/3gpp,audio/flac,audio/webm,audio/x-caf"
)


class Unusable(ValueError):
    """This file cannot be used; the message says what to do. ``status`` is the HTTP status that fits."""

    def __init__(self, sentence: Sentence, status: int = 422) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Medium:
    """A picture or a sound that is fit to be kept. Sizes in pixels, None for a sound. ``webp`` and ``small_webp``: copies of
    a picture for browsers that read them.
    """

    media_type: str
    data: bytes
    width: int | None = None
    height: int | None = None
    webp: bytes | None = None
    small_webp: bytes | None = None


def read_picture(data: bytes) -> Medium:
    """The picture in ``data`` as a fresh JPEG of at most 960 × 640 pixels, turned upright, without any metadata, with its
    copies.

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
        with _ONE_AT_A_TIME:
            made = picture_making.as_jpeg(data, (WIDTH, HEIGHT), MOST_PIXELS, MOST_SCANS)
    except picture_making.NoPicture as broken:
        raise Unusable(
            _l(
                "We could not read this picture. Choose it again, or choose a JPEG, PNG, HEIC, AVIF, WebP, GIF, BMP or TIFF."
            )
        ) from broken
    except picture_making.TooMuch as too_much:
        raise Unusable(
            _l("This picture is too big. Make it smaller, or take a screenshot of it and choose that."), 413
        ) from too_much
    return Medium("image/jpeg", made.data, made.width, made.height, made.webp, made.small_webp)


def hash_of_copies(webp: bytes | None, small_webp: bytes | None) -> str | None:
    """The hash that stands for a picture's copies; None where it has none."""
    if webp is None or small_webp is None:
        return None if webp is small_webp else ""  # one without the other was made by nobody here
    return hashlib.sha256(hashlib.sha256(webp).digest() + small_webp).hexdigest()


def sounds_are_converted() -> bool:
    """Whether this machine takes more than MP3 and WAV."""
    return sound_conversion.converter() is not None


def accepted_sounds() -> str:
    """The kinds of sounds that this machine can take, as a form offers them to the browser."""
    return f"{_MP3_AND_WAV},{_CONVERTED}" if sounds_are_converted() else _MP3_AND_WAV


def read_sound(data: bytes) -> Medium:
    """The sound in ``data``, MP3 or WAV as its first bytes show, without what programs write beside it (title, singer,
    place). Anything else, and what is larger than 2 MB, becomes an MP3 where ffmpeg is installed.

    Raises ``Unusable`` for what is no sound and for what is too large or too long. (Ogg and the others are not kept as
    they are: an older iPad at a kiosk cannot play them.)
    """
    if len(data) <= LARGEST_SOUND:
        if wav := _wav_alone(data):
            return Medium("audio/wav", wav)
        if mp3 := _mp3_alone(data):
            return Medium("audio/mpeg", mp3)
    if not sounds_are_converted():
        _refuse_unconverted(data)
    if len(data) > LARGEST_CONVERTED:
        raise Unusable(_l("The sound must be smaller than %(most)sMB.", most=LARGEST_CONVERTED // 2**20), 413)
    try:
        made = sound_conversion.as_mp3(data, MOST_MINUTES * 60 + 30)
    except sound_conversion.NotConverted as failed:
        raise Unusable(
            _l("We could not read this sound. Make the recording again, or choose an MP3, WAV or M4A file.")
        ) from failed
    if len(made) > LARGEST_SOUND:
        raise Unusable(_l("The sound must be shorter than %(most)s minutes.", most=MOST_MINUTES), 413)
    return Medium("audio/mpeg", made)


def _refuse_unconverted(data: bytes) -> NoReturn:
    if len(data) > LARGEST_SOUND:
        raise Unusable(
            _l(
                "The sound must be smaller than %(most)sMB. You can make it smaller with the free program Audacity: open "
                "the file, then export it as an MP3 of 64 kbps, mono.",
                most=LARGEST_SOUND // 2**20,
            ),
            413,
        )
    raise Unusable(
        _l(
            "The sound must be an MP3 or a plain WAV. You can change another recording into an MP3 with the free program "
            "VLC: choose Media, then Convert / Save, then Audio - MP3."
        )
    )


def _wav_alone(data: bytes) -> bytes | None:
    """A WAV file of plain samples (PCM) that every browser plays, of its two needed parts, the format and the sound;
    None for anything else.
    """
    made = io.BytesIO()
    try:
        with wave.open(io.BytesIO(data)) as given:
            frames = given.readframes(given.getnframes())
            plays = given.getnchannels() <= 2 and given.getsampwidth() <= 3 and 8_000 <= given.getframerate() <= 96_000
            if not frames or not plays:
                return None
            with wave.open(made, "wb") as anew:
                anew.setnchannels(given.getnchannels())
                anew.setsampwidth(given.getsampwidth())
                anew.setframerate(given.getframerate())
                anew.writeframes(frames)
    except Exception:  # whatever the reader trips over in a damaged file: this is no WAV for us
        return None
    return made.getvalue()


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
