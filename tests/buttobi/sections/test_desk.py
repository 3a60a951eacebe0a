"""The login stays at the desk."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory

from buttobi.sections.desk import DeskMiddleware

pytestmark = pytest.mark.django_db


def test_the_desk_is_asked_for_on_its_own_host() -> None:
    response = Client(HTTP_HOST=settings.ADULT_HOST).get("/-/new/?trackback=x")
    assert response.status_code == 302
    assert response.headers["Location"] == "http://localhost:8000/-/new/?trackback=x"


def test_nothing_is_written_on_the_wrong_host() -> None:
    assert Client(HTTP_HOST=settings.ADULT_HOST).post("/-/new/", {}).status_code == 404


def test_pages_of_the_desk_are_kept_by_no_cache(signed_in: Client) -> None:
    assert "no-store" in signed_in.get("/-/").headers["Cache-Control"]


def test_a_public_page_has_no_person_to_read(rf: RequestFactory) -> None:
    request = rf.get("/cats/", HTTP_HOST="localhost:8000")
    for name in ("session", "user", "auser"):
        setattr(request, name, "somebody")
    seen: list[HttpRequest] = []
    DeskMiddleware(seen.append)(request)  # type: ignore[arg-type] # answers nothing, only sees
    assert not any(hasattr(seen[0], name) for name in ("session", "user", "auser"))
