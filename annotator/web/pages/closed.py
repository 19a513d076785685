"""Addresses of the sign-in library that this program does not use."""

from django.http import Http404, HttpRequest, HttpResponse


def closed(request: HttpRequest, **arguments: str) -> HttpResponse:
    """There is no such page here: nobody signs himself up, and mail addresses are kept by supervisors."""
    raise Http404("There is no such page here.")
