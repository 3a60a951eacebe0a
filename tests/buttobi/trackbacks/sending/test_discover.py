"""What a page elsewhere takes: nothing of this service is read by way of one."""

import json

import pytest

from buttobi.trackbacks.sending import outcome
from buttobi.trackbacks.sending.discover import discover_all
from tests import strangers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


def found(url):
    return discover_all([url], by=1)[url]


@pytest.mark.parametrize("home", ["localhost:8000/cats/paws/", "adult.localhost:8000/night/feed.atom"])
def test_an_address_that_leads_to_this_service_is_named_as_that_and_not_read(home):
    with strangers.serve(strangers.redirect(f"http://{home}")) as door:
        said = found(door.at("/short"))
    assert (said.problem, said.title, said.url) == (outcome.LEADS_HERE, "", door.at("/short"))


def test_rules_that_are_said_to_stand_at_an_address_of_ours_are_not_asked_for(settings):
    rules = strangers.says(strangers.answer(json.dumps({"open": False}).encode(), content_type="application/json"))
    pages = {"/rules": rules}
    with strangers.serve(strangers.site(pages)) as there:
        # As if we were at the other name of the same machine.
        settings.ADULT_HOST = f"adult.localhost:{there.port}"
        named = f"http://adult.localhost:{there.port}/rules"
        pages["/1"] = strangers.page(
            f'<link rel="trackback" href="/tb/1"><link rel="trackback-policy" type="application/json" href="{named}">'
        )
        assert found(there.at("/1")).rules is None
    assert [asked.target for asked in there.asked] == ["/1"]
