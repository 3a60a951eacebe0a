"""Which host serves what: every address that the service prints, feeds or mails begins here."""

import re
from urllib.parse import unquote

from django.conf import settings

from buttobi.sections.section import Section
from linkback import addresses as linkback

# First path segments below a blog's address that are not entries.
BLOG_SEGMENTS = frozenset({"archive", "feed.atom", "tags"})
# First path segments that the service itself answers; no blog may be named like one, and no entry.
SERVICE_SEGMENTS = BLOG_SEGMENTS | frozenset(
    {"-", "age", "apple-touch-icon.png", "favicon.ico", "healthz", "help", "language", "ranking", "robots.txt"}
    | {
        "rpc",
        "search",
        "sitemap.xml",
        "sitemap-places.xml",
        "sitemap-blogs.xml",
        "sitemap-entries.xml",
        "static",
        "media",
        "tb",
        "themes",
        "webmention",
        "xmlrpc",
        ".well-known",
    }
)
LOOPBACK = ("127.0.0.1", "[::1]")

_URL = re.compile(r"\s*(?:https?:)?//([^/?#\\]*)([^?#]*)", re.IGNORECASE)
# Browsers read an address as if these were not in it.
_NO_BREAKS = str.maketrans("", "", "\t\r\n")
# Where the host of an address ends.
_BEYOND = re.compile(r"[/?#\\]")


def host(section: str) -> str:
    """Host, with its port where one is needed, of a section's portal and blogs."""
    return str(settings.ADULT_HOST if section == Section.ADULT else settings.GENERAL_HOST)


def root(host_name: str) -> str:
    """Scheme and host, without a slash at the end."""
    return f"{settings.PUBLIC_SCHEME}://{host_name}"


def portal(section: str) -> str:
    """Address of a section's front page."""
    return f"{root(host(section))}/"


def desk(path: str) -> str:
    """Absolute address of a page under `/-/`; `path` begins with `/-/`."""
    return f"{root(settings.DASHBOARD_HOST)}{path}"


def help_page(section: str) -> str:
    """Address of "What's a Trackback?" on a section's host."""
    return f"{portal(section)}help/trackback/"


def blog(section: str, name: str) -> str:
    """Address of a blog's front page, with a slash at the end."""
    if settings.BLOG_ADDRESS == "subdomain":
        return f"{settings.PUBLIC_SCHEME}://{name}.{host(section)}/"
    return f"{root(host(section))}/{name}/"


def trackback(section: str, target_id: int) -> str:
    """The Trackback URL of one target: short, without a query, the same for ever."""
    return f"{root(host(section))}/tb/{target_id}"


def policy(section: str, target_id: int) -> str:
    """What one target takes, for programs."""
    return f"{trackback(section, target_id)}/policy"


def status(section: str, token: str) -> str:
    """Where a sender reads what became of a trackback; whoever has the address may."""
    return f"{root(host(section))}/tb/status/{token}"


def pingback(section: str) -> str:
    """The door of Pingback for every page of a section."""
    return f"{root(host(section))}/xmlrpc"


def webmention(section: str) -> str:
    """The door of Webmention for every page of a section."""
    return f"{root(host(section))}/webmention"


def reserved_names() -> frozenset[str]:
    """Names that no blog may have: the service's own segments, and first labels of its hosts."""
    hosts = (settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST)
    labels = {name.partition(":")[0].split(".")[0] for name in hosts}
    return SERVICE_SEGMENTS | labels | {"adult", "www", "localhost"}


def section_of_host(host_name: str) -> Section | None:
    """The section that a host (with port) serves itself, or None."""
    name = _plain(host_name)
    for section in Section:
        if name and name == _plain(host(section)):
            return section
    return None


def blog_of_host(host_name: str) -> tuple[Section, str] | None:
    """With one host a blog, the section and name that a host stands for; else None."""
    if settings.BLOG_ADDRESS != "subdomain":
        return None
    label, _, rest = _plain(host_name).partition(".")
    # Sections are compared by the rest of the name: `adult.localhost` itself is a section, never a blog.
    if not label or section_of_host(host_name) is not None:
        return None
    for section in Section:
        if rest and rest == _plain(host(section)):
            return section, label
    return None


def is_desk(host_name: str) -> bool:
    """Whether sign-in, dashboard and inbox live on this host."""
    name = _plain(host_name)
    return bool(name) and name == _plain(settings.DASHBOARD_HOST)


def is_loopback(host_name: str) -> bool:
    """Whether a host (with any port) names this machine by its number."""
    return linkback.host(_web(_plain(host_name))) in LOOPBACK


def is_localhost() -> bool:
    """Whether the General host is this machine's own: then it answers for the machine's number as well."""
    name = linkback.host(_web(settings.GENERAL_HOST))
    return name == "localhost" or name.endswith(".localhost")


def host_of_url(url: str) -> str:
    """The host (with port) that an absolute address leads to, however it is spelled; empty for none.

    A name before the host and escapes in it are read as browsers read them.
    """
    found = _URL.match(url.translate(_NO_BREAKS))
    return linkback.server(_web(unquote(found[1].rpartition("@")[2]))) if found else ""


def path_of_url(url: str) -> str:
    """The path of an absolute address with its escapes undone, as an address of ours is looked up; empty for none."""
    found = _URL.match(url.translate(_NO_BREAKS))
    return unquote(found[2]) if found else ""


def section_of_url(url: str) -> Section | None:
    """The section whose own host an absolute address leads to, or None. The number of this machine leads to General."""
    name = host_of_url(url)
    if is_loopback(name) and is_localhost() and _port(name) == _port(_plain(settings.GENERAL_HOST)):
        return Section.GENERAL
    return section_of_host(name)


def is_ours(url: str) -> bool:
    """Whether an absolute address leads to a host of this service."""
    name = host_of_url(url)
    return section_of_url(url) is not None or is_desk(name) or blog_of_host(name) is not None


def _plain(host_name: str) -> str:
    """The one spelling in which hosts are compared; empty for what no host is named like."""
    return "" if _BEYOND.search(host_name) else linkback.server(_web(host_name))


def _web(host_name: str) -> str:
    return f"http://{host_name}"


def _port(plain: str) -> str:
    return plain.rpartition("]")[2].partition(":")[2]
