"""The ranking at the desk: one's own places, and what staff decide."""

import pytest

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog, FormerName
from buttobi.ranking import verdicts
from buttobi.ranking.models import Verdict
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(staff, signed_in_as):
    return signed_in_as(staff)


@pytest.fixture
def houses(make_account, make_blog):
    """Makes blogs that belong to different people."""
    return lambda number: [make_blog(owner=make_account()) for _ in range(number)]


@pytest.fixture
def flagged(blog, make_entry):
    """A provisional day on which a blog waits for staff."""
    day = sheets.day(state=sheets.PROVISIONAL)
    sheets.stand(day, [(blog, 6)], flags=["mutual"])
    sheets.tally(day, make_entry(title="Paws").target, title="Counted one")
    return day


def address(day, blog):
    return f"/-/ranking/{day.section}/{day.date.isoformat()}/{blog.name}/"


# --- One's own --------------------------------------------------------------------------------------------------------


def test_an_owner_reads_the_own_places_inside_and_outside_the_ten(signed_in, blog, make_blog, other_account):
    others = [make_blog(owner=other_account) for _ in range(12)]
    first, second = sheets.day(2), sheets.day(1)
    sheets.stand(first, [(blog, 5)])
    sheets.stand(second, [(other, 9) for other in others])
    sheets.stand(second, [(blog, 1)])
    page = signed_in.get("/-/ranking/").content.decode()
    assert "rank 1" in page
    assert "outside the ten, place 13" in page
    assert others[0].title not in page


def test_the_place_outside_the_ten_is_that_among_those_who_may_be_seen(signed_in, blog, houses, staff):
    day = sheets.day(state=sheets.PROVISIONAL)
    others = houses(19)
    sheets.stand(day, [(other, 9) for other in others[:17]])
    sheets.stand(day, [(other, 8) for other in others[17:]], flags=["mutual"])
    sheets.stand(day, [(blog, 1)])
    Blog.objects.filter(pk=others[0].pk).update(state="closed")
    Blog.objects.filter(pk=others[1].pk).update(in_ranking=False)
    Blog.objects.filter(pk=others[2].pk).update(section="adult")
    Blog.objects.filter(pk=others[3].pk).update(official=True)
    Account.objects.filter(pk=others[4].owner.pk).update(is_active=False)
    verdicts.strike(day=day, blog=others[5], by=staff, reason="A ring.")
    # Eleven stay, and one of two that were flagged.
    verdicts.let_stand(day=day, blog=others[17], by=staff)
    assert "outside the ten, place 13" in signed_in.get("/-/ranking/").content.decode()


def test_an_owner_outside_the_ten_who_may_not_be_seen_has_no_place(signed_in, blog, houses):
    day = sheets.day()
    sheets.stand(day, [(other, 9) for other in houses(11)])
    sheets.stand(day, [(blog, 1)])
    Blog.objects.filter(pk=blog.pk).update(in_ranking=False)
    page = signed_in.get("/-/ranking/").content.decode()
    assert "not shown" in page
    assert "outside the ten" not in page


def test_an_owner_is_told_why_staff_are_looking(signed_in, flagged):
    page = signed_in.get("/-/ranking/").content.decode()
    assert "waits for staff" in page
    assert "went back and forth within 24 hours" in page
    assert "You need not do anything." in page


def test_an_owner_is_told_of_a_strike_its_reason_and_what_to_do(signed_in, flagged, blog, staff):
    verdicts.strike(day=flagged, blog=blog, by=staff, reason="A ring.")
    page = signed_in.get("/-/ranking/").content.decode()
    assert "struck by staff" in page
    assert "Reason: A ring." in page
    assert "write to the staff" in page


def test_who_left_the_ranking_is_told_so_and_where_to_change_it(signed_in, blog):
    sheets.stand(sheets.day(), [(blog, 5)])
    Blog.objects.filter(pk=blog.pk).update(in_ranking=False)
    page = signed_in.get("/-/ranking/").content.decode()
    assert "This blog is in no ranking" in page
    assert 'href="/-/blogs/cats/"' in page
    assert "not shown" in page


def test_without_a_blog_the_page_leads_to_one(signed_in):
    assert b"Open your first blog" in signed_in.get("/-/ranking/").content


def test_an_owner_reads_the_proof_of_a_row_that_waits_and_decides_nothing(signed_in, flagged, blog):
    page = signed_in.get(address(flagged, blog)).content.decode()
    assert "Counted one" in page
    assert "Strike" not in page
    for act in ("strike", "let_stand", "take_back"):
        assert signed_in.post(address(flagged, blog), {"act": act, "reason": "No."}).status_code == 403
    assert not Verdict.objects.exists()


def test_nobody_else_reads_it(signed_in_as, other_account, flagged, blog):
    assert signed_in_as(other_account).get(address(flagged, blog)).status_code == 404


# --- Staff ------------------------------------------------------------------------------------------------------------


def test_what_was_flagged_waits_for_staff_with_why(at_desk, flagged, blog):
    page = at_desk.get("/-/ranking/flags/").content.decode()
    assert "Cats" in page
    assert "went back and forth within 24 hours" in page
    assert address(flagged, blog) in page


def test_a_row_that_nobody_decided_about_is_still_there_for_a_week(at_desk, blog):
    sheets.stand(sheets.day(3), [(blog, 6)], flags=["burst"])
    assert b"Appeared, as nobody decided" in at_desk.get("/-/ranking/flags/").content


def test_both_sections_are_on_one_page_each_under_its_name(at_desk, flagged, adult_blog):
    sheets.stand(sheets.day(section="adult", state=sheets.PROVISIONAL), [(adult_blog, 6)], flags=["burst"])
    page = at_desk.get("/-/ranking/flags/").content.decode()
    assert page.index(">General") < page.index("Cats") < page.index(">Adult") < page.index("Night")


def test_a_strike_needs_a_reason(at_desk, flagged, blog):
    page = at_desk.post(address(flagged, blog), {"act": "strike", "reason": " ", "back": "flags"})
    assert page.status_code == 400
    assert b'id="id_reason_error"' in page.content
    assert not Verdict.objects.exists()


def test_a_reason_that_is_too_long_is_kept_to_be_shortened(at_desk, flagged, blog):
    page = at_desk.post(address(flagged, blog), {"act": "strike", "reason": "ring " * 100})
    assert ("ring " * 79) in page.content.decode()
    assert not Verdict.objects.exists()


def test_staff_strike_a_blog_and_undo_it(at_desk, flagged, blog, client, staff):
    response = at_desk.post(address(flagged, blog), {"act": "strike", "reason": "A ring.", "back": "flags"})
    assert response.headers["Location"] == "/-/ranking/flags/"
    verdict = Verdict.objects.in_force().get()
    assert (verdict.kind, verdict.reason, verdict.decided_by) == ("strike", "A ring.", staff)
    page = at_desk.get("/-/ranking/flags/").content.decode()
    assert "A ring." in page
    assert "Nothing waits." in page
    assert at_desk.post(address(flagged, blog), {"act": "take_back"}).headers["Location"] == address(flagged, blog)
    assert not Verdict.objects.in_force().exists()


@pytest.mark.parametrize("pressed", [{}, {"act": ""}, {"act": "take back"}])
def test_what_no_button_says_takes_nothing_back(at_desk, flagged, blog, staff, pressed):
    verdicts.strike(day=flagged, blog=blog, by=staff, reason="A ring.")
    assert at_desk.post(address(flagged, blog), pressed).status_code == 404
    assert Verdict.objects.in_force().exists()


def test_staff_let_a_row_stand(at_desk, flagged, blog, client):
    assert b"Cats" not in client.get("/ranking/").content
    at_desk.post(address(flagged, blog), {"act": "let_stand", "back": "flags"})
    assert b"Cats" in client.get("/ranking/").content


def test_staff_find_any_row_by_the_address_of_its_proof(at_desk, blog):
    day = sheets.day(20)
    sheets.stand(day, [(blog, 6)])
    pasted = f"http://localhost/ranking/{day.date.isoformat()}/cats/?counted=3#counted"
    response = at_desk.get("/-/ranking/flags/", {"address": pasted})
    assert response.headers["Location"] == address(day, blog)


def test_staff_find_a_renamed_blog_by_the_old_address_of_its_proof(at_desk, blog):
    day = sheets.day()
    sheets.stand(day, [(blog, 2)])
    FormerName.objects.create(blog=blog, name="kittens")
    url = f"http://localhost:8000/ranking/{day.date.isoformat()}/kittens/"
    assert at_desk.get("/-/ranking/flags/", {"address": url}).headers["Location"] == address(day, blog)


@pytest.mark.parametrize(
    "pasted", ["", "cats", "http://localhost/ranking/2026-99-99/cats/", "/ranking/2001-01-01/cats/"]
)
def test_an_address_that_is_no_proof_is_kept_with_a_word_about_it(at_desk, blog, pasted):
    page = at_desk.get("/-/ranking/flags/", {"address": pasted}).content.decode()
    assert 'id="id_address_error"' in page
    assert f'value="{pasted}"' in page or not pasted


def test_a_blog_that_moved_is_not_decided_about_in_its_old_section(at_desk, flagged, blog):
    Blog.objects.filter(pk=blog.pk).update(section="adult")
    assert b"Strike" not in at_desk.get(address(flagged, blog)).content
    for act in ("strike", "let_stand", "take_back"):
        assert at_desk.post(address(flagged, blog), {"act": act, "reason": "A ring."}).status_code == 403
    assert not Verdict.objects.exists()
    assert b"Night" not in at_desk.get("/-/ranking/flags/").content


@pytest.mark.parametrize("path", ["general/2026-11-21/nobody/", "general/1999-01-01/cats/", "both/2026-11-21/cats/"])
def test_of_what_is_not_there_nothing_is_decided(at_desk, blog, path):
    assert at_desk.get(f"/-/ranking/{path}").status_code == 404


def test_flags_are_for_staff_alone(signed_in, client, blog):
    assert signed_in.get("/-/ranking/flags/").status_code == 403
    for path in ("", "flags/"):
        assert client.get(f"/-/ranking/{path}").headers["Location"].startswith("/-/account/login/?next=")


def test_a_get_decides_nothing(at_desk, flagged, blog):
    at_desk.get(address(flagged, blog), {"act": "strike", "reason": "No."})
    assert not Verdict.objects.exists()
