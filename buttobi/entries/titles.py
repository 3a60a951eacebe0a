"""Titles that say the same, and what to say instead: a whole list of one title tells its readers nothing."""

import re
import unicodedata

# Where a sentence ends: at a full stop before a blank, or at a Japanese one with whatever closes behind it.
_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)|[。！？]+[」』）”’]*""")
# A beginning shorter than this ("Oh." "3.") goes on with the next sentence.
SHORTEST = 6
# A sentence that does not end stands for itself up to here.
LONGEST = 120


def is_same(one: str, other: str) -> bool:
    """Whether two titles read alike: case, width, blanks and punctuation aside. Empty ones are like nothing."""
    folded = _folded(one)
    return bool(folded) and folded == _folded(other)


def first_sentence(text: str) -> str:
    """The first sentence of a plain text, with an ellipsis where it was cut."""
    text = text.strip()
    ends = next((found.end() for found in _END.finditer(text) if found.end() >= SHORTEST), len(text))
    if ends <= LONGEST:
        return text[:ends]
    head = text[:LONGEST]
    return f"{head.rpartition(' ')[0] if head.isascii() and ' ' in head else head}…"


def _folded(title: str) -> str:
    """Letters, marks on them, digits and symbols; a title of nothing but punctuation is itself."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    kept = "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "PZC")
    return kept or "".join(folded.split())
