"""The API described: for programs (OpenAPI 3.1) and for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.views import SpectacularAPIView

from annotator.api import reference


class Schema(SpectacularAPIView):
    """As JSON, or as YAML where that is asked for. It says nothing of anybody's data, so everyone may read it."""

    authentication_classes = []
    permission_classes = []
    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer2]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people: no script, no third party."""
    context = {
        "topics": reference.topics(),
        "shapes": reference.shapes(),
        "problems": reference.problems(),
        "takes_key": reference.takes("Idempotency-Key"),
    }
    return render(request, "api/docs.html", context)
