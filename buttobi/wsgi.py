"""The WSGI application that the web server calls."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from buttobi.running.parent import die_with
from buttobi.running.patience import patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

# The server's own worker processes: when the server is killed with -9 they would go on answering.
_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    die_with(_server.pid)

application = patient(get_wsgi_application())
