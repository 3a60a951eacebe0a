"""The trackback policy of a blog, as its owner sets it; and the one press that closes every entry."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.blogs.models import Blog
from buttobi.trackbacks import policy, rules
from buttobi.trackbacks.models import BlogPolicy
from buttobi.trackbacks.models.policy import KINDS, NEVER

MOST_DAYS = 3650


class PolicyForm(forms.Form):
    """The rules of a whole blog."""

    takes = forms.MultipleChoiceField(
        label=_("Kinds that are taken"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one at least, or close all entries below.")},
        help_text=_(
            "TrackBack: somebody pastes the Trackback URL. Webmention and Pingback: a program tells us of a link."
        ),
    )
    culture = forms.ChoiceField(
        label=_("A link to the entry"),
        choices=rules.CULTURES,
        widget=forms.RadioSelect,
        help_text=_("A Webmention or Pingback without a link is always refused."),
    )
    showing = forms.ChoiceField(
        label=_("Shown to readers"),
        choices=rules.SHOWINGS,
        widget=forms.RadioSelect,
        help_text=_("What an author here sends is shown at once."),
    )
    closes_after_days = forms.IntegerField(
        label=_("Close entries to other sites after so many days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Empty: never. Blogs here may go on, and what an entry has stays."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, blog: Blog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if blog.official:
            del self.fields["culture"], self.fields["closes_after_days"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: HttpRequest, name: str) -> HttpResponse:
    """What holds for every entry of a blog that does not say otherwise itself."""
    blog = _own(request, name)
    now = policy.of_blog(blog)
    initial = {
        "takes": list(now.takes),
        "culture": now.culture,
        "showing": now.showing,
        "closes_after_days": now.days if now.days != NEVER else None,
    }
    form = PolicyForm(request.POST or None, blog=blog, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        if "closes_after_days" in found:
            found["closes_after_days"] = found["closes_after_days"] or NEVER
        BlogPolicy.objects.update_or_create(blog=blog, defaults=found)
        messages.success(request, gettext("Saved. It holds for every entry that does not say otherwise."))
        return redirect("policies", blog.name)
    return render(request, "trackbacks/policies.html", {"own": blog, "form": form, "closed": now.closed})


@login_required
@require_POST
def close_all(request: HttpRequest, name: str) -> HttpResponse:
    """Closes every entry of a blog at once, or takes that back."""
    blog = _own(request, name)
    closed = request.POST.get("act") != "open"
    BlogPolicy.objects.update_or_create(blog=blog, defaults={"closed": closed})
    if closed:
        messages.success(request, gettext("Closed: no entry of this blog takes trackbacks. What they have stays."))
    else:
        messages.success(request, gettext("Open again: each entry takes what its own settings say."))
    return redirect("policies", blog.name)


def _own(request: HttpRequest, name: str) -> Blog:
    """A blog that the person decides about; 404 for every other, so that nobody learns which names exist."""
    blog = access.writable_by(person(request)).select_related("policy").filter(name=name).first()
    if blog is None:
        raise Http404
    return blog
