"""Every method that a blog editor may call: its name, where its user name stands, and what it does.

MetaWeblog, Movable Type and Blogger are dialects of one language; docs/protocols/blog-clients.md tells them apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from buttobi.accounts.models import Account
from buttobi.blogs.access import writable_by
from buttobi.blogs.models import Blog
from buttobi.clients import faults, find, pings, posts, values, write
from buttobi.clients.sign_in import sign_in
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, Tag
from linkback import xmlrpc
from linkback.xmlrpc import Call, Value

Params = tuple[Value, ...]

MOST_POSTS = 50
MOST_TITLES = 500
# Characters: what an editor asks for in one call stays an answer that a small machine can give.
LONGEST_ANSWER = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`run` gets the account and the parameters without name and password, at least `fewest` of them."""

    run: Callable[[Account, Params], Value]
    fewest: int = 0
    name_at: int = 1


def answer(call: Call, *, address: str) -> Value:
    """What a call gives. Raises Fault."""
    if call.method == "mt.supportedMethods":
        return sorted({*METHODS, "mt.supportedMethods", "mt.supportedTextFilters", "mt.getTrackbackPings"})
    if call.method == "mt.supportedTextFilters":
        return [{"key": "markdown", "label": "Markdown"}]
    if call.method == "mt.getTrackbackPings":
        return _trackback_pings(call.params, address=address)
    method = METHODS.get(call.method)
    if method is None:
        raise faults.fault(xmlrpc.NO_SUCH_METHOD, faults.NO_SUCH_METHOD)
    at = method.name_at
    if len(call.params) < method.fewest + 2:
        raise faults.fault(xmlrpc.BAD_PARAMETERS, faults.TOO_FEW_PARAMETERS)
    account = _account(call.params[at : at + 2], address=address)
    return method.run(account, call.params[:at] + call.params[at + 2 :])


def _account(name_and_password: Params, *, address: str) -> Account:
    username, password = (values.words(value) for value in name_and_password)
    return sign_in(username=username, password=password, address=address)


def _trackback_pings(params: Params, *, address: str) -> Value:
    """The method of Movable Type names nobody; with a name, an author sees the list of any entry of theirs."""
    if not params:
        raise faults.fault(xmlrpc.BAD_PARAMETERS, faults.TOO_FEW_PARAMETERS)
    if len(params) >= 3:
        return pings.shown(find.entry_of(_account(params[1:3], address=address), params[0]))
    return pings.shown(pings.public_entry(params[0]))


# --- Who and where ----------------------------------------------------------------------------------------------------
def _users_blogs(account: Account, _: Params) -> Value:
    return [posts.blog_struct(blog) for blog in writable_by(account)]


def _user_info(account: Account, _: Params) -> Value:
    return {"userid": str(account.pk), "nickname": account.username, "firstname": "", "lastname": "", "url": ""}


# --- Entries ----------------------------------------------------------------------------------------------------------
def _new_post(account: Account, params: Params) -> Value:
    blog = find.blog_of(account, params[0])
    if blog.official:
        raise faults.fault(faults.NOT_POSSIBLE, faults.ONLY_THEMES)
    publish = len(params) > 2 and values.is_yes(params[2])
    return str(write.new(account=account, blog=blog, struct=values.struct(params[1]), publish=publish).pk)


def _edit_post(account: Account, params: Params) -> Value:
    entry = find.entry_of(account, params[0])
    write.edit(entry=entry, struct=values.struct(params[1]), publish=len(params) > 2 and values.is_yes(params[2]))
    return True


def _get_post(account: Account, params: Params) -> Value:
    return posts.post_struct(find.entry_of(account, params[0]))


def _recent_posts(account: Account, params: Params) -> Value:
    found: list[posts.Struct] = []
    length = 0
    for entry in _newest(find.blog_of(account, params[0]), params[1], most=MOST_POSTS):
        length += len(entry.body)
        if found and length > LONGEST_ANSWER:
            break
        found.append(posts.post_struct(entry))
    return found


def _recent_titles(account: Account, params: Params) -> Value:
    blog = find.blog_of(account, params[0])
    return [posts.title_struct(entry) for entry in _newest(blog, params[1], most=MOST_TITLES)]


def _newest(blog: Blog, count: Value, *, most: int) -> list[Entry]:
    number = values.number_of_rows(count, most=most)
    return list(find.entries().filter(blog=blog).order_by("-created_at", "-pk")[:number])


def _publish_post(account: Account, params: Params) -> Value:
    write.publish_as_it_stands(entry=find.entry_of(account, params[0]))
    return True


def _delete_post(account: Account, params: Params) -> Value:
    if not delete(entry=find.entry_of(account, params[1])):
        raise faults.fault(faults.NOT_THERE, faults.NO_ENTRY)
    return True


def _new_media(account: Account, params: Params) -> Value:
    find.blog_of(account, params[0])
    raise faults.fault(faults.NOT_POSSIBLE, faults.NO_PICTURES)


# --- Categories, which are tags ---------------------------------------------------------------------------------------
def _categories(account: Account, params: Params) -> Value:
    blog = find.blog_of(account, params[0])
    return [posts.category_struct(tag) for tag in Tag.objects.filter(blog=blog).select_related("blog")]


def _post_categories(account: Account, params: Params) -> Value:
    tags = find.entry_of(account, params[0]).tags.all()
    return [
        {"categoryId": str(tag.pk), "categoryName": tag.name, "isPrimary": number == 0}
        for number, tag in enumerate(tags)
    ]


def _set_post_categories(account: Account, params: Params) -> Value:
    entry = find.entry_of(account, params[0])
    chosen = [values.struct(value) for value in values.array(params[1])]
    write.file_under(entry=entry, tag_ids=[values.row_id(category.get("categoryId", "")) for category in chosen])
    return True


METHODS: Final[Mapping[str, Method]] = {
    "blogger.getUsersBlogs": Method(run=_users_blogs),
    "blogger.getUserInfo": Method(run=_user_info),
    "blogger.deletePost": Method(run=_delete_post, fewest=2, name_at=2),
    "metaWeblog.getUsersBlogs": Method(run=_users_blogs),
    "metaWeblog.newPost": Method(run=_new_post, fewest=2),
    "metaWeblog.editPost": Method(run=_edit_post, fewest=2),
    "metaWeblog.getPost": Method(run=_get_post, fewest=1),
    "metaWeblog.getRecentPosts": Method(run=_recent_posts, fewest=2),
    "metaWeblog.getCategories": Method(run=_categories, fewest=1),
    "metaWeblog.newMediaObject": Method(run=_new_media, fewest=1),
    "metaWeblog.deletePost": Method(run=_delete_post, fewest=2, name_at=2),
    "mt.getCategoryList": Method(run=_categories, fewest=1),
    "mt.getPostCategories": Method(run=_post_categories, fewest=1),
    "mt.setPostCategories": Method(run=_set_post_categories, fewest=2),
    "mt.getRecentPostTitles": Method(run=_recent_titles, fewest=2),
    "mt.publishPost": Method(run=_publish_post, fewest=1),
}
