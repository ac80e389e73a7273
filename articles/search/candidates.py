"""Which articles are ranked: some hundreds of all that answer a query, since ranking reads all of an article's words.

Of a few words those are the newest that have them all in the headline and the newest that have them at all; of many
words, those that have the most telling ones. All this is read from the indexes and from rows of some hundred bytes,
for PostgreSQL keeps a `vector` apart from its row.
"""

from articles.models import SearchEntry
from articles.search.terms import FEW_WORDS, MOST_LOOKED_FOR, counted

#: That many are ranked: the newest with all the words in the headline, and the newest of all that answer.
MOST_BY_HEADLINE, MOST_BY_DATE = 150, 200
#: Of a query of many words that many are ranked, and that many entries looked through to find them.
MOST_BY_WORDS, MOST_LOOKED_THROUGH = 300, 12_000
#: What is in more than this share of the articles is found by going back from the newest, not by the index of words.
COMMON_SHARE = 0.25

#: The language as a condition that no index answers. PostgreSQL, which takes `vector @@ …` for cheap, would read the
#: words of all the rows that an index by language gives, and not ask the index of words.
IN_LANGUAGE = "language || '' = %s"

_TABLE = SearchEntry._meta.db_table


def best(asked, language, narrowed):
    """The SQL of the ids of the search entries that are ranked for `asked`, and its parameters.

    `narrowed` is a condition on the entry as (SQL, parameters).
    """
    if not asked.needs_all and (words := _few_enough(asked)):
        return _by_words(asked, words, language, narrowed)
    newest, params = newest_of(asked, language, narrowed, most=MOST_BY_DATE)
    condition, wanted = "heading @@ %s::tsquery", [asked.and_always(*(word.tsquery for word in asked.words))]
    if asked.excluded:  # from the whole article
        condition, wanted = f"{condition} AND vector @@ %s::tsquery", [*wanted, asked.condition]
    sql, more = _newest(condition, narrowed)
    return f"({newest}) UNION ({sql} LIMIT {MOST_BY_HEADLINE})", [*params, language, *wanted, *more]


def newest_of(asked, language, narrowed, *, most):
    """The SQL of the ids of the newest `most` entries that answer `asked`, and its parameters."""
    where, params = narrowed
    if asked.phrases:
        # Of words that often stand together enough are found soon.
        sql, more = _newest("vector @@ %s::tsquery", narrowed, columns="id, vector")
        sql = f"SELECT id FROM ({sql} OFFSET 0) AS with_all_words WHERE vector @@ %s::tsquery LIMIT {most}"
        return sql, [language, asked.apart, *more, asked.condition]
    if asked.share() > COMMON_SHARE:
        sql = f"""
            SELECT id FROM (
                SELECT id, vector FROM {_TABLE} WHERE language = %s {where} ORDER BY published_at DESC, id DESC OFFSET 0
            ) AS all_entries
            WHERE vector @@ %s::tsquery LIMIT {most}
        """
        return sql, [language, *params, asked.condition]
    sql, more = _newest("vector @@ %s::tsquery", narrowed)
    return f"{sql} LIMIT {most}", [language, asked.condition, *more]


def _newest(condition, narrowed, *, columns="id"):
    # The sum keeps PostgreSQL from going back through all entries, where it would unpack the words of each.
    where, params = narrowed
    sql = f"""
        SELECT {columns} FROM {_TABLE} WHERE {IN_LANGUAGE} AND {condition} {where}
        ORDER BY published_at + interval '0' DESC, id DESC
    """
    return sql, params


def _few_enough(asked):
    """The rarest words of `asked` that are in few enough entries to look through them all."""
    words, entries = [], counted().entries
    for word in asked.words[:MOST_LOOKED_FOR]:
        entries_left = MOST_LOOKED_THROUGH - entries * sum(taken.share for taken in [*words, word])
        if entries_left < 0:
            break
        words.append(word)
    return words


def _by_words(asked, words, language, narrowed):
    """Those with the most telling words, of those that `Asked.condition` finds by them."""
    where, params = narrowed
    parts, all_params = [], []
    for number, word in enumerate(words):
        weight = 1 if number and len(asked.words) > FEW_WORDS else 2
        parts.append(
            f"SELECT id, {word.rarity} AS rarity, {weight} AS weight FROM {_TABLE}"
            f" WHERE {IN_LANGUAGE} AND vector @@ %s::tsquery {where}"
        )
        parts.append(
            f"SELECT id, {word.rarity}, 0 FROM {_TABLE} WHERE {IN_LANGUAGE} AND heading @@ %s::tsquery {where}"
        )
        all_params += [language, asked.and_always(word.tsquery), *params, language, word.tsquery, *params]
    sql = f"""
        SELECT id FROM ({" UNION ALL ".join(parts)}) AS found GROUP BY id HAVING sum(weight) >= 2
        ORDER BY sum(rarity) DESC, id DESC LIMIT {MOST_BY_WORDS}
    """
    return sql, all_params
