"""`buttobi publish`, as it is typed into a shell."""

import io

import pytest
from django.core.management import CommandError, call_command

from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received, Sent, Target


def publish(*arguments, body="Some words."):
    said = io.StringIO()
    call_command("publish", *arguments, stdin=io.StringIO(body), stdout=said)
    return said.getvalue()


def refused(*arguments, body="Some words."):
    with pytest.raises(CommandError) as problem:
        publish(*arguments, body=body)
    assert problem.value.returncode == 2
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_it_prints_the_address_of_the_entry_and_its_trackback_url(blog):
    said = publish("cats", "--title", "Paws", body="Soft *paws*.\n")
    entry = Entry.objects.get()
    assert said == f"entry: {entry.address}\ntrackback: {Target.objects.get().trackback_url}\n"
    assert (entry.state, entry.author) == (Entry.State.PUBLISHED, blog.owner)
    assert "<em>paws</em>" in entry.html


def test_it_sends_trackbacks_and_files_under_tags(blog, other_blog, make_entry):
    theme = make_entry(blog=other_blog)
    urls = ["--trackback", theme.target.trackback_url, "--trackback", "https://there.example.org/1"]
    publish("cats", "--title", "Paws", *urls, "--tag", "cats", "--tag", "soft things")
    assert Received.objects.shown().get().target == theme.target
    assert Sent.objects.count() == 2
    assert [tag.name for tag in Entry.objects.get(blog=blog).tags.all()] == ["cats", "soft things"]


def test_a_draft_prints_the_address_where_it_is_edited_and_sends_nothing(blog):
    said = publish("cats", "--title", "Paws", "--draft", "--trackback", "https://there.example.org/1")
    entry = Entry.objects.get()
    assert said == f"entry: http://localhost:8000/-/entries/{entry.pk}/\n"
    assert entry.state == Entry.State.DRAFT
    assert entry.trackback_urls == "https://there.example.org/1"
    assert not Sent.objects.exists()


def test_a_theme_may_be_published_without_its_other_language(make_blog):
    make_blog("center", owner=None, official=True)
    assert publish("center", "--title", "Animals / Pets").startswith(
        "entry: http://localhost:8000/center/animals-pets/"
    )


@pytest.mark.parametrize(
    "url",
    [
        "not-a-url",
        "ftp://there.example.org/1",
        "http://127.0.0.1/tb/1",
        "http://10.0.0.1:99/",
        "http://localhost:8000/tb/999999",
        "http://localhost:8000/help/trackback/",
    ],
)
def test_an_address_that_can_never_be_sent_publishes_nothing(blog, url):
    assert url in refused("cats", "--title", "Paws", "--trackback", "https://there.example.org/1", "--trackback", url)
    assert not Entry.objects.exists()


def test_the_other_section_is_refused(blog, adult_blog, make_entry):
    target = make_entry(blog=adult_blog).target
    assert "Sections do not mix" in refused("cats", "--title", "Paws", "--trackback", target.trackback_url)


def test_more_addresses_than_an_entry_may_carry_are_refused(adult_blog):
    urls = [part for number in range(4) for part in ("--trackback", f"https://there.example.org/{number}")]
    assert "at most 3" in refused("night", "--title", "Paws", *urls)


def test_an_unknown_blog_a_long_title_and_a_closed_blog_are_refused(blog):
    assert refused("nobody", "--title", "Paws") == "There is no blog named nobody."
    assert "200" in refused("cats", "--title", "x" * 201)
    type(blog).objects.update(state=blog.State.CLOSED)
    assert "closed" in refused("cats", "--title", "Paws")


def test_a_text_that_is_not_utf_8_is_refused(blog):
    class Bytes:
        buffer = io.BytesIO("猫".encode("shift_jis"))

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("publish", "cats", "--title", "Paws", stdin=Bytes())
    assert not Entry.objects.exists()
