"""What lies ahead of a walk: the pages that trackbacks lead to from some pages, the nearest first, in one question.

Nothing is judged here but where a walk ends: what readers may see is decided row by row, by whoever reads the rows.
"""

from collections.abc import Iterator, Sequence

from django.db import connection

from buttobi.blogs.models import Blog
from buttobi.trackbacks.models import Received, Target

# A trackback is met from both of its ends: by the number of the page that got it, or by the name of the one it came
# from. The order in which both databases find pages is outward, and neither goes on when it has found enough.
_QUESTION = """
    WITH RECURSIVE near (page, name, url) AS (
        VALUES {seeds}
        UNION
        SELECT
            CASE WHEN got.target_id = near.page THEN COALESCE(got.source_id, 0) ELSE got.target_id END,
            CASE WHEN got.target_id = near.page THEN CAST(got.source_key AS text) ELSE 'ours:' || got.target_id END,
            CASE WHEN got.target_id = near.page AND got.source_id IS NULL THEN CAST(got.source_url AS text) ELSE '' END
        FROM near
        JOIN {received} got ON (got.target_id = near.page OR got.source_key = near.name)
        LEFT JOIN {target} ours
            ON ours.id = CASE WHEN got.target_id = near.page THEN got.source_id ELSE got.target_id END
        LEFT JOIN {blog} blog ON blog.id = ours.blog_id
        WHERE got.state = 'shown' AND (ours.id IS NULL OR (ours.opens_at IS NULL AND NOT blog.official))
    )
    SELECT page, url FROM near LIMIT %s
"""
_SEED = "(CAST(%s AS bigint), CAST(%s AS text), CAST('' AS text))"


def of(seeds: Sequence[tuple[int, str]], *, most: int) -> Iterator[tuple[int, str]]:
    """The number of a page of ours, or 0 and the address of one elsewhere, for each of at most so many pages.

    A seed is the number of a page of ours, or 0, and a name that it has as a source. No theme is among what is found,
    nor what only a theme leads to.
    """
    question = _QUESTION.format(
        seeds=", ".join([_SEED] * len(seeds)),
        received=connection.ops.quote_name(Received._meta.db_table),
        target=connection.ops.quote_name(Target._meta.db_table),
        blog=connection.ops.quote_name(Blog._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [value for seed in seeds for value in seed] + [len(seeds) + most])
        found = cursor.fetchall()
    return ((page, url) for page, url in found if page or url)
