"""Forms over documents that were chosen in the list of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from annotator.accounts.models import User
from annotator.documents.models import Assignment, Document
from annotator.permissions import Role
from annotator.projects.models import Project


class ChosenForm(forms.Form):
    """Chosen documents, withdrawn ones too: of those the reader may see."""

    documents = forms.ModelMultipleChoiceField(
        Document.objects.none(), error_messages={"required": gettext_lazy("Choose one or more documents.")}
    )

    def __init__(self, project: Project, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Document.objects.visible_to(user).filter(project=project)
        self.fields["documents"].queryset = seen.defer("text").select_related("project")  # type: ignore[attr-defined]


class UnassignForm(ChosenForm):
    """Chosen documents, and the analysts who are to lose them: all, where none is chosen."""

    analysts = forms.ModelMultipleChoiceField(User.objects.none(), required=False)

    def __init__(self, project: Project, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(project, user, *args, **kwargs)
        analysts = User.objects.filter(memberships__project=project, memberships__role=Role.ANALYST)
        self.fields["analysts"].queryset = analysts.order_by("username")  # type: ignore[attr-defined]

    def assignments(self) -> list[Assignment]:
        """What is to be taken away."""
        given = Assignment.objects.filter(document__in=self.cleaned_data["documents"])
        if analysts := self.cleaned_data["analysts"]:
            given = given.filter(analyst__in=analysts)
        return list(given.select_related("document__project").defer("document__text").order_by("pk"))


class AssignForm(UnassignForm):
    """Chosen documents, and either the analysts that get each, or how many of them."""

    per_document = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("analysts") and not values.get("per_document"):
            raise forms.ValidationError(gettext_lazy("Choose analysts, or say how many each document gets."))
        return values
