"""Words made into sound by espeak-ng, where the machine has it and ffmpeg (``pb.sound_conversion``).

espeak-ng is a program of its own that nobody has to install (docs/running.md). It asks no network, and gets the words on
its standard input, so that no list of processes shows them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from pb import sound_conversion

#: What changes with the way in which words are spoken: sounds that were made in another way are made anew.
WAY = "espeak-ng 150 32k"
#: Voices of espeak-ng by the languages in which texts are spoken.
VOICES = {"en": "en-gb"}
#: Words in a minute: slower than people talk. Bits in a second of sound.
_SPEED, _BITS = 150, 32_000
#: Seconds of one sound.
_MOST_SECONDS = 240


class NotSpoken(ValueError):
    """No sound came of these words."""


class TooSlow(NotSpoken):
    """No sound came of these words in time: the machine may have been busy."""


@cache
def speaker() -> str | None:
    """Where the program espeak-ng is; None on a machine without it, or without ffmpeg."""
    return shutil.which("espeak-ng") if sound_conversion.converter() else None


def spoken(words: str, language: str) -> bytes:
    """These words as a small MP3. Raises ``NotSpoken``, and ``TooSlow`` where a program was given up."""
    program, voice = speaker(), VOICES[language]
    assert program, "ask speaker() first"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        asked = ["-v", voice, "-s", str(_SPEED), "-b", "1", "--stdin", "-w", str(made)]
        try:
            sound_conversion.run_alone(program, asked, words)
            return sound_conversion.as_mp3(made.read_bytes(), _MOST_SECONDS, bits=_BITS)
        except (subprocess.SubprocessError, OSError, sound_conversion.NotConverted) as failed:
            was_late = isinstance(failed.__cause__ or failed, subprocess.TimeoutExpired)
            raise (TooSlow if was_late else NotSpoken) from failed
