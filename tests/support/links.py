"""The links of a page as somebody hears them read out one after another, without what stands around them."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape

_LINK = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.DOTALL)
_UNSPOKEN = re.compile(r'<(\w+)[^>]*aria-hidden="true"[^>]*>.*?</\1>', re.DOTALL)


def said_twice(html: str) -> dict[str, set[str]]:
    """Words that two links or more share which lead to different places, and the places. (A page of a large programme has
    hundreds of links; the whole tree is not made for them.)
    """
    found: dict[str, set[str]] = defaultdict(set)
    for attributes, inside in _LINK.findall(html):
        leads = re.search(r'href="([^"]*)"', attributes)
        label = re.search(r'aria-label="([^"]*)"', attributes)
        if leads:
            spoken = label[1] if label else re.sub(r"<[^>]*>", "", _UNSPOKEN.sub("", inside))
            found[" ".join(unescape(spoken).split())].add(unescape(leads[1]))
    return {words: places for words, places in found.items() if len(places) > 1}
