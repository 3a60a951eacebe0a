"""What an answer to our ping means."""

from datetime import UTC, datetime, timedelta

import pytest

from buttobi.outbound import errors
from buttobi.outbound.answer import Answer
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
State = Sent.State


def answer(body: bytes = b"", *, status: int = 200, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(url="https://there.example.org/tb/1", status=status, headers=named, body=body, truncated=False)


def yes(error: int = 0, message: str = "") -> bytes:
    return f"<?xml version='1.0'?><response><error>{error}</error><message>{message}</message></response>".encode()


def test_error_0_is_accepted():
    assert outcome.of_answer(answer(yes()), protocol=Sent.Protocol.TRACKBACK, now=NOW).state == State.ACCEPTED


def test_error_1_is_refused_in_their_words():
    found = outcome.of_answer(answer(yes(1, "No link to us")), protocol=Sent.Protocol.TRACKBACK, now=NOW)
    assert (found.state, found.answer, found.problem) == (State.REFUSED, "No link to us", "")


def test_already_there_is_accepted():
    assert (
        outcome.of_answer(
            answer(yes(1, "We already have a ping from that URI")), protocol=Sent.Protocol.TRACKBACK, now=NOW
        ).state
        == State.ACCEPTED
    )


def test_php_warnings_before_the_answer_do_not_hide_it():
    body = b"<br />\n<b>Warning</b>: foo() in bar.php on line 3<br />\n" + yes()
    assert (
        outcome.of_answer(answer(body, content_type="text/html"), protocol=Sent.Protocol.TRACKBACK, now=NOW).state
        == State.ACCEPTED
    )


def test_an_empty_200_is_unclear():
    found = outcome.of_answer(answer(), protocol=Sent.Protocol.TRACKBACK, now=NOW)
    assert found.state == State.UNCLEAR
    assert found.problem == outcome.NO_VERDICT


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413])
def test_a_4xx_is_refused_and_says_something(status):
    found = outcome.of_answer(answer(status=status), protocol=Sent.Protocol.TRACKBACK, now=NOW)
    assert found.state == State.REFUSED
    assert found.problem


def test_a_403_with_an_error_is_refused_in_their_words():
    assert (
        outcome.of_answer(answer(yes(1, "Blocked"), status=403), protocol=Sent.Protocol.TRACKBACK, now=NOW).answer
        == "Blocked"
    )


def test_a_404_that_says_it_was_taken_was_taken():
    found = outcome.of_answer(answer(yes(), status=404), protocol=Sent.Protocol.TRACKBACK, now=NOW)
    assert found.state == State.ACCEPTED


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_outcome_to_show(status):
    found = outcome.of_answer(
        answer(status=status, location="https://there.example.org/new"), protocol=Sent.Protocol.TRACKBACK, now=NOW
    )
    assert (found.state, found.problem) == (State.REFUSED, outcome.MOVED)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_on_their_side_is_tried_again(status):
    found = outcome.of_answer(answer(status=status, retry_after="600"), protocol=Sent.Protocol.TRACKBACK, now=NOW)
    assert found.state == State.LATER
    assert found.not_before == NOW + timedelta(minutes=10)
    assert not found.in_doubt


def test_a_503_with_an_error_in_xml_is_tried_again():
    assert (
        outcome.of_answer(answer(yes(1, "Later"), status=503), protocol=Sent.Protocol.TRACKBACK, now=NOW).state
        == State.LATER
    )


def test_a_page_that_is_gone_is_refused_and_a_page_in_trouble_tried_again():
    assert outcome.of_page(answer(), now=NOW) is None
    gone = outcome.of_page(answer(status=404), now=NOW)
    assert gone is not None
    assert (gone.state, gone.problem) == (State.REFUSED, outcome.NO_PAGE)
    broken = outcome.of_page(answer(status=500), now=NOW)
    assert broken is not None
    assert broken.state == State.LATER


def test_a_forbidden_address_is_refused_with_the_guards_sentence():
    found = outcome.of_problem(errors.Forbidden("No way."))
    assert (found.state, found.problem) == (State.REFUSED, "No way.")


@pytest.mark.parametrize("problem", [errors.NameNotFound, errors.RefusedConnection, errors.BadCertificate])
def test_connection_trouble_is_tried_again(problem):
    found = outcome.of_problem(problem("Nobody."))
    assert (found.state, found.problem, found.in_doubt) == (State.LATER, "Nobody.", False)


def test_silence_after_our_post_is_in_doubt():
    assert outcome.of_problem(errors.TooSlow("Too slow.", ambiguous=True)).in_doubt
