"""What staff fill in, and an owner who wants a blog moved."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.find import find, former
from buttobi.blogs.models import Blog
from buttobi.sections import marked

_PLAIN = forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"})
_WORDS = forms.Textarea(attrs={"rows": 3})


class HostForm(forms.Form):
    """A host that is to be marked."""

    host = forms.CharField(
        label=_("Address or host"),
        max_length=2048,
        help_text=_("Paste any address of the site. Every host below it is marked with it."),
        widget=_PLAIN,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, help_text=_("For staff alone: why it is here.")
    )

    def clean_host(self) -> str:
        host = marked.clean(str(self.cleaned_data["host"]))
        if (already := marked.marked_by(host)) is not None:
            sentence = gettext("It is marked already, with %(host)s.") % {"host": already.host}
            raise ValidationError(sentence, code="marked")
        return host


class BlogForm(forms.Form):
    """Which blog staff want to move."""

    blog = forms.CharField(
        label=_("Name of the blog"), max_length=200, help_text=_("As it stands in its address."), widget=_PLAIN
    )

    def clean_blog(self) -> Blog:
        name = str(self.cleaned_data["blog"]).strip().strip("/").rpartition("/")[2].lower()
        blog = (find(name) or former(name)) if "\x00" not in name else None
        if blog is None or blog.state == Blog.State.DELETED:
            raise ValidationError(gettext("There is no blog of this name."), code="no_blog")
        if blog.may_move_to is None:
            raise ValidationError(gettext("This blog cannot be moved."), code="no_way")
        return blog


class ReasonForm(forms.Form):
    """Why staff move a blog by themselves: its owner reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("Its owner gets it by mail, and finds it in the blog's settings."),
        widget=_WORDS,
    )


class AnswerForm(forms.Form):
    """What staff answer an owner who asked for a move."""

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=400,
        help_text=_("Its owner gets it by mail. Needed to decline."),
        widget=_WORDS,
    )


class AskForm(forms.Form):
    """Why a blog is to move to General."""

    reason = forms.CharField(
        label=_("What should staff know?"),
        max_length=400,
        help_text=_("Why it fits General now: what you changed, or how it came to be in Adult."),
        widget=_WORDS,
    )
