"""`./run demo`: a small world in which every page has something to show."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center import starters_adult, starters_general
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.front.demo import world
from buttobi.trackbacks.models import Received, Sent

pytestmark = pytest.mark.django_db


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("buttobi.")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in ours}


def test_every_answer_is_younger_than_what_it_answers() -> None:
    read = world.read()
    age = {letter.name: letter.days for letter in read.letters}
    themes = {f"center/{theme.slug}": 8.0 for theme in starters_general.THEMES}
    themes |= {f"adult-center/{theme.slug}": 8.0 for theme in starters_adult.THEMES}
    for letter in read.letters:
        assert all((age | themes)[name] > letter.days for name in letter.answers), letter.name
    assert all((age | themes)[ping.to] > ping.days for ping in read.pings)


def test_it_fills_both_sections_in_both_languages_with_a_week() -> None:
    assert "8 blogs, 61 entries" in demo()
    houses = Blog.objects.filter(official=False)
    assert {(house.section, house.language) for house in houses} == {
        (section, language) for section in ("general", "adult") for language in ("ja", "en")
    }
    letters = Entry.objects.filter(blog__official=False)
    assert all(letter.published_at and letter.published_at < timezone.now() for letter in letters)
    assert len({letter.published_at.date() for letter in letters if letter.published_at}) >= 7
    assert set(Received.objects.values_list("state", flat=True)) == {"shown", "held", "refused"}
    assert Received.objects.filter(target__blog__official=True, state="shown").count() > 20
    # Nothing that it says is sent to anybody outside.
    assert set(Sent.objects.values_list("state", flat=True)) == {"accepted"}
    assert not Received.objects.exclude(due_at=None).exists()


def test_nothing_is_answered_before_it_is_there() -> None:
    demo()
    for received in Received.objects.select_related("target__entry"):
        published_at = received.target.entry.published_at
        assert published_at is not None
        assert received.received_at > published_at


def test_a_second_run_changes_nothing() -> None:
    demo()
    before = everything()
    assert "nothing was changed" in demo()
    assert everything() == before


def test_what_was_deleted_stays_deleted() -> None:
    demo()
    delete(entry=Entry.objects.get(slug="rye"))
    demo()
    assert Entry.objects.get(slug="rye").state == Entry.State.DELETED


def test_nobody_can_sign_in_as_a_demo_account() -> None:
    assert "./run account" in demo()
    assert not any(account.has_usable_password() or account.is_staff for account in Account.objects.all())


def test_its_pages_can_be_read(client: Client, adult_client: Client) -> None:
    demo()
    for path in ("/", "/center/", "/center/animals-pets/", "/demo-cats/", "/demo-garden/archive/", "/feed.atom"):
        assert client.get(path).status_code == 200
    for path in ("/", "/adult-center/", "/demo-bar/", "/demo-after-ten/the-quiet-years/"):
        assert adult_client.get(path).status_code == 200
