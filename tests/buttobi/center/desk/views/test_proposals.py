"""Proposing a theme, and answering."""

import re

import pytest

from buttobi.center.models import Proposal, Theme
from buttobi.center.opening import open_centers

pytestmark = pytest.mark.django_db
PROPOSE, ANSWER = "/-/themes/propose/", "/-/themes/general/proposals/"
SNOW = {"title": "Snow", "prompt": "The first of the year.", "language": "en", "section": "general"}


@pytest.fixture(autouse=True)
def _centers(db):
    open_centers()


@pytest.fixture
def browser(staff, signed_in_as):
    return signed_in_as(staff)


def text(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_anyone_with_an_account_proposes_and_sees_where_it_stands(signed_in):
    assert signed_in.post(PROPOSE, SNOW).status_code == 302
    page = text(signed_in, PROPOSE)
    assert "Thank you. Staff read it" in page
    assert "waiting for staff" in page


def test_the_section_of_the_own_blog_is_chosen_already(signed_in, adult_blog):
    chosen = r'value="(\w+)"[^>]* checked'
    assert re.findall(chosen, text(signed_in, PROPOSE)) == ["adult"]
    assert re.findall(chosen, text(signed_in, f"{PROPOSE}?section=general")) == ["general"]


def test_without_an_adult_section_there_is_no_choice(signed_in, settings):
    settings.ADULT_SECTION = False
    assert 'name="section"' not in text(signed_in, PROPOSE)
    signed_in.post(PROPOSE, SNOW | {"section": "adult"})
    assert Proposal.objects.get().section == "general"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "\u200b"},
        {"title": "x" * 201},
        {"language": "fr"},
        {"section": "x"},
        {"prompt": "x" * 4001},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, fields):
    page = signed_in.post(PROPOSE, SNOW | fields).content.decode()
    assert "Not yet: please look at this" in page
    assert (SNOW | fields)["prompt"] in page
    assert not Proposal.objects.exists()


def test_a_sixth_waits_with_its_words_until_one_was_answered(signed_in):
    for _ in range(5):
        signed_in.post(PROPOSE, SNOW)
    page = signed_in.post(PROPOSE, SNOW | {"title": "One more"}).content.decode()
    assert "Five of your proposals are waiting for an answer." in page
    assert 'value="One more"' in page
    assert Proposal.objects.count() == 5


def test_one_press_accepts_and_one_undoes(signed_in, browser):
    signed_in.post(PROPOSE, SNOW)
    proposal = Proposal.objects.get()
    assert "The first of the year." in text(browser, ANSWER)
    browser.post(f"/-/themes/proposals/{proposal.pk}/accept/")
    page = text(browser, ANSWER)
    assert "“Snow” is announced: it opens on" in page
    theme = Theme.objects.get(proposal=proposal)
    assert f'href="{theme.entry.address}"' in text(signed_in, PROPOSE)
    browser.post(f"/-/themes/proposals/{proposal.pk}/undo/")
    assert "The proposal waits again" in text(browser, ANSWER)
    assert "waiting for staff" in text(signed_in, PROPOSE)


def test_declined_with_words_that_its_proposer_reads(signed_in, browser):
    signed_in.post(PROPOSE, SNOW)
    number = Proposal.objects.get().pk
    wrong = browser.post(ANSWER, {"decline": number, f"p{number}-answer": ""}).content.decode()
    assert wrong.count("Please say why not") == 2
    browser.post(ANSWER, {"decline": number, f"p{number}-answer": "We had <it> last month."})
    assert "Staff: We had &lt;it&gt; last month." in text(signed_in, PROPOSE)


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 5000, "٣"])
def test_declining_what_is_not_there_is_not_found(browser, number):
    assert browser.post(ANSWER, {"decline": number}).status_code == 404


def test_a_proposal_of_the_other_section_is_not_declined_here(signed_in, browser):
    signed_in.post(PROPOSE, SNOW | {"section": "adult"})
    number = Proposal.objects.get().pk
    assert "Snow" not in text(browser, ANSWER)
    assert browser.post(ANSWER, {"decline": number, f"p{number}-answer": "No."}).status_code == 404


def test_looking_decides_nothing_and_nobody_but_staff_decides(signed_in, browser):
    signed_in.post(PROPOSE, SNOW)
    number = Proposal.objects.get().pk
    for act in ("accept", "undo"):
        assert browser.get(f"/-/themes/proposals/{number}/{act}/").status_code == 405
        assert signed_in.post(f"/-/themes/proposals/{number}/{act}/").status_code == 403
    assert Proposal.objects.get().state == Proposal.State.WAITING


def test_a_proposal_that_is_sent_twice_is_one_and_with_other_words_another(signed_in):
    (token,) = re.findall(r'name="submission" value="(\w+)"', text(signed_in, PROPOSE))
    for _ in range(2):
        assert signed_in.post(PROPOSE, SNOW | {"submission": token}).status_code == 302
    assert Proposal.objects.count() == 1
    assert text(signed_in, PROPOSE).count("Thank you. Staff read it") == 1
    signed_in.post(PROPOSE, SNOW | {"submission": token, "title": "Ice"})
    assert set(Proposal.objects.values_list("title", flat=True)) == {"Snow", "Ice"}
