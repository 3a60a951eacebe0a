"""From an address to the page that it means."""

import pytest

from buttobi.blogs import move
from buttobi.blogs.models import FormerName
from buttobi.sections.section import Section
from buttobi.trackbacks import targets
from buttobi.trackbacks.models import Target

pytestmark = pytest.mark.django_db


def test_permalink_trackback_url_and_make_trackback_page_mean_the_page(target):
    for url in (target.address, target.trackback_url, f"{target.trackback_url}/", target.make_trackback_url):
        assert targets.find(url) == target
    assert targets.find(f"{target.address}#middle") == target
    assert targets.find(target.address.rstrip("/")) == target


def test_a_former_address_means_the_page_still(target):
    before = target.address
    targets.move(target, "claws/")
    assert targets.find(before) == targets.find(target.address) == target
    targets.move(target, "paws/")
    assert targets.find(target.address) == target


def test_a_blogs_former_name_means_the_page_still(target):
    FormerName.objects.create(name="kittens", blog=target.blog)
    assert targets.find("http://localhost:8000/kittens/paws/") == target


@pytest.mark.parametrize(
    "host", ["LOCALHOST:8000", "localhost:08000", "ｌocalhost。:8000", "127.0.0.1:8000", "x@localhost:8000"]
)
def test_every_spelling_of_an_address_of_ours_means_its_page(target, host):
    assert targets.find(f"http://{host}/cats/paws/") == target
    assert targets.find(f"http://{host}/%63ats/paw%73/trackback/") == target
    assert targets.find(f"http://{host}/tb/{target.pk}") == target


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/",
        "http://\u2100@localhost:8000/cats/\u2100/",
        "http://localhost:8000/cats/",
        "http://localhost:8000/cats/unknown/",
        "http://localhost:8000/tb/999999",
        "http://localhost:8000/tb/1/2",
        "http://localhost:8000/%00/paws/",
        "http://localhost:8000/cats/%00/",
        "http://localhost:8000/cats/paws%00/trackback/",
        "http://localhost:8000/tb/1%00",
        "http://elsewhere.example.org/cats/paws/",
        "http://localhost:9000/cats/paws/",
        "http://[::1/",
        "nonsense",
    ],
)
def test_other_addresses_mean_nothing(target, url):
    assert targets.find(url) is None


def test_a_page_is_not_found_on_the_host_of_the_other_section(target, adult_blog):
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert targets.find(f"http://localhost:8000/tb/{adult.pk}") is None
    assert targets.find("http://localhost:8000/night/dark/") is None
    assert targets.find(adult.trackback_url) == targets.find(adult.address) == adult


def test_a_page_whose_blog_moved_is_found_at_its_new_address_alone(target, account):
    before = [target.address, target.trackback_url, target.make_trackback_url]
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    target.blog.refresh_from_db()
    assert [targets.find(url) for url in before] == [None, None, None]
    assert [targets.find_moved(url) for url in before] == [target, target, target]
    assert targets.find(target.address) == targets.find(target.trackback_url) == target
    assert targets.find_moved(target.address) is None


def test_of_a_page_that_nobody_can_read_nobody_learns_that_it_moved(target, account):
    before = target.address
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    Target.objects.update(listed=False)
    assert targets.find_moved(before) is None
