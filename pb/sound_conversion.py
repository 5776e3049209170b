"""Sounds of any usual kind made into an MP3 that every browser plays, by ffmpeg where the machine has it.

ffmpeg is a program of its own that nobody has to install (docs/running.md). It reads files of strangers, so it may open
only these kinds and only this one file, runs in a process with so much memory and time, and nothing that it says of the
file is kept.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

#: Seconds of a processor, seconds in all, bytes of memory. A recording of four minutes takes two seconds.
LONGEST = 20
GIVEN_UP_AFTER = 50
MEMORY = 1024 * 1024 * 1024
#: Bits in a second of sound: good for a voice.
BITS = 64_000
#: No file that is written may grow beyond this, in bytes.
_LARGEST_MADE = 16 * 1024 * 1024

#: Containers and codecs as ffmpeg names them. No list of other files (playlists), and no film is unpacked.
_CONTAINERS = "mov,mp4,m4a,3gp,ogg,matroska,webm,amr,wav,flac,mp3,aac,caf"
_CODECS = (
    "aac,aac_fixed,alac,mp3,mp3float,opus,libopus,vorbis,libvorbis,flac,amrnb,amrwb,libopencore_amrnb,"
    "libopencore_amrwb,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_g726,adpcm_yamaha,gsm_ms,libgsm_ms,pcm_u8,pcm_s16le,"
    "pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_alaw,pcm_mulaw"
)


class NotConverted(ValueError):
    """There is no sound in this file that could be read."""


@cache
def converter() -> str | None:
    """Where the program ffmpeg is; None on a machine without it."""
    return shutil.which("ffmpeg")


def as_mp3(data: bytes, seconds: int, *, bits: int = BITS) -> bytes:
    """The first ``seconds`` of the first sound in ``data`` as an MP3 for one ear, without a word of what was written
    beside it. Raises ``NotConverted``.
    """
    program = converter()
    assert program, "ask converter() first"
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "given", Path(folder) / "made"
        given.write_bytes(data)
        try:
            run_alone(program, _asked(given, made, seconds, bits))
            sound = made.read_bytes()
        except (subprocess.SubprocessError, OSError) as failed:
            raise NotConverted from failed
    if not sound:
        raise NotConverted
    return sound


def run_alone(program: str, asked: Sequence[str], words: str = "") -> None:
    """Run a program on a file or on ``words``, with so much of the machine and no more. Raises ``SubprocessError``."""
    # -P: the modules beside this file have names that others may have too.
    subprocess.run(
        [sys.executable, "-P", __file__, program, *asked],
        # Nothing of the server's surroundings goes along, and nothing that it says is kept.
        env={"PATH": os.defpath},
        input=words.encode("utf-8"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=GIVEN_UP_AFTER,
        check=True,
    )


def _asked(given: Path, made: Path, seconds: int, bits: int) -> list[str]:
    read = ["-protocol_whitelist", "file", "-format_whitelist", _CONTAINERS, "-codec_whitelist", _CODECS]
    nothing_else = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"]
    mp3 = ["-codec:a", "libmp3lame", "-b:a", str(bits), "-ac", "1", "-ar", "44100", "-threads", "1"]
    bare = ["-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-fflags", "+bitexact"]
    return [
        *("-nostdin", "-hide_banner", "-loglevel", "quiet", "-threads", "1", "-vn", "-sn", "-dn"),
        *(*read, "-i", str(given), *nothing_else, *mp3, *bare, "-t", str(seconds), "-f", "mp3", str(made)),
    ]


def _main(program: str, *asked: str) -> None:
    """Step back behind who votes, take so much of the machine and no more, then become that program."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_MADE, _LARGEST_MADE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(program, [program, *asked])


if __name__ == "__main__":
    _main(*sys.argv[1:])
