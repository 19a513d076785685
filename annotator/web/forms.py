"""The forms of the pages. They read what was typed; the rules are the actions'."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from annotator.accounts.models import Scope, User
from annotator.documents.models import Document
from annotator.permissions import Role, scopes_of
from annotator.projects.models import Project
from annotator.web.details import settings_choices

ROLES = [
    (Role.ANALYST.value, gettext_lazy("Analyst")),
    (Role.SUPERVISOR.value, gettext_lazy("Supervisor")),
    (Role.CLIENT.value, gettext_lazy("Client")),
]
SCOPES = {
    Scope.READ: gettext_lazy("read"),
    Scope.WRITE: gettext_lazy("tag and capture"),
    Scope.REVIEW: gettext_lazy("decide"),
    Scope.MANAGE: gettext_lazy("manage projects, members and releases"),
}


_SLUG = gettext_lazy("Use a to z, 0 to 9, and hyphens between them.")


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What a project is called and how it is coded."""

    labels = forms.CharField(
        required=False,
        label=gettext_lazy("Labels"),
        help_text=gettext_lazy("Free words that tags may carry, with commas between them."),
        widget=forms.TextInput,
    )
    blind = forms.BooleanField(
        required=False,
        label=gettext_lazy("Blind: analysts do not see each other's work before a document is complete"),
    )
    suggestions = forms.NullBooleanField(
        required=False,
        label=gettext_lazy("Suggestions of sentences worth checking"),
        help_text=gettext_lazy(
            "Found by rules in the text. They decide nothing and are never counted as work."
        ),
        widget=forms.Select(
            choices=[
                ("unknown", gettext_lazy("On, unless the project is blind")),
                ("true", gettext_lazy("On")),
                ("false", gettext_lazy("Off")),
            ]
        ),
    )
    details = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Details that analysts are asked for, beside attribution, modality and a note"),
        choices=settings_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    coders_per_document = forms.IntegerField(
        min_value=1,
        max_value=20,
        initial=1,
        label=gettext_lazy("Coders per document"),
        help_text=gettext_lazy("How many must hand in before a document is complete."),
    )

    class Meta:
        model = Project
        fields = ["name", "slug", "coders_per_document", "labels", "details", "blind", "suggestions"]
        labels = {"name": gettext_lazy("Name"), "slug": gettext_lazy("Address")}
        help_texts = {
            "slug": gettext_lazy("Small Latin letters, digits and hyphens. Links to the old address break.")
        }
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "slug": forms.TextInput(attrs={"dir": "ltr"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["labels"] = ", ".join(self.instance.labels)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        try:
            Project._meta.get_field("slug").run_validators(slug)
        except forms.ValidationError as error:
            raise forms.ValidationError(_SLUG, code="slug") from error
        return slug

    def clean_labels(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["labels"].split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def _post_clean(self) -> None:
        """The row is changed by the action alone, which checks it too."""


class NewProjectForm(ProjectForm):
    class Meta(ProjectForm.Meta):
        fields = ["name", "coders_per_document", "blind"]

    labels = None  # type: ignore[assignment]
    details = None  # type: ignore[assignment]
    suggestions = None  # type: ignore[assignment]


class PasteForm(forms.Form):
    """A text typed or pasted."""

    title = forms.CharField(
        required=False,
        max_length=500,
        help_text=gettext_lazy("Without one, the first line is the title."),
        label=gettext_lazy("Title"),
    )
    source = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Who published it: an outlet, an agency, a person."),
    )
    url = forms.CharField(required=False, max_length=2000, label=gettext_lazy("Web address"))
    text = forms.CharField(
        strip=False, widget=forms.Textarea(attrs={"class": "tall", "dir": "auto"}), label=gettext_lazy("Text")
    )


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What is known about a document; its text stays."""

    source = forms.CharField(
        required=False,
        max_length=200,
        help_text=gettext_lazy("Who published it first."),
        label=gettext_lazy("Source"),
    )
    published_at = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Published"),
        help_text=gettext_lazy("Day, or day and time in UTC: 2026-05-04 or 2026-05-04 17:30."),
        widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M"),
        input_formats=["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )
    url = forms.CharField(required=False, max_length=2000, label=gettext_lazy("Web address"))

    class Meta:
        model = Document
        fields = ["title", "source", "byline", "via", "genre", "url", "published_at", "language"]
        labels = {
            "title": gettext_lazy("Title"),
            "byline": gettext_lazy("Byline"),
            "via": gettext_lazy("Republished by"),
            "genre": gettext_lazy("Genre"),
            "language": gettext_lazy("Language"),
        }
        help_texts = {
            "byline": gettext_lazy("Who wrote it, as printed."),
            "via": gettext_lazy("Who passed it on, where that is not the source."),
            "language": gettext_lazy("A language tag such as en, ar or ur."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["source"] = self.instance.source.name if self.instance.source else ""

    def _post_clean(self) -> None:
        """The row is changed by the action alone, which checks it too."""


class OriginForm(forms.Form):
    """Who published a document and on which day; either may stay unknown."""

    source = forms.CharField(required=False, max_length=200, label=gettext_lazy("Source"))
    published_at = forms.DateField(required=False)

    def known(self) -> dict[str, Any]:
        """What `describe` takes of it."""
        source, day = self.cleaned_data.get("source"), self.cleaned_data.get("published_at")
        found: dict[str, Any] = {"source": source} if source else {}
        if day:
            found["published_at"] = datetime(day.year, day.month, day.day, tzinfo=UTC)
            found["published_precision"] = "day"
        return found


class MemberForm(forms.Form):
    """Someone and his role."""

    username = forms.CharField(
        max_length=150,
        help_text=gettext_lazy(
            "A name that is not known yet becomes a new user, who sets a password by a link."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        label=gettext_lazy("Username"),
    )
    role = forms.ChoiceField(choices=ROLES, label=gettext_lazy("Role"))
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only for a new user. Needed to reset a password by mail."),
    )


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        max_length=100,
        help_text=gettext_lazy("What it is for, so that you know which one to revoke."),
        label=gettext_lazy("Name"),
    )
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=gettext_lazy("It may"))
    project = forms.ModelChoiceField(
        Project.objects.none(),
        required=False,
        empty_label=gettext_lazy("All my projects"),
        label=gettext_lazy("In"),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It ends"),
        coerce=int,
        empty_value=None,
        required=False,
        initial=90,
        choices=[
            (7, gettext_lazy("in 7 days")),
            (90, gettext_lazy("in 90 days")),
            (365, gettext_lazy("in a year")),
            ("", gettext_lazy("never")),
        ],
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = scopes_of(user)
        chosen = [(scope.value, SCOPES[scope]) for scope in Scope if scope in allowed]
        self.fields["scopes"].choices = chosen  # type: ignore[attr-defined]
        self.fields["scopes"].initial = [Scope.READ]
        self.fields["project"].queryset = Project.objects.visible_to(user)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `issue_token` takes."""
        project, days = self.cleaned_data["project"], self.cleaned_data["days"]
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "project": project,
            "expires_at": timezone.now() + timedelta(days=days) if days else None,
        }


class GuidelineForm(forms.Form):
    """A new version of the guideline."""

    guideline = forms.CharField(
        strip=False,
        label=gettext_lazy("Guideline, in Markdown"),
        widget=forms.Textarea(attrs={"class": "tall", "dir": "auto", "spellcheck": "true"}),
    )


class ReleaseForm(forms.Form):
    """What goes into a release."""

    title = forms.CharField(
        required=False,
        max_length=200,
        help_text=gettext_lazy("For people. The number is given by itself."),
        label=gettext_lazy("Title"),
    )
    only_decided = forms.TypedChoiceField(
        label=gettext_lazy("Tags"),
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", gettext_lazy("Only those of decided items")),
            ("no", gettext_lazy("All tags of complete documents")),
        ],
        initial="yes",
    )
