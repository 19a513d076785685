"""How pages answer a form: on to the next page when it was done, the form with its sentence when it was refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext

from annotator.lib.refusals import Conflict, Forbidden, Invalid, Refusal, Stale, TooLarge

EXPLAINED = (Invalid, Conflict, Stale, TooLarge)


def see_other(
    request: HttpRequest, to: str, *arguments: Any, said: str = "", query: str = ""
) -> HttpResponse:
    """Redirect with GET, so that a reload does not send the form again; `said` is shown there."""
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(resolve_url(to, *arguments) + query, status=303)


def refused(
    request: HttpRequest, refusal: Refusal, to: str, *arguments: Any, query: str = ""
) -> HttpResponse:
    """Back to the page with the refusal's sentence; for buttons, which have no fields to show it beside."""
    messages.error(request, gettext(refusal.detail))
    return HttpResponseRedirect(resolve_url(to, *arguments) + query, status=303)


def accepted(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form is valid and `act`, called with its values, did not refuse; else the form says why."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (*EXPLAINED, Forbidden) as refusal:
        if isinstance(refusal, Forbidden) and not refusal.field:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.detail))
        return False
    return True


def pressed(
    request: HttpRequest, act: Callable[[], object], to: str, *arguments: Any, said: str = "", query: str = ""
) -> HttpResponse:
    """Do what a button asks for and go to the page that shows it, or shows why it was refused."""
    try:
        act()
    except EXPLAINED as refusal:
        return refused(request, refusal, to, *arguments, query=query)
    return see_other(request, to, *arguments, said=said, query=query)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *bound: forms.BaseForm
) -> HttpResponse:
    """The page; 422 when one of its forms was sent and not accepted."""
    status = 422 if any(form.errors for form in bound) else 200
    return render(request, template, context, status=status)
