"""The application: for servers that speak WSGI, and with the entrance that our own web server needs."""

import multiprocessing
import os
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from buttobi.running.entrance import Entrance
from buttobi.running.parent import die_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

# The server's own worker processes: when the server is killed with -9 they would go on answering.
_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    die_with(_server.pid)


class Request(WSGIRequest):
    """A request whose Content-Type may be anything: one that nobody can read is none.

    Its charset is not ours to follow: browsers send the forms of our pages in UTF-8 without a word, and the doors, to
    which programs of every charset come, read bytes. Codecs that fail, or make half characters, have no say then.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        # Django reads the header before any middleware could catch what its parser raises on `a;charset*=x`.
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, TypeError):
            self.content_type, self.content_params = "", {}


application: WSGIHandler = get_wsgi_application()
application.request_class = Request

entrance = Entrance(application, writers=(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME))
