"""What is left of voters on a tablet on which they have voted, one after another: in its page, in all that its browser
stores, in its memory and in the files of its profile.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pb.voting.queries import require_frozen_ballot
from tests.support import kiosk_alone as alone
from tests.support.browser import TABLET, BrowserVisitor
from tests.support.browser_profile import Profile
from tests.support.stand_in_server import StandInServer
from tests.support.voters import noted

#: What protects a hand that shakes takes a second and a half of each visit; other tests hold it.
HURRIED = """(() => { const wait = window.setTimeout;
    window.setTimeout = (act, after, ...more) => wait(act, after >= 500 && after <= 1000 ? after / 20 : after, ...more); })()"""

#: All that a script of the page can find, as one text; sealed ballots and what was laid out for nobody left out.
IN_THE_PAGE = """async () => {
    const done = asked => new Promise((good, bad) => {
        asked.onsuccess = () => good(asked.result); asked.onerror = () => bad(asked.error); });
    const bytes = all => Array.from(all, each => each.toString(16).padStart(2, '0')).join('');
    const plain = (name, value) => name === 'sealed' || name === 'screens' ? ''
        : value instanceof Uint8Array ? bytes(value) : value;
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            const table = database.transaction(store).objectStore(store);
            const [keys, values] = [await done(table.getAllKeys()), await done(table.getAll())];
            keys.forEach((key, place) => {
                if (key !== 'screens') { databases.push(JSON.stringify([key, values[place]], plain)); } });
        }
        database.close();
    }
    const cached = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request, { ignoreVary: true });
            cached.push(request.url, /text|json|script/.test(answer.headers.get('Content-Type')) ? await answer.text() : '');
        }
    }
    const typed = Array.from(document.querySelectorAll('input'), each => each.value);
    return [document.documentElement.outerHTML, document.cookie, location.href, window.name, JSON.stringify(history.state), ...typed,
        JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), ...databases, ...cached].join('\\n');
}"""


@dataclass
class Voters:
    """Those who have voted: the numbers that each chose, each one's receipt, and the codes of their cards."""

    lines: int
    choices: list[tuple[int, ...]] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def secrets(self) -> set[str]:
        """What a trace of them would look like, in every way in which the screens write it."""
        return {words for words in self._all() if words}

    def _all(self) -> Iterator[str]:
        for receipt in self.receipts:
            groups = [receipt[at : at + 4] for at in range(0, len(receipt), 4)]
            yield from (receipt, "-".join(groups), " ".join(groups), " ".join(receipt), ", ".join(receipt))
        for code in self.codes:
            yield from (code, code.replace("-", ""), code.replace("-", " "))
        for numbers in self.choices:
            yield noted(*numbers, lines=self.lines)[4:]  # whatever was shown by itself then
            yield from ("{" + ",".join(f'"{each}":1' for each in sorted(numbers)) + "}", f'["{numbers[0]}",1]')
            yield from (f"choose={numbers[0]}&", f"take_off={numbers[0]}&")


def choices_of(how_many: int, lines: int, seed: int = 5) -> Iterator[tuple[int, ...]]:
    """Two or three projects for each voter."""
    chance = random.Random(seed)
    for _ in range(how_many):
        yield tuple(sorted(chance.sample(range(1, lines + 1), chance.choice((2, 3)))))


def left_in(text: str, secrets: set[str]) -> set[str]:
    """Which of the secrets stand in the text."""
    return {secret for secret in secrets if secret in text}


def left_in_files(folder: Path, secrets: set[str]) -> set[str]:
    """Which of them stand in a file of the profile, as plain text of one or two bytes for each letter."""
    found: set[str] = set()
    for file in folder.rglob("*"):
        if file.is_file():
            there = file.read_bytes()
            found |= {each for each in secrets if each.encode() in there or each.encode("utf-16-le") in there}
    return found


def left_in_memory(page: Any, secrets: set[str]) -> set[str]:
    """Which of them stand in a text of the page's memory that something still holds on to."""
    session, parts = page.context.new_cdp_session(page), []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: parts.append(event["chunk"]))
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return left_in("".join(parts), secrets)


def left_in_history(page: Any, secrets: set[str]) -> set[str]:
    """Which of them stand in an address or title to which Back or Forward leads."""
    session = page.context.new_cdp_session(page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    session.detach()
    return left_in(str(entries), secrets)


def left_of(page: Any, voters: Voters) -> set[str]:
    """The traces that a script, a developer's tools, or Back and Forward would find."""
    secrets = voters.secrets()
    looks: list[Callable[[], set[str]]] = [
        lambda: left_in(page.evaluate(IN_THE_PAGE), secrets),
        lambda: left_in_memory(page, secrets),
        lambda: left_in_history(page, secrets),
    ]
    return set().union(*(look() for look in looks))


def in_a_profile(chromium: Any, server: Any, folder: Path, service_workers: str = "allow") -> Any:
    """Somebody at a tablet whose browser keeps its profile in ``folder``; ``.folder`` of what comes back. Where
    ``service_workers`` are blocked it sends each press.
    """
    person: Any = BrowserVisitor(Profile(chromium, folder), server, TABLET, service_workers=service_workers)
    person.folder = folder
    person.page.add_init_script(HURRIED)
    return person


def after_visits(
    person: Any, round_: Any, voting_session: Any, visits: int, codes: Sequence[str] = ()
) -> tuple[Voters, set[str]]:
    """So many people vote without a network on a tablet that ``person`` sets up, one after another; then it has one and
    sends. Who they were, and the traces of them before and after it has sent. ``codes``: of the cards that they bring.
    """
    person.server_there = StandInServer(person.context, round_, stock=visits + 1)  # one is left: the start is the same
    alone.set_up(person, voting_session)
    alone.cut(person)
    lines, entries = len(require_frozen_ballot(round_.id).lines), person.page.evaluate("history.length")
    voters = Voters(lines, codes=list(codes))
    for place, numbers in enumerate(choices_of(visits, lines)):
        if codes:
            person.types("Code on the voter’s card", codes[place])
        voters.receipts.append(alone.votes(person, dict.fromkeys(numbers, 1)))
        voters.choices.append(numbers)
    found = left_of(person.page, voters)
    if person.page.evaluate("history.length") != entries:
        found.add("an entry in the history")
    alone.mend(person)
    alone.all_are_sent(person)
    return voters, found | left_of(person.page, voters)
