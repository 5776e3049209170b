"""Words made into sound by espeak-ng, where the machine has it and ffmpeg (``pb.sound_conversion``).

espeak-ng is a program of its own that nobody has to install (docs/running.md). It asks no network, and gets the words on
its standard input, so that no list of processes shows them.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from pb import sound_conversion

#: What changes with the way in which words are spoken: sounds that were made in another way are made anew.
WAY = "espeak-ng 150 32k"
#: Voices of espeak-ng by the languages of pages. A voter hears English in a British voice.
VOICES = {"en": "en-gb", "gd": "gd", "pl": "pl", "ur": "ur", "zh": "cmn"}
#: Words in a minute: slower than people talk. Bits in a second of sound.
_SPEED, _BITS = 150, 32_000
#: Seconds of a processor, and in all. 100 words take a tenth of a second.
_LONGEST, _GIVEN_UP_AFTER = 20, 60
#: Seconds of one sound, and the largest file that is written meanwhile.
_MOST_SECONDS = 240
_LARGEST_MADE = 32 * 1024 * 1024


class NotSpoken(ValueError):
    """No sound came of these words."""


@cache
def speaker() -> str | None:
    """Where the program espeak-ng is; None on a machine without it, or without ffmpeg."""
    return shutil.which("espeak-ng") if sound_conversion.converter() else None


def voice_of(language: str) -> str | None:
    """The voice for a language as pages name it ("en", "zh_Hans"); None where there is none."""
    return VOICES.get(language.replace("-", "_").split("_")[0])


def spoken(words: str, language: str) -> bytes:
    """These words as a small MP3. Raises ``NotSpoken``."""
    program, voice = speaker(), voice_of(language)
    assert program and voice, "ask speaker() and voice_of() first"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        asked = ["-v", voice, "-s", str(_SPEED), "-b", "1", "--stdin", "-w", str(made)]
        try:
            subprocess.run(
                [sys.executable, "-P", __file__, program, *asked],
                # Its own voices and nothing of the server's surroundings.
                env={"PATH": os.defpath},
                input=words.encode("utf-8"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_GIVEN_UP_AFTER,
                check=True,
            )
            return sound_conversion.as_mp3(made.read_bytes(), _MOST_SECONDS, bits=_BITS)
        except (subprocess.SubprocessError, OSError, sound_conversion.NotConverted) as failed:
            raise NotSpoken from failed


def _main(program: str, *asked: str) -> None:
    """Step back behind everybody who votes, take so much of the machine and no more, then become that program."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_MADE, _LARGEST_MADE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(program, [program, *asked])


if __name__ == "__main__":
    _main(*sys.argv[1:])
