"""How long papers take to be made, what they say when they are read back, and how many of their squares can be read."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.paper_box import Desk, row

PAPERS, READ, CREASED = 2_000, 60, 1_000


def printing(desk: Desk) -> None:
    """Papers are made, and their file."""
    from pb.paper import actions
    from tests.support.makers.voting import COMMAND

    began = time.perf_counter()
    batch = actions.print_batch(COMMAND, desk.round.id, None, PAPERS, spare=True)
    acted = time.perf_counter() - began
    get = _files(desk, batch.id)
    for name, size in (("standard", ""), ("large print", "?size=large")):
        began = time.perf_counter()
        pdf = get(f"papers.pdf{size}")
        took = time.perf_counter() - began
        row(f"{PAPERS:,} papers, {name}: s for the act and the file, MB", f"{acted + took:.1f}, {len(pdf) / 1e6:.1f}")


def _files(desk: Desk, batch_id: int) -> Callable[[str], bytes]:
    from tests.support.visitor import Visitor

    visitor = Visitor(desk.app).signed_in_as(desk.people[0])
    here = f"/rounds/{desk.round.id}/paper-desk/batches/{batch_id}"
    return lambda what: visitor.downloads(f"{here}/{what}" if what else here).get_data()


def prints(desk: Desk) -> None:
    """Papers are read back from their file."""
    from pb.formats import money
    from pb.paper import actions, queries
    from pb.paper.rules import shown_serial
    from pb.paper.rules.printed_papers import words_on_paper
    from pb.voting.queries import frozen_ballot
    from tests.support.makers.voting import COMMAND
    from tests.support.pdf import lines_of_pages, pictures_of, square_read, text_of_pages

    batch = actions.print_batch(COMMAND, desk.round.id, None, READ, spare=True)
    serials, get = queries.serials_of(batch.id), _files(desk, batch.id)
    ballot = frozen_ballot(desk.round.id)
    assert ballot is not None
    words = words_on_paper(ballot, desk.app.config["HELP_PHONE"])
    for name, size in (("standard", ""), ("large print", "?size=large")):
        pdf = get(f"papers.pdf{size}")
        pages, lines = text_of_pages(pdf), lines_of_pages(pdf)
        off = 0
        for serial in serials:
            its = [at for at, said in enumerate(pages) if shown_serial(serial) in said]
            here = [line for at in its for line in lines[at]]
            off += sum(f"{words['rule']} {words['limit']}".strip() not in pages[at] for at in its) + (not its)
            off += str(words["how"]) not in " ".join(pages[at] for at in its)
            for each in ballot.lines:
                parts = (each.title, money(each.cost_pence))
                off += not any(line.startswith(f"{each.number} ") and all(p in line for p in parts) for line in here)
        read = [square_read(picture) for picture in pictures_of(pdf, dots=150)]
        good = sum(square == said for square, said in zip(read, _serials_on(pages), strict=True))
        row(f"{READ} papers, {name}: texts and numbers that differ from the screen's", off)
        row(f"{READ} papers, {name}: squares read back from the PDF, of pages", f"{good} of {len(pages)}")
    for name, hard in (("a crease of 0.1 mm through it", False), ("wide creases, a smudge, more blur", True)):
        row(f"{CREASED:,} squares askew and blurred, {name}: read, %", f"{100 * _creased(desk, hard=hard):.1f}")


def _serials_on(pages: list[str]) -> list[str]:
    found = [re.search(r"Paper (\d{3}) (\d{4})", each) for each in pages]
    return ["".join(each.groups()) if each else "" for each in found]


def _creased(desk: Desk, *, hard: bool) -> float:
    """How many squares can be read that were folded through, turned by a few degrees, blurred and saved as a small JPEG."""
    import io

    from PIL import Image, ImageDraw, ImageFilter

    from pb.paper.rules.serials import new_serial
    from pb.paper.rules.squares import RIM, SIDE, rows_of

    drawn, good, dot = desk.drawn, 0, 6  # 6 dots for half a millimetre: 300 dots an inch
    for _ in range(CREASED):
        serial, side = new_serial(), (SIDE + 2 * RIM) * dot
        picture = Image.new("L", (side * 2, side * 2), 245)
        draw = ImageDraw.Draw(picture)
        for y, bits in enumerate(rows_of(serial)):
            for x in (each for each in range(SIDE) if bits >> (SIDE - 1 - each) & 1):
                left, top = side // 2 + (RIM + x) * dot, side // 2 + (RIM + y) * dot
                draw.rectangle((left, top, left + dot - 1, top + dot - 1), fill=drawn.randrange(0, 60))
        for _fold in range(drawn.randrange(1, 3)):  # the toner breaks away along a fold
            ends = [(drawn.randrange(side // 2, side * 3 // 2), at) for at in (0, side * 2)]
            toner, width = (drawn.choice((235, 120)), drawn.randrange(1, 5)) if hard else (drawn.choice((200, 235)), 1)
            draw.line((*ends[0], *ends[1]), fill=toner, width=width)
        if hard:
            left, top, size = (drawn.randrange(*each) for each in ((87, 261), (87, 261), (4, 18)))
            draw.ellipse((left, top, left + size, top + size), fill=drawn.randrange(0, 255))
        picture = picture.rotate(drawn.uniform(-12, 12), fillcolor=245, resample=Image.Resampling.BILINEAR)
        picture = picture.filter(ImageFilter.GaussianBlur(drawn.uniform(0, 1.8 if hard else 1.2)))
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=60)
        good += serial in _tried(Image.open(kept))
    return good / CREASED


def _tried(picture: Any) -> Iterator[str]:
    """What a scanner reads that looks more than once: nearer, softer, and at two ways to tell black from white."""
    import zxingcpp
    from PIL import ImageFilter

    for looked in (
        picture,
        picture.resize((picture.width * 2, picture.height * 2)),
        picture.filter(ImageFilter.GaussianBlur(1)),
    ):
        for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
            found = zxingcpp.read_barcodes(
                looked, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), binarizer=binarizer
            )
            yield from (each.text for each in found)
