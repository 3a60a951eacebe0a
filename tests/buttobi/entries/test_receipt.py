"""What a submission says about its trackbacks."""

import pytest

from buttobi.entries.receipt import LISTED, NOT_TAKEN, receipt
from buttobi.trackbacks import announce

pytestmark = pytest.mark.django_db


def test_what_is_listed_is_named_with_the_way_to_it(make_entry, other_blog):
    there = make_entry(blog=other_blog)
    entry = make_entry()
    announce.announce(source=entry.target, urls=[there.target.trackback_url])
    (line,) = receipt(entry).sendings
    assert (line.stands, line.target) == (LISTED, there.target)


def test_of_an_entry_in_the_other_section_no_word_is_told(make_entry, adult_blog):
    night = make_entry(blog=adult_blog)
    entry = make_entry()
    announce.announce(source=entry.target, urls=[night.target.trackback_url])
    (line,) = receipt(entry).sendings
    assert (line.stands, line.target) == (NOT_TAKEN, None)
