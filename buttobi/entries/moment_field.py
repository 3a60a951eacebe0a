"""The field of a date and a time, in the zone in which the form is read."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext


class MomentField(forms.DateTimeField):
    """Says in plain words that a moment comes twice or never, where the clocks are put forward or back."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as problem:
            if problem.code == "ambiguous_timezone":
                words = gettext("The clocks change then, and this time comes twice or not at all. Choose another one.")
                raise forms.ValidationError(words, code=problem.code) from None
            raise
