"""A blog moves, with everything that follows: screens, old addresses, lists, letters."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from buttobi.blogs import move as moving
from buttobi.blogs.models import Blog, Move
from buttobi.center.round_up import drafts
from buttobi.entries.models import WorkingCopy
from buttobi.entries.publish import publish
from buttobi.media.models import Picture
from buttobi.ranking.models import Day, Standing
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.staff import moves
from buttobi.trackbacks import announce
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db
SECRET = "Glowworms"


@pytest.fixture
def entry(make_entry):
    """An entry of `blog` whose words nobody may read on the General host once the blog moved."""
    return make_entry(title=SECRET, body=SECRET, html=f"<p>{SECRET}</p>")


@pytest.fixture
def answer(make_entry, other_blog, entry):
    """An entry of `other_blog` that trackbacks it."""
    found = make_entry(blog=other_blog, title="Answer")
    announce.announce(source=found.target, urls=[entry.target.trackback_url])
    return found


@pytest.fixture
def desk(signed_in_as, staff):
    return signed_in_as(staff)


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def go(blog, to, by, **words):
    assert moves.go(blog=blog, to=to, by=by, **words)


# --- The owner.


def test_an_owner_reads_what_disappears_and_moves_the_blog(signed_in, blog, entry, answer, make_theme):
    back = make_theme("Rain", blog=blog, closes_in=None)
    announce.announce(source=entry.target, urls=[answer.target.trackback_url, make_theme().entry.target.trackback_url])
    assert back.entry.target.is_theme
    html = text(signed_in.get("/-/blogs/cats/move/"))
    assert "trackback from another General blog leaves its entries 1" in html
    assert "leave entries of other General blogs 1 of them the answer to a theme 2" in html
    assert "theme of its own leaves the themes of General 1" in html
    assert f"http://{conf.ADULT_HOST}/cats/" in html
    response = signed_in.post("/-/blogs/cats/move/", {"to": "adult"}, follow=True)
    assert f"Its address is http://{conf.ADULT_HOST}/cats/" in text(response)
    blog.refresh_from_db()
    assert blog.section == Section.ADULT
    assert not Received.objects.shown().exists()
    assert not mail.outbox


def test_places_in_the_ranking_are_counted_with_its_archive(blog):
    for date, position in (("2026-01-01", 1), ("2026-01-02", 10), ("2026-01-03", 11)):
        when = f"{date}T00:00:00Z"
        day = Day.objects.create(
            section="general", date=date, time_zone="UTC", begins_at=when, ends_at=when, state="final", formula=1
        )
        Standing.objects.create(day=day, blog=blog, position=position, trackbacks=3, blogs=2, reached_at=when)
    assert moves.leaving(blog).places == 2


def test_a_form_that_is_too_old_moves_nothing_back(signed_in, blog, staff):
    go(blog, Section.ADULT, staff)
    go(blog, Section.GENERAL, staff)
    signed_in.post("/-/blogs/cats/move/", {"to": "general"})
    signed_in.post("/-/blogs/cats/move/")
    blog.refresh_from_db()
    assert blog.section == Section.GENERAL


def test_a_get_moves_nothing(signed_in, blog):
    signed_in.get("/-/blogs/cats/move/?to=adult")
    blog.refresh_from_db()
    assert blog.section == Section.GENERAL


def test_other_peoples_blogs_and_centers_are_not_there(signed_in, other_blog, make_blog):
    make_blog("the-center", official=True)
    for name in ("dogs", "the-center", "none"):
        assert signed_in.get(f"/-/blogs/{name}/move/").status_code == 404
        assert signed_in.post(f"/-/blogs/{name}/move/", {"to": "adult"}).status_code == 404


def test_without_an_adult_section_no_move_is_offered(signed_in, blog, settings):
    settings.ADULT_SECTION = False
    assert "Adult section" not in text(signed_in.get("/-/blogs/cats/"))
    assert signed_in.get("/-/blogs/cats/move/").status_code == 404


def test_general_is_asked_for_and_nothing_changes_until_staff_looked(signed_in, desk, adult_blog):
    assert "What should staff know?" in text(signed_in.get("/-/blogs/night/move/"))
    assert "required" in text(signed_in.post("/-/blogs/night/move/", {"to": "general", "reason": " "}))
    html = text(signed_in.post("/-/blogs/night/move/", {"to": "general", "reason": "It is stars"}, follow=True))
    assert "Staff will look at your blog." in html
    assert "Staff will answer." in html
    adult_blog.refresh_from_db()
    assert adult_blog.section == Section.ADULT
    assert "It is stars" in text(desk.get("/-/staff/moves/"))
    assert "Take the request back" in text(signed_in.get("/-/blogs/night/move/"))
    signed_in.post("/-/blogs/night/move/take-back/")
    assert not Move.objects.exists()
    assert "Nobody is waiting." in text(desk.get("/-/staff/moves/"))


# --- Staff.


def test_staff_move_what_was_asked_for_and_the_owner_is_told(
    desk, signed_in, adult_blog, account, django_capture_on_commit_callbacks
):
    moving.ask(blog=adult_blog, by=account, reason="It is stars")
    html = text(desk.get("/-/staff/moves/night/"))
    assert "It is stars" in html
    assert "trackbacks from other Adult blogs leave its entries 0" in html
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/-/staff/moves/night/", {"to": "general", "answer": "Welcome"})
    adult_blog.refresh_from_db()
    assert adult_blog.section == Section.GENERAL
    (sent,) = mail.outbox
    assert sent.to == [account.email]
    assert sent.subject.startswith("Your blog was moved / ")
    assert adult_blog.address in sent.body
    assert "Welcome" in sent.body
    assert "staff moved the blog to the General section. “Welcome”" in text(signed_in.get("/-/blogs/night/"))


def test_declined_with_words_it_stays(desk, signed_in, adult_blog, account, django_capture_on_commit_callbacks):
    moving.ask(blog=adult_blog, by=account, reason="It is stars")
    html = text(desk.post("/-/staff/moves/night/", {"to": "general", "decline": "yes", "answer": ""}))
    assert "Please say why" in html
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/-/staff/moves/night/", {"to": "general", "decline": "yes", "answer": "The third picture."})
    adult_blog.refresh_from_db()
    assert adult_blog.section == Section.ADULT
    assert "The third picture." in mail.outbox[0].body
    assert "“The third picture.”" in text(signed_in.get("/-/blogs/night/"))


def test_by_themselves_they_move_with_a_reason(desk, blog, account, django_capture_on_commit_callbacks):
    response = desk.get("/-/staff/moves/", {"blog": f" {blog.address} "})
    assert response.headers["Location"] == "/-/staff/moves/cats/"
    assert "required" in text(desk.post("/-/staff/moves/cats/", {"to": "adult", "reason": ""}))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/-/staff/moves/cats/", {"to": "adult", "reason": "Readers under 18 should not see it."})
    blog.refresh_from_db()
    assert blog.section == Section.ADULT
    assert "Readers under 18 should not see it." in mail.outbox[0].body
    assert blog.address in text(desk.get("/-/staff/moves/cats/"))


@pytest.mark.parametrize("typed", ["none", "", "a\x00b", "center", "x" * 300])
def test_a_blog_that_is_not_there_is_said_so(desk, make_blog, typed):
    make_blog("center", owner=None, official=True)
    assert "Not yet: please look at this" in text(desk.get("/-/staff/moves/", {"blog": typed}))


def test_a_mail_that_cannot_be_sent_hinders_nothing(blog, staff, monkeypatch, django_capture_on_commit_callbacks):
    def fail(mail):
        raise OSError("mail server of hanako@mail.example")

    monkeypatch.setattr(EmailMessage, "send", fail)
    with django_capture_on_commit_callbacks(execute=True):
        go(blog, Section.ADULT, staff, reason="x")
    blog.refresh_from_db()
    assert blog.section == Section.ADULT


def test_a_subject_is_one_line_whatever_the_blog_is_called(blog, staff, django_capture_on_commit_callbacks):
    Blog.objects.filter(pk=blog.pk).update(title="<b>Cats</b> & co")
    blog.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        go(blog, Section.ADULT, staff, reason="x")
    assert "“<b>Cats</b> & co”" in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject


def test_marked_pages_that_will_leave_are_counted(make_target_on, adult_blog):
    night = make_target_on(adult_blog)
    MarkedHost.objects.create(host="example.org")
    for url, adult in (
        ("https://a.example.org/", False),
        ("https://b.example.net/", True),
        ("https://c.example/", False),
    ):
        Received.objects.create(target=night, source_url=url, source_key=url, state="shown", adult=adult)
    assert moves.leaving(adult_blog).marked == 2


@pytest.fixture
def make_target_on(make_entry):
    return lambda blog: make_entry(blog=blog).target


# --- Round-ups.


@pytest.fixture
def round_up(make_theme, make_entry, blog, other_blog):
    """The published round-up of a theme that `blog` and another one answered."""
    theme = make_theme("Rain", second_title="雨", second_body="話。", second_html="<p>話。</p>")
    for home, title in ((blog, SECRET), (other_blog, "Puddles")):
        answer = make_entry(blog=home, title=title, body=f"{title} are near.", html=f"<p>{title} are near.</p>")
        announce.announce(source=answer.target, urls=[theme.entry.target.trackback_url])
    now = timezone.now() + timedelta(days=8)
    assert drafts.draft(theme=theme, now=now)
    theme.refresh_from_db()
    publish(entry=theme.round_up)
    return theme.round_up


def test_what_a_round_up_told_of_it_is_gone_at_once(client, blog, round_up, signed_in, staff):
    pages = [f"/center/{round_up.slug}/", "/center/feed.atom", "/center/rain/"]
    assert SECRET in client.get(pages[0]).content.decode()
    assert SECRET in client.get(pages[1]).content.decode()
    assert "round-up of a theme tells nothing of it any more 1" in text(signed_in.get("/-/blogs/cats/move/"))
    go(blog, Section.ADULT, staff)
    round_up.refresh_from_db()
    for told in (round_up.body, round_up.html, round_up.second_body, round_up.second_html):
        assert SECRET not in told
        assert SECRET.lower() not in told
        assert "Puddles" in told
    for path in pages:
        assert SECRET not in client.get(path).content.decode()
    assert "Puddles" in client.get(pages[0]).content.decode()


def test_a_draft_tells_nothing_of_it_either_and_no_heading_stays_alone(blog, make_theme, make_entry, staff):
    theme = make_theme("Rain", closes_in=timedelta(days=1))
    answer = make_entry(blog=blog, title=SECRET)
    announce.announce(source=answer.target, urls=[theme.entry.target.trackback_url])
    drafts.draft(theme=theme, now=timezone.now() + timedelta(days=2))
    theme.refresh_from_db()
    assert SECRET in theme.round_up.body
    copy = WorkingCopy.objects.create(entry=theme.round_up, values={"title": "T", "body": theme.round_up.body})
    go(blog, Section.ADULT, staff)
    theme.round_up.refresh_from_db()
    copy.refresh_from_db()
    assert copy.values["title"] == "T"
    assert SECRET not in copy.values["body"]
    assert SECRET not in theme.round_up.body
    assert "From blogs here" not in theme.round_up.body
    assert theme.round_up.state == "draft"


# --- The old address.


@pytest.mark.parametrize(
    "below", ["", "archive/?page=2", "{slug}/", "{slug}/trackback/", "{slug}/conversation/", "{slug}/conversation/map/"]
)
def test_the_old_address_leads_to_the_new_one_and_shows_nothing(client, blog, entry, answer, staff, below):
    below = below.format(slug=entry.slug)
    go(blog, Section.ADULT, staff)
    response = client.get(f"/cats/{below}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"http://{conf.ADULT_HOST}/cats/{below}"
    assert response.headers["Cache-Control"] == "no-cache"
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    "below",
    [
        "feed.atom",
        "rsd.xml",
        "{slug}/trackbacks.atom?x=2",
        "{slug}/conversation.atom",
        "{slug}/conversation.json",
        "{slug}/conversation/map.svg",
    ],
)
def test_what_programs_read_leads_to_the_age_page_alone(client, blog, entry, answer, staff, below):
    below = below.format(slug=entry.slug)
    assert client.get(f"/cats/{below}").status_code == 200
    go(blog, Section.ADULT, staff)
    response = client.get(f"/cats/{below}")
    assert (response.status_code, response.headers["Location"]) == (301, f"http://{conf.ADULT_HOST}/cats/")
    asked = client.get("/cats/", headers={"host": conf.ADULT_HOST}).content.decode()
    assert "Are you 18 or over?" in asked
    assert SECRET not in asked


def test_the_covers_of_its_themes_move_with_it(blog, staff, make_theme):
    theme = make_theme(blog=blog)
    theme.cover = Picture.objects.create(section=Section.GENERAL)
    theme.save()
    other = Picture.objects.create(section=Section.GENERAL)
    go(blog, Section.ADULT, staff)
    theme.cover.refresh_from_db()
    other.refresh_from_db()
    assert (theme.cover.section, other.section) == (Section.ADULT, Section.GENERAL)


def test_behind_it_stands_the_age_page(client, adult_client, blog, entry, staff):
    go(blog, Section.ADULT, staff)
    asked = client.get(f"/cats/{entry.slug}/", headers={"host": conf.ADULT_HOST})
    assert SECRET not in asked.content.decode()
    assert SECRET in adult_client.get(f"/cats/{entry.slug}/").content.decode()


def test_back_again_the_adult_address_leads_to_general(client, adult_client, blog, entry, staff):
    go(blog, Section.ADULT, staff)
    go(blog, Section.GENERAL, staff)
    response = adult_client.get(f"/cats/{entry.slug}/")
    assert response.headers["Location"] == f"http://{conf.GENERAL_HOST}/cats/{entry.slug}/"
    assert SECRET in client.get(f"/cats/{entry.slug}/").content.decode()


@pytest.mark.parametrize("below", ["", "archive/", "{slug}/", "{slug}/trackback/", "{slug}/conversation/"])
def test_nobody_is_asked_for_their_age_on_the_way_to_general(client, blog, entry, staff, below):
    below = below.format(slug=entry.slug)
    go(blog, Section.ADULT, staff)
    assert client.get(f"/cats/{below}", headers={"host": conf.ADULT_HOST}).status_code == 200
    go(blog, Section.GENERAL, staff)
    response = client.get(f"/cats/{below}", headers={"host": conf.ADULT_HOST})
    assert response.headers["Location"] == f"http://{conf.GENERAL_HOST}/cats/{below}"


def test_what_it_answered_names_it_no_more(client, blog, entry, answer, make_entry, staff):
    announce.announce(source=entry.target, urls=[answer.target.trackback_url])
    page = f"/dogs/{answer.slug}/"
    assert SECRET in client.get(page).content.decode()
    go(blog, Section.ADULT, staff)
    for path in (page, "/dogs/", "/", f"/dogs/{answer.slug}/trackbacks.atom"):
        assert SECRET not in client.get(path).content.decode()


def test_with_one_host_a_blog_it_leads_there(client, blog, entry, staff, settings):
    settings.BLOG_ADDRESS = "subdomain"
    go(blog, Section.ADULT, staff)
    response = client.get(f"/{entry.slug}/", headers={"host": f"cats.{conf.GENERAL_HOST}"})
    assert response.headers["Location"] == f"http://cats.{conf.ADULT_HOST}/{entry.slug}/"


def test_a_decline_that_is_pressed_twice_moves_nothing_and_asks_for_nothing(desk, adult_blog, account):
    moving.ask(blog=adult_blog, by=account, reason="It is stars")
    pressed = {"to": "general", "decline": "yes", "answer": "The third picture.", "reason": "x"}
    sent = [desk.post("/-/staff/moves/night/", pressed) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    adult_blog.refresh_from_db()
    assert adult_blog.section == "adult"


def test_a_wish_to_move_that_is_sent_twice_is_one_and_nothing_is_complained_of(signed_in, adult_blog):
    wish = {"to": "general", "reason": "It is stars"}
    sent = [signed_in.post("/-/blogs/night/move/", wish) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert Move.objects.get().reason == "It is stars"


def test_who_presses_after_a_colleague_is_told_so(desk, signed_in_as, make_account, adult_blog, account):
    colleague = signed_in_as(make_account("colleague", is_staff=True))
    moving.ask(blog=adult_blog, by=account, reason="It is stars")
    pressed = {"to": "general", "answer": ""}
    first, second = (browser.post("/-/staff/moves/night/", pressed, follow=True) for browser in (desk, colleague))
    assert "Night is in the General section now." in text(first)
    assert "Somebody else was quicker: Night is in the General section already." in text(second)
    assert "Move Night to Adult?" not in text(second)
    # Who pressed it twice is told nothing of colleagues.
    assert "was quicker" not in text(desk.post("/-/staff/moves/night/", pressed, follow=True))
    adult_blog.refresh_from_db()
    assert adult_blog.section == "general"


@pytest.mark.parametrize("over", ["declined by a colleague", "taken back by its owner"])
def test_who_moves_what_nobody_asks_for_any_more_moves_nothing(
    desk, signed_in_as, make_account, adult_blog, account, over
):
    asked = moving.ask(blog=adult_blog, by=account, reason="It is stars")
    if over == "declined by a colleague":
        moving.decline(move=asked, by=make_account("colleague", is_staff=True), answer="No.")
    else:
        moving.take_back(move=asked)
    answer = desk.post("/-/staff/moves/night/", {"to": "general", "answer": ""}, follow=True)
    assert "Nobody asks for this any more: Night stays in the Adult section." in text(answer)
    adult_blog.refresh_from_db()
    assert adult_blog.section == "adult"
