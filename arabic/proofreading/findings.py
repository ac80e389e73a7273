"""What a rule reports."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Something in a text that a person may want to mend.

    It is `text[start:end]`; `rule` is the rule's id in the house's Arabic reference and `message` one Arabic sentence
    about it. Each of `fixes` may stand in its place; there is none for a mere warning. `safe` tells that the only fix
    may be put in without asking.
    """

    start: int
    end: int
    rule: str
    message: str
    fixes: tuple[str, ...] = ()
    safe: bool = False
