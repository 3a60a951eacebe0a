"""What an entry takes, as JSON for programs that want to know before they send."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from buttobi.trackbacks import policy as policies
from buttobi.trackbacks.doors import places, sign
from buttobi.trackbacks.models import Target


@require_safe
def policy(request: HttpRequest, target_id: int) -> HttpResponse:
    """The policy of a page that everyone can read, on its own section's hosts."""
    target = Target.objects.listed().select_related("blog__policy").filter(pk=min(target_id, 2**62)).first()
    section = places.section_of(request)
    if target is None or (section is not None and target.blog.section != section):
        raise Http404
    response = JsonResponse(policies.as_json(policies.of(target), target), json_dumps_params={"ensure_ascii": False})
    # Asked again each time: a page that was closed a moment ago is closed.
    response.headers["Cache-Control"] = "no-cache"
    return sign.fixed(response)
