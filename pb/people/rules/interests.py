"""Declared interests: what ends one."""

from __future__ import annotations

#: Why an interest is over, in characters.
LONGEST_RELEASE_REASON = 300
