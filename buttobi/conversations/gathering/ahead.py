"""What lies ahead of a walk: the pages that trackbacks lead to from some pages, the nearest first, in one question.

Nothing is judged here but where a walk ends: what readers may see is decided row by row, by whoever reads the rows.
"""

from collections.abc import Iterator, Sequence

from django.db import connection

from buttobi.blogs.models import Blog
from buttobi.conversations.gathering.rows import End, elsewhere, ours
from buttobi.trackbacks.models import Received, Sent, Target
from linkback import addresses

# A page is the number of one of ours, or 0 and the place of one elsewhere: its address without scheme and without a
# slash at the end of its path, of which its keys can be made. A trackback that we got and one that we gave are both met
# from both of their ends; `way` says which of the two tables a line of the question is about. The order in which both
# databases find pages is outward, and neither goes on when it has found enough.
_QUESTION = """
    WITH RECURSIVE near (page, place) AS (
        VALUES {seeds}
        UNION
        SELECT
            CASE WHEN {mine} = near.page THEN COALESCE(got.source_id, 0) ELSE {mine} END,
            CASE WHEN {mine} = near.page AND got.source_id IS NULL THEN {place} ELSE '' END
        FROM near
        CROSS JOIN (SELECT 'got' AS way UNION ALL SELECT 'gave') ways
        LEFT JOIN {received} got
            ON ways.way = 'got' AND (got.target_id = near.page OR got.source_key IN ({source_keys}))
        LEFT JOIN {sent} gave
            ON ways.way = 'gave' AND (gave.source_id = near.page OR gave.target_key IN ({target_keys}))
        LEFT JOIN {target} ours ON ours.id = CASE WHEN {mine} = near.page THEN got.source_id ELSE {mine} END
        LEFT JOIN {blog} blog ON blog.id = ours.blog_id
        WHERE (got.state = 'shown' OR (gave.target_id IS NULL AND gave.state IN ('accepted', 'unclear')))
            AND (ours.id IS NULL OR (ours.opens_at IS NULL AND NOT blog.official))
    )
    SELECT page, place FROM near LIMIT %s
"""
_SEED = "(CAST(%s AS bigint), CAST(%s AS text))"
# The end of a trackback that is always ours; the other one is ours or elsewhere.
_MINE = "COALESCE(got.target_id, gave.source_id)"
_URL = "CAST(COALESCE(got.source_url, gave.target_url) AS text)"
_BARE = f"rtrim(substr({_URL}, CASE WHEN substr({_URL}, 5, 1) = 's' THEN 7 ELSE 6 END), '/')"
# As `rows.elsewhere` and `linkback.addresses.loose_key` have it, but for addresses that are spelled in an odd way: those
# are not recognised here, and asked about when the walk comes by.
_PLACE = f"""
    replace(CASE WHEN {_BARE} LIKE '%%/trackback' THEN substr({_BARE}, 1, length({_BARE}) - 10) ELSE {_BARE} END,
    '/?', '?')
"""
_KEY = {
    "sqlite": "'url:' || sha256({})",
    "postgresql": "'url:' || encode(sha256(convert_to({}, 'UTF8')), 'hex')",
}
_AS_SOURCE = ("near.place", "near.place || '/'", "replace(near.place, '?', '/?')")
_AS_TARGET = ("near.place", "near.place || '/trackback'")


def of(ring: Sequence[End], *, most: int) -> Iterator[End]:
    """At most so many pages, to ask about; no theme is among them, nor what only a theme leads to."""
    quoted = connection.ops.quote_name
    key = _KEY[connection.vendor]
    question = _QUESTION.format(
        seeds=", ".join([_SEED] * len(ring)),
        mine=_MINE,
        place=_PLACE,
        source_keys=", ".join(["'ours:' || near.page", *map(key.format, _AS_SOURCE)]),
        target_keys=", ".join(map(key.format, _AS_TARGET)),
        received=quoted(Received._meta.db_table),
        sent=quoted(Sent._meta.db_table),
        target=quoted(Target._meta.db_table),
        blog=quoted(Blog._meta.db_table),
    )
    seeds = [value for end in ring for value in (end.number or 0, addresses.loose_key(end.url) if end.url else "")]
    with connection.cursor() as cursor:
        cursor.execute(question, [*seeds, len(ring) + most])
        found = cursor.fetchall()
    for page, place in found:
        end = ours(page) if page else elsewhere(f"https:{place}")
        if end is not None:
            yield end
