"""The sheet of a day, as everybody reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center.opening import open_centers
from buttobi.ranking import days, total, verdicts
from buttobi.sections.section import Section
from tests.buttobi.ranking import rows, sheets

pytestmark = pytest.mark.django_db


def text(client, path="/ranking/", language="en"):
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_sheet_says_which_day_in_which_zone_and_how_settled_it_is(client, blog):
    day = sheets.day(state=sheets.PROVISIONAL)
    sheets.stand(day, [(blog, 3)])
    page = text(client)
    assert "00:00 to 24:00 JST" in page
    assert f'<time datetime="{day.date.isoformat()}">' in page
    assert "provisional" in page
    assert "<caption" in page
    assert f'<link rel="canonical" href="http://{client.defaults["HTTP_HOST"]}/ranking/">' in page


def test_the_count_is_the_link_to_its_proof(client, blog):
    day = sheets.day()
    sheets.stand(day, [(blog, 3)])
    assert f'/ranking/{day.date.isoformat()}/cats/">3<' in text(client)


def test_the_permanent_address_of_a_day_leads_to_the_days_around_it(client, blog):
    for ago in (3, 2, 1):
        sheets.stand(sheets.day(ago), [(blog, ago)])
    page = text(client, f"/ranking/{(days.today() - timedelta(days=2)).isoformat()}/")
    assert f'/ranking/{(days.today() - timedelta(days=3)).isoformat()}/" rel="prev"' in page
    assert f'/ranking/{(days.today() - timedelta(days=1)).isoformat()}/" rel="next"' in page


def test_each_number_of_a_row_opens_its_proof(client, blog):
    day = sheets.day()
    sheets.stand(day, [(blog, 3)])
    page = text(client)
    proof = f'/ranking/{day.date.isoformat()}/{blog.name}/">'
    opened = [part.partition("</a>")[0] for part in page.split(proof)[1:]]
    assert [words.split("<")[0] for words in opened] == ["3", "from 3 blogs"]


def test_after_thirty_days_a_day_stays_and_leaves_the_index(client, blog):
    for ago, robots in ((30, None), (31, "noindex")):
        day = sheets.day(ago)
        sheets.stand(day, [(blog, 1)])
        response = client.get(f"/ranking/{day.date.isoformat()}/")
        assert (response.status_code, response.headers.get("X-Robots-Tag")) == (200, robots)


@pytest.mark.parametrize("path", ["2026-02-30/", "2026-13/", "0000-00-00/", "1999-01-01/", "1999-01/", "yesterday/"])
def test_a_day_that_was_never_totalled_has_no_page(client, path):
    assert client.get(f"/ranking/{path}").status_code == 404


def test_so_far_today_says_that_it_is_unfinished_and_up_to_when(client, blog):
    day = sheets.day(0, state=sheets.COUNTING)
    sheets.stand(day, [(blog, 3)])
    page = text(client, "/ranking/today/")
    assert "So far today" in page
    assert "This day is not finished: it was counted up to" in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_running_day_is_not_the_newest_sheet(client, blog):
    sheets.stand(sheets.day(0, state=sheets.COUNTING), [(blog, 3)])
    assert "Cats" not in text(client)


def test_a_day_without_trackbacks_leads_to_todays_themes(client):
    open_centers()
    for page in (text(client), text(client, "/ranking/today/")):
        assert "Animals / Pets" in page
    sheets.day()
    assert "No trackbacks yesterday. Here are today's themes." in text(client)


@pytest.mark.parametrize(("language", "words"), [("en", "21 Nov 2026"), ("ja", "2026年11月21日")])
def test_the_sheet_speaks_the_readers_language(client, blog, language, words):
    day = sheets.day()
    day.__class__.objects.filter(pk=day.pk).update(date="2026-11-21")
    assert words in text(client, "/ranking/2026-11-21/", language)


def test_a_summer_time_day_says_how_long_it_was(client, settings):
    settings.RANKING_TIME_ZONE = "Europe/Berlin"
    sheets.day(on=date(2026, 10, 25))
    assert "00:00 CEST to 24:00 CET (a day of 25 hours)" in text(client, "/ranking/2026-10-25/")


def test_staffs_corrections_are_told_with_their_reason(client, blog, other_blog, staff):
    day = sheets.day()
    sheets.stand(day, [(blog, 5), (other_blog, 3)])
    verdicts.strike(day=day, blog=blog, by=staff, reason="Sent by <b>a program</b>.")
    page = text(client)
    assert "final, corrected" in page
    assert "Sent by &lt;b&gt;a program&lt;/b&gt;." in page
    assert "Cats" not in page


def test_the_sheet_is_sent_once_and_then_only_confirmed(client, blog):
    sheets.stand(sheets.day(), [(blog, 5)])
    first = client.get("/ranking/")
    again = client.get("/ranking/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    Blog.objects.filter(pk=blog.pk).update(in_ranking=False)
    assert client.get("/ranking/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_nothing_of_the_other_section_is_on_a_sheet(client, adult_client, blog, adult_blog):
    sheets.stand(sheets.day(), [(blog, 5)])
    sheets.stand(sheets.day(section="adult"), [(adult_blog, 9)])
    assert "Night" not in text(client)
    page = text(adult_client)
    assert "Cats" not in page
    assert "RTA-5042-1996-1400-1577-RTA" in page
    assert "card-adult.png" in page


def test_titles_are_escaped(client, blog):
    Blog.objects.filter(pk=blog.pk).update(title="<script>alert(1)</script>")
    sheets.stand(sheets.day(), [(blog, 5)])
    assert "<script>alert" not in text(client)


@pytest.mark.parametrize("path", ["/ranking/", "/ranking/today/", "/ranking/how/"])
def test_pages_are_only_read(client, path):
    assert client.post(path).status_code == 405


def test_the_worked_example_of_the_rules(client, adult_client, make_blog, make_account, make_theme):
    begins = days.begins(days.yesterday())

    def at(minutes, day=0):
        return begins + timedelta(days=day, minutes=minutes)

    owner = make_account()
    a, b, c, x = (make_blog(name, title=f"Blog {name}", owner=make_account()) for name in ("aa", "bb", "cc", "xx"))
    next_one, own_other = make_blog("dd", title="Blog dd", owner=owner), make_blog("a2", owner=a.owner)
    page_of_a, page_of_b, page_of_c = rows.page(a), rows.page(b), rows.page(c)
    for number in range(3):
        rows.given(page_of_a, rows.page(x), at(10 + number))
    rows.given(page_of_a, rows.page(a), at(20))
    rows.given(page_of_a, rows.page(own_other), at(21))
    for number in range(2):
        rows.given(page_of_b, rows.page(x), at(30 + number))
    rows.come(page_of_b, at(40))
    for number in range(4):
        waits = {"state": "held", "shown_at": None, "reason": "no_link"}
        let_in = {"approved_at": at(5, day=1), "shown_at": at(5, day=1)}
        rows.come(page_of_c, at(50), url=f"https://c.example/{number}", **(let_in if number < 2 else waits))
    rows.given(rows.page(next_one), rows.page(x), at(60))
    z, y = (make_blog(name, title=f"Blog {name}", owner=make_account(), section="adult") for name in ("zz", "yy"))
    page_of_z = rows.page(z)
    for number in range(9):
        rows.given(page_of_z, rows.page(y), at(number))
    theme = make_theme("Rain").entry.target
    for number in range(5):
        rows.given(theme, rows.page(x), at(70 + number))
    for section in Section:
        total.total(section, days.yesterday(), now=max(timezone.now(), days.final_at(days.yesterday())))

    shown = client.get("/ranking/").context["rows"]
    assert [(line["row"].rank, line["row"].blog, line["row"].trackbacks, line["row"].blogs) for line in shown] == [
        (1, b, 3, 2),
        (1, a, 3, 1),
        (3, next_one, 1, 1),
    ]
    assert [line["tie"] for line in shown] == ["tie", "tie", ""]
    assert [line["row"].blog for line in adult_client.get("/ranking/").context["rows"]] == [z]
    proof = client.get(f"/ranking/{days.yesterday().isoformat()}/aa/").content.decode()
    assert "3 trackbacks counted · from 1 blog · 2 did not count" in proof
    assert "It comes from the same blog." in proof
    assert "It comes from another blog of the same owner." in proof


def test_what_runs_after_the_zone_changed_is_the_first_day_that_is_not_final(client, blog, settings, time_machine):
    time_machine.move_to(datetime(2026, 11, 20, 22, tzinfo=UTC), tick=False)
    sheets.stand(sheets.day(on=date(2026, 11, 20)), [(blog, 7)])
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    rows.come(rows.page(blog), timezone.now() - timedelta(hours=5))
    total.so_far(Section.GENERAL)
    page = text(client, "/ranking/today/")
    assert '<time datetime="2026-11-21">' in page
    assert "20 Nov 2026 07:00 to 24:00 PST (a day of 41 hours)" in page
    assert "being counted" in page
    assert '/ranking/2026-11-21/cats/">1<' in page
    assert "00:00 to 24:00 JST" in text(client, "/ranking/2026-11-20/")
