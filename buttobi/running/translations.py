"""Whether the Japanese catalogue says everything that the code says, and was compiled since.

The catalogue is read here in pure Python. What the code says is gathered by xgettext where that is installed; without
it the catalogue is still held against its compiled form, and against itself.
"""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE = Path("locale") / "ja" / "LC_MESSAGES" / "django.po"
_QUOTED = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?(".*")$')


@dataclass(slots=True, kw_only=True)
class Message:
    """One entry of a catalogue."""

    fields: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.fields.get("msgctxt", ""), self.fields.get("msgid", "")

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.fields.items() if name.startswith("msgstr")]


def read(catalogue: str) -> list[Message]:
    """The messages of a catalogue in use, its header and obsolete ones left out."""
    return [message for message in _messages(catalogue) if message.fields.get("msgid")]


def _messages(catalogue: str) -> Iterator[Message]:
    for block in re.split(r"\n\s*\n", catalogue.replace("\r\n", "\n")):
        message, name = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.fuzzy = "fuzzy" in line
            if match := _QUOTED.match(line):
                name = match[1] or name
                # The escapes of a catalogue are those of a Python string.
                message.fields[name] = message.fields.get(name, "") + str(ast.literal_eval(match[2]))
        yield message


def problems(root: Path) -> str:
    """What is wrong with the Japanese catalogue of the checkout at `root`, one line each; "" when nothing is."""
    file = root / "buttobi" / CATALOGUE
    if not file.is_file():
        return f"there is no catalogue {file}"
    messages = read(file.read_text(encoding="utf-8"))
    found = [*_unfinished(messages), *_not_compiled(messages, file.with_suffix(".mo"))]
    if shutil.which("xgettext"):
        found += _difference(messages, _said_by_the_code(root))
    return "\n".join(found)


def _unfinished(messages: list[Message]) -> Iterator[str]:
    for message in messages:
        if message.fuzzy:
            yield f"fuzzy: {message.key[1]!r}"
        elif not message.translations or not all(message.translations):
            yield f"not translated: {message.key[1]!r}"


def _not_compiled(messages: list[Message], compiled: Path) -> Iterator[str]:
    try:
        with compiled.open("rb") as file:
            known = gettext.GNUTranslations(file)
    except OSError as problem:
        yield f"not compiled: {problem}"
        return
    for message in messages:
        context, text = message.key
        plural = message.fields.get("msgid_plural")
        said = _look_up(known, context, text, plural)
        if message.translations and said != message.translations[0]:
            yield f"compiled before the last change: {text!r}"


def _look_up(known: gettext.GNUTranslations, context: str, text: str, plural: str | None) -> str:
    if plural is not None:
        return known.npgettext(context, text, plural, 1) if context else known.ngettext(text, plural, 1)
    return known.pgettext(context, text) if context else known.gettext(text)


def _difference(messages: list[Message], said: list[Message]) -> Iterator[str]:
    translated, wanted = {message.key for message in messages}, {message.key for message in said}
    for _, text in sorted(wanted - translated):
        yield f"missing: {text!r}"
    for _, text in sorted(translated - wanted):
        yield f"said nowhere: {text!r}"


def _said_by_the_code(root: Path) -> list[Message]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "buttobi"
        shutil.copytree(root / "buttobi", copy, ignore=shutil.ignore_patterns("__pycache__", "locale", "static"))
        (copy / "locale").mkdir()
        # Out of reach of the settings: they would add the locale folder of the checkout itself.
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            "ja",
            "--no-location",
            "--verbosity",
            "0",
        ]
        subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)  # noqa: S603
        return read((copy / CATALOGUE).read_text(encoding="utf-8"))
