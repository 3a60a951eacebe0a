"""Days totalled: the worked example, again and again, after missed nights, and by two at once."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buttobi.outbound import guard
from buttobi.ranking import days, total
from buttobi.ranking.models import Day, Standing, Tally
from buttobi.sections.section import Section
from buttobi.trackbacks import moderation, receive
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.models import Received, Target
from tests import strangers
from tests.buttobi.ranking.rows import come, given, page

pytestmark = pytest.mark.django_db
GENERAL, ADULT = Section.GENERAL, Section.ADULT
D = date(2026, 11, 20)
NEXT = D + timedelta(days=1)
# Noon of that day in Tokyo, and when it and the next are final.
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FINAL = datetime(2026, 11, 20, 21, tzinfo=UTC)


def table(day: Day) -> list[tuple[str, int, int]]:
    rows = Standing.objects.filter(day=day).select_related("blog").order_by("position")
    return [(row.blog.name, row.trackbacks, row.blogs) for row in rows]


def reasons(day: Day) -> dict[int, str]:
    return dict(Tally.objects.filter(day=day).values_list("received_id", "reason"))


@pytest.fixture
def cats(make_blog: Any) -> Any:
    """A page of a blog."""
    return page(make_blog("cats"))


@pytest.fixture
def dogs(make_blog: Any, other_account: Any) -> Any:
    """A page of somebody else's blog."""
    return page(make_blog("dogs", owner=other_account))


def test_the_worked_example(make_account, make_blog, make_entry, make_theme, time_machine):
    people = {name: make_account(name) for name in ("anna", "ben", "chie", "xaver", "zoe", "nina")}
    a, b, c, x = (make_blog(name, owner=people[who]) for name, who in zip("abcx", people, strict=False))
    also_annas = make_blog("also-annas", owner=people["anna"])
    z = make_blog("z", owner=people["zoe"], section=ADULT)
    nights = [make_blog(f"night{number}", owner=people["nina"], section=ADULT) for number in range(3)]

    time_machine.move_to(NOON, tick=False)
    theme = make_theme("Rain")
    a_page, b_page, c_page, z_page = (make_entry(blog=blog).target for blog in (a, b, c, z))
    for target in (a_page, a_page, a_page, b_page, b_page):
        receive.from_here(source=make_entry(blog=x).target, target=target)
    receive.from_here(source=make_entry(blog=a).target, target=a_page)
    receive.from_here(source=make_entry(blog=also_annas).target, target=a_page)
    come(b_page, NOON)
    held = [come(c_page, NOON, f"example{number}.org", state="held", shown_at=None) for number in range(4)]
    for number in range(9):
        receive.from_here(source=make_entry(blog=nights[number % 3]).target, target=z_page)
    for _ in range(40):
        receive.from_here(source=make_entry(blog=x).target, target=theme.entry.target)

    time_machine.move_to(FINAL, tick=False)
    for row in held[:2]:
        moderation.show(row)
    day = total.total(GENERAL, D)
    assert day.state == Day.State.FINAL
    # Rank 1 twice: from two blogs before from one.
    assert table(day) == [("b", 3, 2), ("a", 3, 1)]
    assert sorted(set(reasons(day).values())) == ["", "held", "official", "same_blog", "same_owner"]
    assert table(total.total(ADULT, D)) == [("z", 9, 3)]

    time_machine.move_to(FINAL + DAY, tick=False)
    assert table(total.total(GENERAL, NEXT)) == [("c", 2, 2)]
    assert table(total.total(ADULT, NEXT)) == []


def test_a_day_is_counted_provisional_and_final_by_the_clock(cats, dogs):
    given(cats, dogs, NOON)
    seen = [total.total(GENERAL, D, now=at).state for at in (NOON, FINAL - 5 * HOUR - 30 * HOUR / 60 - HOUR / 3600)]
    assert seen == [Day.State.COUNTING, Day.State.COUNTING]
    assert total.total(GENERAL, D, now=days.provisional_at(D)).state == Day.State.PROVISIONAL
    # A machine whose clock is behind takes nothing back.
    assert total.total(GENERAL, D, now=NOON).state == Day.State.PROVISIONAL
    assert total.total(GENERAL, D, now=FINAL - HOUR / 3600).state == Day.State.PROVISIONAL
    final = total.total(GENERAL, D, now=FINAL)
    assert (final.state, final.final_at) == (Day.State.FINAL, FINAL)


def test_a_day_that_has_not_begun_cannot_be_totalled():
    with pytest.raises(ValueError, match="has not begun"):
        total.total(GENERAL, NEXT, now=NOON)


def test_totalled_again_a_day_has_the_same_rows_and_one_of_each(cats, dogs):
    given(cats, dogs, NOON)
    come(dogs, NOON)
    total.total(GENERAL, D, now=NOON + HOUR)
    before = list(Standing.objects.order_by("pk").values()), list(Tally.objects.order_by("pk").values())
    for _ in range(3):
        total.total(GENERAL, D, now=NOON + 2 * HOUR)
    assert (list(Standing.objects.order_by("pk").values()), list(Tally.objects.order_by("pk").values())) == before
    assert Day.objects.get().runs == 4


def test_what_changes_before_the_day_is_final_changes_it_and_nothing_after(cats, dogs):
    row = given(cats, dogs, NOON)
    other = come(dogs, NOON)
    assert table(total.total(GENERAL, D, now=FINAL - HOUR)) == [("cats", 1, 1), ("dogs", 1, 1)]
    moderation.refuse(row)
    final = total.total(GENERAL, D, now=FINAL)
    assert table(final) == [("dogs", 1, 1)]
    assert reasons(final) == {row.pk: "refused", other.pk: ""}
    # No revenge: what an owner refuses now stays counted.
    moderation.refuse(other)
    assert total.total(GENERAL, D, now=FINAL + DAY) == final
    assert table(final) == [("dogs", 1, 1)]


def test_an_approval_taken_back_and_given_again_counts_once(cats, time_machine, account):
    row = come(cats, NOON, state="held", shown_at=None)
    time_machine.move_to(NOON + HOUR, tick=False)
    done = moderation.show(row)
    ticket = moderation.ticket(done, by=account)
    assert table(total.total(GENERAL, D, now=FINAL)) == [("cats", 1, 1)]
    time_machine.move_to(FINAL + HOUR, tick=False)
    assert moderation.undo(ticket, by=account) == 1
    moderation.show(Received.objects.get(pk=row.pk))
    day = total.total(GENERAL, NEXT, now=FINAL + DAY)
    assert reasons(day) == {row.pk: "counted_before"}
    assert table(day) == []


def test_what_was_over_the_cap_stays_on_its_day_though_it_is_taken_back_and_shown_again(
    cats, account, settings, time_machine
):
    settings.RANKING_MAX_PER_SOURCE_BLOG = 1
    rows = [come(cats, NOON, state="held", shown_at=None) for _ in range(3)]
    time_machine.move_to(NOON + HOUR, tick=False)
    tickets = [moderation.ticket(moderation.show(row), by=account) for row in rows[:2]]
    assert reasons(total.total(GENERAL, D, now=FINAL)) == {rows[0].pk: "", rows[1].pk: "over_blog", rows[2].pk: "held"}
    time_machine.move_to(FINAL + HOUR, tick=False)
    assert [moderation.undo(ticket, by=account) for ticket in tickets] == [1, 1]
    for row in Received.objects.order_by("pk"):
        moderation.show(row)
    day = total.total(GENERAL, NEXT, now=FINAL + DAY)
    # What waited on that day is free to belong to another.
    assert reasons(day) == {rows[0].pk: "counted_before", rows[1].pk: "left_out_before", rows[2].pk: ""}
    assert table(day) == [("cats", 1, 1)]


class TestOnePageElsewhere:
    """Through the door and the examination to the table."""

    @pytest.fixture
    def ping(self, client: Any, settings: Any) -> Callable[..., None]:
        settings.OUTBOUND_ALLOW = guard.parse_allow("127.0.0.0/8")

        def ping(target: Target, *urls: str) -> None:
            for url in urls:
                client.post(f"/tb/{target.pk}", {"url": url, "title": "x", "blog_name": "B"})
            examine.drain()

        return ping

    @pytest.fixture
    def today(self) -> date:
        return days.today()

    def test_it_counts_once_however_its_address_is_spelled_and_once_for_all_days(self, ping, cats, today):
        mirrored = page(cats.blog)
        links = f'<a href="{cats.address}">x</a> <a href="{mirrored.address}">y</a>'
        with strangers.serve(strangers.page(links)) as there:
            ping(cats, *(there.at(path) for path in ("/p", "/p#x", "/p/", "/p?", "//p", "/q/../p", "/%70")))
            ping(cats, there.at("/p?p=12"))
            ping(mirrored, there.at("/p"))
            day = total.total(GENERAL, today, now=days.final_at(today))
            assert sorted(reasons(day).values()) == ["", "", "", *["same_page"] * (len(reasons(day)) - 3)]
            assert len(reasons(day)) >= 7
            assert table(day) == [("cats", 3, 1)]
            ping(cats, there.at("/p#y"))
        again = Received.objects.latest("pk")
        Received.objects.filter(pk=again.pk).update(received_at=days.ends(today), shown_at=days.ends(today))
        tomorrow = today + timedelta(days=1)
        assert reasons(total.total(GENERAL, tomorrow, now=days.final_at(tomorrow))) == {again.pk: "same_page"}

    def test_addresses_that_lead_to_it_are_it(self, ping, cats, today):
        there_is = {"/p": strangers.page(f'<a href="{cats.address}">x</a>')}
        with strangers.serve(strangers.site({**there_is, "/1": moved("/p"), "/2": moved("/p#x")})) as there:
            ping(cats, there.at("/1"), there.at("/2"), there.at("/p"))
        assert sorted(reasons(total.total(GENERAL, today)).values()) == ["", "same_page", "same_page"]

    def test_whether_a_query_makes_another_page_is_its_own_word(self, ping, cats, today):
        link = f'<a href="{cats.address}">x</a>'
        canonical = strangers.page(f"<head><link rel=canonical href=/a></head>{link}")
        pages = {"/a?v=1": canonical, "/a?v=2": canonical, "/?p=1": strangers.page(link), "/?p=2": strangers.page(link)}
        with strangers.serve(strangers.site(pages)) as there:
            ping(cats, *(there.at(path) for path in pages))
        assert sorted(reasons(total.total(GENERAL, today)).values()) == ["", "", "", "same_page"]

    def test_a_blog_of_a_host_of_many_is_one_in_every_spelling(self, client, cats, today):
        spellings = ["bob", "%62ob", "b%6Fb", "x/../bob", "Bob", "bob;v=1", "/bob", "x/%2e%2e/BOB"]
        for number, name in enumerate(spellings * 2):
            url = f"https://note.com/{name}/n1?v={number}"
            client.post(f"/tb/{cats.pk}", {"url": url, "title": "x", "blog_name": "B"})
        # As if the examination had found the link each time.
        Received.objects.update(state="shown", link="links", shown_at=timezone.now())
        day = total.total(GENERAL, today)
        assert table(day) == [("cats", 10, 1)]
        assert set(reasons(day).values()) == {"", "over_blog"}
        assert Standing.objects.get(day=day).flags == ["few_owners"]


def moved(to: str) -> strangers.Behaviour:
    return strangers.says(strangers.answer(b"", status=301, headers=[f"Location: {to}"]))


def test_a_check_that_ends_after_midnight_does_not_move_a_trackback_and_one_after_six_does(cats):
    late = come(cats, NOON, "example.org", shown_at=FINAL - HOUR / 60)
    later = come(cats, NOON, shown_at=FINAL)
    assert reasons(total.total(GENERAL, D, now=FINAL)) == {late.pk: ""}
    assert reasons(total.total(GENERAL, NEXT, now=FINAL + DAY)) == {later.pk: ""}


def test_missed_nights_are_caught_up_in_order(cats, dogs):
    given(cats, dogs, NOON)
    given(cats, page(dogs.blog), NOON + 2 * DAY)
    assert [day.date for day in total.catch_up(GENERAL, now=FINAL + HOUR)] == [D]
    # The night after was missed, and the one after that.
    made = total.catch_up(GENERAL, now=FINAL + 3 * DAY - HOUR)
    assert [(day.date, day.state) for day in made] == [
        (NEXT, Day.State.FINAL),
        (NEXT + DAY, Day.State.FINAL),
        (NEXT + 2 * DAY, Day.State.PROVISIONAL),
    ]
    assert [table(day) for day in made] == [[], [("cats", 1, 1)], []]
    # Nothing is due again at once; at six the last one is.
    assert total.catch_up(GENERAL, now=FINAL + 3 * DAY - HOUR) == []
    assert [day.state for day in total.catch_up(GENERAL, now=FINAL + 3 * DAY)] == [Day.State.FINAL]
    assert total.catch_up(GENERAL, now=FINAL + 3 * DAY) == []


def test_a_day_that_was_left_out_by_hand_is_found(cats, dogs):
    given(cats, dogs, NOON)
    total.total(GENERAL, NEXT, now=FINAL + DAY)
    assert [day.date for day in total.catch_up(GENERAL, now=FINAL + DAY)] == [D]


def test_without_any_trackback_there_is_no_day():
    assert total.catch_up(GENERAL, now=NOON) == []
    assert not Day.objects.exists()


def test_a_date_that_its_zone_left_out_has_no_ranking(cats, dogs, settings):
    settings.RANKING_TIME_ZONE = "Pacific/Apia"
    given(cats, dogs, datetime(2011, 12, 29, 12, tzinfo=UTC))
    made = total.catch_up(GENERAL, now=datetime(2012, 1, 2, tzinfo=UTC))
    assert [day.date for day in made] == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_a_zone_that_changes_counts_nothing_twice(cats, dogs, settings):
    given(cats, dogs, NOON)
    total.total(GENERAL, D, now=FINAL)
    settings.RANKING_TIME_ZONE = "Pacific/Pago_Pago"
    made = total.catch_up(GENERAL, now=FINAL + 2 * DAY)
    assert made
    assert Tally.objects.filter(reason="").count() == 1


def test_the_running_day_is_totalled_every_five_minutes_and_rarer_when_that_takes_long(cats, dogs):
    given(cats, dogs, NOON)
    assert total.so_far(GENERAL, now=NOON)
    assert total.so_far(GENERAL, now=NOON + timedelta(minutes=4)) == []
    assert total.so_far(GENERAL, now=NOON + timedelta(minutes=5))
    Day.objects.update(seconds=20)
    assert total.so_far(GENERAL, now=NOON + timedelta(minutes=24)) == []
    assert total.so_far(GENERAL, now=NOON + timedelta(minutes=25))


def test_one_look_at_a_day_serves_both_sections(cats, dogs, make_blog, make_account):
    wild = page(make_blog("wild", section=ADULT, owner=make_account()))
    given(cats, dogs, NOON)
    come(wild, NOON)
    with CaptureQueriesContext(connection) as asked:
        made = total.total_all((GENERAL, ADULT), D, now=FINAL)
    assert [(day.section, day.state, table(day)) for day in made] == [
        (GENERAL, Day.State.FINAL, [("cats", 1, 1)]),
        (ADULT, Day.State.FINAL, [("wild", 1, 1)]),
    ]
    assert sum("has_feed" in query["sql"] for query in asked) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("goes", ["received", "blog"])
def test_what_is_deleted_while_it_is_counted_is_not_written(goes, cats, dogs, monkeypatch):
    stays, gone = given(dogs, cats, NOON), come(cats, NOON)
    write = total._write

    def delete_and_write(*arguments: Any, **named: Any) -> Day | None:
        monkeypatch.undo()
        (gone if goes == "received" else dogs.blog).delete()
        return write(*arguments, **named)

    monkeypatch.setattr(total, "_write", delete_and_write)
    day = total.total(GENERAL, D, now=NOON)
    assert reasons(day) == ({stays.pk: ""} if goes == "received" else {gone.pk: ""})
    assert table(day) == [("dogs" if goes == "received" else "cats", 1, 1)]


def test_a_day_keeps_when_it_was_and_which_formula_made_it(cats, dogs):
    given(cats, dogs, NOON)
    day = total.total(GENERAL, D, now=FINAL)
    assert (day.begins_at, day.ends_at, day.time_zone) == (days.begins(D), days.ends(D), "Asia/Tokyo")
    assert day.formula == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_there", [False, True])
def test_of_two_that_total_at_once_none_counts_twice(is_there, cats, dogs):
    for hours in range(8):
        given(cats, page(dogs.blog), NOON + hours * HOUR / 60)
    if is_there:
        total.total(GENERAL, D, now=NOON)
        Received.objects.filter(pk=Received.objects.order_by("pk")[0].pk).update(state="refused")
        given(cats, page(dogs.blog), NOON)
    gate = threading.Barrier(4)
    made: list[Day] = []

    def run() -> None:
        try:
            gate.wait(10)
            made.append(total.total(GENERAL, D, now=FINAL))
        finally:
            connection.close()

    _together(run, 4)
    assert {day.state for day in made} == {Day.State.FINAL}
    assert len(made) == 4
    assert table(Day.objects.get()) == [("cats", 8, 1)]
    assert Tally.objects.filter(reason="").count() == 8


def _together(run: Callable[[], None], number: int) -> None:
    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
