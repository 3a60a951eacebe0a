"""The fields of a form in which an entry is written, in one language or two: what is typed, rendered, and filed."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from buttobi.entries.tags import read_tags
from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.markdown import render


def rendered(typed: str) -> tuple[str, str]:
    """A text as it is kept, and its safe HTML. Raises a ValidationError for one that is too large to be rendered."""
    text = typed.replace("\r\n", "\n")
    try:
        return text, render(text)
    except MarkupTooLarge as problem:
        raise forms.ValidationError(gettext(problem.sentence)) from None


class TextFields(forms.Form):
    """Beside `body`, `second_body` and `tags`, which the form itself declares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The safe HTML of each text, by its field's name, once it is clean.
        self.html: dict[str, str] = {}

    def clean_body(self) -> str:
        return self._rendered("body")

    def clean_second_body(self) -> str:
        return self._rendered("second_body")

    def _rendered(self, name: str) -> str:
        text, self.html[name] = rendered(str(self.cleaned_data[name]))
        return text

    def clean_tags(self) -> tuple[str, ...]:
        return read_tags(self.cleaned_data["tags"])
