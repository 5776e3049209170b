"""What a process has loaded stays loaded. The collector of unused objects need not go through it again and again, which
took a seventh of the run.
"""

from __future__ import annotations

import gc

#: Before these tests of a process: the first ones load most modules, what comes later is little.
_BEFORE = {1, 2, 20, 200}
_begun = 0


def collect_seldom() -> None:
    """Look for unused objects after 20,000 new ones, not after 700: nearly all of them go without being looked for."""
    gc.set_threshold(20_000, 20, 20)


def before_a_test() -> None:
    """Set aside what has stayed so far. What nobody uses is collected first, so nothing is kept that could go."""
    global _begun
    _begun += 1
    if _begun in _BEFORE:
        gc.collect()
        gc.freeze()
