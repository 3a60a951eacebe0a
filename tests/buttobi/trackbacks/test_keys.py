"""What makes two addresses the same one."""

import pytest

from buttobi.trackbacks import keys


def test_scheme_and_default_port_make_no_difference_a_fragment_does():
    one = keys.of_source("https://there.example.org/1")
    assert one == keys.of_source("http://THERE.example.org:80/1")
    assert one != keys.of_source("https://there.example.org/1#p02")
    assert one != keys.of_source("https://there.example.org/1/")


def test_a_target_is_the_same_with_and_without_a_slash_at_its_end():
    assert keys.of_target("https://there.example.org/tb/1/") == keys.of_target("https://there.example.org/tb/1")


def test_a_page_elsewhere_and_a_page_of_ours_are_one_pair_however_they_came_together():
    one = keys.of_page_pair("https://there.example.org/1", 7)
    assert one == keys.of_page_pair("http://www.there.example.org/1/#p02", 7)
    assert one == keys.of_page_pair("https://there.example.org/1?v=1", 7, canonical="https://there.example.org/1")
    assert one != keys.of_page_pair("https://there.example.org/1?v=1", 7)
    assert one != keys.of_page_pair("https://there.example.org/1", 17)
    assert len(one) <= 32


@pytest.mark.django_db
def test_a_page_of_ours_keeps_its_key_when_its_address_changes(target):
    assert keys.of_source("a", ours=target) == keys.of_source("b", ours=target) == f"ours:{target.pk}"
    assert keys.of_target("a", ours=target) == keys.of_target("b", ours=target)


def test_keys_fit_their_column():
    assert len(keys.of_source("https://there.example.org/" + "x" * 2000)) <= 80
