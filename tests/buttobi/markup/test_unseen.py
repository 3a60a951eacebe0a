"""Words that nobody can see."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.markup import unseen

UNSEEN = ["\u200b", "\u2060\u00ad", "\u3164", "\u2800", "\ufe0f", "\u3000\u200d", "\u034f"]


@pytest.mark.parametrize("title", UNSEEN)
def test_a_title_of_nothing_that_can_be_seen_is_refused(title: str) -> None:
    with pytest.raises(ValidationError, match="Nothing of this title can be seen"):
        unseen.check(title)


@pytest.mark.parametrize("title", ["a", "…", "雪", "👩‍👩‍👧", "❤️", "\u200bx", "क्", "!", "\u0301"])
def test_every_other_title_may_stay(title: str) -> None:
    unseen.check(title)
