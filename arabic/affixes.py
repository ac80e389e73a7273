"""What Arabic writes onto a word, before it and behind it.

Each function says what a word would be without one kind of affix, and leaves it to the caller whether there is such a
word. Words are search keys whose hamza seats are united, of letters only. No rest is shorter than three letters, but
for two after ال alone.

The article and the particles joined to it are those of the light10 stemmer: Larkey, Ballesteros and Connell, "Light
Stemming for Arabic Information Retrieval" (2007).
"""

ARTICLES = ("وبال", "وكال", "فبال", "فلل", "ولل", "وال", "فال", "بال", "كال", "لل", "ال")  # longest first
CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ك", "ل")
IMPERFECT_PERSONS = ("ي", "ت", "ن")
PRONOUNS = ("هما", "كما", "هم", "كم", "هن", "ها", "نا", "ه", "ي")  # longest first
OBJECTS = ("ني", "ك")  # pronouns that verbs take too; on nouns ك is rare, and as often a letter of the word
PAST_PERSONS = ("وا", "تا", "تم", "نا", "ت", "ا")
SHORTEST = 3

_SEATS = str.maketrans("ؤئ", "ءء")


def unite_seats(key: str) -> str:
    """`key` with hamza written in one way: مسؤول and مسئول are one word (N3)."""
    return key.translate(_SEATS)


def without_article(word: str) -> list[str]:
    """وللقضاء without its article and what is joined to that: قضاء. The longest article only.

    Behind لل a lam of the word itself may be lost: للاجئين is of لاجئين.
    """
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (2 if article == "ال" else SHORTEST):
            rest = word[len(article) :]
            return [rest, "ل" + rest] if article.endswith("لل") else [rest]
    return []


def without_particles(word: str) -> list[str]:
    """فسيعود without particles of one letter, one after another: سيعود, يعود."""
    rests = []
    if word.startswith(CONJUNCTIONS):
        word = word[1:]
        rests.append(word)
    if word.startswith(PREPOSITIONS) or (word.startswith("س") and word[1:].startswith(IMPERFECT_PERSONS)):
        rests.append(word[1:])
    return [rest for rest in rests if len(rest) >= SHORTEST]


def without_pronoun(word: str) -> list[str]:
    """خطتها without its pronoun, the ta read as it stands and as the ta marbuta it may have been: خطت, خطه.

    In the same way the alef of مستواه may have been a ya.
    """
    rests = []
    for pronoun in PRONOUNS:
        if word.endswith(pronoun):
            rest = word[: -len(pronoun)]
            rests.append(rest)
            if rest.endswith("ت"):
                rests.append(rest[:-1] + "ه")
            if rest.endswith("ا"):
                rests.append(rest[:-1] + "ي")
    return [rest for rest in rests if len(rest) >= SHORTEST]


def without_object(word: str) -> list[str]:
    """The verb without the pronoun that is its object: يدعمني is of يدعم."""
    rests = [word[: -len(pronoun)] for pronoun in (*PRONOUNS[:-1], *OBJECTS) if word.endswith(pronoun)]
    return [rest for rest in rests if len(rest) >= SHORTEST]


def without_number(word: str) -> list[str]:
    """دولتان, المراقبون and أزمات in the singular, with and without a ta marbuta; the nun may be lost (مجموعتي)."""
    rests = []
    if word.endswith("ات"):
        rests = [word[:-2], word[:-2] + "ه"]
    elif word.endswith(("تين", "تان")):
        rests = [word[:-3] + "ه", word[:-2]]
    elif word.endswith(("تي", "تا")):
        rests = [word[:-2] + "ه", word[:-1]]
    elif word.endswith(("ين", "ون", "ان")):
        rests = [word[:-2]]
    elif word.endswith(("ي", "و")):
        rests = [word[:-1]]
    return [rest for rest in rests if len(rest) >= SHORTEST]


def without_past_person(word: str) -> list[str]:
    """أعلنوا without the person of the past: أعلن. The alef covers the accusative too: جنوبًا."""
    # An alef behind ه is that of the pronoun ها.
    rests = [word[: -len(person)] for person in PAST_PERSONS if word.endswith(person) and not word.endswith("ها")]
    return [rest for rest in rests if len(rest) >= SHORTEST]


def without_imperfect_person(word: str) -> list[str]:
    """يعملون without the person of the present, or its number alone: عمل, يعمل."""
    if not word.startswith(IMPERFECT_PERSONS):
        return []
    rests = [word[1:]]
    if word.endswith(("ون", "ان", "ين", "وا")):
        rests += [word[1:-2], word[:-2]]
    return [rest for rest in rests if len(rest) >= SHORTEST]
