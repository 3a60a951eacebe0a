"""What staff fill in about a theme, what an owner does, and what somebody proposes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.center import plan, stand
from buttobi.center.compose import Composed
from buttobi.center.desk import owner_themes
from buttobi.center.desk.fields import TimeAndCover, Values, time_and_cover_of
from buttobi.center.models import Theme
from buttobi.entries import once
from buttobi.entries.forms import FIRST_YEAR, LANGUAGE_NAMES, OTHER_LANGUAGE, YEARS_AHEAD
from buttobi.entries.text_fields import TextFields, rendered
from buttobi.markup import unseen
from buttobi.sections.section import Section

TYPED = (
    "title",
    "body",
    "second_title",
    "second_body",
    "tags",
    "opens_at",
    "closes_at",
    "kept_cover",
    "cover_alt",
    "second_cover_alt",
    "on_shelf",
    "stood",
)
WORDS = ("title", "second_title", "body", "second_body")
BOTH_LANGUAGES = _("A theme is written in both languages.")


def _line(label: Any, *, required: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=200, required=required, validators=[unseen.check], widget=widget)


def _prompt() -> forms.CharField:
    return forms.CharField(label=_("Prompt"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}))


class Once(forms.Form):
    """A form that makes something: however often it is sent, it makes one."""

    submission = forms.CharField(required=False, initial=once.draw, widget=forms.HiddenInput)

    def clean_submission(self) -> str:
        return once.read(self.cleaned_data)


class ThemeForm(Once, TextFields, TimeAndCover):
    """Everything that staff can say about a theme of a Trackback Center."""

    title = _line(_("Title"))
    body = _prompt()
    second_title = _line(_("Title"))
    second_body = _prompt()
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    second_cover_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on_shelf = forms.BooleanField(
        label=_("Keep it on the shelf"),
        required=False,
        help_text=_("Evergreen: it is opened by itself, for fourteen days, when too few themes are open."),
    )

    field_order = [
        "title",
        "second_title",
        "body",
        "second_body",
        "tags",
        "opens_at",
        "closes_at",
        "cover",
        "no_cover",
        "cover_alt",
        "second_cover_alt",
        "on_shelf",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.blog.language, OTHER_LANGUAGE[self.blog.language]
        for name, language in (
            ("title", first),
            ("body", first),
            ("cover_alt", first),
            ("second_title", second),
            ("second_body", second),
            ("second_cover_alt", second),
        ):
            field = self.fields[name]
            field.label = format_lazy(_("{words} ({more})"), words=field.label, more=LANGUAGE_NAMES[language])
            field.widget.attrs["lang"] = language
        if self.theme is None:
            self.initial.setdefault("stood", stand.mark(stand.blank()))
        else:
            # It is made already.
            del self.fields["submission"]
        # A draft may want for all of them.
        for name in WORDS:
            self.fields[name].required = self.submitting
            self.fields[name].error_messages["required"] = BOTH_LANGUAGES

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        # From the shelf it is opened as it stands, without anybody looking.
        if self.submitting or found.get("on_shelf"):
            self._check_words(found)
        elif not self.errors and not any(found.get(name, "").strip() for name in ("title", "second_title")):
            self.add_error("title", gettext("Please write a title, in one language at least."))
        if self.submitting and self.blog.state != Blog.State.OPEN:
            self.add_error(None, gettext("This Center is closed. Open it to announce themes; drafts can be saved."))
        return found

    def _check_words(self, found: Mapping[str, Any]) -> None:
        for name in WORDS:
            if name not in self.errors and not unseen.can_be_seen(str(found.get(name, ""))):
                self.add_error(name, BOTH_LANGUAGES)

    def composed(self) -> Composed:
        """What was found right; only after `is_valid`."""
        found = self.cleaned_data
        return Composed(
            title=found["title"],
            body=found["body"],
            html=self.html["body"],
            second_title=found["second_title"],
            second_body=found["second_body"],
            second_html=self.html["second_body"],
            tags=found["tags"],
            opens_at=found["opens_at"],
            closes_at=found["closes_at"],
            cover=self.picture,
            cover_alt=found["cover_alt"],
            second_cover_alt=found["second_cover_alt"],
            on_shelf=found["on_shelf"],
        )


def values_in(form: Mapping[str, str]) -> Values:
    """The fields of a theme as they were sent."""
    return {name: form.get(name, "").replace("\r\n", "\n").replace("\x00", "") for name in TYPED}


def values_of(theme: Theme) -> Values:
    """The fields as they stand in a theme."""
    entry = theme.entry
    return {
        "title": entry.title,
        "body": entry.body,
        "second_title": entry.second_title,
        "second_body": entry.second_body,
        "tags": ", ".join(tag.name for tag in entry.tags.all()),
        "second_cover_alt": theme.second_cover_alt,
        "on_shelf": "on" if theme.on_shelf else "",
        "stood": stand.mark(stand.of(entry, theme)),
        **time_and_cover_of(entry, theme),
    }


class QuickForm(Once):
    """A title and a day: enough for a draft that stands in the plan."""

    title = _line(_("Title"), required=True)
    day = forms.DateField(
        label=_("Opens on"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
        error_messages={"invalid": _("Please write the day like 2026-12-24.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, center: Blog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.center = center

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        now = timezone.now()
        if not FIRST_YEAR <= day.year <= now.year + YEARS_AHEAD:
            raise forms.ValidationError(gettext("Please choose a date within the next ten years."))
        closes_at = plan.fortnight(day, self.center.zone).closes_at
        if closes_at is not None and closes_at <= now:
            raise forms.ValidationError(gettext("Fourteen days from then are over already. Please choose a later day."))
        return day


class OwnerForm(TimeAndCover):
    """When an entry looks for answers as a theme, and its cover."""

    field_order = ["opens_at", "closes_at", "cover", "no_cover", "cover_alt"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        refusal = owner_themes.refusal(self.entry, closes_at=found.get("closes_at")) if self.entry is not None else ""
        if refusal:
            self.add_error(None, refusal)
        return found


class ProposeForm(Once):
    """A theme that somebody would like to see in a Center."""

    title = _line(_("Title"), required=True)
    prompt = forms.CharField(
        label=_("Prompt"),
        required=False,
        max_length=4000,
        help_text=_("What could people tell about it? Two or three sentences."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("ja", "日本語"), ("en", "English")],
        help_text=_("Staff write it in the other one, too."),
    )
    section = forms.ChoiceField(label=_("Section"), choices=Section.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        if not Section.ADULT.is_offered:
            del self.fields["section"]

    def clean_prompt(self) -> str:
        prompt, _html = rendered(str(self.cleaned_data["prompt"]))
        return prompt


class DeclineForm(forms.Form):
    """Why a proposed theme will not be, for whoever proposed it."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=400,
        error_messages={"required": _("Please say why not: whoever proposed it reads your words.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
