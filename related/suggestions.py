"""What the desk proposes to stand under an article: live articles like its text, each with the reason in words.

`likeness` says which are near; here stands who may be proposed, and why a person would agree. Nothing is proposed
without a topic, a name or telling words in common.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch
from django.utils.translation import gettext as _

import arabic
from articles import body, columns
from articles.models import LANGUAGES, Article, ArticleTopic
from related import likeness
from related.models import RefusedSuggestion, RelatedLink
from topics.models import Topic

#: How many are proposed, and how many names or words a reason tells.
MOST_SUGGESTED, MOST_TOLD = 8, 4
#: Without a topic in common less likeness is chance; for the first ENOUGH, which a section has room for, less will do.
LEAST_LIKE, LEAST_OF_FIRST, ENOUGH = 0.07, 0.05, 4
#: Where a text has so much of the other's words, it is that text again.
COPY = 0.75
#: Without a topic or name in common so many words must be, and none that is among so many of the press's commonest.
LEAST_WORDS, COMMONEST = 2, 100


@dataclass(frozen=True)
class Suggestion:
    """An article that is proposed, with the sentences that say why; `is_copy` if it says nearly the same."""

    article: Article
    reasons: tuple[str, ...]
    is_copy: bool


def suggest(content, *, without=()):
    """At most MOST_SUGGESTED Suggestions for a revision's content, saved or still being typed, the likest first.

    Articles of the ids `without` are not proposed, nor those that the text points at. Four queries, whatever is found.
    """
    linked = body.references(*[content[f"body_{language}"] for language in LANGUAGES]).articles
    words = likeness.words_of(content)
    near = likeness.nearest(words, most=2 * MOST_SUGGESTED, without={*without, *linked}, section_id=content["section"])
    topics = Prefetch("article_topics", ArticleTopic.objects.select_related("topic"))
    articles = Article.objects.live().select_related("section").prefetch_related(topics)
    articles = articles.defer(*columns.whole("body", "standfirst", "excerpt"))
    articles = articles.in_bulk([like.article_id for like in near])
    printed = _printed(content)
    found = []
    for like in near:
        if len(found) == MOST_SUGGESTED:
            break
        article = articles.get(like.article_id)
        least = LEAST_OF_FIRST if len(found) < ENOUGH else LEAST_LIKE
        if article is None or (like.cosine < least and not _topics_in_common(article, content)):
            continue
        if reasons := _reasons(article, like, content, words, printed):
            found.append(Suggestion(article, reasons, like.overlap >= COPY))
    return found


def suggest_for(article, content):
    """`suggest` for an article that has a row: without itself, what was chosen for it and what was refused."""
    chosen = RelatedLink.objects.filter(article=article).exclude(target=None).values_list("target_id", flat=True)
    refused = RefusedSuggestion.objects.filter(article=article).values_list("target_id", flat=True)
    return suggest(content, without={article.pk, *chosen.union(refused)})


def _reasons(article, like, content, words, printed):
    """Why `article` is proposed, the strongest reason first; nothing when there is none that a person would accept."""
    topics = [entry.topic for entry in article.article_topics.all()]
    same = _topics_in_common(article, content)
    # A person or place that the text names, though nobody has said yet that it is about them.
    called = [
        topic.name
        for topic in topics
        if topic.kind != Topic.Kind.SUBJECT and topic.pk not in content["topics"] and _is_named(topic, words)
    ]
    known = {token.stem for name in [*same, *called] for token in arabic.analyze(name)}
    names, others = [], []
    for lexeme in like.shared:
        word = printed.get(lexeme)
        if word is None or word.stem in known or word.key in arabic.particles():
            continue
        known.add(word.stem)
        if _is_name(word.key, word.stem):
            names.append(word.text)
        elif not _is_common(word.key, word.stem):
            others.append(word.text)
    names, others = [*called, *names][:MOST_TOLD], others[:MOST_TOLD]
    if not same and not names and len(others) < LEAST_WORDS:
        return ()
    reasons = []
    if same:
        reasons.append(_("The same topic: %(names)s") % {"names": _listed(same)})
    if names:
        reasons.append(_("Names in common: %(names)s") % {"names": _listed(names)})
    if len(others) >= LEAST_WORDS and len(reasons) < 2:
        reasons.append(_("Words in common: %(words)s") % {"words": _listed(others)})
    return tuple(reasons)


def _topics_in_common(article, content):
    return [entry.topic.name for entry in article.article_topics.all() if entry.topic_id in content["topics"]]


def _listed(names):
    return "، ".join(names)


def _is_named(topic, words):
    """Has a text with these `words` all words of the topic's name?"""
    tokens = arabic.analyze(topic.name_ar or "")
    return bool(tokens) and all(token.key in words or token.stem in words for token in tokens)


@lru_cache(maxsize=50_000)
def _is_name(key, stem):
    """Is a word a name, with or without a clitic before it; and not what is called after it?"""
    return any(form in arabic.foreign_names() and key.endswith(form) for form in (key, stem))


@lru_cache(maxsize=50_000)
def _is_common(key, stem):
    ranks = arabic.word_ranks()
    return min(ranks.get(form, COMMONEST) for form in (key, stem)) < COMMONEST


def _printed(content):
    """For each stem and key of a text the shortest word that prints it: the one without particles before it."""
    texts = [content[f"{name}_ar"] for name in ("headline", "kicker", "standfirst")]
    found = {}
    for token in arabic.analyze("\n".join([*texts, body.plain_text(content["body_ar"])])):
        if len(token.key) < 3 or token.key.isdigit():
            continue
        for lexeme in (token.stem, token.key):
            known = found.get(lexeme)
            if known is None or len(token.text) < len(known.text):
                found[lexeme] = token
    return found
