"""The characters of Arabic text, as sets that go into regular expressions.

Sources: the Unicode Character Database for letters and marks; Unicode Standard Annex #9 for the directional controls.
"""

import unicodedata

TATWEEL = "\N{ARABIC TATWEEL}"
SHADDA = "\N{ARABIC SHADDA}"
ALEF_LAM = "ال"

# Combining signs. U+06DD, 06DE, 06E5, 06E6 and 06E9 lie among them and are signs or letters of their own.
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"

# Characters that print nothing: soft hyphen, zero-width, directional. The zero-width non-joiner is not among them,
# because it may stand between words of another script.
INVISIBLE = "\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"

# What no text may hold: UTF-8 has no half of a surrogate pair, PostgreSQL refuses NUL, and XML, so a feed, every other
# control but tab and line breaks, nor U+FFFE and U+FFFF (XML 1.0, production 2). Word and PDF put them between lines.
FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"

# Shapes of letters that old software stored in place of the letters. The ornate brackets U+FD3E and FD3F and the
# ligature symbols U+FDFA to FDFD are characters in their own right.
PRESENTATION_FORMS = "\ufb50-\ufd3d\ufd40-\ufdf9\ufe70-\ufefc"


def _presentation_forms_that(test) -> str:
    """Every presentation form whose plain spelling passes `test`, as the inside of a character class."""
    return "".join(
        form
        for form in map(chr, (*range(0xFB50, 0xFDFA), *range(0xFE70, 0xFEFD)))
        if unicodedata.category(form) == "Lo" and test(unicodedata.normalize("NFKC", form))
    )


LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9" + _presentation_forms_that(lambda plain: plain[0] not in (" ", TATWEEL))
)

# What may stand inside an Arabic word without being one of its letters; some presentation forms are a mark on tatweel.
WITHIN_WORDS = MARKS + TATWEEL + _presentation_forms_that(lambda plain: plain[0] == TATWEEL)

LATIN_ACCENTS = "\u0300-\u036f"

WESTERN_DIGITS = "0123456789"
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"


def _ranges(codes) -> str:
    """The characters of `codes`, in ascending order, as the inside of a character class."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# All signs of any script that normalization puts in order among their like.
COMBINING = _ranges(code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
