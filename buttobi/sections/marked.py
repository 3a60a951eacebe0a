"""The hosts elsewhere that staff count as adult: which are, and in which one spelling they are kept.

What a page says of itself is read in the examination; what follows from either is decided by the wall.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from buttobi.outbound import pace
from buttobi.sections.models import MarkedHost
from linkback import addresses
from linkback.errors import RemoteProtocolError

# So many hosts are asked for in one query.
AT_ONCE = 5_000


def is_marked(host: str) -> bool:
    """Whether a host elsewhere, as `linkback.addresses.host` spells it, or one that it stands below is on the list."""
    return bool(host) and MarkedHost.objects.filter(host__in=_at_or_above(host)).exists()


def marked_among(hosts: Iterable[str]) -> set[str]:
    """Those of some hosts that are marked, in one query."""
    chains = {host: _at_or_above(host) for host in hosts if host}
    wanted = sorted({name for chain in chains.values() for name in chain})
    listed: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        part = MarkedHost.objects.filter(host__in=wanted[start : start + AT_ONCE])
        listed.update(part.values_list("host", flat=True))
    return {host for host, chain in chains.items() if not listed.isdisjoint(chain)}


def marked_by(host: str) -> MarkedHost | None:
    """The entry of the list by which a host is marked, the nearest one above it."""
    found = {row.host: row for row in MarkedHost.objects.filter(host__in=_at_or_above(host))}
    return next((found[name] for name in _at_or_above(host) if name in found), None)


def is_at_or_below(host: str, above: str) -> bool:
    """Whether a host is another one or stands below it."""
    return host == above or host.endswith(f".{above}")


def clean(typed: str) -> str:
    """The host of what was pasted, an address or a host, in the one spelling of the list.

    Raises a ValidationError with one sentence.
    """
    typed = typed.strip()
    try:
        host = addresses.host(addresses.repair(typed if "/" in typed else f"http://{typed}"))
    except RemoteProtocolError:
        raise ValidationError(_("This is no address of a site elsewhere."), code="no_host") from None
    if _is_ours(host):
        raise ValidationError(_("This is a host of this service. Its sections are its blogs' own."), code="ours")
    if pace.is_suffix(host):
        message = _("%(host)s belongs to many: name the one site below it that you mean.")
        raise ValidationError(message % {"host": host}, code="suffix")
    return host


def _is_ours(host: str) -> bool:
    known = (settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST)
    return any(is_at_or_below(host, addresses.host(f"http://{name}")) for name in known)


def _at_or_above(host: str) -> list[str]:
    """A host, and every name that it stands below, the nearest first."""
    labels = host.split(".")
    return [host] if host.startswith("[") else [".".join(labels[start:]) for start in range(len(labels))]
