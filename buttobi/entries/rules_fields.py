"""The fields of Other Settings that say what of the blog's trackback policy is otherwise under one entry."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.trackbacks import policy, rules
from buttobi.trackbacks.models.policy import RULES, Culture, Showing


def _choice(label: Any) -> forms.ChoiceField:
    # Its closed drawer shows what is chosen; as the blog has it, it shows nothing.
    return forms.ChoiceField(label=label, required=False, widget=forms.Select(attrs={"data-says": "{}"}))


class RulesFields(forms.Form):
    """One choice for each rule; the first is always that of the blog, and says what that is."""

    takes = _choice(_("Kinds of trackbacks"))
    culture = _choice(_("A link to this entry"))
    showing = _choice(_("Shown to readers"))
    closes_after_days = _choice(_("Other sites"))

    def fit_rules(self, blog: Blog) -> None:
        """Offers what this blog may choose from."""
        now = policy.of_blog(blog)
        offered: dict[str, tuple[rules.Choices, object]] = {
            "takes": (rules.kinds(), rules.named(now.takes)),
            "culture": (list(Culture.choices), Culture(now.culture).label),
            "showing": (list(Showing.choices), Showing(now.showing).label),
            "closes_after_days": (rules.days(), rules.open_for(now.days)),
        }
        for name, (choices, of_blog) in offered.items():
            as_the_blog = (rules.AS_THE_BLOG, format_lazy(_("as the blog: {rule}"), rule=of_blog))
            cast(forms.ChoiceField, self.fields[name]).choices = [as_the_blog, *choices]
        if blog.official:
            del self.fields["culture"], self.fields["closes_after_days"]

    def rules_say(self, values: Mapping[str, str]) -> list[str]:
        """What is chosen otherwise than the blog has it, in words."""
        said = []
        for name in RULES:
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField) and values[name]:
                words = {str(value): str(label) for value, label in cast(rules.Choices, field.choices)}
                said.append(words.get(values[name], ""))
        return said
