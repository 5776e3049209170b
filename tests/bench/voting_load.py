"""Many browsers that press "Cast my vote": a lean client on 127.0.0.1, in a process of its own.

``python -m tests.bench.voting_load PORT CONNECTIONS FILE [A_SECOND]`` sends the requests of FILE (one raw HTTP request after
another, each preceded by its length as 4 bytes) over so many connections, each as soon as the last one is answered or,
where A_SECOND is given, so many a second whatever the server does, and prints one line of JSON: seconds, milliseconds of each
answer (then from the moment at which it was due, so that a request that had to wait for a connection is as slow as its voter
finds it), and the answers that did not say "saved".
"""

from __future__ import annotations

import asyncio
import json
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).parents[2]
#: What an answer must contain to count as a vote that went in.
SAVED = b"saved"


def request(path: str, form: bytes, cookie: str = "") -> bytes:
    """A POST as a browser sends it."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"{head}{cookies}Content-Length: {len(form)}\r\n\r\n".encode() + form


def write(file: Path, requests: list[bytes]) -> Path:
    """Lay down requests for the client's process."""
    file.write_bytes(b"".join(struct.pack(">I", len(each)) + each for each in requests))
    return file


def _read(file: Path) -> Iterator[bytes]:
    data, at = file.read_bytes(), 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


@dataclass(frozen=True)
class Measured:
    """What one client saw: milliseconds from sending to the last byte of the answer, ascending. ``processor``: seconds that
    the server worked meanwhile, where somebody measured them.
    """

    seconds: float
    milliseconds: list[float]
    errors: list[str]
    processor: float = 0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        return self.milliseconds[min(len(self.milliseconds) - 1, int(share * len(self.milliseconds)))]


def measure(port: int, connections: int, file: Path, a_second: float = 0) -> Measured:
    """Let a client process send the requests of ``file``: as fast as they are answered, or so many ``a_second``."""
    command = [sys.executable, "-m", "tests.bench.voting_load", str(port), str(connections), str(file), str(a_second)]
    done = subprocess.run(command, cwd=PROGRAM, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


async def _press(port: int, requests: Iterator[tuple[float, bytes]], took: list[float], errors: list[str]) -> None:
    """``requests``: each with the moment at which it is due; 0: at once."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for due, each in requests:
        if due:
            await asyncio.sleep(due - time.perf_counter())
        began = due or time.perf_counter()
        writer.write(each)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        took.append((time.perf_counter() - began) * 1000)
        if not head.startswith(b"HTTP/1.1 200") or SAVED not in body:
            errors.append(head.split(b"\r\n")[0].decode())
    writer.close()


async def _run(port: int, connections: int, requests: list[bytes], a_second: float) -> Measured:
    took: list[float] = []
    errors: list[str] = []
    began = time.perf_counter()
    shared = iter([(began + number / a_second if a_second else 0.0, each) for number, each in enumerate(requests)])
    await asyncio.gather(*(_press(port, shared, took, errors) for _ in range(connections)))
    return Measured(time.perf_counter() - began, sorted(took), errors)


if __name__ == "__main__":
    pace = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    result = asyncio.run(_run(int(sys.argv[1]), int(sys.argv[2]), list(_read(Path(sys.argv[3]))), pace))
    print(json.dumps(vars(result)))
