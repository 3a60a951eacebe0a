"""What people and staff fill in about accounts, beside the forms of django-allauth."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from buttobi.accounts import usernames


class FirstStaffForm(forms.Form):
    """The first staff account; `open_account` says what is wrong with it."""

    username = forms.CharField(
        label=_("User name"),
        help_text=usernames.RULE,
        max_length=usernames.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_username(self) -> str:
        return usernames.clean(self.cleaned_data["username"])

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError(_("The two passwords differ."))
        return again


class InvitationForm(forms.Form):
    """A word for the staff about whom a link is for."""

    note = forms.CharField(
        label=_("Whom is it for?"),
        required=False,
        max_length=120,
        help_text=_("For the list below; the person does not see it."),
    )


class AppPasswordForm(forms.Form):
    """Which program the password is for."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("The name of the program or device, so that you know later which one to revoke."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddKeyForm(AddWebAuthnForm):
    """A passkey or a security key, by a name that its owner knows again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
