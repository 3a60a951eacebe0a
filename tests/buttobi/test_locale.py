"""The Japanese of the service: whole, in the words that are settled, and written as Japanese."""

import gettext
import re
from pathlib import Path

import allauth
import django
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from buttobi.running.translations import Message, read

LOCALE = Path(settings.LOCALE_PATHS[0])
OURS = LOCALE / "ja" / "LC_MESSAGES" / "django.po"
# What Django and django-allauth say, where we say it differently.
OVERRIDES = LOCALE / "packages" / "ja" / "LC_MESSAGES" / "django.po"
THEIRS = [
    folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    for folder in (
        Path(allauth.__file__).parent,
        Path(django.__file__).parent / "conf",
        Path(django.__file__).parent / "contrib" / "auth",
    )
]

SETTLED = {
    "What's a Trackback?": "トラックバックって何?",
    "Trackback Center": "トラックバックセンター",
    "Make Trackback": "トラックバックする",
    "New Submission": "新規投稿",
    "Other Settings": "その他の設定",
    "Submit": "投稿する",
    "Save draft": "下書き保存",
    "Preview": "プレビュー",
    "Trackback URLs": "トラックバックURL",
    "Trackbacks": "トラックバック",
    "Published.": "公開しました。",
    "Inbox": "受信箱",
    "Sent": "送信一覧",
    "Show": "承認する",
    "Refuse": "拒否する",
    "Refuse and block this site": "拒否してこのサイトをブロック",
    "Answer with an entry": "記事で答える",
    "Undo": "元に戻す",
    "held": "保留",
    "shown": "公開",
    "waiting": "送信待ち",
    "finding the address": "送信先を確認中",
    "sending": "送信中",
    "accepted": "受理",
    "unclear": "応答不明",
    "will try again": "再試行予定",
    "gave up": "断念",
    "cancelled": "取り消し",
    "withdrawn": "取り下げ",
    "waiting for approval": "承認待ち",
    "General": "一般",
    "Adult": "アダルト",
    "Copy": "コピー",
    "Copied": "コピーしました",
    "Write on this theme": "このお題で書く",
    "I am 18 or over: enter": "18歳以上です（入る）",
    "Leave": "退出する",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Forms of dates, and what stands between words.
WITHOUT_WORDS = {
    *("n/j", "Y/n/j", "、", "。"),
    *(
        "「%(title)s」",
        "「%(sentence)s」",
        "{words}（{more}）",
        "{words}{more}",
        "（%(place)s）",
        "%(label)s：%(problem)s",
    ),
    *("%(first)s〜%(last)s", "%(start)s〜24:00（%(clock)s）", "%(start)s（%(first)s）〜24:00（%(last)s）"),
    '<time datetime="%(stamp)s">%(date)s</time> %(hours)s',
}
# The round-up is drafted in Markdown, whose links need their half-width brackets.
MARKDOWN_LINK = re.compile(r"\[([^]]*)\]\(%\(url\)s\)")
KANA_OR_KANJI = "[\u3040-\u30ff\u4e00-\u9fff]"
SLIPS = {
    "half-width katakana": r"[\uff61-\uff9f]",
    "full-width letters or digits": r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]",
    "doubled punctuation": r"[、。]{2}",
    "a Latin comma, semicolon or full stop": rf"{KANA_OR_KANJI}[,.;]",
    "a half-width bracket": rf"{KANA_OR_KANJI}\(|\){KANA_OR_KANJI}",
    "a blank between Japanese words": rf"{KANA_OR_KANJI} {KANA_OR_KANJI}",
    "English quotation marks": r"[\u2018-\u201f]",
    "a question or exclamation mark": r"[?!？！]",
    "somebody addressed as あなた": r"あなた|貴方",
    "kanji where kana are usual": r"下さい|出来ま|頂き",
}
# The one name that has its mark.
WITH_ITS_MARK = "トラックバックって何?"
SENTENCE_END = re.compile(r"(です|ます|ません|ました|でした|ください)$")


def messages(catalogue: Path) -> list[Message]:
    return read(catalogue.read_text(encoding="utf-8"))


def name(message: Message) -> str:
    return "|".join(message.key)[:60]


EVERYTHING = messages(OURS) + messages(OVERRIDES)


def test_every_message_is_said_in_japanese() -> None:
    assert [name(message) for message in EVERYTHING if message.fuzzy or len(message.translations) != 1] == []
    said = [(name(message), message.translations[0]) for message in EVERYTHING]
    assert [key for key, text in said if not JAPANESE.search(text) and text not in WITHOUT_WORDS] == []


def test_the_japanese_keeps_every_placeholder_and_tag() -> None:
    for message in EVERYTHING:
        english = message.fields.get("msgid_plural", message.fields["msgid"])
        assert set(PLACEHOLDER.findall(message.translations[0])) == set(PLACEHOLDER.findall(english)), name(message)


def test_a_sentence_ends_with_its_mark() -> None:
    sentences = [message for message in EVERYTHING if message.fields["msgid"].endswith(".")]
    assert [name(message) for message in sentences if SENTENCE_END.search(message.translations[0])] == []


@pytest.mark.parametrize("slip", SLIPS)
def test_the_japanese_is_written_as_japanese(slip: str) -> None:
    texts = [re.sub(r"<[^>]+>", "", message.translations[0]).replace(WITH_ITS_MARK, "") for message in EVERYTHING]
    texts = [MARKDOWN_LINK.sub(r"\1", text) for text in texts]
    assert [text for text in texts if re.search(SLIPS[slip], text)] == []


def test_no_message_is_left_over_from_an_earlier_text() -> None:
    assert "#~" not in OURS.read_text(encoding="utf-8")


@pytest.mark.parametrize("catalogue", [OURS, OVERRIDES], ids=["ours", "packages"])
def test_the_compiled_catalogue_says_the_same(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(catalogue):
        context, text = message.key
        if plural := message.fields.get("msgid_plural"):
            said = compiled.ngettext(text, plural, 1)
        else:
            said = compiled.pgettext(context, text) if context else compiled.gettext(text)
        assert said == message.translations[0]


@pytest.mark.parametrize(("english", "japanese"), SETTLED.items())
def test_the_settled_words_hold(english: str, japanese: str) -> None:
    with translation.override("ja"):
        assert translation.gettext(english) == japanese


def test_the_list_of_trackbacks_has_its_own_heading() -> None:
    with translation.override("ja"):
        assert translation.pgettext("list", "Trackbacks") == "トラックバック一覧"


def test_the_slip_reads_as_one_sentence() -> None:
    msgid = 'The Trackback URL for this entry is <code id="%(code_id)s">%(url)s</code>'
    with translation.override("ja"):
        said = re.sub("<[^>]+>", "", translation.gettext(msgid) % {"code_id": "x", "url": "https://blog.example/tb/1"})
    assert said == "この記事のトラックバックURLは https://blog.example/tb/1 です"


def test_a_theme_is_called_odai_everywhere() -> None:
    # What stands in a placeholder is the title of a theme, and no word of ours.
    said = [(message, PLACEHOLDER.sub("", message.fields["msgid"])) for message in messages(OURS)]
    themes = [message for message, english in said if re.search(r"\btheme", english)]
    assert themes
    assert [name(message) for message in themes if "お題" not in message.translations[0]] == []


def test_every_override_is_still_said_by_a_package() -> None:
    theirs = {message.key for catalogue in THEIRS for message in messages(catalogue)}
    assert [message.key for message in messages(OVERRIDES) if message.key not in theirs] == []


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/-/account/login/", "アカウントをお持ちでない方は"),
        ("/-/account/signup/", "新規登録"),
        ("/-/account/password/reset/", "新しいパスワードを決めるためのリンクをお送りします"),
        ("/help/trackback/", "トラックバックって何?"),
    ],
)
def test_a_japanese_browser_reads_japanese(client: Client, db: None, path: str, sentence: str) -> None:
    page = client.get(path, headers={"accept-language": "ja", "host": settings.GENERAL_HOST}).content.decode()
    assert '<html lang="ja"' in page
    assert sentence in page


def test_the_packages_speak_in_our_words(client: Client, db: None) -> None:
    page = client.get("/-/account/login/", headers={"accept-language": "ja", "host": settings.GENERAL_HOST})
    assert "ユーザー名またはメールアドレス" in page.content.decode()
    assert "パスワードをお忘れの方" in page.content.decode()
