"""The program whose envelopes get no mark, for the bench that tells what marks cost: nothing else may serve it.

Reading is as it is: what casting reads (the frozen ballot) is kept in memory after the first vote anyhow.
"""

from __future__ import annotations

import sys

from wsgi import app

__all__ = ["app"]

#: The package has a function of the same name as the module.
sys.modules["pb.voting.actions.cast"].mark = lambda *_values: "0" * 64  # type: ignore[attr-defined]
