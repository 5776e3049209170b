"""What a voter's screen is in millimetres: capitals, buttons and the gaps between them, measured in a browser."""

from __future__ import annotations

from typing import Any

#: Heights of capitals by size of text, from – to; the least height and width of what is pressed, of what leads on, and the
#: least gap between two of them (VVSG 2.0).
CAPITALS = {"s": (3.5, 4.2), "m": (4.8, 5.6), "l": (6.4, 7.1), "xl": (8.5, 9.0)}
TARGET, MAIN_TARGET, GAP = 12.7, 16.0, 2.54

#: Given the size of text and how many pixels of CSS are a millimetre of the real screen; each in millimetres.
LOOK = """([size, mm]) => {
    document.documentElement.dataset.textSize = size;
    const shown = each => each.checkVisibility({visibilityProperty: true}) && !each.matches('[aria-hidden] *')
        && each.getBoundingClientRect().width > 1;
    const named = each => each.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40) || each.className;
    const pen = document.createElement('canvas').getContext('2d');
    const capital = each => {
        const { fontWeight, fontSize, fontFamily } = getComputedStyle(each);
        pen.font = `${fontWeight} ${parseFloat(fontSize) * 10}px ${fontFamily}`;
        return pen.measureText('H').actualBoundingBoxAscent / 10 / mm;
    };
    const isOfBar = each => Boolean(each.closest('.ballot-bar'));
    const texts = [...document.querySelectorAll('main *')].filter(each => shown(each)
        && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const pressed = 'main :is(button, a, summary, .option__label, input:not(.option__input)), .masthead :is(button, summary, a)';
    // A press on a row opens its text as well: what answers above and below belongs to the button.
    const high = (each, box) => {
        if (!each.matches('summary')) return box.height;
        each.scrollIntoView({ block: 'center' });
        const { left, top, height } = each.getBoundingClientRect();
        const answers = at => { const hit = document.elementFromPoint(left + 5, at); return hit && each.contains(hit); };
        let [above, below] = [top + height / 2, top + height / 2];
        while (answers(above - 1) && below - above < 20 * mm) above -= 1;
        while (answers(below + 1) && below - above < 20 * mm) below += 1;
        return Math.max(height, below - above);
    };
    const targets = [...document.querySelectorAll(pressed)].filter(shown);
    const boxes = targets.map(each => each.getBoundingClientRect());
    const gaps = [];
    targets.forEach((one, place) => targets.slice(place + 1).forEach((other, further) => {
        const [a, b] = [boxes[place], boxes[place + 1 + further]];
        const gap = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom) / mm;
        if (gap < 4 && !one.contains(other) && isOfBar(one) === isOfBar(other)) gaps.push([named(one), named(other), gap]);
    }));
    return {
        body: capital(document.body),
        capitals: texts.map(each => [named(each), capital(each), isOfBar(each)]),
        targets: targets.map((each, place) => [named(each), boxes[place].width / mm, high(each, boxes[place]) / mm,
            each.matches('.button--large, .choice, .keypad__key, .ballot-bar .button--primary')]),
        gaps,
        sideways: document.documentElement.scrollWidth - innerWidth,
    };
}"""


def in_millimetres(page: Any, size: str, px_per_mm: float) -> dict[str, Any]:
    """What stands on the browser's ``page`` at this size of text, on a screen with so many pixels to a millimetre."""
    return page.evaluate(LOOK, [size, px_per_mm])


def faults_of_size(page: Any, px_per_mm: float) -> list[str]:
    """What is too small, too large or too near on ``page``, at each size of text."""
    faults = []
    for size, (least, most) in CAPITALS.items():
        found = in_millimetres(page, size, px_per_mm)
        if not least <= found["body"] <= most:
            faults.append(f"{size}: capitals of {found['body']:.2f} mm")
        # What must stay in sight takes a part of the screen: its words stop growing at the medium size.
        floors = [
            (name, high, min(least, CAPITALS["m"][0]) if in_bar else least) for name, high, in_bar in found["capitals"]
        ]
        faults += [f"{size}: {name!r}: capitals of {high:.2f} mm" for name, high, floor in floors if high < floor]
        for name, wide, high, is_main in found["targets"]:
            if min(wide, high) < (MAIN_TARGET if is_main else TARGET) - 0.01:
                faults.append(f"{size}: {name!r} is {wide:.1f} by {high:.1f} mm")
        faults += [
            f"{size}: {one!r} and {other!r}: {gap:.2f} mm" for one, other, gap in found["gaps"] if gap < GAP - 0.01
        ]
        if found["sideways"] > 0:
            faults.append(f"{size}: {found['sideways']} px sideways")
    return faults
