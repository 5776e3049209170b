"""The field's open format: Pabulib `.pb` files (https://pabulib.org/format), in and out, for every ballot type.

What the format has no words for travels in keys and columns that begin with `__pb_`, which other readers pass over;
they are listed in `keys.py` and in docs/counting.md.
"""

from .reading import ElectionFile, read
from .text import BadFile
from .writing import write

__all__ = ["BadFile", "ElectionFile", "read", "write"]
