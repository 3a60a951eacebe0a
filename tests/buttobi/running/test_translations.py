"""What is found wrong with a catalogue."""

import shutil
import subprocess

import pytest

from buttobi.running.translations import problems, read

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'
needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt") or not shutil.which("xgettext"), reason="no gettext here")


@pytest.fixture
def checkout(tmp_path):
    """A tiny tree whose one page says one word: write its catalogue, then look."""
    (tmp_path / "buttobi" / "templates").mkdir(parents=True)
    (tmp_path / "buttobi" / "templates" / "page.html").write_text("{% load i18n %}{% translate 'Entry' %}")
    catalogue = tmp_path / "buttobi" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)

    def write(body: str, *, compiled: bool = True) -> str:
        catalogue.write_text(HEADER + body)
        if compiled:
            subprocess.run(["msgfmt", "-o", str(catalogue.with_suffix(".mo")), str(catalogue)], check=True)
        return problems(tmp_path)

    return write


def test_a_catalogue_is_read_with_contexts_plurals_and_long_lines():
    messages = read(
        HEADER + '#, python-format\nmsgctxt "list"\nmsgid ""\n"%(count)s "\n"entry"\nmsgid_plural "%(count)s entries"\n'
        'msgstr[0] "記事 %(count)s 件\\n"\n\n#~ msgid "old"\n#~ msgstr "古い"\n'
    )
    assert [message.key for message in messages] == [("list", "%(count)s entry")]
    assert messages[0].translations == ["記事 %(count)s 件\n"]


@needs_gettext
def test_a_complete_catalogue_has_no_problems(checkout):
    assert checkout('msgid "Entry"\nmsgstr "記事"\n') == ""


@needs_gettext
@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "missing: 'Entry'"),
        ('msgid "Entry"\nmsgstr ""\n', "not translated: 'Entry'"),
        ('#, fuzzy\nmsgid "Entry"\nmsgstr "記事"\n', "fuzzy: 'Entry'"),
        ('msgid "Entry"\nmsgstr "記事"\n\nmsgid "Gone"\nmsgstr "もうない"\n', "said nowhere: 'Gone'"),
    ],
)
def test_what_is_missing_empty_fuzzy_or_unused_is_named(checkout, body, problem):
    assert problem in checkout(body)


@needs_gettext
def test_a_catalogue_that_changed_since_it_was_compiled_is_named(checkout):
    checkout('msgid "Entry"\nmsgstr "記事"\n')
    assert "compiled before" in checkout('msgid "Entry"\nmsgstr "エントリー"\n', compiled=False)


def test_a_catalogue_that_was_never_compiled_is_named(checkout):
    assert "not compiled" in checkout('msgid "Entry"\nmsgstr "記事"\n', compiled=False)
