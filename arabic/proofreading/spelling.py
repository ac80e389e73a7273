"""Words spelt as they often are and should not be: rules P18 to P23, P25 and P27 to P32."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from arabic.affixes import unite_seats
from arabic.characters import ALEF_LAM
from arabic.keys import search_key
from arabic.lexicon import groups_in, word_ranks, words_in
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import SPACES, Passage, Word, respell

_FATHATAN = "\N{ARABIC FATHATAN}"

# What comes before and behind a noun or verb that begins with a joining hamza.
_before_joining = re.compile("([وف]?(?:[بكل]|ال|[بك]ال|لل)?)إ(.+)")
_NUMBERS = ("", "ا", "ه", "ات", "ان", "ين", "ون", "ت", "وا", "تا", "تان", "تين", "ي", "يه", "يا", "يين", "يون", "يات")
_PRONOUNS = ("", "ه", "ها", "هم", "هما", "نا")
_ENDINGS = frozenset(number + pronoun for number, pronoun in product(_NUMBERS, _PRONOUNS))
_LONGEST_ENDING = max(map(len, _ENDINGS))

_MESSAGES = {
    "P20": "حرف الجرّ «إلى» بهمزة تحت الألف وألف مقصورة.",
    "P21": "لا تُكتب في اسم الإشارة هذا ألف بعد الهاء أو الذال.",
    "P22": "«لكن» بلا ألف بعد اللام.",
    "P28": "آخر هذه الكلمة هاء لا تاء مربوطة.",
    "P30": "في آخر هذه الكلمة خلط بين الياء والألف المقصورة.",
}
_SURNAMES = frozenset({"حتي", "متي"})  # of Lebanon; as a surname the word ends in ya

_tanween_behind_hamza = re.compile(f"(اء|أ|ة)[\u064e\u064f\u0650]?(?:{_FATHATAN}ا|ا{_FATHATAN})$")
_in_sha = re.compile("([وف]?)[إا]نشاء")
_inna = re.compile("ان(|ه|ها|هم|هما|نا|ني|ي)")
_WORDS_TO_SUBJECT = 4
_CLAUSE_ENDS = frozenset('،؛؟.,;?!:«»“”"()\n')

_SEATS = {"مسئول": "مسؤول", "شئون": "شؤون", "رئوس": "رؤوس", "كئوس": "كؤوس", "فئوس": "فؤوس", "مرءوس": "مرؤوس"}
_seat = re.compile(f"([وف]?(?:[بكل]|ال|[بك]ال|لل)?)({'|'.join(_SEATS)})(.*)")
_ta_marbuta = re.compile("[وف]?(?:[بك]?ال|لل)(.+)ه")


def word_twice(passage: Passage) -> Iterator[Finding]:
    """P18: one word twice running, with nothing but a space between."""
    for first, second in zip(passage.words, passage.words[1:]):
        between = passage.text[first.end : second.start]
        if between and not between.strip(SPACES) and first.printed == second.printed and _is_odd_twice(first.key):
            message = f"تكرّرت كلمة «{first.letters}»."
            yield Finding(first.start, second.end, "P18", message, (first.printed,))


def _is_odd_twice(key: str) -> bool:
    return key not in listed("twice") and (len(key) > 2 or key in listed("short"))


def single_words(passage: Passage) -> Iterator[Finding]:
    """P19 to P22, P25, P27, P28, P30 and P32: what a word alone gives away."""
    for number, word in enumerate(passage.words):
        for rule, message, wanted, safe in _spelt_wrong(word.letters):
            if word.letters in _SURNAMES and number and _is_name_or_title(passage, number - 1):
                continue
            yield _respelt(word, rule, message, wanted, safe)
        if _FATHATAN in word.printed and (match := _tanween_behind_hamza.search(word.printed)):
            fix = word.printed[: match.end(1)] + _FATHATAN
            message = "لا ألف بعد الهمزة المسبوقة بألف ولا بعد التاء المربوطة: يكفي التنوين."
            yield Finding(word.start, word.end, "P25", message, (fix,), True)


@lru_cache(maxsize=50_000)
def _spelt_wrong(letters: str) -> tuple[tuple[str, str, str, bool], ...]:
    """For each rule that a word breaks: its id, a message, the right letters and whether these are certain."""
    found = [(rule, _MESSAGES[rule], right, certain) for rule, right, certain in _misspellings().get(letters, ())]
    joining = _before_joining.fullmatch(letters)
    if joining and begins_with_joining_hamza(unite_seats(search_key("ا" + joining[2]))):
        found.append(("P19", "ألف هذه الكلمة ألف وصل لا تُكتب عليها همزة.", joining[1] + "ا" + joining[2], True))
    seat = _seat.fullmatch(letters)
    if seat:
        message = "الهمزة هنا تُكتب في بيتنا على الواو."
        found.append(("P32", message, seat[1] + _SEATS[seat[2]] + seat[3], False))
    ending = _ta_marbuta.fullmatch(letters)
    if ending and ending[1] in _nouns_in_ta_marbuta():
        found.append(("P27", "آخر هذه الكلمة تاء مربوطة.", letters[:-1] + "ة", False))
    return tuple(found)


@cache
def _misspellings() -> dict[str, list[tuple[str, str, bool]]]:
    """Each misspelling of the table, with the particles it may have, and the rules that it breaks."""
    table: dict[str, list[tuple[str, str, bool]]] = {}
    for rule, letter, particles, wrong, right in groups_in("misspellings.txt"):
        for particle in particles.replace("-", " "):
            particle = particle.strip()
            table.setdefault(particle + wrong, []).append((rule, particle + right, letter == "A"))
    return table


@cache
def _joining_words() -> frozenset[str]:
    return frozenset(unite_seats(search_key(word)) for word in words_in("joining_hamza.txt"))


def begins_with_joining_hamza(key: str) -> bool:
    """Is the word, whose hamza seats are united, an inflected form of one in the list?"""
    return any(
        key[:end] in _joining_words() and key[end:] in _ENDINGS
        for end in range(max(3, len(key) - _LONGEST_ENDING), len(key) + 1)
    )


@cache
def listed(name: str) -> frozenset[str]:
    """The words of that list in data/proofreading.txt."""
    return frozenset(word for list_name, *words in groups_in("proofreading.txt") if list_name == name for word in words)


@cache
def _nouns_in_ta_marbuta() -> frozenset[str]:
    return frozenset(words_in("ta_marbuta.txt"))


def _respelt(word: Word, rule: str, message: str, wanted: str, safe: bool) -> Finding:
    return Finding(word.start, word.end, rule, message, (respell(word.printed, word.letters, wanted),), safe)


def _is_name_or_title(passage: Passage, number: int) -> bool:
    """Does the word of that number announce a name, so that the next one may be a name too?"""
    return passage.words[number].key in listed("before_name")


def _after_saying(key: str) -> str:
    """What follows the verb of saying with that key; empty for any other word."""
    for right, verbs in (("إن", listed("inna")), ("أن", listed("anna"))):
        if key in verbs or (key[0] in "وف" and key[1:] in verbs):
            return right
    return ""


def in_sha_allah(passage: Passage) -> Iterator[Finding]:
    """P23: إن شاء الله run together. إنشاء may be a noun too, the creation of something by God."""
    words = passage.words
    for number, (word, name) in enumerate(zip(words, words[1:])):
        match = _in_sha.fullmatch(word.letters)
        if not match or name.letters != "الله" or passage.text[word.end : name.start].strip(SPACES):
            continue
        wanted = f"{match[1]}إن شاء"
        behind = words[number + 2] if number + 2 < len(words) else None
        of_creation = (
            behind and behind.letters.startswith(ALEF_LAM) and not passage.text[name.end : behind.start].strip(SPACES)
        )
        safe = not of_creation and not (number and words[number - 1].key in listed("before_noun"))
        message = "«إن شاء الله» ثلاث كلمات."
        yield Finding(word.start, word.end, "P23", message, (wanted,), safe)


def ali_for_upon(passage: Passage) -> Iterator[Finding]:
    """P29: علي before a noun with the article. It may be the name."""
    for number, (word, noun) in enumerate(zip(passage.words, passage.words[1:])):
        if word.letters not in ("علي", "وعلي") or not noun.letters.startswith(ALEF_LAM):
            continue
        if passage.text[word.end : noun.start].strip(SPACES) or (number and _is_name_or_title(passage, number - 1)):
            continue
        if noun.key.endswith("ي") or noun.key.removeprefix(ALEF_LAM) not in word_ranks():
            continue  # most surnames do, or are
        yield _respelt(word, "P29", "إن كان حرف الجرّ فهو «على» بألف مقصورة.", word.letters[:-1] + "ى", False)


def hamza_of_inna(passage: Passage) -> Iterator[Finding]:
    """P31: ان without its hamza behind a verb of saying: إنّ behind قال, أنّ behind the others."""
    words = passage.words
    for number, word in enumerate(words):
        match = _inna.fullmatch(word.letters)
        if not match:
            continue
        for verb in reversed(words[max(0, number - _WORDS_TO_SUBJECT) : number]):
            right = _after_saying(verb.key)
            if right:
                if not _CLAUSE_ENDS.intersection(passage.text[verb.end : word.start]):
                    message = f"بعد «{verb.letters}» تُكتب «{right}» بهمزة."
                    yield _respelt(word, "P31", message, right + match[1], False)
                break


RULES = (word_twice, single_words, in_sha_allah, ali_for_upon, hamza_of_inna)
