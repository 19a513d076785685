"""What the first page of an empty install asks."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy

from annotator.web.forms import NewProjectForm


class FirstRunForm(forms.Form):
    """The first person of an install, and the first project."""

    code = forms.CharField(
        max_length=60,
        label=gettext_lazy("Setup code"),
        help_text=gettext_lazy("The server printed it at its start; the command first_run prints it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
    name = forms.CharField(
        required=False,
        max_length=150,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As others read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    username = forms.CharField(
        max_length=150,
        label=gettext_lazy("Username"),
        help_text=gettext_lazy("To sign in with. It stays, and is shown where there is no name."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only to reset a forgotten password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        strip=False,
        label=gettext_lazy("Password"),
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        strip=False,
        label=gettext_lazy("Password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    project = forms.CharField(
        max_length=200,
        label=gettext_lazy("Name of the first project"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    coders_per_document = NewProjectForm.base_fields["coders_per_document"]
    blind = NewProjectForm.base_fields["blind"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", gettext_lazy("The two passwords differ."))
        return values

    def values(self) -> dict[str, Any]:
        """What `open_install` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"code", "again"}}
        return {**values, "given": self.cleaned_data["code"]}
