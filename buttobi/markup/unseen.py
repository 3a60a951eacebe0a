"""Words that nobody can see: a title of nothing but blanks of one kind or another names nothing."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# Blanks, and signs that only steer what stands beside them.
_SILENT = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# Letters and marks that are drawn as nothing: fillers of Hangul, the empty Braille cell, choosers of a variant.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def can_be_seen(text: str) -> bool:
    """Whether anything of a text can be seen."""
    return any(unicodedata.category(sign) not in _SILENT and not _DRAWN_AS_NOTHING.match(sign) for sign in text)


def check(title: str) -> None:
    """A validator for the field of a title: raises a ValidationError for one that cannot be seen."""
    if not can_be_seen(title):
        raise ValidationError(gettext("Nothing of this title can be seen. Please write one that can."), code="unseen")
