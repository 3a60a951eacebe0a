"""Late answers at the desk: whoever keeps a theme is told, and presses once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from buttobi.center import tasks
from buttobi.center.models import Run
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db
DESK = "/-/themes/general/round-ups/"


@pytest.fixture
def close(make_entry, other_blog):
    """Ends a theme with an answer in time and one that is shown later."""

    def end(theme):
        for title in ("In time", "Late"):
            make_entry(blog=other_blog, title=title, trackback_urls=theme.entry.target.trackback_url)
        held = Received.objects.filter(source__title="Late")
        held.update(state=Received.State.HELD)
        with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
            tasks.turn()
        held.update(state=Received.State.SHOWN)
        return Run.objects.get()

    return end


def text(browser, path):
    response = browser.get(path, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_staff_are_told_and_add_them_to_a_draft(close, make_theme, staff, signed_in_as):
    run, browser = close(make_theme("Rain")), signed_in_as(staff)
    assert "1 answer came in later" in text(browser, DESK)
    response = browser.post(f"/-/themes/round-ups/{run.pk}/add/", follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == DESK
    assert "1 answer was added to the draft." in page
    assert "came in later" not in page
    assert "[Late]" in Entry.objects.get(rounds_up=run).body


def test_published_they_stand_in_the_form_and_wait_for_submit(close, make_theme, staff, signed_in_as):
    run, browser = close(make_theme("Rain")), signed_in_as(staff)
    publish(entry=Entry.objects.get(rounds_up=run))
    assert 'Round-ups <span class="count">1</span>' in text(browser, DESK)
    response = browser.post(f"/-/themes/round-ups/{run.pk}/add/", follow=True)
    assert response.redirect_chain[-1][0] == f"/-/entries/{run.round_up_id}/"
    page = response.content.decode()
    assert "They stand at the end." in page
    assert "[Late]" in page
    assert "[Late]" not in Entry.objects.get(rounds_up=run).body


def test_left_out_nothing_waits(close, make_theme, staff, signed_in_as):
    run, browser = close(make_theme("Rain")), signed_in_as(staff)
    browser.post(f"/-/themes/round-ups/{run.pk}/leave-out/")
    assert "came in later" not in text(browser, DESK)


def test_owners_find_them_where_their_theme_is_kept(close, make_theme, blog, signed_in):
    theme = make_theme("Challenge", blog=blog)
    run = close(theme)
    path = f"/-/entries/{theme.entry_id}/theme/"
    with time_machine.travel(run.closed_at + timedelta(days=1)):
        assert f'action="/-/themes/round-ups/{run.pk}/add/"' in text(signed_in, path)
        page = signed_in.post(f"/-/themes/round-ups/{run.pk}/add/", follow=True).content.decode()
    assert "1 answer was added to the draft." in page


def test_nobody_else_may_press_and_nothing_happens_by_looking(
    close, make_theme, blog, signed_in_as, other_account, signed_in, client
):
    run = close(make_theme("Challenge", blog=blog))
    for name in ("add", "leave-out"):
        path = f"/-/themes/round-ups/{run.pk}/{name}/"
        assert signed_in_as(other_account).post(path).status_code == 404
        assert signed_in.get(path).status_code == 405
        assert client.post(path, HTTP_HOST="localhost:8000").status_code in (302, 403, 404)
    assert "[Late]" not in Entry.objects.get(rounds_up=run).body
