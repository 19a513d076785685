"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from annotator.config.silence import cut_off_after

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
os.environ.setdefault(
    "ANNOTATOR_WEB", "1"
)  # requests have time limits; commands, which are started otherwise, none


def _application() -> object:
    handler = get_wsgi_application()
    gc.collect()
    gc.freeze()  # what is loaded now stays: each full collection would go through all of it, in the midst of a request
    from django.conf import settings  # noqa: PLC0415  they are read when the environment is as above

    return cut_off_after(settings.READER_TIMEOUT, handler)


application = _application()
