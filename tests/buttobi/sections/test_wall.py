"""Who may trackback whom."""

import pytest

from buttobi.sections import wall
from buttobi.sections.section import Section

GENERAL, ADULT = Section.GENERAL, Section.ADULT


@pytest.mark.parametrize(
    ("source", "target", "to_center", "sentence"),
    [
        (GENERAL, GENERAL, False, None),
        (ADULT, ADULT, False, None),
        (GENERAL, GENERAL, True, None),
        (None, GENERAL, False, None),
        (None, ADULT, True, None),
        (ADULT, GENERAL, False, wall.NOT_FROM_ADULT),
        (GENERAL, ADULT, False, wall.NOT_FROM_GENERAL),
        (ADULT, GENERAL, True, wall.USE_ADULT_CENTER),
        (GENERAL, ADULT, True, wall.USE_GENERAL_CENTER),
    ],
)
def test_sections_do_not_mix(source: str | None, target: str, to_center: bool, sentence: str | None) -> None:
    assert wall.refusal(source=source, target=target, to_center=to_center) == sentence


def test_the_sentences_fit_into_a_protocol_reply() -> None:
    said = (wall.NOT_FROM_ADULT, wall.NOT_FROM_GENERAL, wall.USE_ADULT_CENTER, wall.USE_GENERAL_CENTER)
    assert all(sentence.isascii() for sentence in said)
