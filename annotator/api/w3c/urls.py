"""The addresses of the Web Annotation Protocol. `{project}` is an id or a slug; ids of annotations name it alike."""

from django.urls import path

from annotator.api.w3c.annotation import Annotation
from annotator.api.w3c.container import Container

app_name = "w3c"
urlpatterns = [
    path("<str:project>/annotations/", Container.as_view(), name="container"),
    path("<str:project>/annotations/<uuid:tag>", Annotation.as_view(), name="annotation"),
]
