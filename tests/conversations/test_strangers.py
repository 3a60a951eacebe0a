"""One service and the receivers that it meets: polite, garrulous, silent, moody and moved."""

import html
from urllib.parse import parse_qs

from tests import strangers
from tests.conversations.people import Desk, publish, wait_for

YES = '<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'
WARNINGS = f"<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/tb.php</b> on line <b>3</b><br />\n{YES}"
NO = "<response><error>1</error><message>記事へのリンクがありません</message></response>"


def receivers():
    """A site with one receiver of each kind; the moody one fails the first time."""
    moods = iter([strangers.page("", status=500)])

    async def moody(asked, writer):
        await next(moods, strangers.says(strangers.answer(YES.encode(), content_type="text/xml")))(asked, writer)

    return strangers.site(
        {
            "/tb/warnings": strangers.page(WARNINGS),
            "/tb/silent": strangers.page(""),
            "/tb/slow": strangers.never_answers(),
            "/tb/moody": moody,
            "/tb/moved": strangers.redirect("/elsewhere", status=301),
            "/tb/needs-a-link": strangers.says(strangers.answer(NO.encode(), content_type="text/xml; charset=utf-8")),
        }
    )


WORDS = {
    "warnings": "accepted",
    "silent": "unclear",
    "slow": "will try again",
    "moody": "will try again",
    "moved": "refused",
    "needs-a-link": "refused",
}


def test_each_receiver_is_understood_and_its_words_are_kept(start):
    here = start("here", OUTBOUND_ALLOW="127.0.0.0/8")
    with strangers.serve(receivers()) as there:
        # Two entries, since one carries five addresses; hosts of their own, so that the slow one delays nobody.
        urls = [there.at(f"/tb/{name}", host=f"{name}.localhost") for name in WORDS]
        publish(here, "here", "猫の一日", *urls[:3], body="にゃあ。")
        publish(here, "here", "One day", *urls[3:])
        me = Desk(here, "here")

        def states():
            rows = me.read("/-/sent/").split('<li class="sending"')[1:]
            return {name: row for row in rows for name in WORDS if f"/tb/{name}" in row}

        def settled():
            found = states()
            return all(f">{words}<" in found[name] for name, words in WORDS.items())

        wait_for(settled, "every receiver has had its say")
        found = {name: html.unescape(row) for name, row in states().items()}
    assert "記事へのリンクがありません" in found["needs-a-link"]
    assert "The address has moved" in found["moved"]
    assert "did not say whether it took the trackback" in found["silent"]
    assert "It may have arrived" in found["slow"]
    posts = [asked for asked in there.asked if asked.method == "POST"]
    assert sorted(asked.target for asked in posts) == sorted(f"/tb/{name}" for name in WORDS)
    japanese = next(asked for asked in posts if asked.target == "/tb/warnings")
    assert parse_qs(japanese.body.decode())["title"] == ["猫の一日"]
    assert "referer" not in japanese.headers
