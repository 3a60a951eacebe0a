"""How large a town is drawn."""

import pytest

from buttobi.conversations.map import scales
from tests.buttobi.conversations import invented


@pytest.mark.parametrize(("answers", "name"), [(2, "close"), (11, "close"), (30, "village"), (300, "town")])
def test_the_more_houses_the_smaller_they_are(answers, name):
    conversation = invented.theme(answers)
    assert scales.wide(conversation)[0].name == name
    assert scales.narrow(conversation)[0].name == name


@pytest.mark.parametrize("answers", [1, 3, 9, 40, 400])
def test_a_phone_never_has_to_scroll_sideways(answers):
    assert scales.narrow(invented.theme(answers))[1] <= 358


def test_a_few_houses_share_the_width_evenly():
    scale, width = scales.wide(invented.theme(6))
    assert (width - scale.margin) % scale.cell == 0
    assert (width - scale.margin) // scale.cell == 4
