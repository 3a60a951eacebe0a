"""Names of people."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.accounts import usernames


@pytest.mark.parametrize("typed", ["ab", "Hanako", " hanako ", "a.b-c_d", "0" * 40])
def test_a_good_name_is_kept_in_lower_case(typed):
    assert usernames.clean(typed) == typed.strip().lower()


@pytest.mark.parametrize("typed", ["", "a", "x" * 41, "花子", "two words", "a@b", "a/b", "ab\n cd"])
def test_any_other_name_is_refused_in_one_sentence(typed):
    with pytest.raises(ValidationError) as refusal:
        usernames.clean(typed)
    assert len(refusal.value.messages) == 1
