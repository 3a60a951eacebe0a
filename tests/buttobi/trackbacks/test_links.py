"""Every address of a page is known, and who of us links to it."""

import pytest

from buttobi.blogs import move
from buttobi.blogs.models import FormerName
from buttobi.sections.section import Section
from buttobi.trackbacks import links, targets
from buttobi.trackbacks.models import FormerPath, Received

Link = Received.Link

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("blog_address", ["path", "subdomain"])
def test_every_spelling_leads_back_to_the_page(target, settings, blog_address):
    settings.BLOG_ADDRESS = blog_address
    FormerName.objects.create(name="kittens", blog=target.blog)
    FormerPath.objects.create(target=target, blog=target.blog, path="2006/paws/")
    spellings = links.spellings(target)
    assert spellings[0] == target.address
    assert len(set(spellings)) == len(spellings) >= 9
    assert {targets.find(spelling) for spelling in spellings} == {target}


@pytest.mark.parametrize(
    ("href", "linked"),
    [
        ("http://localhost:8000/cats/paws/", True),
        ("https://localhost:8000/cats/paws", True),
        ("http://localhost:8000/cats/paws/#trackbacks", True),
        ("http://localhost:8000/cats/paws/more/", False),
        ("http://localhost:8000/cats/", False),
        ("http://elsewhere.example.org/?u=http://localhost:8000/cats/paws/", False),
    ],
)
def test_a_page_of_ours_links_when_one_of_its_addresses_is_the_page(source, target, href, linked):
    source.links = ["https://there.example.org/", href]
    assert links.between(source, target) == (Link.LINKS if linked else Link.NONE)


def test_a_page_that_never_said_what_it_links_to_links_to_nothing(source, target):
    assert links.between(source, target) == Link.NONE


def test_the_addresses_of_a_page_whose_blog_moved_lead_to_it_still(target, account):
    before = [target.address, target.trackback_url]
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    target.blog.refresh_from_db()
    assert {*before, target.address, target.trackback_url} <= set(links.spellings(target))
    assert all(links.is_linked(target, [url]) for url in before)
