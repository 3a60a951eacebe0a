"""The form of New Submission: what is typed, what is wrong with it, and what Other Settings say when closed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.entries import keep, shown, slugs, titles
from buttobi.entries.box import Box
from buttobi.entries.models import Entry
from buttobi.entries.moment_field import MomentField
from buttobi.entries.rules_fields import RulesFields
from buttobi.entries.shown import Shown
from buttobi.entries.tags import split_tags
from buttobi.entries.text_fields import TextFields
from buttobi.entries.write import Written
from buttobi.markup import unseen
from buttobi.sections.section import Section
from buttobi.trackbacks import rules
from buttobi.trackbacks.announce import LINKS_TOLD
from buttobi.trackbacks.judge import limit
from buttobi.trackbacks.models import Target
from buttobi.trackbacks.models.policy import RULES

SETTINGS = ("trackback_urls", "tells_links", "tags", "scheduled_for", "audience", "accepts_trackbacks", *RULES, "slug")
# Dates at the ends of the calendar cannot be told in every time zone.
FIRST_YEAR, YEARS_AHEAD = 2000, 10
NOTHING_WRITTEN = _("There is nothing here yet. Please write a title or some text.")
OTHER_LANGUAGE = {"ja": "en", "en": "ja"}
LANGUAGE_NAMES = {"ja": _("Japanese"), "en": _("English")}


def _text(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class EntryForm(TextFields, RulesFields):
    """Everything that a person can say about an entry. `submitting`: it is to be read; else it is a draft.

    `both_languages`: a theme needs its second title and prompt.
    """

    # What is required to submit is not required to save a draft, and the browser cannot know which button is pressed.
    use_required_attribute = False

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        validators=[unseen.check],
        # With `autocomplete` off, a browser that goes back would bring the text again without its title.
        widget=forms.TextInput(attrs={"placeholder": _("Title")}),
    )
    body = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=_text(18, placeholder=_("Write here, in Markdown."))
    )
    second_title = forms.CharField(label=_("Title"), max_length=200, required=False, validators=[unseen.check])
    second_body = forms.CharField(label=_("Prompt"), required=False, strip=False, widget=_text(8))
    trackback_urls = forms.CharField(
        label=_("Trackback URLs"),
        required=False,
        widget=_text(
            4,
            spellcheck="false",
            inputmode="url",
            **{"data-says-one": pgettext_lazy("drawer", "1 trackback"), "data-says-many": _("{n} trackbacks")},
        ),
    )
    tells_links = forms.BooleanField(
        label=_("Tell the pages that this entry links to"),
        required=False,
        help_text=format_lazy(_("The first {count} links in the text, each once."), count=LINKS_TOLD),
        widget=forms.CheckboxInput(attrs={"data-says": _("links are not told"), "data-says-default": "on"}),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Separated by commas."),
        widget=forms.TextInput(
            attrs={
                "data-says-one": pgettext_lazy("drawer", "1 tag"),
                "data-says-many": _("{n} tags"),
                "data-says-split": ",",
            }
        ),
    )
    scheduled_for = MomentField(
        label=_("Date and time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        error_messages={"invalid": _("Please write it like 2026-12-24 09:00, or leave it empty.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "data-says": "{}"}, format="%Y-%m-%dT%H:%M"),
    )
    audience = forms.ChoiceField(
        label=_("Who can read it"),
        choices=[
            (Entry.Audience.EVERYONE, _("everyone")),
            (Entry.Audience.LINK, _("only with the link")),
            (Entry.Audience.ME, _("only me")),
        ],
        help_text=_("Trackbacks are sent only when everyone can read the entry."),
        widget=forms.RadioSelect(attrs={"data-says": "{}", "data-says-default": Entry.Audience.EVERYONE}),
    )
    accepts_trackbacks = forms.BooleanField(
        label=_("Accept trackbacks"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-says": _("takes no trackbacks"), "data-says-default": "on"}),
    )
    slug = forms.CharField(
        label=_("Address of the entry"),
        max_length=slugs.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-says": "/{}/"}),
    )

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        *,
        blog: Blog,
        entry: Entry | None = None,
        initial: Mapping[str, str] | None = None,
        submitting: bool = True,
        both_languages: bool = True,
    ) -> None:
        self.blog, self.entry, self.submitting = blog, entry, submitting
        self.both_languages = both_languages and blog.official
        self.is_published = entry is not None and entry.state == Entry.State.PUBLISHED
        super().__init__(
            typed, initial=dict(initial) if initial is not None else keep.values_of(entry or Entry(blog=blog))
        )
        self._fit()

    def _fit(self) -> None:
        """Fits the fields to the blog and to where the entry stands."""
        for name in ("title", "body"):
            self.fields[name].widget.attrs["lang"] = self.blog.language
        if self.blog.official:
            self._fit_theme()
        else:
            del self.fields["second_title"], self.fields["second_body"]
        self.fit_rules(self.blog)
        if self.is_published:
            del self.fields["scheduled_for"]
        else:
            self.fields["scheduled_for"].help_text = format_lazy(
                _("Empty: at once. A time to come: published then, in the time of {zone}."), zone=self.blog.time_zone
            )
        if self.entry is not None and self.entry.slug:
            self.fields["slug"].widget.attrs["data-says-default"] = self.entry.slug
        box = self.fields["trackback_urls"]
        box.help_text = format_lazy(
            _("One a line, at most {limit}: the Trackback URL of an entry, or its own address."), limit=limit(self.blog)
        )
        box.widget.attrs |= {
            "hx-post": reverse("entry-judge"),
            "hx-trigger": "change, change from:#id_body",
            "hx-target": "#trackback-chips",
        }
        self.fields["slug"].help_text = format_lazy(
            _("Below {address}. Empty: made from the title or the date."), address=self.blog.address
        )

    def _fit_theme(self) -> None:
        first, second = self.blog.language, OTHER_LANGUAGE[self.blog.language]
        for name, what, language in (
            ("title", _("Title"), first),
            ("body", _("Prompt"), first),
            ("second_title", _("Title"), second),
            ("second_body", _("Prompt"), second),
        ):
            field = self.fields[name]
            field.label = format_lazy(_("{words} ({more})"), words=what, more=LANGUAGE_NAMES[language])
            field.widget.attrs |= {"placeholder": field.label, "lang": language}
            if self.both_languages and self.submitting:
                field.required = True
                field.error_messages["required"] = _("A theme is written in both languages.")

    # --- What is typed ------------------------------------------------------------------------------------------------
    @property
    def values(self) -> keep.Values:
        """The fields as they stand in the form, typed or found."""
        return keep.values_in(self.data) if self.is_bound else {name: str(self.initial[name]) for name in keep.FIELDS}

    @cached_property
    def box(self) -> Box:
        """What stands in the trackback box."""
        return Box.read(self.values["trackback_urls"], blog=self.blog, entry=self.entry, links=self.shown.links)

    @property
    def same_title(self) -> Target | None:
        """What is answered under its own title: whole lists of one title tell their readers nothing."""
        typed = [self.values["title"], self.values["second_title"]]
        for target in self.box.targets:
            if any(titles.is_same(one, other) for one in typed for other in (target.title, target.second_title)):
                return target
        return None

    @cached_property
    def shown(self) -> Shown:
        """What the pages that are told will be shown."""
        return shown.of(self.values, self.blog)

    # --- What is wrong ------------------------------------------------------------------------------------------------
    def full_clean(self) -> None:
        with timezone.override(self.blog.zone):
            super().full_clean()

    def clean_scheduled_for(self) -> Any:
        moment = self.cleaned_data["scheduled_for"]
        if moment is not None and not FIRST_YEAR <= moment.year <= timezone.now().year + YEARS_AHEAD:
            raise forms.ValidationError(gettext("Please choose a date within the next ten years."))
        if moment is not None and self.submitting and moment <= timezone.now():
            raise forms.ValidationError(gettext("This moment has passed. Leave it empty to publish at once."))
        return moment

    def clean_slug(self) -> str:
        written = self.cleaned_data["slug"]
        if not written or (self.entry is not None and written == self.entry.slug):
            return ""
        try:
            slug = slugs.from_wish(written)
        except ValueError as problem:
            raise forms.ValidationError(gettext(str(problem))) from None
        if slugs.is_reserved(slug):
            raise forms.ValidationError(slugs.KEPT_FREE)
        if slugs.is_taken(slug, blog=self.blog, by=self.entry):
            raise forms.ValidationError(slugs.TAKEN)
        return slug

    def clean_trackback_urls(self) -> str:
        if problems := self.box.problems:
            raise forms.ValidationError(problems)
        return str(self.cleaned_data["trackback_urls"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not self.errors and not any(found.get(name, "").strip() for name in ("title", "body", "second_title")):
            self.add_error("body", NOTHING_WRITTEN)
        if self.submitting and self.blog.state != Blog.State.OPEN:
            closed = gettext("This blog is closed. Open it to publish here; until then, drafts can be saved.")
            self.add_error(None, closed)
        if self.submitting and not Section(self.blog.section).is_offered:
            off = gettext("The Adult section is switched off. Until it is on again, drafts can be saved.")
            self.add_error(None, off)
        return found

    def written(self) -> Written:
        """What was found right; only after `is_valid`."""
        found = self.cleaned_data
        return Written(
            title=found["title"],
            body=found["body"],
            html=self.html["body"],
            second_title=found.get("second_title", ""),
            second_body=found.get("second_body", ""),
            second_html=self.html.get("second_body", ""),
            trackback_urls=found["trackback_urls"],
            tells_links=found["tells_links"],
            tags=found["tags"],
            scheduled_for=found.get("scheduled_for"),
            audience=found["audience"],
            accepts_trackbacks=found["accepts_trackbacks"],
            **rules.meant(found),
            slug=found["slug"],
        )

    # --- Other Settings -----------------------------------------------------------------------------------------------
    @property
    def settings_are_wrong(self) -> bool:
        return self.is_bound and any(name in self.errors for name in SETTINGS)

    @property
    def settings_say(self) -> str:
        """What is in Other Settings, for their closed face; nothing when all is as usual."""
        values = self.values
        count = len(self.box.lines)
        tags = len(split_tags(values["tags"]))
        parts = [
            ngettext("1 trackback", "%(count)s trackbacks", count) % {"count": count} if count else "",
            "" if values["tells_links"] else gettext("links are not told"),
            ngettext("1 tag", "%(count)s tags", tags) % {"count": tags} if tags else "",
            values["scheduled_for"].replace("T", " ") if "scheduled_for" in self.fields else "",
            self._audience_says(values["audience"]),
            "" if values["accepts_trackbacks"] else gettext("takes no trackbacks"),
            *self.rules_say(values),
            f"/{values['slug']}/" if values["slug"] and values["slug"] != (self.entry and self.entry.slug) else "",
        ]
        return " · ".join(part for part in parts if part)

    def _audience_says(self, audience: str) -> str:
        if audience == Entry.Audience.EVERYONE:
            return ""
        return str(dict(Entry.Audience.choices).get(audience, ""))
