"""What the search is measured against: BM25 in memory, over words as they are folded and over their light10 stems.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with Lucene's usual
k1 and b. light10 as in Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007).
"""

import heapq
import math
from collections import Counter, defaultdict

from arabic import analyze

_PREFIXES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def words(text):
    """The words of `text` as search keys."""
    return [token.key for token in analyze(text)]


def light10_stems(text):
    """The words of `text` as light10 cuts them."""
    return [light10(word) for word in words(text)]


def light10(word):
    """`word`, a search key, without و, one article and each of the suffixes in turn; two letters at least remain."""
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    article = next((article for article in _PREFIXES if word.startswith(article)), "")
    if len(word) - len(article) >= 2:
        word = word[len(article) :]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word


class BM25:
    """An index of texts by name, ranked by BM25 over what `terms` makes of a text."""

    K1, B = 1.2, 0.75

    def __init__(self, texts, terms):
        self.terms = terms
        self.postings = defaultdict(list)
        self.lengths = {}
        for name, text in texts.items():
            counted = Counter(terms(text))
            self.lengths[name] = counted.total()
            for term, times in counted.items():
                self.postings[term].append((name, times))
        self.mean_length = sum(self.lengths.values()) / max(1, len(self.lengths))

    def best(self, query, most=10):
        """The names of the `most` texts that answer `query` best."""
        scores = defaultdict(float)
        for term in set(self.terms(query)):
            found = self.postings.get(term, ())
            rarity = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for name, times in found:
                length = 1 - self.B + self.B * self.lengths[name] / self.mean_length
                scores[name] += rarity * times * (self.K1 + 1) / (times + self.K1 * length)
        return heapq.nlargest(most, scores, key=lambda name: (scores[name], name))
