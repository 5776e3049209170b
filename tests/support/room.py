"""Whether a voter's screen has room for what stands on it: measured in a browser, at every size of text."""

from __future__ import annotations

from collections.abc import Iterator

#: Sets the size of the text (and at a kiosk the millimetre), and tells what does not fit.
NO_ROOM = """([size, mm]) => {
    const root = document.documentElement;
    root.dataset.textSize = size;
    if (mm) root.style.setProperty('--mm', `${mm}px`);
    const faults = [];
    const sideways = root.scrollWidth - innerWidth;
    if (sideways > 0) faults.push(`${sideways} px sideways`);
    const bar = document.querySelector('.ballot-bar');
    const share = bar ? bar.getBoundingClientRect().height / innerHeight : 0;
    if (share > 0.15) faults.push(`the bar takes ${Math.round(share * 100)} % of the screen`);
    if (bar && bar.getBoundingClientRect().bottom > innerHeight + 0.5) faults.push('the bar is out of sight');
    const parts = ['.ballot-bar .button', '.one-by-one .button', '.choice', '.give__button',
        '.ballot-line__cost', '.ballot-line summary', '.ballot-group'];
    const shown = [...document.querySelectorAll(parts.join())].filter(
        each => each.checkVisibility({visibilityProperty: true}) && !each.closest('.my-choices__panel'));
    for (const each of shown) {
        const box = each.getBoundingClientRect();
        const words = [...each.querySelectorAll('span[aria-hidden], :scope > span:not([class]), strong')];
        if (box.left < 0 || box.right > innerWidth + 0.5) faults.push(`over the edge: ${each.textContent.trim()}`);
        if (words.some(word => word.clientWidth && word.scrollWidth > word.clientWidth + 1))
            faults.push(`cut: ${each.textContent.trim()}`);
    }
    for (const line of document.querySelectorAll('.ballot-line')) {
        const edge = line.getBoundingClientRect();
        for (const part of line.querySelectorAll('.choice, .give__button, .ballot-line__cost strong, summary > [aria-hidden], h2')) {
            const box = part.getBoundingClientRect();
            if (box.width && (box.right > edge.right + 0.5 || box.bottom > edge.bottom + 0.5))
                faults.push(`out of its row: ${part.textContent.trim()}`);
        }
        const choice = line.querySelector('.choice, .give'), more = line.querySelector('summary > [aria-hidden]');
        if (choice && more) {
            const one = choice.getBoundingClientRect(), other = more.getBoundingClientRect();
            if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
                faults.push('words under a button');
        }
    }
    return [...new Set(faults)];
}"""


def faults_of_room(page, screens, millimetres=(None,)) -> Iterator[tuple]:
    """What does not fit on ``screens`` (widths and heights) at each size of text; ``page`` is a browser's."""
    for width, height in screens:
        page.set_viewport_size({"width": width, "height": height})
        for mm in millimetres:
            for size in ("s", "m", "l", "xl"):
                if found := page.evaluate(NO_ROOM, [size, mm]):
                    yield width, height, mm, size, found[:3]
