"""Addresses of entries: from a Latin title, else from the date, each one once."""

from datetime import UTC, datetime

import pytest

from buttobi.entries import slugs
from buttobi.entries.models import Entry

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # noon in Tokyo


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Animals / Pets", "animals-pets"),
        ("Café au lait", "cafe-au-lait"),
        ("ＡＢＣ １２３", "abc-123"),
        ("動物・ペット", ""),
        ("猫 and dog", ""),
        ("Кошки", ""),
        ("!?", ""),
        ("", ""),
        ("a long title " * 6 + "and its end", "a-long-title-" * 4 + "a-long"),
        ("x" * 90, "x" * 60),
    ],
)  # fmt: skip
def test_a_latin_title_gives_the_address_and_any_other_none(title, slug):
    assert slugs.from_title(title) == slug


@pytest.mark.parametrize(("written", "slug"), [(" My Cats/ ", "my-cats"), ("ｃａｔｓ", "cats"), ("a_b", "a_b")])
def test_a_typed_address_is_brought_into_its_plain_form(written, slug):
    assert slugs.from_wish(written) == slug


@pytest.mark.parametrize("written", ["ねこ", "a/b", "../x", "%2e", "---", "a?b"])
def test_what_cannot_be_an_address_is_refused(written):
    with pytest.raises(ValueError, match="letters from a to z"):
        slugs.from_wish(written)


@pytest.mark.parametrize("slug", ["tags", "feed.atom", "page", "trackback", "archive", "2026", "static", "-"])
def test_what_the_service_answers_itself_is_kept_free(slug):
    assert slugs.is_reserved(slug)


def test_a_japanese_title_is_addressed_by_the_date_in_the_time_zone_of_its_blog(blog, make_entry):
    blog.time_zone = "Pacific/Kiritimati"
    entry = make_entry(blog=blog, title="猫の日", published=False)
    slugs.settle(entry=entry, at=datetime(2026, 11, 22, 11, 0, tzinfo=UTC))
    assert entry.slug == "2026-11-23"


def test_a_second_entry_with_the_same_title_gets_the_next_address(make_entry):
    assert [make_entry(title="Paws").slug for _ in range(3)] == ["paws", "paws-2", "paws-3"]


def test_a_title_that_is_a_reserved_word_is_numbered(make_entry):
    assert make_entry(title="Tags").slug == "tags-2"
    assert make_entry(title="2026").slug == "2026-2"


def test_an_address_is_not_given_out_again_after_its_entry_moved_or_was_deleted(blog, make_entry):
    from buttobi.entries.delete import delete
    from buttobi.entries.update import update

    moved, deleted = make_entry(title="Paws"), make_entry(title="Tails")
    update(entry=moved, wish="claws")
    delete(entry=deleted)
    assert make_entry(title="Paws").slug == "paws-2"
    assert make_entry(title="Tails").slug == "tails-2"


def test_an_entry_may_return_to_an_address_that_it_had(make_entry):
    from buttobi.entries.update import update

    entry = make_entry(title="Paws")
    update(entry=entry, wish="claws")
    update(entry=entry, wish="paws")
    assert Entry.objects.get(pk=entry.pk).slug == "paws"


def test_the_address_of_an_entry_for_those_with_the_link_cannot_be_guessed(make_entry):
    entry = make_entry(title="Paws", audience=Entry.Audience.LINK)
    assert entry.slug.startswith("paws-")
    assert slugs.is_unguessable(entry.slug)
    assert not slugs.is_unguessable("paws-and-claws")


def test_two_blogs_may_use_the_same_address(blog, other_blog, make_entry):
    assert make_entry(blog=blog, title="Paws").slug == make_entry(blog=other_blog, title="Paws").slug == "paws"
