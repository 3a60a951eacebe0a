"""The list of hosts elsewhere that staff count as adult."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buttobi.sections import marked
from buttobi.sections.models import MarkedHost

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed():
    return MarkedHost.objects.create(host="night.example.com")


@pytest.mark.parametrize(
    ("host", "so"),
    [
        ("night.example.com", True),
        ("hana.night.example.com", True),
        ("a.b.night.example.com", True),
        ("example.com", False),
        ("midnight.example.com", False),
        ("night.example.com.evil.example", False),
        ("", False),
    ],
)
def test_a_host_is_marked_with_the_one_above_it_and_never_by_its_letters(listed, host, so):
    assert marked.is_marked(host) is so
    assert marked.marked_among([host]) == ({host} if so else set())


def test_a_number_is_marked_as_a_whole():
    MarkedHost.objects.create(host="93.184.216.34")
    assert marked.is_marked("93.184.216.34")
    assert not marked.is_marked("94.184.216.34")


def test_many_hosts_cost_one_query(listed):
    hosts = [f"blog{number}.example.org" for number in range(300)] + ["x.night.example.com"]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert marked.marked_among(hosts) == {"x.night.example.com"}
    assert len(asked) == 1


def test_the_nearest_entry_of_the_list_is_named(listed):
    MarkedHost.objects.create(host="example.com")
    found = marked.marked_by("hana.night.example.com")
    assert found is not None
    assert found.host == "night.example.com"
    assert marked.marked_by("elsewhere.example.org") is None


@pytest.mark.parametrize(
    "typed",
    [
        "night.example.com",
        " HTTPS://Night.Example.COM/hana?x=1#y ",
        "http://night.example.com:8080/",
        "night.example.com.",
        "//night.example.com/a",
        "ttp://night.example.com/",
    ],
)
def test_one_host_has_one_spelling(typed):
    assert marked.clean(typed) == "night.example.com"


def test_a_name_beyond_ascii_is_kept_as_it_is_looked_up():
    assert marked.clean("https://\u591c.jp/") == marked.clean("xn--ess.jp") == "xn--ess.jp"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "no_host"),
        ("not a host", "no_host"),
        ("ftp://night.example.com/", "no_host"),
        ("https://user@night.example.com/", "no_host"),
        ("co.jp", "suffix"),
        ("https://blogspot.com/", "suffix"),
        ("com", "suffix"),
        ("https://com/", "suffix"),
        ("http://localhost:8000/", "ours"),
        ("http://cats.localhost/", "ours"),
    ],
)
def test_what_is_no_site_of_its_own_is_refused_with_words(settings, typed, code):
    settings.GENERAL_HOST = "localhost:8000"
    with pytest.raises(ValidationError) as refused:
        marked.clean(typed)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")
