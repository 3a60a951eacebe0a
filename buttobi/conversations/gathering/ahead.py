"""What lies ahead of a walk: the pages that trackbacks lead to from some pages, the nearest first, in one question.

Nothing is judged here but where a walk ends: what readers may see is decided row by row, by whoever reads the rows.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.db import connection

from buttobi.blogs.models import Blog
from buttobi.conversations.gathering.rows import End, elsewhere, ours
from buttobi.trackbacks.models import Received, Sent, Target
from linkback import addresses

# A page is the number of one of ours, or 0 and the place of one elsewhere: its address without scheme and without a
# slash at the end of its path. Beside it stand the keys that it may have, made once: compared with each row, a table
# that is read from one end to the other costs little. A trackback that we got and one that we gave are both met from
# both of their ends; `way` says which of the two tables a line of the question is about. The order in which both
# databases find pages is outward, and neither goes on when it has found enough.
_QUESTION = """
    WITH RECURSIVE near (page, place, {names}) AS (
        VALUES {seeds}
        UNION
        SELECT
            CASE WHEN {mine} = near.page THEN COALESCE(got.source_id, 0) ELSE {mine} END,
            CASE WHEN {is_place} THEN {place} ELSE '' END,
            {keys}
        FROM near
        CROSS JOIN (SELECT 'got' AS way UNION ALL SELECT 'gave') ways
        LEFT JOIN {received} got
            ON ways.way = 'got'
            AND (got.target_id = near.page OR got.source_key IN (near.bare, near.closed, near.asked))
        LEFT JOIN {sent} gave
            ON ways.way = 'gave' AND (gave.source_id = near.page OR gave.target_key IN (near.bare, near.below))
        LEFT JOIN {target} ours ON ours.id = CASE WHEN {mine} = near.page THEN got.source_id ELSE {mine} END
        LEFT JOIN {blog} blog ON blog.id = ours.blog_id
        WHERE (got.state = 'shown' OR (gave.target_id IS NULL AND gave.state IN ('accepted', 'unclear')))
            AND (ours.id IS NULL OR (ours.opens_at IS NULL AND NOT blog.official))
    )
    SELECT page, place FROM near LIMIT %s
"""
# The end of a trackback that is always ours; the other one is ours or elsewhere.
_MINE = "COALESCE(got.target_id, gave.source_id)"
_IS_PLACE = f"{_MINE} = near.page AND got.source_id IS NULL"
_URL = "CAST(COALESCE(got.source_url, gave.target_url) AS text)"
_BARE = f"rtrim(substr({_URL}, CASE WHEN substr({_URL}, 5, 1) = 's' THEN 7 ELSE 6 END), '/')"
# As `rows.elsewhere` and `addresses.loose_key` have it, but for addresses that are spelled in an odd way: those are not
# recognised here, and asked about when the walk comes by.
_PLACE = f"""
    replace(CASE WHEN {_BARE} LIKE '%%/trackback' THEN substr({_BARE}, 1, length({_BARE}) - 10) ELSE {_BARE} END,
    '/?', '?')
"""
# The columns of a page's keys, and of what in its place they are made: as it is, with a slash at its end or before its
# query as a source may have it, and with the end of a Trackback URL.
_SPELLINGS = {
    "bare": "{}",
    "closed": "{} || '/'",
    "asked": "replace({}, '?', '/?')",
    "below": "{} || '/trackback'",
}
_KEY = {
    "sqlite": "'url:' || sha256({})",
    "postgresql": "'url:' || encode(sha256(convert_to({}, 'UTF8')), 'hex')",
}
_NONE = "''"
_SEED = f"(CAST(%s AS bigint){', CAST(%s AS text)' * 5})"


def of(ring: Sequence[End], *, most: int) -> Iterator[End]:
    """At most so many pages, to ask about; no theme is among them, nor what only a theme leads to."""
    quoted = connection.ops.quote_name
    question = _QUESTION.format(
        names=", ".join(_SPELLINGS),
        seeds=", ".join([_SEED] * len(ring)),
        mine=_MINE,
        is_place=_IS_PLACE,
        place=_PLACE,
        keys=_keys(_KEY[connection.vendor]),
        received=quoted(Received._meta.db_table),
        sent=quoted(Sent._meta.db_table),
        target=quoted(Target._meta.db_table),
        blog=quoted(Blog._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [value for end in ring for value in _seed(end)] + [len(ring) + most])
        found = cursor.fetchall()
    for page, place in found:
        end = ours(page) if page else elsewhere(f"https:{place}")
        if end is not None:
            yield end


def _keys(key: str) -> str:
    """The keys of a page that was met, as columns."""
    ours = f"'ours:' || CASE WHEN {_MINE} = near.page THEN got.source_id ELSE {_MINE} END"
    found = []
    for name, spelling in _SPELLINGS.items():
        theirs = key.format(spelling.format(_PLACE))
        found.append(f"CASE WHEN {_IS_PLACE} THEN {theirs} ELSE {ours if name == 'bare' else _NONE} END")
    return ", ".join(found)


def _seed(end: End) -> list[int | str]:
    if end.number is not None:
        return [end.number, "", end.key, "", "", ""]
    place = addresses.loose_key(end.url)
    spelled = (place, f"{place}/", place.replace("?", "/?"), f"{place}/trackback")
    return [0, place, *(f"url:{sha256(each.encode()).hexdigest()}" for each in spelled)]
