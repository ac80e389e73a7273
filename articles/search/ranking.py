"""How well an article answers a query.

BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009): a word counts by its
rarity and, less and less, by each time it occurs; more in the headline, and less in a long text. A word as it was typed
counts beyond its other forms, words that stand in the text as they do in the query beyond each alone, and to a query of
few words, which asks for news, what is new. Of a sentence the whole is asked for: an article counts the less the more
of the sentence it does not have. The record 0008 in docs/decisions has the figures.
"""

from django.db.models import F, FloatField, Func

from delivery.words import quoted

#: Of a query that many words rank, and as many pairs of neighbours: the most telling.
MOST_RANKED = 24

# BM25's k1 and b, and the mean number of lexemes of an article: the half of what a word can count is reached at k1
# occurrences in a text of that length.
K1, B, MEAN_LEXEMES = 1.2, 0.9, 264
#: A word of the headline, or of a name above the text, counts as that many of the text.
IN_HEADLINE = 3
#: What a word as it was typed adds, of what it counts in any form.
AS_TYPED = 0.3
#: What two neighbours add that are as far apart in the text, of what the less telling one can count: by their distance.
AS_NEIGHBOURS = {1: 0.7, 2: 0.35}
# Few words ask for news about something. One that is in the headline adds so much of what it counts; and an article of
# this moment ranks a seventh higher than one from long ago, one of a month ago half of that: enough to put the newer of
# two that answer alike first, too little to put a mention in the text before a headline.
AS_SUBJECT = 0.4
FRESHNESS, HALF_LIFE_DAYS = 0.15, 30

# ts_rank of one lexeme is the sum of 1/n² up to its frequency, over π²/6. Its odds are very nearly the frequency times
# this: 1.55 for one occurrence, 1.63 for ten.
_ODDS = 1.6
_HALF, _HALF_BY_LENGTH = _ODDS * K1 * (1 - B), _ODDS * K1 * B / MEAN_LEXEMES
# Weights of a lexeme in the text's stems, its keys, the headline's stems and its keys: ts_rank's D, C, B, A.
_ANYWHERE, _HEADLINE, _KEYS = "{1,1,1,1}", "{0,0,1,1}", "{0,1,0,1}"


class BM25F(Func):
    """How well the search entry of an article answers `asked`, from 0."""

    output_field = FloatField()

    def __init__(self, asked):
        super().__init__(*(F(f"search_entries__{name}") for name in ("vector", "heading", "published_at")))
        self.asked = asked

    def as_sql(self, compiler, connection):
        vector, heading, moment = (compiler.compile(column)[0] for column in self.source_expressions)
        scores, params = _scores(self.asked)
        weight = "1"
        if self.asked.is_sentence:
            weight, more = _coverage(self.asked)
            params = [*params, *more]
        elif self.asked.needs_all:
            days = f"greatest(0, extract(epoch FROM now() - {moment}) / 86400)"
            weight = f"1 + {FRESHNESS} * power(0.5, {days} / {HALF_LIFE_DAYS})"
        # ts_delete of nothing gives the vector back as read from the disk, once for all that is asked of it.
        sql = f"""(
            SELECT ({" + ".join(scores)}) * ({weight})
            FROM (
                SELECT whole, {heading} AS heading, {_HALF} + {_HALF_BY_LENGTH} * length(whole) AS half
                FROM (SELECT ts_delete({vector}, '') AS whole OFFSET 0) AS read
                OFFSET 0
            ) AS entry
        )"""
        return sql, params


def _scores(asked):
    """What each word, phrase and pair adds, as SQL, and its parameters. `half` is the frequency that counts half."""
    scores, params = [], []
    for term in _ranked(asked):
        counts = [f"{_frequency(_ANYWHERE)} + {IN_HEADLINE - 1} * {_frequency(_HEADLINE)}"] * len(term.lexemes)
        counts += [f"{_ODDS} * (whole @@ %s::tsquery)::int"] * len(term.runs)
        scores.append(f"{term.rarity} * (1 - half / (half + {' + '.join(counts)}))")
        params += [quoted(word) for word in term.lexemes for _ in range(2)] + [*term.runs]
        if term.typed:
            scores.append(f"{AS_TYPED * term.rarity} * (1 - half / (half + {_frequency(_KEYS)}))")
            params.append(quoted(term.typed))
        if asked.needs_all:
            scores.append(f"{AS_SUBJECT * term.rarity} * (heading @@ %s::tsquery)::int")
            params.append(term.tsquery)
    pairs = sorted(asked.neighbours, key=lambda pair: -pair[2] * AS_NEIGHBOURS[pair[1]])
    for tsquery, distance, rarity in pairs[:MOST_RANKED]:
        scores.append(f"{AS_NEIGHBOURS[distance] * rarity} * (whole @@ %s::tsquery)::int")
        params.append(tsquery)
    return scores, params


def _coverage(asked):
    """The square root of how much of a sentence the article has, each word by its rarity, and its parameters.

    Of the powers 1/4, 1/3, 1/2, 3/4 and 1 this one brought up most of the articles behind half of the abstracts in
    `benchmarks.known_item`, and of the other half too.
    """
    words = _ranked(asked)
    found = " + ".join(f"{word.rarity} * (whole @@ %s::tsquery)::int" for word in words)
    # On a small site each word may be in each article, and no word be rare.
    whole = max(1, sum(word.rarity for word in words))
    return f"sqrt(({found}) / {whole})", [word.tsquery for word in words]


def _ranked(asked):
    return sorted(asked.words + asked.phrases, key=lambda term: term.share)[:MOST_RANKED]


def _frequency(weights):
    """How often a lexeme, a parameter, occurs where it has one of `weights`, times `_ODDS`."""
    return f"(1 / (1 - ts_rank('{weights}'::real[], whole, %s::tsquery)) - 1)"
