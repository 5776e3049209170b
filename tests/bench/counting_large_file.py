"""A file of 200 MB by the command line, in a process of its own: python -m tests.bench.counting_large_file [ballots]

8,900,000 ballots × 150 projects; making the file takes longer than counting it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOT = "12345678901234567890"


def main() -> None:
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else 8_900_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.pb"
        making = (
            f"from tests.bench.counting_elections import synthetic_file; synthetic_file({str(path)!r}, {ballots}, 150)"
        )
        subprocess.run([sys.executable, "-c", making], check=True)  # not here, as its memory would be this one's
        began = time.perf_counter()
        command = [sys.executable, "-m", "pb.counting", str(path), "--rule", "most-votes", "--lot", LOT, "--json"]
        counting = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(counting.pid, 0)
        wall = time.perf_counter() - began
        print(
            f"{path.stat().st_size / 10**6:.0f} MB: {used.ru_utime + used.ru_stime:.1f} processor s, {wall:.1f} "
            f"wall s, "
            f"peak {used.ru_maxrss // 1024} MB",
            flush=True,
        )
        sys.exit(1 if status else 0)


if __name__ == "__main__":
    main()
