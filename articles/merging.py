"""Two versions of an article that were made of one, as a third: what one side alone changed goes into it by itself,
of what both changed somebody chooses.

It speaks of `base`, what both began from, `theirs`, which was saved first, and `mine`. All are whole contents (see
`content`); nothing here knows revisions.
"""

from dataclasses import dataclass
from functools import cached_property

from articles import body, content

MINE, THEIRS, BOTH = "mine", "theirs", "both"

#: Of these there is one only: an article has one section, one lead picture, one address.
_ONE_ONLY = {"section", "lead_image", "source_url", *(name for name in content.TEXTS if name.startswith("slug_"))}
#: One-line texts are kept both with a sign between them; these are paragraphs.
_PARAGRAPHS = tuple(f"{name}_" for name in ("standfirst", "seo_description"))


class Undecided(Exception):
    """Both sides changed the fields `names`, and nobody chose yet."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


@dataclass(frozen=True)
class Merge:
    """How `theirs` and `mine` came of `base`; {} for a base that nobody knows any more."""

    base: dict
    theirs: dict
    mine: dict

    @cached_property
    def from_theirs(self):
        """The fields that they alone changed."""
        return [name for name in self._differing if self.mine[name] == self._was[name]]

    @cached_property
    def from_mine(self):
        """The fields that I alone changed."""
        return [name for name in self._differing if self.theirs[name] == self._was[name]]

    @cached_property
    def contested(self):
        """The fields that both changed, and not to the same: somebody has to choose."""
        settled = {*self.from_theirs, *self.from_mine}
        return [name for name in self._differing if name not in settled]

    def choices(self, name):
        """What one may choose for a contested field."""
        return [THEIRS, MINE] if name in _ONE_ONLY else [THEIRS, MINE, BOTH]

    def keeps_apart(self, name):
        """Did the two change a body in different places, so that BOTH repeats nothing?"""
        return name.startswith("body_") and self._together(name).is_apart

    def both(self, name):
        """Theirs of a contested field and mine after it; of a body, paragraph by paragraph."""
        theirs, mine = self.theirs[name], self.mine[name]
        if name.startswith("body_"):
            return self._together(name).html
        if name == "bylines":
            signed = {byline["author"] for byline in theirs}
            return theirs + [byline for byline in mine if byline["author"] not in signed]
        if name == "topics":
            return theirs + [pk for pk in mine if pk not in theirs]
        between = "\n" if name.startswith(_PARAGRAPHS) else " / "
        return between.join(filter(None, [theirs, mine]))

    def decided(self, choices):
        """The content that comes of it. `choices` maps contested fields to MINE, THEIRS or BOTH.

        Raises Undecided where a choice is missing, or is none of the field's.
        """
        missing = [name for name in self.contested if choices.get(name) not in self.choices(name)]
        if missing:
            raise Undecided(missing)
        chosen = {THEIRS: self.theirs.get, MINE: self.mine.get, BOTH: self.both}
        decided = {name: chosen[choices[name]](name) for name in self.contested}
        return {**self.theirs, **{name: self.mine[name] for name in self.from_mine}, **decided}

    @cached_property
    def _was(self):
        return {**content.EMPTY, **self.base}

    @cached_property
    def _differing(self):
        return [name for name in content.EMPTY if self.theirs[name] != self.mine[name]]

    def _together(self, name):
        return body.together(self._was[name], self.theirs[name], self.mine[name])
