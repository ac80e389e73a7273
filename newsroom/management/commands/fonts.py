import io
import re
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

FONTS = settings.BASE_DIR / "static" / "fonts"
#: What each file of the pages is cut from, by the beginning of the file's name and its weight.
WHOLE = {
    ("albaydar-sans", "400"): "IBMPlexSansArabic_400Regular.ttf",
    ("albaydar-sans", "600"): "IBMPlexSansArabic_600SemiBold.ttf",
    ("noto-naskh", "400"): "NotoNaskhArabic_400Regular.ttf",
    ("noto-naskh", "700"): "NotoNaskhArabic_700Bold.ttf",
    ("noto-naskh", "rare"): "NotoNaskhArabic_400Regular.ttf",
}
#: «Plex» is a reserved name: what is cut from it must be called otherwise (OFL, 3).
RENAMED = {"albaydar-sans": "Albaydar Sans"}
#: What browsers do with letters unasked; the rest would bring letters along that nobody asks for.
FEATURES = ["calt", "ccmp", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig", "rtlm"]
#: What a font says of itself in words: whose it is and how it is called, but no advertisement and no whole licence.
NAMES = [0, 1, 2, 3, 4, 5, 6]
_FACE = re.compile(r'url\("\.\./fonts/([\w-]+)\.woff2"\).*?unicode-range: ([^;]+);', re.DOTALL)
_FAMILY, _UNIQUE, _FULL, _POSTSCRIPT, _TYPOGRAPHIC = 1, 3, 4, 6, 16


class Command(BaseCommand):
    """The recipe of static/fonts/. Needs fontTools, which script/test installs, and the whole fonts: script/fonts."""

    help = "Cuts the pages' fonts from the whole ones, to the letters that static/css/tokens.css says each file has."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the whole fonts are, in it or in folders of it.")
        parser.add_argument("--check", action="store_true", help="Write nothing; fail if what is served is another.")

    def handle(self, folder, check, **options):
        sheet = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
        other = []
        for name, ranges in sorted(dict(_FACE.findall(sheet)).items()):
            served = FONTS / f"{name}.woff2"
            cut = self.cut(name, characters(ranges), folder)
            if check:
                other += [] if served.exists() and tables(cut) == tables(served.read_bytes()) else [served.name]
            else:
                served.write_bytes(cut)
            self.stdout.write(f"{len(cut):>7,} {served.name}")
        if other:
            raise CommandError(f"Not what would be cut: {', '.join(other)}.")

    def cut(self, name, letters, folder):
        """The bytes of one file: no more than `letters` of its whole font, without hints for grids of pixels."""
        try:
            from fontTools import subset
            from fontTools.ttLib import TTFont
        except ImportError:
            raise CommandError("fontTools is missing: script/setup test") from None
        family, weight = "-".join(name.split("-")[:2]), name.split("-")[-1]
        whole = next(folder.rglob(WHOLE[family, weight]), None)
        if whole is None:
            raise CommandError(f"There is no {WHOLE[family, weight]} in {folder}; script/fonts fetches it.")
        font = TTFont(whole, recalcTimestamp=False)
        options = subset.Options(hinting=False, notdef_outline=True, layout_features=FEATURES, name_IDs=NAMES)
        options.drop_tables.append("meta")  # for font menus
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        if family in RENAMED:
            rename(font, RENAMED[family])
        font.flavor = "woff2"
        file = io.BytesIO()
        font.save(file)
        return file.getvalue()


def characters(ranges):
    """The code points of a `unicode-range`, such as U+0020-0022, U+2026."""
    found = set()
    for part in ranges.split(","):
        first, _hyphen, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def rename(font, family):
    """Have `font` say that it is of `family`; who made it and under which licence stays."""
    for record in font["name"].names:
        if record.nameID in (_FAMILY, _UNIQUE, _FULL, _TYPOGRAPHIC):
            record.string = family
        elif record.nameID == _POSTSCRIPT:
            record.string = family.replace(" ", "")


def tables(data):
    """What a font says, whichever version of brotli packed it."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    return {tag: font.getTableData(tag) for tag in font.reader.tables if tag != "head"}
