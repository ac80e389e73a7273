"""Punctuation, spaces, quotation marks and brackets: rules P01 to P12, P36 and P38 to P40."""

import re
from collections.abc import Iterator

from arabic.characters import LETTERS, MARKS, TATWEEL
from arabic.proofreading.findings import Finding
from arabic.proofreading.passage import SPACES, Paragraph, Passage

LONGEST_HEADLINE = 90  # letters
_WIDE_GAP = 4  # spaces; as many stand between the halves of a line of verse

_ARABIC = LETTERS + MARKS
_CLOSING = '”»)\\]"'
_OTHER_MARKS = "،؛؟,;?:!."
_BEHIND_CLOSING = ")]»”،؛؟.,:;!?…/-–—"
_BEFORE_OPENING = "([«“:-–—/،؛" + TATWEEL

_is_arabic = re.compile(f"[{_ARABIC}{TATWEEL}]")
_comma = re.compile(f"(?<=[{_ARABIC}{_CLOSING}]),(?![0-9٠-٩,])")
_semicolon = re.compile(f"(?<=[{_ARABIC}]);(?=[{SPACES}]?[{LETTERS}])")
_question_mark = re.compile(f"(?<=[{_ARABIC}])\\?+(?![{LETTERS}?])")
_space_before = re.compile(f"(?<=[^\\s{SPACES}])[{SPACES}]+(?=[،؛؟,;?:!.])")
_mark_before_letter = re.compile(f"[،؛؟](?=[{LETTERS}A-Za-z])")
_spaces = re.compile(f"(?<![{SPACES}])[{SPACES}]{{2,}}")
_dots = re.compile(r"(?<!\.)(?:\.{3,6}|\.(?: \.){2,5})(?! ?\.)")
_repeated = re.compile(r"!{2,}|؟{2,}|،{2,}|؛{2,}")
_waw_alone = re.compile(f"(?<![^\\s،؛؟.:!”»)])و[{SPACES}]+(?=[{LETTERS}][{MARKS}]*[{LETTERS}])")
_stop_inside = re.compile(r"\.(?=[”»])")
_stop_outside = re.compile(r"(?<=[”»])\.")
_list_number = re.compile(r"\s*\w{1,3}\)")
_single_letter_before = re.compile(f"(?:^|[\\s{SPACES}(])(?:[{LETTERS}][{MARKS}]*|حرف|الواو)[{SPACES}،]+$")


def latin_comma(passage: Passage) -> Iterator[Finding]:
    """P01: a comma of Latin behind an Arabic word."""
    for match in passage.search(_comma):
        if _ends_arabic(passage.text, match.start()):
            yield Finding(*match.span(), "P01", "الفاصلة في النص العربي هي «،».", ("،",), True)


def latin_semicolon(passage: Passage) -> Iterator[Finding]:
    """P02: a semicolon of Latin between Arabic words."""
    for match in passage.search(_semicolon):
        yield Finding(*match.span(), "P02", "الفاصلة المنقوطة في النص العربي هي «؛».", ("؛",), True)


def latin_question_mark(passage: Passage) -> Iterator[Finding]:
    """P03: a question mark of Latin behind an Arabic word. Inside a word it may be a letter that got lost."""
    for match in passage.search(_question_mark):
        fix = "؟" * len(match[0])
        yield Finding(*match.span(), "P03", "علامة الاستفهام في النص العربي هي «؟».", (fix,), True)


def space_before_mark(passage: Passage) -> Iterator[Finding]:
    """P04: a space before a mark that belongs to the word before it.

    A mark that Latin has too counts behind Arabic or a number alone, and where neither a letter nor another mark
    follows: « .com» and « ...» are no ends of sentences.
    """
    text = passage.text
    for match in passage.search(_space_before):
        mark, following = text[match.end()], text[match.end() + 1 : match.end() + 2]
        if mark not in "،؛؟":
            if not _ends_arabic(text, match.start()) and not text[match.start() - 1].isdigit():
                continue
            if mark in ":!." and (following.isalnum() or following in ("-", "/", ")", "(")):
                continue
        if text[match.start() - 1] in "-–—_*•" or following and following in _OTHER_MARKS:
            continue
        yield Finding(*match.span(), "P04", "لا مسافة قبل علامة الترقيم.", ("",), True)


def no_space_behind_mark(passage: Passage) -> Iterator[Finding]:
    """P05: a letter hard on a mark."""
    for match in passage.search(_mark_before_letter):
        yield Finding(match.end(), match.end(), "P05", "بعد علامة الترقيم مسافة.", (" ",), True)


def many_spaces(passage: Passage) -> Iterator[Finding]:
    """P06: more than one space. A single no-break space is meant, and so may be a wide gap between words: in verse."""
    text = passage.text
    for match in passage.search(_spaces):
        between_words = _ends_arabic(text, match.start()) and _is_arabic.match(text, match.end())
        safe = len(match[0]) < _WIDE_GAP or not between_words
        yield Finding(*match.span(), "P06", "تكفي مسافة واحدة.", (" ",), safe)


def space_inside_pair(passage: Passage) -> Iterator[Finding]:
    """P07: a space behind an opening quotation mark or bracket, or before a closing one, where both are certain."""
    for paragraph in passage.paragraphs:
        pairs = [*paragraph.pairs, *_straight_pairs(passage.text, paragraph)]
        for pair in pairs:
            inner = passage.text[pair[0] + 1 : pair[1]]
            if not inner.strip(SPACES):
                continue
            before = len(inner) - len(inner.lstrip(SPACES))
            behind = len(inner) - len(inner.rstrip(SPACES))
            message = "لا مسافة بين علامة التنصيص أو القوس وما في داخلهما."
            if before:
                yield Finding(pair[0] + 1, pair[0] + 1 + before, "P07", message, ("",), True)
            if behind:
                yield Finding(pair[1] - behind, pair[1], "P07", message, ("",), True)


def dots(passage: Passage) -> Iterator[Finding]:
    """P08: full stops in place of an ellipsis. A longer row of them is a line to write on."""
    for match in passage.search(_dots):
        yield Finding(*match.span(), "P08", "علامة الحذف محرف واحد: «…».", ("…",), True)


def repeated_mark(passage: Passage) -> Iterator[Finding]:
    """P09: one mark several times."""
    for match in passage.search(_repeated):
        yield Finding(*match.span(), "P09", "تكفي علامة ترقيم واحدة.", (match[0][0],))


def straight_quotes(passage: Passage) -> Iterator[Finding]:
    """P10: quotation marks that look both ways. Safe in pairs each of which can only be one, and not inside others."""
    for paragraph in passage.paragraphs:
        pairs = _straight_pairs(passage.text, paragraph)
        curly = any(passage.text[pair.opening] in "“«" for pair in paragraph.pairs) or paragraph.unmatched
        for opening, closing in pairs:
            message = "علامتا التنصيص في بيتنا “ و”."
            yield Finding(opening, opening + 1, "P10", message, ("“",), not curly)
            yield Finding(closing, closing + 1, "P10", message, ("”",), not curly)
        if not pairs:
            for position in paragraph.straight:
                yield Finding(position, position + 1, "P10", "لا يتّضح أين يبدأ هذا الاقتباس وأين ينتهي.")


def unmatched(passage: Passage) -> Iterator[Finding]:
    """P11: a quotation mark or bracket without its partner in the paragraph. That of a list number needs none."""
    for paragraph in passage.paragraphs:
        number = _list_number.match(passage.text, paragraph.start, paragraph.end)
        for position in paragraph.unmatched:
            if (not number or position != number.end() - 1) and not _turned(passage.text, position):
                message = f"العلامة «{passage.text[position]}» بلا قرين في هذه الفقرة."
                yield Finding(position, position + 1, "P11", message)


def quote_turned_round(passage: Passage) -> Iterator[Finding]:
    """P12: a closing quotation mark where one opens, or the other way round."""
    text = passage.text
    for paragraph in passage.paragraphs:
        for position in paragraph.unmatched:
            fix = _turned(text, position)
            if fix:
                happens = "يبدأ" if fix == "“" else "ينتهي"
                yield Finding(position, position + 1, "P12", f"هنا {happens} الاقتباس، فعلامته {fix}.", (fix,))


def waw_alone(passage: Passage) -> Iterator[Finding]:
    """P36: the conjunction apart from its word. As a letter in a list (هـ و ز) it stands apart."""
    for match in passage.search(_waw_alone):
        if not _single_letter_before.search(passage.text[max(0, match.start() - 12) : match.start()]):
            yield Finding(*match.span(), "P36", "واو العطف تتصل بالكلمة التي بعدها.", ("و",), True)


def stop_and_closing_quote(passage: Passage) -> Iterator[Finding]:
    """P38: full stops both inside and outside closing quotation marks. The house puts them outside."""
    inside = list(_stop_inside.finditer(passage.text))
    if inside and _stop_outside.search(passage.text):
        for match in inside:
            message = "النقطة في هذا النص قبل علامة الإغلاق هنا وبعدها في موضع آخر، وموضعها في بيتنا بعدها."
            yield Finding(match.start(), match.end() + 1, "P38", message)


def address_not_isolated(passage: Passage) -> Iterator[Finding]:
    """P40: a URL or e-mail address among Arabic, whose marks the direction of the line would move."""
    for start, end in passage.addresses:
        before, behind = passage.text[max(0, start - 16) : start], passage.text[end : end + 6]
        isolated = before.endswith(("\N{LEFT-TO-RIGHT ISOLATE}", "\N{FIRST STRONG ISOLATE}")) or "<bdi" in before
        in_tag = behind.startswith(("<", '"', "'")) or before.endswith(('"', "'", "="))
        if not isolated and not in_tag and passage.paragraph_at(start):
            fix = f'<bdi dir="ltr">{passage.text[start:end]}</bdi>'
            yield Finding(start, end, "P40", "العنوان الإلكتروني يُعزل عن اتجاه السطر العربي.", (fix,))


def headline(passage: Passage) -> Iterator[Finding]:
    """P39: a headline that ends in a full stop, or is too long for a card."""
    text = passage.text.rstrip()
    if text.endswith(".") and not text.endswith(".."):
        yield Finding(len(text) - 1, len(text), "P39", "لا نقطة في آخر العنوان.")
    letters = sum(character.isalnum() for character in text)
    if letters > LONGEST_HEADLINE:
        yield Finding(0, len(text), "P39", f"عدد حروف العنوان {letters}، والأفضل ألّا يزيد على {LONGEST_HEADLINE}.")


RULES = (
    latin_comma,
    latin_semicolon,
    latin_question_mark,
    space_before_mark,
    no_space_behind_mark,
    many_spaces,
    space_inside_pair,
    dots,
    repeated_mark,
    straight_quotes,
    unmatched,
    quote_turned_round,
    waw_alone,
    address_not_isolated,
)


def _ends_arabic(text: str, position: int) -> bool:
    """Is what ends before `position` an Arabic letter, a closing sign set aside?"""
    last = text[max(0, position - 4) : position].rstrip('”»)]"')[-1:]
    return bool(_is_arabic.match(last))


def _turned(text: str, position: int) -> str:
    """The quotation mark that belongs in the place of the one at `position`; empty if that one may be right."""
    opens, closes = _may_open(text, position), _may_close(text, position)
    if text[position] == "”" and opens and not closes:
        return "“"
    return "”" if text[position] == "“" and closes and not opens else ""


def _straight_pairs(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """The signs " of a paragraph two by two; none at all if one of them cannot be what its turn would make it."""
    turns = list(zip(paragraph.straight[::2], paragraph.straight[1::2]))
    certain = len(paragraph.straight) % 2 == 0 and all(
        _may_open(text, opening) and _may_close(text, closing) and closing - opening > 1 for opening, closing in turns
    )
    return turns if certain else []


def _may_open(text: str, position: int) -> bool:
    before, behind = text[position - 1 : position] if position else "", text[position + 1 : position + 2]
    if before.isdigit():
        return False  # inches
    return before == "" or before.isspace() or before in _BEFORE_OPENING or behind.isalnum()


def _may_close(text: str, position: int) -> bool:
    before, behind = text[position - 1 : position] if position else "", text[position + 1 : position + 2]
    return behind == "" or behind.isspace() or behind in _BEHIND_CLOSING or (before != TATWEEL and before.isalnum())
