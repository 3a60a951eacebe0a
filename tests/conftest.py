"""People, blogs and browsers that tests begin with."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from xdist.scheduler.loadgroup import LoadGroupScheduling

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.sections.section import Section

ROOT = Path(__file__).parent
# The password of everybody that these fixtures make.
PASSWORD = "correct horse battery staple"

MakeAccount = Callable[..., Account]
MakeBlog = Callable[..., Blog]
MakeEntry = Callable[..., Any]

_numbers = count(1)


# Tests that wait for whole services take minutes: when they begin first, nobody waits for them at the end.
LONG = ("chaos", "conversations", "browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; in either part the order stays as random as it was."""
    items.sort(key=lambda item: not item.path.relative_to(ROOT).parts[0].startswith(LONG))


# All tests of such a module share one service, which costs more to start than they do to run: one process runs them.
TOGETHER = ("tests/browser/test_map.py", "tests/conversations/test_raw_knocks.py")


class _Together(LoadGroupScheduling):
    """By names: what pytest calls a test no longer tells its group."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadGroupScheduling | None:
    return _Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Limits of sign-in and the like are counted in the cache: no test counts for the next one."""
    yield
    cache.clear()


@pytest.fixture
def make_account(db: None) -> MakeAccount:
    """Makes confirmed accounts: `make_account("hanako", is_staff=True)`."""

    def make(username: str = "", **fields: Any) -> Account:
        username = username or f"writer{next(_numbers)}"
        account = Account.objects.create_user(username, f"{username}@mail.example", PASSWORD, **fields)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        return account

    return make


@pytest.fixture
def account(make_account: MakeAccount) -> Account:
    """A confirmed account."""
    return make_account("writer")


@pytest.fixture
def other_account(make_account: MakeAccount) -> Account:
    """A confirmed account of somebody else."""
    return make_account("other")


@pytest.fixture
def staff(make_account: MakeAccount) -> Account:
    """A member of the staff."""
    return make_account("staff", is_staff=True, is_superuser=True)


@pytest.fixture
def make_blog(account: Account) -> MakeBlog:
    """Makes blogs, by default General, English and owned by `account`: `make_blog("birds", section="adult")`."""

    def make(name: str = "", **fields: Any) -> Blog:
        name = name or f"blog{next(_numbers)}"
        fields = {"owner": account, "title": f"The {name} blog", "language": "en", **fields}
        return Blog.objects.create(name=name, **fields)

    return make


@pytest.fixture
def blog(make_blog: MakeBlog) -> Blog:
    """A General blog of `account`."""
    return make_blog("cats", title="Cats")


@pytest.fixture
def adult_blog(make_blog: MakeBlog) -> Blog:
    """An Adult blog of `account`."""
    return make_blog("night", title="Night", section=Section.ADULT)


@pytest.fixture
def other_blog(make_blog: MakeBlog, other_account: Account) -> Blog:
    """A General blog of `other_account`."""
    return make_blog("dogs", title="Dogs", owner=other_account)


@pytest.fixture
def make_entry(request: pytest.FixtureRequest) -> MakeEntry:
    """Makes entries, published unless told otherwise: `make_entry(blog=cats, title="Paws", body="…")`."""

    def make(*, blog: Blog | None = None, published: bool = True, **fields: Any) -> Any:
        from buttobi.entries.models import Entry
        from buttobi.entries.publish import publish

        blog = blog or request.getfixturevalue("blog")
        fields = {"title": f"Entry {next(_numbers)}", "body": "Some words.", "html": "<p>Some words.</p>", **fields}
        entry = Entry.objects.create(blog=blog, author=blog.owner, **fields)
        if published:
            publish(entry=entry)
            entry.refresh_from_db()
        return entry

    return make


@pytest.fixture
def make_theme(db: None) -> Callable[..., Any]:
    """Makes themes, open since yesterday for a week unless told otherwise: `make_theme("Rain", closes_in=None)`.

    Times are given from now on; by default in the Center of `section`, else in `blog`.
    """

    def make(
        title: str = "Rain",
        *,
        section: str = Section.GENERAL,
        blog: Blog | None = None,
        opens_in: timedelta = timedelta(days=-1),
        closes_in: timedelta | None = timedelta(days=7),
        published: bool = True,
        **fields: Any,
    ) -> Any:
        from buttobi.center.models import Theme
        from buttobi.entries.models import Entry
        from buttobi.entries.publish import publish
        from buttobi.sections.context import CENTERS

        if blog is None:
            usual = {"title": "Trackback Center", "section": section, "language": "en", "official": True}
            blog, _ = Blog.objects.get_or_create(name=CENTERS[Section(section)], defaults=usual)
        now = timezone.now()
        fields = {"body": "Write about it.", "html": "<p>Write about it.</p>", **fields}
        fields |= {"opens_at": now + opens_in, "closes_at": None if closes_in is None else now + closes_in}
        entry = Entry.objects.create(blog=blog, title=title, **fields)
        theme = Theme.objects.create(entry=entry)
        if published:
            publish(entry=entry)
            entry.refresh_from_db()
        return theme

    return make


@pytest.fixture
def client() -> Client:
    """A browser that knows nobody, on the General host."""
    return Client(HTTP_HOST=settings.GENERAL_HOST)


@pytest.fixture
def signed_in(account: Account) -> Client:
    """A browser in which `account` is signed in."""
    return _signed_in(account)


@pytest.fixture
def signed_in_as() -> Callable[[Account], Client]:
    """Opens a browser in which somebody is signed in."""
    return _signed_in


def _signed_in(account: Account) -> Client:
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST)
    browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


@pytest.fixture
def adult_client() -> Client:
    """A browser on the Adult host, past the age page."""
    browser = Client(HTTP_HOST=settings.ADULT_HOST)
    browser.cookies[settings.AGE_COOKIE_NAME] = "yes"
    return browser
