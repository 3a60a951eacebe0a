"""What a person fills in about a blog; the verbs say what is wrong with it."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buttobi.blogs import names
from buttobi.blogs.models import Blog
from buttobi.markup import unseen
from buttobi.sections.section import Section

# Typed, not picked: a list of 500 places is searched by its letters.
_ZONE = forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"})
_NAME = forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"})
# Each in its own words, as on the language switch.
_LANGUAGES = [("ja", "日本語"), ("en", "English")]


class WordsForm(forms.Form):
    """What every blog says of itself."""

    title = forms.CharField(label=_("Title"), max_length=120, validators=[unseen.check])
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=400,
        help_text=_("One or two sentences under the title."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=_LANGUAGES, help_text=_("The blog's pages speak it to everybody.")
    )
    time_zone = forms.CharField(
        label=_("Time zone"), widget=_ZONE, help_text=_("Type a few letters of a large town near you.")
    )


class SettingsForm(WordsForm):
    """What an owner may change at any time."""

    in_ranking = forms.BooleanField(
        label=_("Show this blog in the Trackback Ranking"),
        required=False,
        help_text=_("Holds from the next view on, for the days that are over as well."),
    )


_SECTIONS = {Section.GENERAL: _("General: for everybody"), Section.ADULT: _("Adult: for readers of 18 or over")}


def _offered() -> list[tuple[str, "str | Promise"]]:
    return [(section, _SECTIONS[section]) for section in Section.offered()]


class OpenForm(WordsForm):
    """A new blog; its section is asked where there is a choice."""

    name = forms.CharField(label=_("Name"), max_length=names.LONGEST, help_text=names.RULE, widget=_NAME)
    section = forms.ChoiceField(
        label=_("Section"),
        choices=_offered,
        initial=Section.GENERAL,
        help_text=_("It is part of the blog's address. The two sections do not mix."),
        widget=forms.RadioSelect,
    )

    field_order = ["title", "name", "section", "language", "time_zone", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(Section.offered()) == 1:
            self.fields["section"].widget = forms.HiddenInput()


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=names.LONGEST, help_text=names.RULE, widget=_NAME)


class DeleteForm(forms.Form):
    """The name of the blog, typed: nothing so final is one press."""

    name = forms.CharField(label=_("Type the name of the blog"), max_length=names.LONGEST, widget=_NAME)

    def __init__(self, *args: Any, blog: Blog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blog = blog

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip().lower()
        if name != self.blog.name:
            raise forms.ValidationError(_("This is not the name of the blog. Nothing was deleted."))
        return name
