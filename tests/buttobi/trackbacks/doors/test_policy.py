"""The policy of an entry as programs read it."""

import pytest
from django.conf import settings
from django.test import Client

from buttobi.trackbacks.models import Target

pytestmark = pytest.mark.django_db


def read(target, host=""):
    return Client(HTTP_HOST=host or settings.GENERAL_HOST).get(f"/tb/{target.pk}/policy")


def test_it_is_json_for_every_reader(target):
    response = read(target)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert response.json()["open"] is True
    assert response.json()["entry"] == target.address


def test_a_closed_page_says_so_and_a_page_that_is_not_public_says_nothing(target):
    Target.objects.update(accepts=False)
    assert read(target).json()["open"] is False
    Target.objects.update(listed=False)
    assert read(target).status_code == 404


def test_each_section_tells_of_its_own_pages_alone(make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert read(adult).status_code == 404
    assert read(adult, settings.ADULT_HOST).json()["section"] == "adult"


@pytest.mark.parametrize("path", ["/tb/999999/policy", f"/tb/{'9' * 40}/policy"])
def test_no_such_page(path, db):
    assert Client(HTTP_HOST=settings.GENERAL_HOST).get(path).status_code == 404


def test_it_takes_no_post(target):
    assert Client(HTTP_HOST=settings.GENERAL_HOST).post(f"/tb/{target.pk}/policy").status_code == 405
