"""The line between tablets and the server: a TCP proxy that cuts connections at random moments."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

#: What becomes of ten connections, in an order by chance.
FATES = ("well",) * 3 + ("half a request",) * 3 + ("an answer lost",) * 3 + ("half an answer",)
#: Requests of a tablet have some 900 bytes without votes and up to 16,000 with them; half an answer is shorter than any.
_REQUESTS, _ANSWER = (600, 12_000), 60
#: Half an answer has its whole head. Over http browsers take half a head for an answer without anything in it; over https,
#: without which no tablet works alone, they refuse it as they do an answer that was lost.
_HEAD_ENDS = b"\r\n\r\n"
_AT_ONCE = 512


@dataclass
class _Way:
    """One connection: how many bytes go up and down before it is cut (None: no end). ``past_head``: down, after the
    head of the answer.
    """

    fate: str
    up: int | None = None
    down: int | None = None
    past_head: bool = False


class Line:
    """``port``: where tablets find the server that listens on ``behind``. ``is_cut``: nothing gets through.
    ``is_gentle``: each connection goes well, as at first. ``cuts``: how many connections ended in which way.
    """

    def __init__(self, behind: int, chance: random.Random) -> None:
        self.behind, self._chance = behind, chance
        self.is_cut, self.is_gentle = False, True
        self.cuts: Counter[str] = Counter()
        self._open: set[asyncio.StreamWriter] = set()
        self._coming: list[str] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._ready.wait()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._carry, "127.0.0.1", 0) as server:
            self.port: int = server.sockets[0].getsockname()[1]
            self._ready.set()
            await self._over.wait()
            self._tear_off()

    def cut(self) -> None:
        """There is no network."""
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._tear_off)

    def mend(self) -> None:
        """There is one again."""
        self.is_cut = False

    def close(self) -> None:
        """Nobody uses it any longer."""
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _tear_off(self) -> None:
        for each in list(self._open):
            self.cuts["torn off"] += 1
            each.transport.abort()

    def _drawn(self) -> _Way:
        if self.is_gentle:
            return _Way("well")
        if not self._coming:
            self._coming = self._chance.sample(FATES, len(FATES))
        fate = self._coming.pop()
        up = self._chance.choice(_REQUESTS)
        return {
            "well": _Way("well"),
            "half a request": _Way(fate, up=self._chance.randrange(up)),
            "an answer lost": _Way(fate, down=0),
            "half an answer": _Way(fate, down=self._chance.randrange(1, _ANSWER), past_head=True),
        }[fate]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):  # nobody uses the line any longer
            await self._carried(reader, writer)

    async def _carried(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.is_cut:
                raise ConnectionError
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        except OSError:  # no network, or no server
            self.cuts["refused"] += 1
            writer.transport.abort()
            return
        way = self._drawn()
        ends = (writer, back_writer)
        self._open.add(writer)
        carried = [
            asyncio.ensure_future(self._pass_on(reader, back_writer, way.up)),
            asyncio.ensure_future(self._pass_on(back_reader, writer, way.down, past_head=way.past_head)),
        ]
        await asyncio.wait(carried, return_when=asyncio.FIRST_COMPLETED)
        was_cut = any(task.done() and task.result() for task in carried)
        if was_cut:
            self.cuts[way.fate] += 1
        for end in ends:
            end.transport.abort() if was_cut else end.close()
        await asyncio.gather(*carried)
        self._open.discard(writer)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None, *, past_head: bool = False
    ) -> bool:
        """Whether it was cut, not ended by who spoke."""
        with suppress(OSError):
            if past_head:
                with suppress(asyncio.IncompleteReadError):
                    writer.write(await reader.readuntil(_HEAD_ENDS))
            while data := await reader.read(_AT_ONCE):
                if most is not None and len(data) > most:
                    writer.write(data[:most])
                    await writer.drain()
                    return True
                most = None if most is None else most - len(data)
                writer.write(data)
                await writer.drain()
        return False
