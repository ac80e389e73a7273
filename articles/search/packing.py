"""How often each stem comes in a text, packed into some hundred bytes, for whoever compares one text with a hundred.

A tsvector says as much, and where, and takes many times as long to read.

A word is its checksum, four bytes, by which two of a million may be taken for one; how often it comes is one byte.
"""

import re
import sys
from array import array
from zlib import crc32

import arabic

#: A word of the headline counts as that many of the text.
IN_HEADLINE = 3

_EACH = 5
# No word has a quotation mark in it.
_LEXEME = re.compile("'([^']+)':([0-9A-D,]+)")


def counted(vector):
    """The stems in the text of a tsvector, as `indexing.arabic_words` writes it, as {stem: how often}; no particles.

    At each place stands a key, and its stem with a weight of its own; or the key alone, which then is the stem.
    """
    found = [(word, places.split(",")) for word, places in _LEXEME.findall(vector)]
    stemmed = {place[:-1] for _word, places in found for place in places if place[-1] in "BD"}
    counts = {}
    for word, places in found:
        times = sum(
            IN_HEADLINE if place[-1] in "AB" else 1
            for place in places
            if place[-1] in "BD" or place[:-1] not in stemmed
        )
        if times and word not in arabic.particles():
            counts[word] = times
    return counts


def number(word):
    """What stands for `word`."""
    return crc32(word.encode())


def pack(counts):
    """`counts`, {word: how often}, as bytes."""
    words = array("I", map(number, counts))
    if sys.byteorder == "big":
        words.byteswap()
    return words.tobytes() + bytes(min(times, 255) for times in counts.values())


def unpack(packed):
    """The numbers of the words, and as many bytes: how often each comes."""
    packed = bytes(packed)  # the database gives a view
    count = len(packed) // _EACH
    words = array("I")
    words.frombytes(packed[: 4 * count])
    if sys.byteorder == "big":
        words.byteswap()
    return words.tolist(), packed[4 * count :]
