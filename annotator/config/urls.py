"""Every address: pages, sign-in, API, the Web Annotation Protocol and its vocabulary."""

from django.urls import include, path

handler400 = "annotator.web.errors.bad_request"
handler403 = "annotator.web.errors.forbidden"
handler404 = "annotator.web.errors.not_found"
handler429 = "annotator.web.errors.too_many"
handler500 = "annotator.web.errors.server_error"

urlpatterns = [
    path("", include("annotator.web.urls")),  # first: it closes what it does not use of the sign-in library
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("annotator.api.urls")),
    path("w3c/", include("annotator.api.w3c.urls")),
    path("ns/", include("annotator.api.w3c.namespace")),
]
