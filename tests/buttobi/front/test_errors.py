"""Pages for what went wrong."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from buttobi.accounts.models import Account
from buttobi.front import errors
from tests.conftest import PASSWORD


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: Client, db: None) -> None:
    response = client.get("/nobody/nothing/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "Nothing is here" in response.content.decode()


def test_a_form_without_its_token_loses_nothing_that_was_typed(account: Account, db: None) -> None:
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    typed = {"title": "My <entry>", "body": "\nLine one\nLine two", "password": PASSWORD, "tags": " "}
    response = browser.post("/-/blogs/new/", typed)
    page = response.content.decode()
    assert response.status_code == 403
    assert "My &lt;entry&gt;</textarea>" in page
    assert ">\n\nLine one\nLine two</textarea>" in page
    assert PASSWORD not in page
    assert "tags" not in page


@pytest.mark.parametrize("body", [b"\xff" * 100, b"--x\r\n\r\n", b"a=1&" * 5000])
def test_a_form_that_cannot_be_read_is_no_failure_of_ours(body: bytes) -> None:
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    response = browser.generic("POST", "/-/account/login/", body, content_type="multipart/form-data; boundary=x")
    assert 400 <= response.status_code < 500


def test_too_many_fields_are_a_bad_request(db: None) -> None:
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    form = "application/x-www-form-urlencoded"
    response = browser.generic("POST", "/-/account/login/", b"a=1&" * 5000, content_type=form)
    assert 400 <= response.status_code < 500


def test_our_own_fault_needs_nothing_that_may_be_broken() -> None:
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_a_bad_request_and_a_page_of_others_say_what_to_do(rf: RequestFactory) -> None:
    assert "go back and try again" in errors.bad_request(rf.get("/")).content.decode()
    assert errors.forbidden(rf.get("/")).status_code == 403


def test_whoever_tries_too_often_is_told_to_wait(db: None) -> None:
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST)
    for _ in range(40):
        response = browser.post("/-/account/login/", {"login": "nobody", "password": "guessed wrong"})
    assert response.status_code == 429
    assert "Go back in a few minutes" in response.content.decode()
    assert settings.GENERAL_HOST in response.content.decode()
