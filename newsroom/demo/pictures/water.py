"""Scenes of the sea, of water and of the land."""

import math

from .plate import (
    CLAY, DUSK, HAZE, INK, NIGHT, OCHRE, OLIVE, PAPER, RED, ROSE, SAND, SHADE, STONE,
    arc, between, box, curve, mix, placed,
)


def _sea(plate, top, near, far, glint=PAPER, sun=None):
    """Water from `top` to the foot, its far ink to its near one, with short lines of light under the sun's `x`."""
    plate.wash(box(0, top, plate.width, plate.height), far, near)
    depth = plate.height - top
    for n in range(46):
        at = (n / 46) ** 1.5
        y = top + 6 + depth * at
        length = 24 + 150 * at
        x = plate.rng.uniform(-60, plate.width) if sun is None or n % 2 else sun + plate.rng.uniform(-1, 1) * (40 + 110 * at)
        plate.line([(x, y), (x + length, y)], glint, 1.5 + 4 * at, alpha=150 if n % 2 else 200)


def port_cranes(plate):
    """Cranes stand over stacked containers; the sun goes down between them into the sea."""
    plate.sky(mix(DUSK, ROSE, 0.3), ROSE, OCHRE, mix(SAND, OCHRE, 0.4), bottom=640)
    plate.sun(640, 520, 130, mix(PAPER, OCHRE, 0.15), glow=1)
    plate.poly(curve((0, 600), (200, 560), (460, 596), (760, 570), (1000, 610), (1600, 580), (1600, 660), (0, 660)),
               mix(ROSE, DUSK, 0.45))
    _sea(plate, 640, SHADE, mix(OCHRE, ROSE, 0.4), mix(PAPER, OCHRE, 0.3), sun=600)
    for x, height in ((1010, 470), (1390, 690)):
        _crane(plate, x, 800, height, mix(INK, SHADE, 0.2))
    plate.rect(700, 800, 1600, 1000, INK)
    plate.rect(700, 800, 1600, 818, mix(CLAY, SHADE, 0.4))
    for tier in range(3):
        for n in range(6 - tier):
            ink = plate.rng.choice([RED, DUSK, OCHRE, OLIVE, CLAY])
            x, y = 730 + n * 146 + tier * 30, 800 - tier * 58
            plate.rect(x, y - 56, x + 142, y, mix(ink, INK, 0.12))
            for rib in range(10):
                plate.rect(x + 5 + rib * 14, y - 50, x + 11 + rib * 14, y - 6, mix(ink, INK, 0.4))
            plate.stipple(box(x, y - 56, x + 142, y), INK, (x, y - 56), (x + 160, y + 20), most=0.6)
    hull = [(-30, 700), (520, 724), (560, 700), (500, 840), (-30, 840)]
    plate.poly(hull, NIGHT)
    plate.poly([(-30, 800), (514, 800), (500, 840), (-30, 840)], RED)
    for n in range(5):
        plate.rect(n * 78 + 20, 650, n * 78 + 92, 712, mix((CLAY, DUSK, OCHRE, RED, OLIVE)[n], INK, 0.3))
    plate.rect(-30, 560, 14, 706, mix(SAND, SHADE, 0.3))


def _crane(plate, x, y, height, ink):
    """A quay crane: portal, tower, and a long boom over the water on the left."""
    wide, pen = height * 0.28, height / 42
    for leg in (x, x + wide):
        plate.line([(leg, y), (leg, y - height * 0.62)], ink, pen * 1.5)
    for level in (0.18, 0.62):
        plate.line([(x - pen, y - height * level), (x + wide + pen, y - height * level)], ink, pen * 1.3)
    plate.line([(x, y - height * 0.18), (x + wide, y - height * 0.62)], ink, pen * 0.6)
    plate.line([(x + wide * 0.35, y - height * 0.62), (x + wide * 0.5, y - height), (x + wide * 0.75, y - height * 0.62)],
               ink, pen)
    boom = y - height * 0.66
    plate.line([(x - height * 0.72, boom), (x + wide + height * 0.32, boom)], ink, pen * 1.5)
    for tip in (x - height * 0.70, x - height * 0.34, x + wide + height * 0.30):
        plate.line([(x + wide * 0.5, y - height), (tip, boom)], ink, pen * 0.5)
    for bay in range(9):
        at = x - height * 0.70 + bay * height * 0.08
        plate.line([(at, boom), (at + height * 0.04, boom - height * 0.04), (at + height * 0.08, boom)], ink, pen * 0.4)
    hook = x - height * 0.45
    plate.line([(hook, boom), (hook, boom + height * 0.26)], ink, pen * 0.4)
    plate.rect(hook - height * 0.1, boom + height * 0.26, hook + height * 0.1, boom + height * 0.34, RED)
    plate.rect(x + wide * 0.9, boom - height * 0.07, x + wide * 1.5, boom, ink)


def sea_wall(plate):
    """A concrete wall with a locked gate cuts a man off from the sea."""
    plate.sky(mix(DUSK, HAZE, 0.4), HAZE, mix(PAPER, SAND, 0.4), bottom=360)
    _sea(plate, 350, mix(DUSK, SHADE, 0.3), mix(DUSK, HAZE, 0.6), PAPER)
    plate.poly([(150, 352), (200, 290), (206, 352)], PAPER)
    plate.poly([(212, 352), (206, 280), (262, 352)], mix(PAPER, SAND, 0.6))
    plate.poly([(140, 358), (270, 358), (254, 372), (160, 372)], INK)
    ground = [(0, 900), (1600, 760), (1600, 1000), (0, 1000)]
    wall = [(0, 500), (1600, 170), (1600, 800), (0, 900)]
    plate.wash(wall, mix(SAND, PAPER, 0.3), mix(STONE, CLAY, 0.3), (0, 500), (1600, 600))
    plate.poly([(0, 474), (1600, 126), (1600, 174), (0, 502)], mix(PAPER, SAND, 0.2))
    for n in range(1, 8):
        x = 1600 * (n / 8) ** 1.1
        plate.line([(x, 500 - 330 * x / 1600), (x, 900 - 100 * x / 1600)], mix(STONE, SHADE, 0.35), 3)
    for share in (0.34, 0.67):
        plate.line([between((0, 500), (0, 900), share), between((1600, 170), (1600, 800), share)],
                   mix(STONE, SHADE, 0.25), 2)
    plate.stipple(wall, SHADE, (300, 300), (900, 1050), most=0.6)
    gate = [(760, 400), (1060, 345), (1060, 834), (760, 853)]
    plate.poly(gate, mix(DUSK, HAZE, 0.5))
    plate.wash([(760, 400), (1060, 345), (1060, 560), (760, 575)], mix(PAPER, SAND, 0.3), HAZE)
    plate.wash([(760, 575), (1060, 560), (1060, 740), (760, 753)], mix(DUSK, HAZE, 0.3), DUSK)
    plate.poly([(760, 740), (1060, 715), (1060, 834), (760, 853)], SAND)
    for n in range(11):
        share = n / 10
        plate.line([between(gate[0], gate[1], share), between(gate[3], gate[2], share)], INK, 8)
    for share in (0.06, 0.52, 0.94):
        plate.line([between(gate[0], gate[3], share), between(gate[1], gate[2], share)], INK, 9)
    plate.disc(912, 608, 26, OCHRE)
    plate.disc(912, 612, 8, INK)
    plate.wash(ground, mix(SAND, OCHRE, 0.2), mix(SAND, CLAY, 0.4))
    plate.poly([(0, 900), (1600, 800), (1600, 872), (0, 960)], mix(CLAY, SHADE, 0.5), 150)
    plate.person(590, 960, 330, INK, shadow=INK, coat=RED)


def fishing_boats(plate):
    """Three painted boats lie in a small harbour on their own reflections."""
    plate.sky(mix(DUSK, HAZE, 0.5), mix(SAND, PAPER, 0.3), mix(ROSE, SAND, 0.5), bottom=400)
    plate.sun(1240, 250, 92, mix(PAPER, OCHRE, 0.2), glow=1)
    _sea(plate, 390, DUSK, mix(HAZE, SAND, 0.45), PAPER, sun=1200)
    plate.poly([(0, 330), (620, 356), (760, 420), (0, 470)], mix(CLAY, SHADE, 0.55))
    plate.poly([(0, 300), (600, 340), (620, 356), (0, 336)], mix(SAND, CLAY, 0.3))
    for n in range(12):
        plate.disc(30 + n * 60, 428 - n * 2, 36, mix(CLAY, SHADE, 0.6 + 0.1 * (n % 3)), flat=0.6)
    plate.rect(560, 130, 604, 350, PAPER)
    plate.poly([(584, 130), (604, 130), (612, 350), (584, 350)], mix(STONE, SHADE, 0.4))
    plate.rect(556, 190, 608, 226, RED)
    plate.rect(566, 96, 598, 132, OCHRE)
    plate.poly([(558, 98), (582, 66), (606, 98)], RED)
    for x, y, size, ink in ((1130, 560, 0.72, OLIVE), (330, 660, 1.0, DUSK), (860, 830, 1.35, RED)):
        _boat(plate, x, y, size, ink)


def _boat(plate, x, y, size, ink):
    """A wooden boat with a small cabin, afloat round (x, y), and its reflection."""
    at = placed(x, y, size)
    sheer = curve(at(-300, -96), at(-180, -44), at(0, -28), at(190, -46), at(310, -110))
    keel = curve(at(310, -110), at(250, -10), at(150, 30), at(-160, 30), at(-240, 0), at(-300, -96))
    plate.poly([(px, 2 * y + 60 * size - py) for px, py in [*sheer, *keel]], mix(ink, NIGHT, 0.55), 150)
    plate.line([at(-10, -40), at(-10, -300)], INK, 8 * size)
    plate.line([at(-10, -290), at(250, -84)], INK, 3 * size)
    plate.line([at(-10, -290), at(-250, -70)], INK, 3 * size)
    plate.poly([at(-150, -40), at(-150, -150), at(-30, -150), at(-30, -30)], PAPER)
    plate.poly([at(-30, -150), at(10, -142), at(10, -30), at(-30, -30)], mix(STONE, SHADE, 0.4))
    plate.poly([at(-164, -150), at(-154, -168), at(20, -162), at(24, -142)], OCHRE)
    plate.poly([at(-124, -126), at(-64, -126), at(-64, -84), at(-124, -84)], SHADE)
    plate.poly([*sheer, *keel], ink)
    plate.stipple([*sheer, *keel], INK, at(-200, -100), at(240, 60), most=0.85)
    plate.line([at(-286, -70), *curve(at(-180, -20), at(0, -4), at(190, -22), at(294, -84))], PAPER, 9 * size)
    plate.line(sheer, mix(SAND, OCHRE, 0.3), 12 * size)
    for n in range(3):
        plate.disc(*at(70 + n * 52, -36 - n * 6), 26 * size, CLAY)
        plate.disc(*at(70 + n * 52, -36 - n * 6), 12 * size, mix(ink, INK, 0.4))
    for n in range(5):
        wide = (250 - n * 34) * size
        plate.line([(x - wide + 20 * (n % 2), y + (50 + n * 22) * size), (x + wide, y + (50 + n * 22) * size)],
                   mix(DUSK, HAZE, 0.6), 4 * size, alpha=170)


def sea_map(plate):
    """A creased chart: a coast, lines of depth, and a red broken border run out across the sea."""
    plate.rect(0, 0, 1600, 1000, mix(DUSK, HAZE, 0.72))
    coast = [(1010, -20), (1040, 90), (1120, 170), (1090, 270), (1160, 350), (1120, 430), (1210, 520), (1190, 610),
             (1280, 700), (1250, 800), (1340, 900), (1330, 1020)]
    for n in range(8, 0, -1):
        out = n * 100
        wavy = [(x - out - 34 * math.sin(y / 90 + n), y) for x, y in coast]
        water = mix(mix(HAZE, PAPER, 0.45), DUSK, n / 9)
        plate.poly([*curve(*wavy), (1700, 1020), (1700, -20)], water)
        plate.line(curve(*wavy), mix(water, SHADE, 0.25), 2)
    shore = curve(*coast)
    plate.poly([(x - 9, y) for x, y in shore] + [(1700, 1020), (1700, -20)], PAPER)
    land = [*shore, (1700, 1020), (1700, -20)]
    plate.wash(land, mix(SAND, PAPER, 0.2), mix(SAND, OCHRE, 0.45), (1000, 0), (1600, 700))
    for n in range(1, 5):
        ridge = curve(*[(x + n * 96 + 26 * math.sin(y / 60 + n), y) for x, y in coast])
        plate.line(ridge, mix(CLAY, SAND, 0.35), 3)
    plate.stipple(land, CLAY, (1150, 200), (1600, 700), most=0.5)
    for n in range(1, 9):
        plate.line([(n * 178, 0), (n * 178, 1000)], SHADE, 1.5, alpha=90)
        plate.line([(0, n * 112), (1600, n * 112)], SHADE, 1.5, alpha=90)
    path = curve((1204, 540), (980, 500), (760, 560), (520, 470), (260, 450), (-20, 330), steps=30)
    for n in range(0, len(path) - 4, 7):
        plate.line(path[n:n + 5], RED, 9)
    other = curve((1204, 540), (980, 590), (720, 700), (460, 740), (-20, 780), steps=30)
    for n in range(0, len(other) - 4, 7):
        plate.line(other[n:n + 5], INK, 5, alpha=200)
    plate.poly([*path, *reversed(other)], OCHRE, 60)
    plate.disc(1204, 540, 22, RED)
    plate.disc(1204, 540, 9, PAPER)
    for angle in range(0, 360, 45):
        length = 118 if angle % 90 == 0 else 66
        for turn, ink in ((14, INK), (-14, PAPER)):
            a, b = math.radians(angle), math.radians(angle + turn * 1.8)
            plate.poly([(290, 210), (290 + length * math.sin(a), 210 - length * math.cos(a)),
                        (290 + 30 * math.sin(b), 210 - 30 * math.cos(b))], ink)
    plate.line(arc(290, 210, 92, 92, 0, 360), INK, 3)
    for x in (400, 800, 1200):
        plate.stipple(box(x, 0, x + 90, 1000), INK, (x + 90, 0), (x, 0), most=0.3)
        plate.rect(x - 3, 0, x, 1000, PAPER, 150)
    plate.stipple(box(0, 500, 1600, 580), INK, (0, 580), (0, 500), most=0.28)
    plate.rect(0, 497, 1600, 500, PAPER, 150)


def dry_spring(plate):
    """A stone arch and its spout give no water; the basin's floor is cracked."""
    plate.rect(0, 0, 1600, 1000, mix(SAND, CLAY, 0.25))
    for row in range(8):
        x = -plate.rng.randint(0, 160)
        while x < 1600:
            wide = plate.rng.randint(120, 250)
            stone = mix(mix(SAND, PAPER, 0.25), CLAY, plate.rng.uniform(0.0, 0.38))
            plate.rect(x + 3, row * 94 + 3, x + wide - 3, row * 94 + 91, stone)
            x += wide
    plate.stipple(box(0, 0, 1600, 760), SHADE, (500, 0), (1700, 800), most=0.75)
    for n in range(11):
        start = 180 + n * 180 / 11
        stone = [*arc(800, 430, 400, 400, start + 0.6, start + 15.8, 8), *arc(800, 430, 300, 300, start + 15.8, start + 0.6, 8)]
        plate.poly(stone, mix(PAPER, SAND, 0.4 + 0.3 * (n / 11)))
        plate.stipple(stone, CLAY, (500, 200), (1250, 600), most=0.6)
    hole = [(500, 760), *arc(800, 430, 300, 300, 180, 360), (1100, 760)]
    plate.wash(hole, mix(SHADE, INK, 0.4), NIGHT)
    plate.poly([(500, 760), (500, 430), *arc(800, 430, 300, 300, 180, 232), (640, 300), (600, 760)], INK, 110)
    plate.rect(690, 470, 910, 520, mix(STONE, SHADE, 0.3))
    plate.poly([(740, 520), (860, 520), (846, 580), (754, 580)], mix(STONE, PAPER, 0.2))
    plate.poly([(806, 520), (860, 520), (846, 580), (806, 580)], mix(STONE, SHADE, 0.5))
    plate.disc(800, 582, 46, INK, flat=0.26)
    plate.poly(curve((800, 612), (784, 648), (800, 664), (816, 648), (800, 612)), mix(HAZE, PAPER, 0.4))
    rim = [(340, 740), (1260, 740), (1340, 800), (260, 800)]
    floor = [(0, 800), (1600, 800), (1600, 1000), (0, 1000)]
    plate.wash(floor, mix(CLAY, SAND, 0.55), mix(CLAY, SAND, 0.3))
    plate.poly(rim, mix(PAPER, SAND, 0.5))
    plate.poly([(260, 800), (1340, 800), (1340, 836), (260, 836)], mix(CLAY, SHADE, 0.45))
    plate.poly([(430, 752), (1170, 752), (1220, 788), (380, 788)], mix(CLAY, SHADE, 0.3))
    nodes = {}
    for row in range(5):
        for column in range(17):
            deep = 836 + 170 * (row / 4) ** 1.3
            shift = (52 if row % 2 else 0)
            nodes[row, column] = (column * 104 - 40 + shift + plate.rng.uniform(-26, 26), deep + plate.rng.uniform(-9, 9))
    for (row, column), node in nodes.items():
        for step in ((0, 1), (1, 0 if column % 2 else -1)):
            other = nodes.get((row + step[0], column + step[1]))
            if other:
                middle = between(node, other, 0.5)
                kink = (middle[0] + plate.rng.uniform(-12, 12), middle[1] + plate.rng.uniform(-6, 6))
                plate.line([node, kink, other], mix(SHADE, INK, 0.4), 2 + row * 1.2)


def water_tanks(plate):
    """Tanks crowd the roofs under a hot sky, with pipes and aerials between them."""
    plate.sky(mix(OCHRE, SAND, 0.35), mix(SAND, PAPER, 0.2), mix(PAPER, SAND, 0.2), bottom=620)
    plate.sun(1200, 230, 150, PAPER, glow=1)
    for row, base in enumerate((560, 660)):
        x = -40
        while x < 1600:
            wide, tall = plate.rng.randint(110, 200), plate.rng.randint(60, 190)
            plate.block(x, base + 80, wide, tall + 80, mix(mix(SAND, ROSE, 0.55), SHADE, row * 0.22), depth=0.3)
            if wide > 140:
                _tank(plate, x + wide * 0.45, base - tall, 26, 44, mix(DUSK, SAND, 0.3))
            x += wide * 1.3
    plate.rect(0, 740, 1600, 1000, mix(SAND, CLAY, 0.5))
    plate.wash(box(0, 770, 1600, 1000), mix(CLAY, SHADE, 0.3), mix(CLAY, SHADE, 0.65))
    plate.rect(0, 740, 1600, 772, mix(SAND, PAPER, 0.4))
    for x, base, radius, height, ink in ((230, 740, 118, 330, DUSK), (500, 740, 96, 250, RED), (800, 740, 130, 400, PAPER),
                                         (1100, 740, 100, 270, OLIVE), (1380, 740, 120, 340, DUSK)):
        for leg in (-0.7, 0.7):
            plate.rect(x + leg * radius - 8, base - 90, x + leg * radius + 8, base, INK)
        plate.line([(x - radius * 0.7, base - 8), (x + radius * 0.7, base - 84)], INK, 6)
        plate.line([(x + radius * 0.7, base - 8), (x - radius * 0.7, base - 84)], INK, 6)
        plate.line([(x + radius * 0.2, base - 90), (x + radius * 0.2, base - 30), (x + 290, base - 30)], mix(INK, CLAY, 0.3), 9)
        _tank(plate, x, base - 90, radius, height, ink)
    for x, top in ((655, 250), (960, 300), (1250, 200)):
        plate.line([(x, 740), (x, top)], INK, 5)
        for n in range(5):
            plate.line([(x - 60 + n * 8, top + 10 + n * 24), (x + 60 - n * 8, top + 10 + n * 24)], INK, 4)
    for n in range(8):
        plate.line([(60 + n * 210, 1000), (60 + n * 210, 860)], INK, 5)
    for y in (872, 920):
        plate.cable((-20, y), (1620, y - 10), 14, INK, 3)


def _tank(plate, x, y, radius, height, ink):
    """A round tank that stands on (x, y): lit on its left, ribbed, with a lid."""
    body = [*arc(x, y, radius, radius * 0.16, 180, 0, 20), (x + radius, y - height), (x - radius, y - height)]
    plate.wash(body, mix(ink, PAPER, 0.3), mix(ink, INK, 0.25), (x - radius, y), (x + radius, y))
    plate.stipple(body, INK, (x - radius * 0.2, y), (x + radius * 1.2, y), most=0.8)
    ribs = max(2, round(height / 60))
    for n in range(1, ribs):
        at = y - height * n / ribs
        plate.line(arc(x, at, radius, radius * 0.16, 180, 0, 20), mix(ink, INK, 0.45), max(2, radius / 24))
    plate.disc(x, y - height, radius, mix(ink, PAPER, 0.4), flat=0.2)
    plate.disc(x, y - height - radius * 0.08, radius * 0.42, mix(ink, INK, 0.3), flat=0.26)


def reservoir(plate):
    """Low water behind a dam leaves pale rings up the banks of a mountain lake."""
    plate.sky(DUSK, HAZE, mix(SAND, PAPER, 0.4), bottom=420)
    plate.sun(420, 210, 84, PAPER, glow=1)
    plate.ridge(420, 230, mix(HAZE, DUSK, 0.45), rough=0.9, shade=DUSK)
    plate.ridge(500, 200, mix(OLIVE, DUSK, 0.45), rough=0.7, shade=SHADE)
    plate.wash(box(0, 470, 1600, 1000), mix(SAND, CLAY, 0.35), mix(SAND, CLAY, 0.15))
    for n in range(9):
        inset = n * 34
        ring = curve((-80 + inset * 1.6, 640 + n * 18), (220 + inset, 560 + n * 13), (620, 520 + n * 15), (1050, 530 + n * 14),
                     (1420 - inset, 590 + n * 13), (1700 - inset * 1.6, 700 + n * 16), (1700 - inset * 1.6, 1100),
                     (-80 + inset * 1.6, 1100))
        plate.poly(ring, mix(mix(PAPER, SAND, 0.4), CLAY, 0.5 * (n % 2) + 0.03 * n))
    lake = curve((260, 1040), (330, 800), (560, 690), (880, 664), (1150, 720), (1240, 860), (1260, 1040))
    plate.wash(lake, mix(DUSK, HAZE, 0.5), SHADE)
    for n in range(14):
        y = 720 + n * 20
        x = plate.rng.uniform(420, 900)
        plate.line([(x, y), (x + 60 + n * 9, y)], PAPER, 2 + n * 0.15, alpha=150)
    dam = [(1080, 560), (1600, 470), (1600, 1000), (1320, 1000)]
    plate.wash(dam, mix(PAPER, SAND, 0.4), mix(STONE, SHADE, 0.3), (1080, 560), (1600, 900))
    plate.stipple(dam, SHADE, (1100, 500), (1650, 1000), most=0.7)
    plate.poly([(1060, 540), (1600, 440), (1600, 478), (1080, 570)], PAPER)
    for n in range(1, 7):
        low = between((1080, 570), (1320, 1000), n / 7)
        plate.line([low, (1600, 470 + 530 * n / 7)], mix(STONE, SHADE, 0.4), 3)
    plate.rect(1360, 430, 1424, 560, mix(SAND, PAPER, 0.3))
    plate.rect(1400, 430, 1424, 560, mix(STONE, SHADE, 0.5))
    plate.poly([(1344, 432), (1392, 396), (1440, 432)], RED)
    bank = curve((-20, 800), (120, 820), (250, 900), (300, 1040), (-20, 1040))
    plate.poly(bank, mix(OLIVE, INK, 0.5))
    for x, height in ((40, 250), (110, 190), (180, 150)):
        plate.cypress(x, 880, height, mix(OLIVE, INK, 0.2))


def bekaa_field(plate):
    """The plain's strips of crop run to a far line of snowy mountains."""
    plate.sky(mix(DUSK, HAZE, 0.3), HAZE, mix(PAPER, SAND, 0.3), bottom=430)
    plate.sun(1180, 170, 80, PAPER, glow=1)
    crest = plate.ridge(440, 230, mix(DUSK, HAZE, 0.35), rough=0.8)
    snow = [(x, y + 44 + 16 * math.sin(x / 37)) for x, y in reversed(crest)]
    plate.poly([*crest, *[(x, min(y, 400)) for x, y in snow]], PAPER)
    plate.stipple([*crest, (1600, 460), (0, 460)], DUSK, (0, 300), (0, 520), most=0.6)
    plate.poly(curve((0, 430), (300, 404), (700, 428), (1100, 408), (1600, 424), (1600, 470), (0, 470)), mix(OLIVE, SHADE, 0.5))
    plate.rect(0, 440, 1600, 1000, mix(OLIVE, OCHRE, 0.25))
    eye = (690, 400)
    inks = [OCHRE, OLIVE, mix(SAND, OCHRE, 0.4), mix(OLIVE, OCHRE, 0.4), CLAY, mix(OCHRE, PAPER, 0.3), mix(OLIVE, INK, 0.25)]
    feet = [-2600, -1750, -1150, -620, -180, 240, 620, 1060, 1520, 2080, 2800, 3900]
    for n, (left, right) in enumerate(zip(feet, feet[1:])):
        strip = [eye, (left, 1000), (right, 1000)]
        ink = inks[n % len(inks)]
        plate.poly(strip, ink)
        for row in range(1, 9):
            foot = between((left, 1000), (right, 1000), row / 9)
            plate.line([between(eye, foot, 0.12), foot], mix(ink, INK, 0.3), 3)
    plate.wash(box(0, 400, 1600, 440), mix(OLIVE, SHADE, 0.45), mix(OLIVE, OCHRE, 0.35))
    plate.stipple(box(0, 440, 1600, 1000), INK, (800, 420), (1700, 1100), most=0.5)
    for x, height in ((150, 130), (196, 170), (246, 150), (300, 110), (1330, 150), (1380, 120), (1430, 160), (1482, 120)):
        plate.cypress(x, 520, height, mix(OLIVE, INK, 0.3))
        plate.poly([(x - 5, 518), (x + 5, 518), (x + height * 0.9, 548), (x + height * 0.86, 552)], INK, 110)
    plate.block(1060, 540, 90, 66, PAPER, depth=0.5)
    plate.poly([(1050, 474), (1105, 436), (1150, 474)], RED)
    plate.poly([(1105, 436), (1160, 436), (1206, 474), (1150, 474)], mix(RED, INK, 0.4))
    plate.person(470, 860, 190, INK, shadow=INK, coat=PAPER)
    plate.person(570, 830, 170, INK, shadow=INK, coat=RED)


def wheat_sacks(plate):
    """Full sacks in a barn, ears of wheat before them, a blade of light from the door."""
    plate.wash(box(0, 0, 1600, 1000), mix(CLAY, INK, 0.55), mix(CLAY, INK, 0.7))
    for n in range(14):
        plate.line([(n * 122, 0), (n * 122, 720)], INK, 4, alpha=150)
    door = [(120, 90), (470, 90), (470, 720), (120, 720)]
    plate.wash(door, mix(HAZE, PAPER, 0.4), mix(OCHRE, PAPER, 0.35))
    plate.poly([*curve((120, 540), (250, 500), (360, 530), (470, 505)), (470, 600), (120, 600)], mix(OLIVE, HAZE, 0.3))
    plate.rect(120, 590, 470, 720, OCHRE)
    for _ in range(40):
        x = 122 + plate.rng.uniform(0, 346)
        plate.line([(x, 720), (x + 4, 600 + plate.rng.uniform(0, 40))], mix(OCHRE, CLAY, 0.5), 2)
    plate.line([(112, 730), (112, 82), (478, 82), (478, 730)], INK, 16)
    plate.rect(0, 720, 1600, 1000, mix(CLAY, SHADE, 0.55))
    plate.wash([(120, 720), (470, 720), (1250, 1000), (330, 1000)], mix(OCHRE, PAPER, 0.45), OCHRE)
    plate.poly([(470, 90), (470, 720), (1600, 900), (1600, 330)], OCHRE, 40)
    for x, y, size in ((760, 660, 0.95), (1010, 650, 0.95), (1260, 665, 0.95), (1500, 650, 0.95), (890, 500, 0.9),
                       (1140, 494, 0.9), (1390, 500, 0.9), (700, 860, 1.15), (985, 870, 1.15), (1275, 858, 1.15), (1560, 870, 1.15)):
        _sack(plate, x, y, size)
    for n in range(22):
        x = -30 + n * 34 + plate.rng.uniform(-14, 14)
        _ear(plate, (x + 60, 1030), (x + plate.rng.uniform(-20, 50), 760 + plate.rng.uniform(-50, 90) + n * 6))


def _sack(plate, x, y, size):
    """A tied sack that stands on (x, y)."""
    at = placed(x, y, size)
    body = curve(at(-118, -16), at(-138, -96), at(-96, -178), at(-24, -206), at(24, -206), at(96, -178), at(138, -96),
                 at(118, -16), at(60, 4), at(-60, 4), at(-118, -16))
    plate.poly(curve(at(-20, -200), at(-52, -252), at(0, -240), at(50, -254), at(20, -200)), mix(SAND, CLAY, 0.3))
    plate.wash(body, mix(SAND, PAPER, 0.3), mix(SAND, CLAY, 0.5), at(-130, -190), at(130, 0))
    plate.stipple(body, mix(SHADE, INK, 0.5), at(-30, -170), at(150, 10), most=0.95)
    plate.line([at(-26, -204), at(26, -204)], RED, 13 * size)
    for dx in (-60, 0, 50):
        plate.line(curve(at(dx * 0.3, -196), at(dx * 0.8, -150), at(dx, -100)), mix(SAND, CLAY, 0.7), 4 * size)


def _ear(plate, foot, head):
    """An ear of wheat on its stalk."""
    plate.line(curve(foot, between(foot, head, 0.6), head), mix(OCHRE, OLIVE, 0.4), 5)
    dx, dy = (head[0] - foot[0]) / 260, (head[1] - foot[1]) / 260
    for n in range(7):
        x, y = head[0] + dx * n * 14, head[1] + dy * n * 14
        for side in (-1, 1):
            grain = curve((x, y + 12), (x + side * 18, y - 2), (x + side * 20, y - 24), (x + side * 5, y - 12), (x, y + 12), steps=5)
            plate.poly(grain, mix(OCHRE, PAPER, 0.35) if side < 0 else OCHRE)
            plate.line([(x + side * 18, y - 22), (x + side * 34, y - 66)], mix(OCHRE, PAPER, 0.3), 1.6)


def mountain_snow(plate):
    """Snowy peaks over a dark wood of cedars; a road climbs between walls of snow."""
    plate.sky(mix(DUSK, NIGHT, 0.2), mix(DUSK, HAZE, 0.6), mix(ROSE, PAPER, 0.5), bottom=560)
    plate.sun(1270, 190, 70, PAPER, glow=1)
    for points in ([(-60, 640), (260, 250), (420, 400), (700, 110), (960, 420), (1120, 300), (1660, 700)],):
        plate.poly(points, mix(PAPER, HAZE, 0.12))
        for left, top, right, low in ((260, 250, 350, 640), (700, 110, 960, 420), (1120, 300, 1420, 640)):
            face = [(left, top), (right, low), (right + 60, 690), (left + 120, 690), (left + 20, top + 250), (left + 70, top + 130)]
            plate.poly(face, mix(DUSK, HAZE, 0.35))
            plate.stipple(face, SHADE, (left, top), (right, low + 200), most=0.7)
    hills = curve((-20, 640), (240, 560), (520, 640), (860, 560), (1200, 640), (1620, 560), (1620, 1020), (-20, 1020))
    plate.poly(hills, PAPER)
    plate.stipple(hills, mix(DUSK, HAZE, 0.3), (300, 560), (1700, 1100), most=0.7)
    road = [*curve((660, 1010), (760, 880), (1050, 800), (900, 720), (760, 660), (820, 606)),
            *curve((836, 606), (800, 660), (960, 712), (1190, 800), (1010, 900), (1040, 1010))]
    plate.poly(road, mix(SHADE, INK, 0.35))
    plate.line(curve((845, 1010), (890, 890), (1115, 802), (932, 716), (780, 660)), OCHRE, 4)
    for x, y, size in ((120, 760, 0.8), (260, 800, 1.0), (1380, 740, 0.8), (1500, 790, 1.0), (400, 720, 0.6), (1290, 690, 0.55),
                       (560, 690, 0.45), (90, 960, 1.6), (420, 980, 1.3), (1480, 990, 1.7)):
        _cedar(plate, x, y, size * 200)


def _cedar(plate, x, y, height):
    """A cedar: flat tiers of branches, snow on the lit side."""
    plate.rect(x - height * 0.03, y - height * 0.7, x + height * 0.03, y, INK)
    for n in range(5):
        at = y - height * (0.26 + n * 0.165)
        wide = height * (0.5 - n * 0.085)
        tier = curve((x - wide, at), (x - wide * 0.4, at - height * 0.09), (x, at - height * 0.14),
                     (x + wide * 0.4, at - height * 0.09), (x + wide, at), (x, at + height * 0.03), (x - wide, at), steps=6)
        plate.poly(tier, mix(OLIVE, INK, 0.55))
        plate.poly(curve((x - wide, at), (x - wide * 0.4, at - height * 0.09), (x, at - height * 0.14),
                         (x + wide * 0.1, at - height * 0.08), (x - wide * 0.3, at - height * 0.04), (x - wide, at), steps=6), PAPER)


SCENES = {
    "port-cranes": port_cranes,
    "sea-wall": sea_wall,
    "sea-map": sea_map,
    "fishing-boats": fishing_boats,
    "dry-spring": dry_spring,
    "water-tanks": water_tanks,
    "reservoir": reservoir,
    "bekaa-field": bekaa_field,
    "wheat-sacks": wheat_sacks,
    "mountain-snow": mountain_snow,
}
