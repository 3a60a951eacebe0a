"""The trackback box, judged before anything is sent."""

import pytest

from buttobi.blogs import move
from buttobi.outbound import guard
from buttobi.sections import wall
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import judge
from buttobi.trackbacks.models import Target

pytestmark = pytest.mark.django_db


def test_io_37_lines_blanks_commas_and_full_width_signs_separate():
    text = "https://a.example.org/1\nhttps://b.example.org/2, https://c.example.org/3、"
    text += "ｈｔｔｐｓ：／／ｄ．ｅｘａｍｐｌｅ．ｏｒｇ／４　https://e.example.org/"
    assert judge.split_urls(text) == [
        "https://a.example.org/1",
        "https://b.example.org/2",
        "https://c.example.org/3",
        "https://d.example.org/4",
        "https://e.example.org/",
    ]


def test_an_adult_entry_carries_fewer(blog, adult_blog):
    assert (judge.limit(blog), judge.limit(adult_blog)) == (5, 3)


def test_a_page_elsewhere_can_be_sent(blog):
    judged = judge.judge("https://there.example.org/tb/1", blog=blog)
    assert (judged.kind, judged.problem) == ("elsewhere", "")
    assert judged.key


def test_every_address_of_a_page_here_means_that_page(blog, source):
    for url in (source.address, source.trackback_url, source.make_trackback_url, f"{source.trackback_url}/"):
        judged = judge.judge(url, blog=blog)
        assert (judged.kind, judged.target, judged.problem) == ("here", source, "")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("cats", judge.NO_ADDRESS),
        ("ftp://there.example.org/", judge.NO_ADDRESS),
        ("http://127.0.0.1/tb/1", guard.PRIVATE),
        ("http://there.example.org:22/tb/1", guard.ODD_PORT),
        ("http://printer.local/tb/1", guard.RESERVED),
        ("http://localhost:8000/tb/999", judge.NO_ENTRY),
        ("http://localhost:8000/", judge.NO_ENTRY),
    ],
)
def test_what_can_never_be_sent_says_why(blog, url, problem):
    assert judge.judge(url, blog=blog).problem == problem


def test_itself_and_the_other_section_are_no_targets(target, adult_blog):
    assert judge.judge(target.address, blog=target.blog, own=target).problem == judge.ITSELF
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert judge.judge(adult.trackback_url, blog=target.blog).problem == wall.NOT_FROM_GENERAL


def test_from_general_nothing_is_sent_to_a_marked_host(blog, adult_blog):
    MarkedHost.objects.create(host="example.org")
    judged = judge.judge("https://There.Example.Org:8443/tb/1", blog=blog)
    assert judged.problem == wall.NOT_TO_MARKED
    assert judged.refusal == wall.NOT_TO_MARKED
    assert judge.judge("https://there.example.org/tb/1", blog=adult_blog).problem == ""


def test_the_old_address_of_a_blog_that_moved_says_that_sections_do_not_mix(blog, source, other_blog, account):
    url = source.address
    move.go(blog=other_blog, to=Section.ADULT, by=account)
    assert judge.judge(url, blog=blog).problem == wall.NOT_FROM_GENERAL
    move.go(blog=blog, to=Section.ADULT, by=account)
    judged = judge.judge(url, blog=blog)
    assert (judged.target, judged.problem) == (source, "")
