"""Which host serves what: every address that the service prints, feeds or mails begins here."""

from urllib.parse import urlsplit

from django.conf import settings

from buttobi.sections.section import Section

# First path segments below a blog's address that are not entries.
BLOG_SEGMENTS = frozenset({"archive", "feed.atom", "tags"})
# First path segments that the service itself answers; no blog may be named like one, and no entry.
SERVICE_SEGMENTS = BLOG_SEGMENTS | frozenset(
    {"-", "age", "apple-touch-icon.png", "favicon.ico", "healthz", "help", "language", "ranking", "robots.txt"}
    | {"rpc", "search", "sitemap.xml", "static", "media", "tb", "themes", "webmention", "xmlrpc", ".well-known"}
)


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
        if name == _plain(host(section)):
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
        if rest == _plain(host(section)):
            return section, label
    return None


def is_desk(host_name: str) -> bool:
    """Whether sign-in, dashboard and inbox live on this host."""
    return _plain(host_name) == _plain(settings.DASHBOARD_HOST)


def is_ours(url: str) -> bool:
    """Whether an absolute address leads to a host of this service."""
    try:
        parts = urlsplit(url)
        name = parts.netloc.rpartition("@")[2]
    except ValueError:
        return False
    return bool(name) and (section_of_host(name) is not None or is_desk(name) or blog_of_host(name) is not None)


def _plain(host_name: str) -> str:
    """Lower case, without a final dot and without the port that the scheme implies."""
    name, colon, port = host_name.lower().rstrip(".").partition(":")
    name = name.rstrip(".")
    return name if not colon or port in ("", "80", "443") else f"{name}:{port}"
