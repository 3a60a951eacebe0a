"""Signing up, in and out through django-allauth, as we answer it."""

import re
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail

from buttobi.accounts.models import Account
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {"username": "Hanako", "email": "hanako@mail.example", "password1": PASSWORD, "password2": PASSWORD}

TERMINAL = "Mail is printed on the terminal where the service runs."


def notices(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_person_signs_up_confirms_by_mail_and_signs_in(client):
    answer = client.post("/-/account/signup/", TYPED)
    assert answer.headers["Location"] == "/-/account/confirm-email/"
    [letter] = mail.outbox
    link = re.search(r"http://localhost:8000(/-/account/confirm-email/\S+/)", str(letter.body))
    assert link
    assert "Buttobi" in letter.body
    assert client.post(link[1]).status_code == 302
    client.post("/-/account/login/", {"login": "hanako", "password": PASSWORD})
    assert client.get("/-/").status_code == 200
    assert Account.objects.get().username == "hanako"
    assert EmailAddress.objects.get().verified


def test_mail_speaks_the_language_of_the_reader(client):
    client.post("/-/account/signup/", TYPED, headers={"accept-language": "ja"})
    assert mail.outbox[0].subject == "メールアドレスを確認してください"


def test_signing_up_with_a_known_address_looks_like_any_other_sign_up(client, account):
    answer = client.post("/-/account/signup/", {**TYPED, "email": account.email})
    assert answer.headers["Location"] == "/-/account/confirm-email/"
    assert [letter.to for letter in mail.outbox] == [[account.email]]
    assert Account.objects.count() == 1


@pytest.mark.parametrize("address", ["writer@mail.example", "nobody@mail.example"])
def test_a_reset_looks_the_same_whether_or_not_there_is_an_account(client, account, settings, address):
    settings.MAIL_ON_CONSOLE = True
    answer = client.post("/-/account/password/reset/", {"email": address})
    assert answer.headers["Location"] == "/-/account/password/reset/done/"
    assert notices(answer) == [TERMINAL]


def test_whoever_waits_for_console_mail_is_told_where_it_is(client, settings):
    settings.MAIL_ON_CONSOLE = True
    assert TERMINAL in notices(client.post("/-/account/signup/", TYPED))


def test_with_real_mail_nothing_is_said_of_a_terminal(client):
    assert TERMINAL not in notices(client.post("/-/account/signup/", TYPED))


def test_a_mail_server_that_is_down_is_said_and_breaks_nothing(client, monkeypatch):
    def fail(self, messages):
        raise SMTPException("no")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    answer = client.post("/-/account/signup/", TYPED)
    assert answer.status_code == 302
    assert notices(answer) == ["The mail could not be sent just now. Please try again in a while."]


def test_a_refused_letter_is_logged_without_its_address(client, monkeypatch, caplog):
    def fail(self, messages):
        raise SMTPRecipientsRefused({"hanako@mail.example": (550, b"no hanako@mail.example here")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    client.post("/-/account/signup/", TYPED)
    assert "problem=SMTPRecipientsRefused code=550" in caplog.text
    assert "hanako" not in caplog.text


def test_a_mail_server_that_answers_no_is_logged_by_its_code(client, monkeypatch, caplog):
    def fail(self, messages):
        raise SMTPDataError(554, b"hanako@mail.example is not welcome")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    client.post("/-/account/signup/", TYPED)
    assert "problem=SMTPDataError code=554" in caplog.text
    assert "hanako" not in caplog.text


def test_a_bad_user_name_is_said_beside_the_field_and_kept(client):
    answer = client.post("/-/account/signup/", {**TYPED, "username": "花子"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "A user name is made of a to z" in page
    assert 'value="花子"' in page


def test_names_differing_in_case_alone_are_one_name(client, account):
    answer = client.post("/-/account/signup/", {**TYPED, "username": "WRITER"})
    assert answer.status_code == 200
    assert Account.objects.count() == 1


def test_a_closed_service_says_so(client, settings):
    settings.SIGN_UP = "closed"
    answer = client.get("/-/account/signup/")
    assert answer.status_code == 403
    assert b"Sign-up is closed" in answer.content
    assert client.post("/-/account/signup/", TYPED).status_code == 403
    assert not Account.objects.exists()


def test_cookies_carry_the_port_on_localhost(client, account):
    client.get("/-/account/login/")
    client.post("/-/account/login/", {"login": account.username, "password": PASSWORD})
    assert {"buttobi8000_session", "buttobi8000_csrf"} <= set(client.cookies)
    assert settings.SESSION_COOKIE_NAME == "buttobi8000_session"


def test_the_login_says_the_same_for_a_wrong_name_and_a_wrong_password(client, account):
    wrong_name = client.post("/-/account/login/", {"login": "nobody", "password": PASSWORD})
    wrong_password = client.post("/-/account/login/", {"login": account.username, "password": "not it at all"})
    assert wrong_name.context["form"].errors == wrong_password.context["form"].errors


def test_guessing_passwords_is_stopped_even_with_a_forged_forwarded_address(client, account):
    for number in range(12):
        answer = client.post(
            "/-/account/login/",
            {"login": account.username, "password": "wrong wrong wrong"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )
    assert "Too many failed login attempts" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["http://[", "//[", "http://\u2100/", "http://[::1", "\x00", "/-/\x00", "http://there.example/"]
)
def test_whoever_signs_in_is_led_to_no_page_that_is_none_of_ours(client, account, page):
    assert client.get("/-/account/login/", {"next": page}).status_code == 200
    assert client.get("/-/account/signup/", {"next": page}).status_code == 200
    answer = client.post("/-/account/login/", {"login": account.username, "password": PASSWORD, "next": page})
    assert answer.status_code == 302
    assert "there.example" not in answer.headers["Location"]
    for path in ("login/", "logout/", "reauthenticate/", "2fa/authenticate/"):
        assert client.get(f"/-/account/{path}", {"next": page}).status_code in (200, 302)
    assert client.post("/-/account/reauthenticate/", {"password": PASSWORD, "next": page}).status_code == 302
    assert client.post("/-/account/logout/", {"next": page}).status_code == 302
