"""The inbox: what one's blogs received, what waits first; and the presses that decide about it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.trackbacks import moderation
from buttobi.trackbacks.look_again import look_again
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.received import ReceivedQuerySet
from buttobi.trackbacks.moderation import Done
from buttobi.trackbacks.views import back
from buttobi.trackbacks.views.letters import letter

ROWS = 50
WAITING = (Received.State.ARRIVED, Received.State.HELD)
FILTERS = {
    "held": WAITING,
    "shown": (Received.State.SHOWN,),
    "refused": (Received.State.REFUSED,),
    "withdrawn": (Received.State.WITHDRAWN,),
}
# Each with the row and the name of the words that were read; only what is shown depends on its words.
VERBS: dict[str, Callable[[Received, str], Done]] = {
    "show": lambda received, seen: moderation.show(received, seen=seen),
    "refuse": lambda received, _: moderation.refuse(received),
    "block": lambda received, _: moderation.block(received),
}
# What decides nothing, and so is not undone.
EXAMINE = "examine"
# In the session from the press to the next page: what was done, and the ticket that takes it back.
UNDO = "trackbacks-undo"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """The list; a POST is one press of a button in it."""
    account = person(request)
    if request.method == "POST":
        return _decide(request, account)
    mine = moderation.received_by(account)
    blogs = list(access.writable_by(account))
    state = request.GET.get("state", "")
    blog_name = request.GET.get("blog", "").replace("\x00", "")
    rows = mine.filter(target__blog__name=blog_name) if blog_name else mine
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(_in_order(rows, state), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "trackbacks/inbox.html",
        {
            "page": page,
            "letters": [letter(received) for received in page],
            "tabs": _tabs(request.GET, counts, state),
            "held": sum(counts.get(waiting, 0) for waiting in WAITING),
            "state": state,
            "blogs": blogs,
            "blog_name": blog_name,
            "undo": request.session.pop(UNDO, None),
        },
    )


def _in_order(rows: ReceivedQuerySet, state: str) -> ReceivedQuerySet:
    """What waits first, then the newest."""
    if state in FILTERS:
        rows = rows.filter(state__in=FILTERS[state])
    waits = Case(When(state__in=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.select_related("target__blog", "source__blog").order_by(waits, "-received_at", "-pk")


def _tabs(asked: QueryDict, counts: dict[str, int], state: str) -> list[dict[str, object]]:
    names = {
        "": gettext("All"),
        "held": gettext("Held"),
        "shown": gettext("Shown"),
        "refused": gettext("Refused"),
        "withdrawn": gettext("Withdrawn"),
    }
    tabs: list[dict[str, object]] = []
    for key, name in names.items():
        query = asked.copy()
        query.pop("page", None)
        query["state"] = key
        count = sum(counts.get(one, 0) for one in FILTERS.get(key, ()))
        tabs.append({"name": name, "query": query.urlencode(), "here": key == state, "count": count})
    return tabs


def _decide(request: HttpRequest, account: Account) -> HttpResponse:
    verb, keys = _press(request.POST)
    rows = moderation.received_by(account).filter(pk__in=keys).select_related("target__blog", "source__blog")
    if not keys and "bulk" in request.POST:
        messages.info(request, gettext("Choose trackbacks first."))
    elif not rows:
        raise Http404
    done = Done()
    if verb == EXAMINE:
        _examine(request, rows)
    else:
        done = _do(request, verb, {received: keys[received.pk] for received in rows})
    if done.changes or done.blocks:
        request.session[UNDO] = {
            "sentence": _sentence(verb, len(done.changes), rows[0]),
            "ticket": moderation.ticket(done, by=account),
        }
    return HttpResponseRedirect(request.get_full_path())


def _do(request: HttpRequest, verb: str, rows: Mapping[Received, str]) -> Done:
    done, changed, refusals = Done(), 0, dict[str, None]()
    for received, seen in rows.items():
        try:
            done += VERBS[verb](received, seen)
        except moderation.TextChanged:
            changed += 1
        except moderation.NotToBeShown as refusal:
            refusals[str(refusal)] = None
    for sentence in refusals:
        messages.warning(request, gettext(sentence))
    if changed:
        said = ngettext(
            "%(count)d trackback was not shown: its text has changed since you read it. Please look at it again.",
            "%(count)d trackbacks were not shown: their text has changed since you read it. Please look at them again.",
            changed,
        )
        messages.warning(request, said % {"count": changed})
    return done


def _examine(request: HttpRequest, rows: ReceivedQuerySet) -> None:
    if count := sum(look_again(received) for received in rows):
        said = ngettext("We look at %(count)d page again.", "We look at %(count)d pages again.", count)
        messages.success(request, said % {"count": count})


def _press(posted: QueryDict) -> tuple[str, dict[int, str]]:
    """Which verb, and for which rows, each with the name of the words that were read."""
    bulk = posted.get("bulk", "")
    if bulk in VERBS or bulk == EXAMINE:
        return bulk, dict(filter(None, map(_key, posted.getlist("picked")[:ROWS])))
    for verb in (*VERBS, EXAMINE):
        if key := _key(posted.get(verb, "")):
            return verb, dict([key])
    raise Http404


def _key(text: str) -> tuple[int, str] | None:
    number, _, seen = text.partition(".")
    return (int(number), seen) if number.isascii() and number.isdecimal() and len(number) <= 18 else None


def _sentence(verb: str, count: int, first: Received) -> str:
    if verb == "show":
        return ngettext("%(count)d trackback shown.", "%(count)d trackbacks shown.", count) % {"count": count}
    if verb == "refuse":
        return ngettext("%(count)d trackback refused.", "%(count)d trackbacks refused.", count) % {"count": count}
    where = moderation.site(first)
    name = where["host"] or where["source_blog"].title_and_section
    refused = ngettext("%(count)d trackback refused.", "%(count)d trackbacks refused.", count) % {"count": count}
    return gettext("%(site)s is blocked. %(refused)s") % {"site": name, "refused": refused}


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes the last press back, as far as nothing happened since."""
    count = moderation.undo(request.POST.get("ticket", ""), by=person(request))
    if count:
        said = ngettext("Undone: %(count)d trackback is back.", "Undone: %(count)d trackbacks are back.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, gettext("There was nothing left to undo."))
    return HttpResponseRedirect(back.taken(request, otherwise="inbox"))
