"""What is gone from the lists is gone from the round-ups, also where people wrote about it in their own words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import tasks
from buttobi.center.models import Run, Told
from buttobi.center.round_up import cut
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.publish import publish
from buttobi.entries.unpublish import unpublish
from buttobi.markup.markdown import render
from buttobi.sections.section import Section
from buttobi.staff import moves
from buttobi.trackbacks.models import Received, Target

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLOSING = NOW + timedelta(days=7)
ELSEWHERE = "https://there.example/dry"


@pytest.fixture
def clock(settings):
    settings.OPEN_THEMES = 0
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def round_up(clock, make_theme, make_entry, blog, other_blog):
    """The published round-up of a theme with two answers from here and one from elsewhere, rewritten by hand."""
    theme = make_theme("Rain", second_title="雨", second_body="話。", second_html="<p>話。</p>")
    for home, title in ((blog, "Glowworms"), (other_blog, "Puddles")):
        make_entry(blog=home, title=title, slug=title.lower(), trackback_urls=theme.entry.target.trackback_url)
    Received.objects.create(
        target=theme.entry.target, source_url=ELSEWHERE, source_key="url:dry", title="Dry", state="shown"
    )
    clock.move_to(CLOSING)
    tasks.turn()
    entry = Entry.objects.get(rounds_up__isnull=False)
    entry.body = (
        "What a week!\n\nI cannot forget [the Glowworms](http://localhost:8000/cats/glowworms/) of Cats.\n\n"
        f"- [Puddles](/dogs/puddles/), so clear\n- [Dry]({ELSEWHERE}), so not\n"
    )
    entry.html = render(entry.body)
    entry.save()
    publish(entry=entry)
    return entry


def said(entry):
    entry.refresh_from_db()
    return f"{entry.body}{entry.html}{entry.second_body}{entry.second_html}"


def answer():
    return Entry.objects.get(title="Glowworms")


def test_while_everything_is_there_nothing_is_cut(round_up):
    before = said(round_up)
    assert cut.sweep() == 0
    assert said(round_up) == before


@pytest.mark.parametrize("how", ["deleted", "unpublished", "closed", "refused", "moved"])
def test_whatever_happens_to_an_answer_the_bell_takes_out_what_was_written_about_it(round_up, how, blog, staff, client):
    if how == "deleted":
        delete(entry=answer())
    elif how == "unpublished":
        unpublish(entry=answer())
    elif how == "closed":
        Blog.objects.filter(pk=blog.pk).update(state=Blog.State.CLOSED)
    elif how == "refused":
        Received.objects.get(source__title="Glowworms").step(Received.State.REFUSED)
    else:
        moves.go(blog=blog, to=Section.ADULT, by=staff)
        assert "Glowworms" not in said(round_up)
    tasks.turn()
    text = said(round_up)
    assert "Glowworms" not in text
    assert "glowworms" not in text
    assert all(words in text for words in ("What a week!", "Puddles", "so not"))
    assert Told.objects.exclude(cut_at=None).count() == 1
    assert cut.sweep() == 0
    page = client.get(f"/center/{round_up.slug}/", headers={"Accept-Language": "en"}).content.decode()
    assert "2 answers" in page
    assert "from 2 blogs" in page


def test_an_answer_from_elsewhere_that_was_refused_goes_too(round_up):
    Received.objects.get(source=None).step(Received.State.REFUSED)
    cut.sweep()
    assert "there.example" not in said(round_up)
    assert "Puddles" in said(round_up)


def test_an_answer_that_is_examined_anew_is_not_gone(round_up):
    Received.objects.filter(source=None).update(state=Received.State.ARRIVED)
    assert cut.sweep() == 0


def test_a_form_that_was_opened_before_brings_nothing_back(round_up, staff, signed_in_as, blog):
    browser = signed_in_as(staff)
    fields = {name: getattr(round_up, name) for name in ("title", "body", "second_title", "second_body")}
    fields |= {"audience": "everyone", "accepts_trackbacks": "on", "tags": "", "act": "submit"}
    moves.go(blog=blog, to=Section.ADULT, by=staff)
    fields["body"] += "\nAnd [Cats](http://localhost:8000/cats/) as such.\n\nMy new end.\n"
    assert browser.post(f"/-/entries/{round_up.pk}/", fields).status_code == 302
    text = said(round_up)
    assert "My new end." in text
    assert "Cats" not in text
    assert "Glowworms" not in text


def test_what_was_typed_and_not_submitted_is_cut_as_well(round_up, blog, staff):
    WorkingCopy.objects.create(entry=round_up, values={"title": "T", "body": round_up.body + "\nMine."})
    moves.go(blog=blog, to=Section.ADULT, by=staff)
    values = WorkingCopy.objects.get().values
    assert "Glowworms" not in values["body"]
    assert "Mine." in values["body"]


def test_under_a_former_name_it_is_found_too(round_up, blog, staff):
    Blog.objects.filter(pk=blog.pk).update(name="kittens")
    blog.former_names.create(name="cats")
    blog.refresh_from_db()
    moves.go(blog=blog, to=Section.ADULT, by=staff)
    assert "Glowworms" not in said(round_up)


def test_an_answer_that_is_back_is_news(round_up, staff, signed_in_as):
    unpublish(entry=answer())
    cut.sweep()
    publish(entry=answer())
    page = signed_in_as(staff).get("/-/themes/general/round-ups/").content.decode()
    assert "1 answer came in later" in page


def test_an_answer_that_staff_link_themselves_is_told(round_up, staff, signed_in_as, make_entry, make_blog):
    run = Run.objects.get()
    made = make_entry(blog=make_blog("birds"), title="Feathers", slug="feathers")
    row = Received.objects.create(
        target=Target.objects.get(entry=run.theme.entry),
        source=made.target,
        source_url="x",
        source_key="ours:x",
        state="shown",
    )
    Received.objects.filter(pk=row.pk).update(received_at=NOW)
    fields = {name: getattr(round_up, name) for name in ("title", "body", "second_title", "second_body")}
    fields |= {"audience": "everyone", "accepts_trackbacks": "on", "tags": "", "act": "submit"}
    fields["body"] += "\n- [Feathers](http://localhost:8000/birds/feathers/)\n"
    browser = signed_in_as(staff)
    assert "1 answer came in later" in browser.get("/-/themes/general/round-ups/").content.decode()
    browser.post(f"/-/entries/{round_up.pk}/", fields)
    assert "came in later" not in browser.get("/-/themes/general/round-ups/").content.decode()
    moves.go(blog=made.blog, to=Section.ADULT, by=staff)
    assert "Feathers" not in said(round_up)


def test_an_owners_round_up_loses_what_stays_on_the_other_side_when_their_blog_moves(
    clock, make_theme, make_entry, blog, other_blog, staff
):
    theme = make_theme("Challenge", blog=blog)
    make_entry(blog=other_blog, title="Puddles", trackback_urls=theme.entry.target.trackback_url)
    clock.move_to(CLOSING)
    tasks.turn()
    entry = Entry.objects.get(rounds_up__isnull=False)
    assert "Puddles" in said(entry)
    moves.go(blog=blog, to=Section.ADULT, by=staff)
    assert "Puddles" not in said(entry)


def test_saving_another_entry_costs_one_question_more(blog, make_entry, django_assert_num_queries):
    entry = make_entry()
    with django_assert_num_queries(1):
        cut.proofread(entry)
    assert timezone.now() > entry.created_at


# What is code in it would be too deep, were the fence to go with the line above it.
FENCED = "[the Glowworms](http://localhost:8000/cats/glowworms/)\n```\n\n" + ">" * 3000 + " x\n\n```\n"
# A comment, and what it holds back.
COMMENTED = "<!-- [the Glowworms](http://localhost:8000/cats/glowworms/)\n\n" + ">" * 3000 + " x\n\n-->\n"


@pytest.mark.parametrize("text", [FENCED, COMMENTED + "\n[so](/cats/glowworms/)"])
def test_a_text_that_is_too_much_when_it_is_cut_stops_nothing(round_up, text, blog, staff):
    Entry.objects.filter(pk=round_up.pk).update(body=text, html=render(text))
    moves.go(blog=blog, to=Section.ADULT, by=staff)
    tasks.turn()
    assert "lowworms" not in said(round_up)
    assert "&gt;&gt;&gt; x" in round_up.html
    assert cut.sweep() == 0


def test_a_round_up_that_cannot_be_cut_stops_no_other(round_up, monkeypatch, caplog):
    def fail(run):
        raise RuntimeError

    delete(entry=answer())
    monkeypatch.setattr(cut, "_cut", fail)
    assert cut.sweep() == 0
    assert "cannot be cut" in caplog.text
    monkeypatch.undo()
    assert cut.sweep() == 1
    assert "Glowworms" not in said(round_up)


def test_a_link_in_disguise_leads_nowhere_any_more(round_up):
    text = (
        "[the\n\n<p><a title='>' \thref\n=/cats/&#103;lowworms/>Rain</a>\n\n![p](/x 'y')[w\\]x](</cats/glow\\worms/>)"
    )
    Entry.objects.filter(pk=round_up.pk).update(body=text, html='<p><a href="/cats/&#103;lowworms/">Rain</a></p>')
    delete(entry=answer())
    cut.sweep()
    assert "lowworms" not in said(round_up)


def test_what_is_saved_while_it_is_cut_is_not_lost(round_up, monkeypatch):
    was_read = cut._take_out

    def read_and_wait(entry, left):
        if not entry.body.startswith("New."):
            Entry.objects.filter(pk=entry.pk).update(body=f"New.\n\n{entry.body}")
        return was_read(entry, left)

    delete(entry=answer())
    monkeypatch.setattr(cut, "_take_out", read_and_wait)
    cut.sweep()
    assert "New." in said(round_up)
    assert "Glowworms" not in said(round_up)


def test_a_crowd_that_is_gone_costs_no_more_questions_than_one(
    round_up, make_entry, make_blog, make_account, django_assert_max_num_queries
):
    run = Run.objects.get()
    target = Target.objects.get(entry=run.theme.entry)
    for number in range(12):
        made = make_entry(blog=make_blog(f"blog{number}", owner=make_account()), title=f"E{number}", slug="e")
        row = Received.objects.create(
            target=target, source=made.target, source_url="x", source_key=f"x{number}", state="refused"
        )
        Told.objects.create(run=run, received=row)
    Blog.objects.filter(name__startswith="blog").update(state=Blog.State.CLOSED)
    with django_assert_max_num_queries(12):
        cut.proofread(round_up)
