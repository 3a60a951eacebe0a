"""The WSGI application that the web server calls."""

import multiprocessing
import os
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application

from buttobi.running.parent import die_with
from buttobi.running.patience import patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

# The server's own worker processes: when the server is killed with -9 they would go on answering.
_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    die_with(_server.pid)


class Request(WSGIRequest):
    """A request whose Content-Type may be anything: one that nobody can read is none."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        # Django reads the header before any middleware could catch what its parser raises on `a;charset*=x`.
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc] # Django's own, but not in its stubs
        except (ValueError, TypeError):
            self.content_type, self.content_params = "", {}


_handler: WSGIHandler = get_wsgi_application()
_handler.request_class = Request
application = patient(_handler)
