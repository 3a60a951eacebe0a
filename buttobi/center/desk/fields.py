"""The fields that the theme of a Center and the theme of an owner have in common: its time, and its cover."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.entries.forms import FIRST_YEAR, YEARS_AHEAD
from buttobi.entries.models import Entry
from buttobi.entries.moment_field import MomentField
from buttobi.media.forget import unused_of
from buttobi.media.models import Picture
from buttobi.media.take import check, take

# As a field of date and time shows a moment, and sends it.
MOMENT = "%Y-%m-%dT%H:%M"
_FORMATS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d"]
_CHOOSE_AGAIN = _("Please choose the picture again when the rest is right: another one is kept for you until then.")
_NO_MOMENT = _("Please write it like 2026-12-24 09:00, or leave it empty.")
# Which pictures a form takes is said to the browser, too; what counts is what the file is.
_PICTURES = "image/jpeg,image/png,image/gif,image/webp"

# What can be the key of a picture.
_KEY = re.compile(r"[0-9A-Za-z]{22}")

Values = dict[str, str]


def _moment(label: Any) -> MomentField:
    return MomentField(
        label=label,
        required=False,
        input_formats=_FORMATS,
        error_messages={"invalid": _NO_MOMENT},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class TimeAndCover(forms.Form):
    """When a theme is open, in the time of its blog, and the picture above it.

    `submitting`: it is to be read; a draft may still be wrong about its time and miss words for its cover.
    """

    use_required_attribute = False

    # What stood in the theme when the form was opened.
    stood = forms.CharField(required=False, widget=forms.HiddenInput)
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))
    cover = forms.FileField(
        label=_("Cover picture"),
        required=False,
        help_text=_("JPEG, PNG, GIF or WebP, at most 10 MB. It is made anew in the sizes that pages need."),
        widget=forms.FileInput(attrs={"accept": _PICTURES}),
    )
    no_cover = forms.BooleanField(label=_("Take the picture away"), required=False)
    cover_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=250,
        required=False,
        help_text=_("For readers who do not see it: one sentence."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        blog: Blog,
        by: Account,
        entry: Entry | None = None,
        theme: Theme | None = None,
        initial: Mapping[str, str] | None = None,
        submitting: bool = True,
    ) -> None:
        self.blog, self.by, self.entry, self.theme, self.submitting = blog, by, entry, theme, submitting
        super().__init__(typed, files, initial=dict(initial or {}))
        # Known before the fields are cleaned: also a form that is shown again has the picture that was chosen before.
        self.picture = self._known_picture()
        in_zone = format_lazy(_("In the time of {zone}."), zone=blog.time_zone)
        self.fields["opens_at"].help_text = format_lazy("{} {}", _("Empty: at once."), in_zone)
        self.fields["closes_at"].help_text = format_lazy(
            "{} {} {}", _("Empty: it stays open."), in_zone, _("0:00 is the end of the day before.")
        )

    def _known_picture(self) -> Picture | None:
        key = self.data.get("kept_cover", "") if self.is_bound else self.initial.get("kept_cover", "")
        if not _KEY.fullmatch(key):
            return None
        found = Picture.objects.defer("original").filter(section=self.blog.section, key=key).first()
        if found is None:
            return None
        is_ours = found.uploaded_by_id == self.by.pk or (self.theme is not None and self.theme.cover_id == found.pk)
        return found if is_ours else None

    def full_clean(self) -> None:
        with timezone.override(self.blog.zone):
            super().full_clean()
        if self.is_bound:
            self._take_cover()

    # --- Its time -----------------------------------------------------------------------------------------------------
    def clean_opens_at(self) -> datetime | None:
        return self._right("opens_at", gettext("This moment has passed. Leave it empty to open at once."))

    def clean_closes_at(self) -> datetime | None:
        return self._right("closes_at", gettext("This moment has passed. Choose a later one, or leave it empty."))

    def _right(self, name: str, passed: str) -> datetime | None:
        moment: datetime | None = self.cleaned_data[name]
        if moment is None:
            return None
        if not FIRST_YEAR <= moment.year <= timezone.now().year + YEARS_AHEAD:
            raise forms.ValidationError(gettext("Please choose a date within the next ten years."))
        before: datetime | None = getattr(self.entry, name, None)
        # The field shows minutes; what was left as it stands keeps its seconds, and may have passed.
        if before is not None and before.replace(second=0, microsecond=0) == moment and not self._begins_late(name):
            return before
        if self.submitting and moment <= timezone.now():
            raise forms.ValidationError(passed)
        return moment

    def _begins_late(self, name: str) -> bool:
        """Whether a draft is announced whose end has passed; one whose beginning has passed opens at once."""
        is_draft = self.entry is not None and self.entry.state == Entry.State.DRAFT
        return name == "closes_at" and self.submitting and is_draft

    def _check_order(self, found: Mapping[str, Any]) -> None:
        closes_at = found.get("closes_at")
        opens_at = found.get("opens_at") or (timezone.now() if self.submitting else None)
        if closes_at is not None and opens_at is not None and closes_at <= opens_at and "opens_at" not in self.errors:
            self.add_error("closes_at", gettext("A theme closes after it opens. Please choose a later moment."))

    # --- Its cover ----------------------------------------------------------------------------------------------------
    def clean_cover(self) -> "UploadedFile[Any] | None":
        file = self.cleaned_data["cover"]
        if not isinstance(file, UploadedFile):
            return None
        check(file)
        return file

    def _take_cover(self) -> None:
        """Keeps the chosen picture once everything was read; for a form with an error one picture of an account."""
        file = self.cleaned_data.get("cover")
        if file is None or self.cleaned_data.get("no_cover"):
            return
        if self.errors and unused_of(self.by).exists():
            self.add_error("cover", _CHOOSE_AGAIN)
            return
        try:
            self.picture = take(file, section=self.blog.section, by=self.by)
        except forms.ValidationError as problem:
            self.add_error("cover", problem)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("no_cover"):
            self.picture = None
        self._check_order(found)
        has_cover = self.picture is not None or (found.get("cover") is not None and not found.get("no_cover"))
        if has_cover and self.submitting:
            for name in ("cover_alt", "second_cover_alt"):
                if name in self.fields and not found.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Please say in words what the picture shows."))
        return found


def time_and_cover_of(entry: Entry, theme: Theme | None) -> Values:
    """These fields as they stand in a theme; times in its blog's zone."""
    key = ""
    if theme is not None and theme.cover_id is not None:
        key = Picture.objects.values_list("key", flat=True).get(pk=theme.cover_id)
    return {
        "opens_at": shown(entry.blog, entry.opens_at),
        "closes_at": shown(entry.blog, entry.closes_at),
        "kept_cover": key,
        "cover_alt": theme.cover_alt if theme is not None else "",
    }


def shown(blog: Blog, moment: datetime | None) -> str:
    """A moment as a field shows it, on the clocks of a blog."""
    return moment.astimezone(blog.zone).strftime(MOMENT) if moment is not None else ""
