"""The two switches that need no login: the reader's language, and "I am 18 or over"."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from buttobi.sections.age import DAYS, is_courtesy

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return HttpResponseRedirect(wanted if safe else "/")


# No token: these pages are the same for everybody, and a foreign page that presses the switch changes nothing of worth.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remembers the reader's language on this host and goes back to the page."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language, seconds=YEAR)
    return response


@csrf_exempt
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Remembers on this device that its reader is 18 or over, where their word is all that is asked for."""
    if not is_courtesy():
        raise Http404
    response = _back(request)
    _remember(response, settings.AGE_COOKIE_NAME, "yes", seconds=DAYS * 24 * 3600, domain=_age_domain())
    return response


def _remember(response: HttpResponse, name: str, value: str, *, seconds: int, domain: str | None = None) -> None:
    secure = settings.PUBLIC_SCHEME == "https"
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=secure, domain=domain)


def _age_domain() -> str | None:
    """With one host a blog, the answer counts for all of them: the question is asked once per device, not per blog."""
    if settings.BLOG_ADDRESS != "subdomain" or settings.AGE_COOKIE_NAME.startswith("__Host-"):
        return None
    return str(settings.ADULT_HOST).partition(":")[0]
