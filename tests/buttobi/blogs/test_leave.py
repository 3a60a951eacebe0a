"""Leaving the service."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from buttobi.accounts.models import Account
from buttobi.blogs.find import find
from buttobi.blogs.leave import leave
from buttobi.blogs.models import Blog
from buttobi.blogs.open import open_blog
from tests.conftest import PASSWORD


def test_leaving_deletes_the_person_and_every_blog(account, blog, adult_blog, other_blog):
    leave(account=account)
    assert set(Blog.objects.kept()) == {other_blog}
    assert not Account.objects.filter(username="writer").exists()
    assert not EmailAddress.objects.filter(email="writer@mail.example").exists()
    gone = find("cats")
    assert gone is not None
    assert gone.owner is None


def test_the_page_names_what_would_disappear(signed_in, account, blog, other_blog):
    page = signed_in.get("/-/account/delete/").content.decode()
    assert "Cats" in page
    assert blog.address in page
    assert "Dogs" not in page
    assert Account.objects.filter(pk=account.pk).exists()


def test_deleting_asks_for_the_password_and_then_does_it(signed_in, account, blog):
    answer = signed_in.post("/-/account/delete/")
    asked = answer.headers["Location"]
    assert asked.startswith("/-/account/reauthenticate/")
    signed_in.post(asked, {"password": "not this one"})
    assert Account.objects.get() == account
    answer = signed_in.post(asked, {"password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/-/account/deleted/", 302)]
    assert b"Your account is deleted" in answer.content
    assert not Account.objects.exists()
    assert signed_in.get("/-/").status_code == 302


def test_the_last_member_of_the_staff_is_told_how_there_will_be_another(signed_in_as, staff, make_account):
    browser = signed_in_as(staff)
    assert b"only member of the staff" in browser.get("/-/account/delete/").content
    make_account("second", is_staff=True)
    assert b"only member of the staff" not in browser.get("/-/account/delete/").content


def test_the_persons_name_is_free_again_and_the_names_of_the_blogs_are_not(client, account, other_account, blog):
    leave(account=account)
    typed = {"username": "writer", "email": "writer@mail.example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/-/account/signup/", typed).status_code == 302
    assert Account.objects.filter(username="writer").exists()
    with pytest.raises(ValidationError):
        open_blog(owner=other_account, name="cats", title="Cats")
