"""How old somebody is who reads a text with ease: the grade of Flesch and Kincaid (1975), and five years.

Syllables are counted by groups of vowels, as all programs for it do; in the words of this program that is right within a
tenth. The measure knows long words and long sentences, and nothing of meaning: a text below it can still be unclear.
"""

from __future__ import annotations

import re

#: A fact that is filled in reads as one short word.
_FACT = re.compile(r"%\(\w+\)s|\{\w+\}")


def syllables(word: str) -> int:
    word = re.sub(r"(?<=[^aeiouy])es$|(?<=[^aeioudty])ed$|(?<=[^aeiouyl])e$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+?(?=ing$)|[aeiouy]+", word)))


def reading_age(text: str) -> float:
    """In years."""
    words = re.findall(r"[A-Za-z’]+", text := _FACT.sub("six", text))
    sentences = max(1, len(re.findall(r"[.?!:]+(?=\s|$|”)", text)))
    syllables_a_word = sum(map(syllables, words)) / len(words)
    return 5 + 0.39 * len(words) / sentences + 11.8 * syllables_a_word - 15.59
