"""The plan of themes, by the door that staff take."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from buttobi.center.models import Theme
from buttobi.center.opening import open_centers
from buttobi.entries.models import Entry

pytestmark = pytest.mark.django_db
PLAN = "/-/themes/general/"


@pytest.fixture
def browser(staff, signed_in_as):
    with time_machine.travel("2026-11-12T09:00:00Z", tick=False):
        open_centers()
        yield signed_in_as(staff)


def text(browser, path, language="en"):
    response = browser.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_staff_begin_with_the_general_plan(browser):
    assert browser.get("/-/themes/").headers["Location"] == PLAN
    page = text(browser, PLAN)
    assert page.count('class="plan-bar"') == 6
    assert "Animals / Pets" in page
    assert "First dates" not in page


def test_the_adult_plan_is_another_page(browser):
    page = text(browser, "/-/themes/adult/")
    assert "First dates" in page
    assert "Animals / Pets" not in page


def test_where_there_is_no_adult_section_there_is_no_plan_of_it(browser, settings):
    settings.ADULT_SECTION = False
    assert browser.get("/-/themes/adult/").status_code == 404
    assert "/-/themes/adult/" not in text(browser, PLAN)


def test_it_speaks_the_language_of_its_reader(browser):
    assert "動物・ペット" in text(browser, PLAN, "ja")


@pytest.mark.parametrize("path", ["", "new/", "shelf/", "round-ups/", "proposals/"])
def test_nobody_but_staff_sees_it(client, signed_in, path):
    assert signed_in.get(PLAN + path).status_code == 403
    assert "/account/login/" in client.get(PLAN + path).headers["Location"]


def test_one_goes_to_the_months_before_and_after(browser):
    page = text(browser, PLAN)
    assert 'href="?month=2026-10"' in page
    assert 'href="?month=2026-12"' in page
    assert "December 2026" in text(browser, f"{PLAN}?month=2026-12")


@pytest.mark.parametrize("month", ["2026-13", "x", "99999-01", "2026-1", "٢٠٢٦-١٢"])
def test_a_month_that_is_none_is_this_one(browser, month):
    assert "November 2026" in text(browser, f"{PLAN}?month={month}")


def test_a_day_leads_to_a_form_with_that_day(browser):
    assert 'value="2026-12-24"' in text(browser, f"{PLAN}?day=2026-12-24")


def test_a_month_to_come_offers_its_first_day_with_too_few_themes(browser, settings):
    settings.OPEN_THEMES = 50
    assert 'value="2027-01-01"' in text(browser, f"{PLAN}?month=2027-01")


def test_a_title_and_a_day_make_a_draft_in_the_plan(browser):
    sent = browser.post(PLAN, {"title": "Kites", "day": "2026-12-24"})
    assert sent.headers["Location"].startswith(f"{PLAN}?month=2026-12#theme-")
    entry = Entry.objects.get(title="Kites")
    assert entry.state == Entry.State.DRAFT
    assert entry.opens_at == datetime(2026, 12, 23, 15, tzinfo=UTC)
    assert entry.closes_at == datetime(2027, 1, 6, 15, tzinfo=UTC)
    assert 'data-life="draft"' in text(browser, f"{PLAN}?month=2026-12")


def test_whoever_reads_japanese_types_the_japanese_title(browser):
    browser.post(PLAN, {"title": "凧", "day": "2026-12-24"}, headers={"Accept-Language": "ja"})
    assert Entry.objects.get(second_title="凧").title == ""
    assert "凧" in text(browser, f"{PLAN}?month=2026-12", "ja")


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_what_was_typed_stands_there_again_beside_what_is_wrong(browser, day):
    before = Theme.objects.count()
    page = browser.post(PLAN, {"title": "Kites", "day": day}).content.decode()
    assert 'value="Kites"' in page
    assert "Not yet: please look at this" in page
    assert Theme.objects.count() == before


def test_a_draft_that_is_sent_twice_is_one_and_another_title_is_another(browser):
    (token,) = re.findall(r'name="submission" value="(\w+)"', text(browser, PLAN))
    typed = {"title": "Kites", "day": "2026-12-24", "submission": token}
    first, second = (browser.post(PLAN, typed).headers["Location"] for _ in range(2))
    assert first == second
    browser.post(PLAN, typed | {"title": "Sledges"})
    assert Entry.objects.filter(title__in=["Kites", "Sledges"]).count() == 2


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2026-10-28", "Fourteen days from then are over already."),
        ("2099-01-01", "Please choose a date within the next ten years."),
    ],
)
def test_a_day_that_makes_no_theme_is_refused_beside_its_field(browser, day, says):
    page = browser.post(PLAN, {"title": "Kites", "day": day}).content.decode()
    assert page.count(says) == 2
    assert 'value="Kites"' in page
    assert not Entry.objects.filter(title="Kites").exists()


def test_a_draft_whose_days_are_over_is_not_announced_as_closed(browser):
    browser.post(PLAN, {"title": "Kites", "day": "2026-11-10"})
    theme = Theme.objects.get(entry__title="Kites")
    with time_machine.travel("2026-11-25T09:00:00Z", tick=False):
        page = text(browser, f"/-/themes/{theme.pk}/")
        typed = dict(
            re.findall(r'name="(opens_at|closes_at|stood)" value="([^"]*)"', page.partition('id="theme-form"')[2])
        )
        typed |= {"title": "Kites", "second_title": "凧", "body": "Fly.", "second_body": "飛ばす。", "act": "announce"}
        page = browser.post(f"/-/themes/{theme.pk}/", typed).content.decode()
    assert page.count("This moment has passed. Choose a later one, or leave it empty.") == 2
    assert "飛ばす。" in page
    assert Entry.objects.get(title="Kites").state == Entry.State.DRAFT
