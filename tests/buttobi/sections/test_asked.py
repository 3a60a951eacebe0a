"""The section of whatever is asked for."""

import pytest
from django.http import HttpResponse

from buttobi.sections.asked import section_of
from buttobi.sections.middleware import HostMiddleware
from buttobi.sections.section import Section


@pytest.mark.parametrize(
    ("host", "section"), [("localhost:8000", Section.GENERAL), ("adult.localhost:8000", Section.ADULT)]
)
def test_the_host_says_in_which_section_one_is(rf, host, section):
    found = []

    def page(request):
        found.append(section_of(request))
        return HttpResponse()

    HostMiddleware(page)(rf.get("/", headers={"Host": host}))
    assert found == [section]
