"""Pictures of any usual kind made anew as a small JPEG, and as WebP in two widths, each in a process of its own.

A picture of a stranger may unpack to more than its head says, or trip its decoder. So no decoder is loaded into the
server: the process below has so much memory and time, reads the picture from a pipe, and is gone afterwards. When it
ends early, nothing but the picture is lost, and nothing that it says is kept.
"""

from __future__ import annotations

import io
import os
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from PIL import Image

#: Seconds of a processor, seconds in all, bytes of memory. The largest picture of a phone takes four seconds.
LONGEST = 30
GIVEN_UP_AFTER = 60
MEMORY = 1024 * 1024 * 1024
#: Pixels of the longer side of the small copy: what a row of the ballot shows, on a fine screen.
SMALL_WIDTH = 320

#: As Pillow names them. Two pictures in one file, as some cameras make them (MPO), open as JPEG.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
_SCAN = re.compile(rb"\xff\xda\x00[\x06\x08\x0a\x0c][\x01-\x04]")
#: How the process ends when this is no picture, and when it is more than it may be.
_NO_PICTURE, _TOO_MUCH = 3, 4


class NoPicture(ValueError):
    """There is no picture in this file that could be read."""


class TooMuch(ValueError):
    """This picture unpacks to too much, or takes more memory or time than there is for one."""


@dataclass(frozen=True)
class MadePicture:
    """A JPEG and its size in pixels; the same as WebP, for browsers that read it, and once more for short lists."""

    data: bytes
    width: int
    height: int
    webp: bytes
    small_webp: bytes


def as_jpeg(data: bytes, fits: tuple[int, int], most_pixels: int, most_scans: int) -> MadePicture:
    """The picture in ``data`` as a fresh JPEG that ``fits``, turned upright, without any metadata. Raises ``NoPicture``
    or ``TooMuch``.
    """
    # -P: the modules beside this file have names that others may have too. The list of processes shows numbers alone.
    command = [sys.executable, "-P", __file__, *(str(each) for each in (*fits, most_pixels, most_scans, MEMORY))]
    try:
        # Nothing of the server's surroundings goes along. Each arena of malloc would count as memory.
        ended = subprocess.run(
            command,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "1"},
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=GIVEN_UP_AFTER,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as failed:
        raise TooMuch from failed
    if ended.returncode == _NO_PICTURE:
        raise NoPicture
    head, end, files = ended.stdout.partition(b"\n")
    if ended.returncode or not end:
        raise TooMuch  # it said so, or was ended
    width, height, of_jpeg, of_webp = (int(each) for each in head.split())
    jpeg, webp, small = files[:of_jpeg], files[of_jpeg : of_jpeg + of_webp], files[of_jpeg + of_webp :]
    return MadePicture(jpeg, width, height, webp, small)


def _made_anew(opened: Image.Image, fits: tuple[int, int]) -> MadePicture:
    from PIL import Image, ImageOps

    opened.draft("RGB", (fits[0] * 2, fits[1] * 2))  # a large JPEG is unpacked at the size that is needed
    # One copy of the unpacked dots at a time, and small before anything is laid on anything: 50 million take 200 MB
    # (with what a decoder holds beside them, HEIC 410 and AVIF 510).
    ImageOps.exif_transpose(opened, in_place=True)
    upright: Image.Image = opened
    if upright.mode.startswith(("I", "F")):
        upright = _in_eight_bits(upright, fits)
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = upright if upright.mode == "RGBA" else upright.convert("RGBA")
        upright.thumbnail(fits, Image.Resampling.LANCZOS)
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    picture = upright.convert("RGB")
    picture.thumbnail(fits, Image.Resampling.LANCZOS)
    # A new image holds the dots and nothing else: no place, camera, author or comment of the old file.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    jpeg = _saved(clean, "JPEG", quality=85, optimize=True, progressive=True)
    small = clean.copy()
    small.thumbnail((SMALL_WIDTH, SMALL_WIDTH), Image.Resampling.LANCZOS)
    return MadePicture(
        jpeg, clean.width, clean.height, _saved(clean, "WEBP", quality=78), _saved(small, "WEBP", quality=72)
    )


def _saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _in_eight_bits(deep: Image.Image, fits: tuple[int, int]) -> Image.Image:
    """A grey picture of 16 bits or more a dot, made small, with its shades drawn together: cut off at 255 it would be
    white. White is the first usual value that is no less than the brightest dot.
    """
    from PIL import Image

    is_asked = not deep.mode.startswith("I;16") or deep.mode == "I;16"  # of the others Pillow does not tell it
    lowest, highest = cast(tuple[float, float], deep.getextrema()) if is_asked else (0, 65535)
    usual = (1, 255, 65535) if deep.mode == "F" else (255, 1023, 4095, 16383, 65535)  # 8, 10, 12, 14 and 16 bits
    black, white = min(0, lowest), next((each for each in usual if highest <= each), highest)
    deep.thumbnail(fits, Image.Resampling.LANCZOS, reducing_gap=None)  # Pillow reduces no 16 bits beforehand
    scale = 255 / (white - black)
    return deep.convert("F").point(lambda shade: shade * scale + (0.5 - black * scale)).convert("L")


def in_this_process(data: bytes, fits: tuple[int, int], most_pixels: int, most_scans: int) -> MadePicture | int:
    """What the process below does: the picture, or how the process ends without one."""
    import pi_heif
    from PIL import AvifImagePlugin, Image

    pi_heif.register_heif_opener(decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread would hold a picture of its own
    try:
        # Only the head of the file is read here; nothing is unpacked before its size is known to be harmless.
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > most_pixels or len(_SCAN.findall(data)) > most_scans:
                return _TOO_MUCH
            return _made_anew(opened, fits)
    except (Image.DecompressionBombError, MemoryError):
        return _TOO_MUCH
    except Exception:  # a decoder that trips over a file, however it does: this is no picture for us
        return _NO_PICTURE


def _main(width: int, height: int, most_pixels: int, most_scans: int, memory: int) -> int:
    """Take so much of the machine and no more, then read."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes into its pipe alone
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    made = in_this_process(sys.stdin.buffer.read(), (width, height), most_pixels, most_scans)
    if isinstance(made, int):
        return made
    head = b"%d %d %d %d\n" % (made.width, made.height, len(made.data), len(made.webp))
    sys.stdout.buffer.write(head + made.data + made.webp + made.small_webp)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*(int(each) for each in sys.argv[1:])))
