"""What each house writes in its own way: the place of tanween beside an alef, and which quotation marks are the outer.

Both are habits, neither is a mistake. The words of this program are spelled in the first way of each.
"""

import re
from collections.abc import Callable

_FATHATAN, _SHADDA = "\N{ARABIC FATHATAN}", "\N{ARABIC SHADDA}"
_before_alef = re.compile(f"{_FATHATAN}({_SHADDA}?)ا")
_on_alef = re.compile(f"({_SHADDA}?)ا{_FATHATAN}")

#: The place of tanween: شكراً, حقّاً, or شكرًا, حقًّا; and what spells a text so. NFC has it before the shadda.
TANWEEN: dict[str, Callable[[str], str]] = {
    "on-alef": lambda text: _before_alef.sub(rf"\1ا{_FATHATAN}", text),
    "before-alef": lambda text: _on_alef.sub(rf"{_FATHATAN}\1ا", text),
}

_other_marks = str.maketrans("“”«»", "«»“”")

#: The outer quotation marks, “ ” with « » inside or the reverse; and what turns our words, which have “ ”, into it.
QUOTATION_MARKS: dict[str, Callable[[str], str]] = {
    "curly": str,
    "guillemets": lambda text: text.translate(_other_marks),
}
