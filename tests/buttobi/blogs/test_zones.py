"""Time zones, typed by hand."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.blogs import zones


@pytest.mark.parametrize("typed", ["Asia/Tokyo", "asia/tokyo", " Asia/Tokyo "])
def test_a_zone_is_found_however_it_is_written(typed):
    assert zones.clean(typed) == "Asia/Tokyo"


def test_a_space_does_for_an_underscore():
    assert zones.clean("america/new york") == "America/New_York"


@pytest.mark.parametrize("typed", ["", "Tokyo", "../../etc/passwd", "Asia/Atlantis", "\x00"])
def test_anything_else_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="Asia/Tokyo"):
        zones.clean(typed)
