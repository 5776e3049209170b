"""The field's open format: Pabulib ``.pb`` files (https://pabulib.org/format), in and out, for every ballot type.

What the format has no words for travels in keys and columns that begin with ``__pb_``, which other readers pass over;
they are listed in ``keys.py`` and in docs/counting.md.
"""

from __future__ import annotations

from pb.counting.pabulib.reading import ElectionFile, read
from pb.counting.pabulib.text import BadFile
from pb.counting.pabulib.writing import write

__all__ = ["BadFile", "ElectionFile", "read", "write"]
