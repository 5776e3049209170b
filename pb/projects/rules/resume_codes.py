"""The codes with which groups come back to their applications. They work as long as their application is kept."""

from __future__ import annotations

#: The purpose under which they are hashed.
RESUME = "resume"
#: Why a group gets a new one, in characters.
LONGEST_CODE_REASON = 300
