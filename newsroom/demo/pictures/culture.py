"""Scenes of Tripoli, of books, stages and crafts, and of an old station."""

import math

from .plate import (
    CLAY, DUSK, HAZE, INK, NIGHT, OCHRE, OLIVE, PAPER, RED, ROSE, SAND, SHADE, STONE,
    arc, archway, between, box, curve, mix, placed,
)


def tripoli_market(plate):
    """A vaulted market: arch behind arch, shafts of light from the roof, stalls on both sides."""
    plate.rect(0, 0, 1600, 1000, NIGHT)
    vanish = (800, 520)
    for n in range(7):
        near = 1.24 * 0.72 ** n
        width, height = 1500 * near, 1080 * near
        left, foot = vanish[0] - width / 2, vanish[1] + 420 * near
        stone = mix(mix(CLAY, INK, 0.62), mix(SAND, OCHRE, 0.3), (n / 6) ** 0.8)
        plate.poly(archway(left, foot, width, height), stone)
        plate.stipple(archway(left, foot, width, height), INK, (left, foot), (left + width, foot), most=0.45)
        plate.line(archway(left, foot, width, height)[1:-1], mix(stone, PAPER, 0.3), 14 * near)
    end = archway(710, 590, 180, 190)
    plate.wash(end, PAPER, mix(OCHRE, PAPER, 0.5))
    floor = [(710, 590), (890, 590), (1700, 1000), (-100, 1000)]
    plate.wash(floor, mix(OCHRE, PAPER, 0.35), mix(CLAY, INK, 0.55))
    for n in range(1, 9):
        y = 590 + 410 * (n / 9) ** 2
        plate.line([(0, y), (1600, y)], mix(CLAY, INK, 0.6), 2 + n * 0.3, alpha=130)
    for x, top, wide in ((520, 92, 130), (640, 210, 60), (930, 190, 80)):
        plate.poly([(x, top), (x + wide * 0.5, top), (x + wide * 1.9, 760), (x + wide * 0.7, 760)], PAPER, 40)
        plate.disc(x + wide * 0.25, top, wide * 0.28, mix(PAPER, OCHRE, 0.15), flat=0.4)
    for side in (-1, 1):
        for n in range(4, -1, -1):
            _stall(plate, vanish, side, n)
    plate.person(760, 668, 130, INK, coat=RED)
    plate.person(850, 640, 104, INK, coat=SHADE)
    plate.person(700, 800, 250, INK, shadow=INK, coat=DUSK)
    plate.person(965, 880, 320, INK, coat=OCHRE)


def _stall(plate, vanish, side, number):
    """One stall on the left (-1) or right (1); 0 is the nearest. Awning, counter and heaps of goods."""
    near, far = 1.32 * 0.66 ** number, 1.32 * 0.66 ** (number + 0.78)

    def at(dx, dy, depth):
        return vanish[0] + side * dx * depth, vanish[1] + dy * depth

    awning = [(RED, PAPER), (DUSK, SAND), (OLIVE, PAPER), (RED, OCHRE), (DUSK, PAPER)][number]
    dim = 0.08 if side < 0 else 0.34
    plate.poly([at(720, -300, near), at(720, 420, near), at(720, 420, far), at(720, -300, far)], mix(CLAY, INK, 0.8))
    plate.poly([at(400, 170, near), at(400, 420, near), at(400, 420, far), at(400, 170, far)], mix(CLAY, INK, 0.3 + dim))
    plate.poly([at(400, 420, near), at(720, 420, near), at(720, 170, near), at(400, 170, near)], mix(CLAY, INK, 0.5 + dim))
    plate.poly([at(400, 170, near), at(720, 170, near), at(720, 170, far), at(400, 170, far)], mix(SAND, INK, dim))
    for n in range(6):
        spot = far + (near - far) * (n + 0.5) / 6
        ink = mix((OCHRE, RED, OLIVE, CLAY, SAND, ROSE)[(n + number) % 6], INK, dim)
        heap = [at(415, 172, spot), at(520, 84, spot), at(640, 172, spot)]
        plate.poly(curve(heap[0], heap[1], heap[2], steps=8), ink)
        plate.poly([heap[1], heap[2], at(535, 172, spot)], mix(ink, INK, 0.35))
    for n in range(7):
        one, other = far + (near - far) * n / 7, far + (near - far) * (n + 1) / 7
        ink = mix(awning[n % 2], INK, dim)
        plate.poly([at(720, -330, one), at(370, -170, one), at(370, -170, other), at(720, -330, other)], ink)
        plate.poly([at(370, -170, one), at(370, -112, one), at(370, -112, other), at(370, -170, other)], mix(ink, INK, 0.3))
    plate.line([at(376, -120, near), at(400, 420, near)], INK, 7 * near)


def tripoli_fair(plate):
    """A bare concrete dome and a row of arches stand in still water under a wide sky."""
    plate.sky(DUSK, mix(HAZE, DUSK, 0.2), mix(ROSE, PAPER, 0.45), mix(SAND, PAPER, 0.4), bottom=640)
    plate.sun(330, 250, 96, PAPER, glow=1)
    plate.rect(0, 640, 1600, 1000, mix(OLIVE, SAND, 0.35))
    dome = [*arc(560, 640, 330, 300, 180, 360, 80)]
    plate.wash(dome, mix(PAPER, SAND, 0.3), mix(STONE, SHADE, 0.35), (330, 400), (900, 640))
    plate.stipple(dome, SHADE, (420, 360), (930, 700), most=0.95)
    for share in (-0.62, -0.2, 0.25, 0.66):
        plate.line([(560 + 330 * share * math.cos(a / 20 * 1.57), 640 - 300 * math.sin(a / 20 * 1.57)) for a in range(21)],
                   mix(STONE, SHADE, 0.4), 2.5)
    plate.poly(archway(490, 640, 130, 130), NIGHT)
    plate.poly([(490, 640), (490, 570), (520, 522), (520, 640)], mix(STONE, SHADE, 0.25))
    plate.rect(210, 632, 920, 650, mix(PAPER, SAND, 0.4))
    for n in range(5):
        x = 960 + n * 132
        plate.rect(x, 420, x + 132, 640, mix(PAPER, SAND, 0.35))
        hole = [(x + 14, 640), *curve((x + 14, 560), (x + 30, 480), (x + 66, 436), (x + 102, 480), (x + 118, 560), steps=8), (x + 118, 640)]
        plate.poly(hole, mix(SHADE, INK, 0.2))
        plate.stipple(hole, mix(HAZE, SAND, 0.4), (x, 400), (x, 700), most=0.7)
        plate.stipple(box(x + 66, 420, x + 132, 640), SHADE, (x + 66, 0), (x + 150, 0), most=0.4)
    plate.rect(930, 392, 1640, 424, mix(PAPER, SAND, 0.15))
    plate.rect(930, 424, 1640, 436, mix(STONE, SHADE, 0.5))
    for x, height in ((70, 190), (150, 250), (960, 150)):
        _palm(plate, x, 642, height)
    pool = [(0, 700), (1600, 700), (1600, 1000), (0, 1000)]
    plate.wash(box(0, 640, 1600, 704), mix(SAND, OLIVE, 0.35), mix(SAND, OLIVE, 0.6))
    plate.wash(pool, mix(HAZE, ROSE, 0.3), mix(DUSK, SHADE, 0.3))
    mirrored = [(x, 1340 - (y - 60)) for x, y in dome]
    plate.poly([(x, max(704, 704 + (y - 760) * 0.62)) for x, y in mirrored], SHADE, 120)
    for n in range(5):
        x = 960 + n * 132
        plate.poly([(x + 14, 704), (x + 118, 704), (x + 102, 810), (x + 66, 846), (x + 30, 810)], NIGHT, 120)
    for n in range(18):
        y = 716 + n * n * 0.9
        x = plate.rng.uniform(-80, 1300)
        plate.line([(x, y), (x + 180 + n * 16, y)], PAPER, 1.5 + n * 0.14, alpha=110)
    plate.rect(0, 694, 1600, 706, mix(PAPER, SAND, 0.3))
    plate.person(1130, 694, 96, INK, coat=RED)


def _palm(plate, x, y, height):
    """A palm tree that stands at (x, y)."""
    plate.line(curve((x, y), (x + height * 0.04, y - height * 0.5), (x - height * 0.02, y - height)), mix(CLAY, INK, 0.6), 9)
    for angle in (-170, -140, -110, -70, -40, -10, 20, 160):
        tip = (x + height * 0.36 * math.cos(math.radians(angle)), y - height + height * 0.26 * math.sin(math.radians(angle)) + height * 0.1)
        middle = between((x, y - height), tip, 0.5)
        plate.poly(curve((x, y - height), (middle[0], middle[1] - height * 0.14), tip, (middle[0], middle[1] - height * 0.05),
                         (x, y - height), steps=6), mix(OLIVE, INK, 0.4))


def stage_night(plate):
    """One singer in a beam of light on an open-air stage among reeds; heads watch from the dark."""
    plate.sky(mix(NIGHT, INK, 0.4), NIGHT, mix(DUSK, ROSE, 0.25), bottom=640)
    for _ in range(90):
        plate.disc(plate.rng.uniform(0, 1600), plate.rng.uniform(0, 430), plate.rng.uniform(0.8, 2.4), PAPER, alpha=200)
    plate.disc(1290, 170, 74, mix(PAPER, OCHRE, 0.15))
    plate.disc(1262, 158, 68, mix(NIGHT, INK, 0.2))
    plate.ridge(600, 120, mix(NIGHT, INK, 0.3))
    plate.poly([(0, 640), (1600, 640), (1600, 1000), (0, 1000)], INK)
    plate.poly([(660, -20), (760, -20), (1080, 720), (420, 720)], mix(OCHRE, PAPER, 0.5), 60)
    plate.poly([(690, -20), (730, -20), (960, 720), (540, 720)], mix(OCHRE, PAPER, 0.6), 70)
    stage = [(260, 690), (1340, 690), (1450, 770), (150, 770)]
    plate.wash(stage, mix(CLAY, INK, 0.35), mix(CLAY, INK, 0.15))
    plate.disc(750, 728, 300, mix(OCHRE, PAPER, 0.45), flat=0.1)
    plate.rect(150, 770, 1450, 820, mix(CLAY, INK, 0.6))
    for n in range(14):
        plate.rect(160 + n * 93, 778, 166 + n * 93, 820, INK)
    plate.person(750, 735, 300, INK, coat=RED)
    plate.poly(curve((712, 600), (690, 660), (664, 735), (836, 735), (810, 660), (788, 600)), mix(RED, INK, 0.1))
    plate.poly([(750, 600), (788, 600), (810, 660), (836, 735), (760, 735)], mix(RED, INK, 0.5))
    plate.line([(700, 735), (700, 520), (724, 492)], INK, 5)
    for x, ink in ((500, OCHRE), (1010, DUSK)):
        plate.line([(x - 34, 740), (x - 34, 640), (x + 34, 640), (x + 34, 740)], mix(INK, CLAY, 0.2), 8)
        plate.poly(curve((x - 32, 646), (x - 44, 570), (x, 530), (x + 44, 570), (x + 32, 646)), mix(ink, INK, 0.35))
        plate.disc(x, 500, 24, CLAY, flat=1.15)
        plate.poly(arc(x + (22 if x < 750 else -22), 612, 52, 34, 0, 360), mix(OCHRE, CLAY, 0.5))
        side = 1 if x < 750 else -1
        plate.line([(x + side * 40, 604), (x + side * 120, 546)], mix(CLAY, INK, 0.3), 10)
    for n in range(46):
        x = plate.rng.uniform(-30, 270) if n % 2 else plate.rng.uniform(1330, 1630)
        top = plate.rng.uniform(180, 520)
        bend = plate.rng.uniform(-40, 60)
        ink = mix(OLIVE, INK, plate.rng.uniform(0.1, 0.7))
        plate.line(curve((x, 800), (x + bend * 0.2, (800 + top) / 2), (x + bend, top)), ink, 5)
        plate.poly(curve((x + bend - 6, top + 10), (x + bend + 8, top - 50), (x + bend + 26, top - 90),
                         (x + bend + 22, top - 20), (x + bend + 4, top + 12), steps=5), mix(ink, SAND, 0.35))
    for row, (y, size) in enumerate(((880, 48), (960, 62), (1050, 78))):
        for n in range(18 - row * 4):
            x = (n + 0.5 * (row % 2)) * 1640 / (17 - row * 4) - 30 + plate.rng.uniform(-14, 14)
            ink = mix(NIGHT, INK, 0.15 + row * 0.3)
            glow = mix(OCHRE, INK, 0.3 + abs(x - 750) / 1100)
            plate.disc(x, y - size * 0.5, size * 0.56, glow, flat=1.15)
            plate.disc(x, y - size * 0.5 + 5, size * 0.56, ink, flat=1.15)
            plate.poly(curve((x - size * 1.2, y + size * 1.6), (x - size, y + size * 0.5), (x, y), (x + size, y + size * 0.5), (x + size * 1.2, y + size * 1.6)), ink)


def bookshop(plate):
    """Shelves to the ceiling, a ladder, and a reader under the lamp."""
    plate.wash(box(0, 0, 1600, 1000), mix(CLAY, INK, 0.55), mix(CLAY, INK, 0.7), (500, 0), (1600, 900))
    inks = [RED, OCHRE, DUSK, OLIVE, SAND, CLAY, ROSE, PAPER, SHADE]
    for row in range(5):
        shelf = 172 + row * 160
        x = 30
        while x < 1570:
            wide, tall = plate.rng.randint(16, 40), plate.rng.randint(92, 138)
            bay = (x - 30) % 390
            if bay > 355:
                x += 390 - bay
                continue
            if plate.rng.random() < 0.05:
                x += 40
                continue
            far = min(1, abs(x - 560) / 1150 + abs(shelf - 600) / 1400)
            ink = mix(plate.rng.choice(inks), INK, 0.12 + 0.62 * far)
            lean = 14 if plate.rng.random() < 0.07 else 0
            plate.poly([(x + lean, shelf - tall), (x + wide + lean, shelf - tall), (x + wide, shelf), (x, shelf)], ink)
            plate.poly([(x + wide * 0.7 + lean, shelf - tall), (x + wide + lean, shelf - tall), (x + wide, shelf), (x + wide * 0.7, shelf)], mix(ink, INK, 0.35))
            if wide > 22:
                plate.rect(x + 4, shelf - tall * 0.8, x + wide * 0.66, shelf - tall * 0.74, mix(ink, PAPER, 0.45))
            x += wide + 3 + lean
        plate.rect(0, shelf, 1600, shelf + 14, mix(CLAY, INK, 0.35))
        plate.rect(0, shelf + 14, 1600, shelf + 22, INK, 150)
    for n in range(5):
        plate.rect(n * 390 - 2, 0, n * 390 + 26, 850, mix(CLAY, INK, 0.45))
        plate.rect(n * 390 + 16, 0, n * 390 + 26, 850, mix(CLAY, INK, 0.75))
    plate.wash(box(0, 830, 1600, 1000), mix(CLAY, INK, 0.35), mix(CLAY, INK, 0.7), (560, 0), (1600, 0))
    for foot, top in (((1080, 940), (1200, 20)), ((1200, 940), (1290, 20))):
        plate.line([foot, top], mix(SAND, CLAY, 0.4), 15)
    for n in range(9):
        share = (n + 0.6) / 9
        plate.line([between((1080, 940), (1200, 20), share), between((1200, 940), (1290, 20), share)], mix(SAND, CLAY, 0.55), 11)
    plate.poly([(470, 250), (650, 250), (960, 900), (160, 900)], mix(OCHRE, PAPER, 0.5), 58)
    plate.line([(560, 0), (560, 190)], INK, 6)
    plate.poly([(470, 254), (520, 186), (600, 186), (650, 254)], RED)
    plate.poly([(560, 186), (600, 186), (650, 254), (570, 254)], mix(RED, INK, 0.4))
    plate.disc(560, 256, 46, mix(PAPER, OCHRE, 0.25), flat=0.35)
    plate.disc(560, 938, 400, mix(CLAY, OCHRE, 0.5), alpha=120, flat=0.13)
    plate.poly([*curve((380, 930), (350, 720), (384, 560), (470, 540)), (510, 560), (500, 760), (690, 770), (700, 830), (690, 930)], mix(OLIVE, INK, 0.2))
    plate.stipple([(350, 540), (700, 540), (700, 930), (350, 930)], INK, (380, 560), (720, 980), most=0.35)
    plate.poly(curve((452, 790), (440, 660), (476, 560), (530, 545), (578, 600), (590, 790)), RED)
    plate.poly([(540, 548), (578, 600), (590, 790), (520, 790)], mix(RED, INK, 0.45))
    plate.poly([(470, 760), (700, 750), (730, 780), (736, 940), (690, 940), (676, 816), (480, 820)], NIGHT)
    plate.poly([(690, 925), (780, 925), (790, 948), (690, 948)], INK)
    plate.disc(548, 492, 44, CLAY, flat=1.16)
    plate.poly(curve((500, 510), (494, 450), (540, 424), (592, 448), (586, 470), (540, 470), (526, 520), (500, 510), steps=6), INK)
    plate.poly([(606, 700), (690, 650), (700, 664), (622, 722)], PAPER)
    plate.poly([(622, 722), (700, 664), (752, 690), (676, 740)], mix(PAPER, SAND, 0.6))
    plate.line(curve((560, 620), (590, 700), (640, 716)), mix(RED, INK, 0.6), 30)
    plate.disc(648, 712, 17, CLAY)


def oud_workshop(plate):
    """Ouds hang on the wall of a workshop; one lies unfinished on the bench in the window's light."""
    plate.wash(box(0, 0, 1600, 1000), mix(SAND, CLAY, 0.3), mix(CLAY, SHADE, 0.45), (0, 0), (1600, 800))
    plate.rect(60, 90, 400, 560, mix(CLAY, INK, 0.6))
    plate.wash(box(84, 114, 376, 536), mix(HAZE, PAPER, 0.4), mix(PAPER, SAND, 0.3))
    plate.poly([*curve((84, 470), (180, 430), (280, 470), (376, 430)), (376, 536), (84, 536)], mix(DUSK, HAZE, 0.4))
    plate.rect(222, 114, 238, 536, mix(CLAY, INK, 0.6))
    plate.rect(84, 316, 376, 330, mix(CLAY, INK, 0.6))
    for left in (84, 238):
        plate.poly([(left + 330, 150), (left + 480, 190), (left + 820, 760), (left + 640, 760)], PAPER, 42)
    plate.rect(480, 92, 1600, 112, mix(CLAY, INK, 0.6))
    for n, (x, size) in enumerate(((620, 0.86), (880, 1.0), (1150, 0.9), (1420, 1.02))):
        plate.poly(curve(*[(x + 46 + dx * size, 440 + dy * size) for dx, dy in
                   ((0, -190), (88, -96), (118, 20), (60, 118), (0, 130), (-60, 118), (-118, 20), (-88, -96), (0, -190))]), INK, 70)
        _oud(plate, x, 410, size, (OCHRE, CLAY, mix(SAND, OCHRE, 0.5), mix(CLAY, INK, 0.35))[n])
    plate.rect(0, 720, 1600, 760, mix(SAND, OCHRE, 0.5))
    plate.wash(box(0, 760, 1600, 1000), mix(CLAY, INK, 0.4), mix(CLAY, INK, 0.75))
    for n in range(1, 6):
        plate.line([(n * 270, 760), (n * 270, 1000)], INK, 4, alpha=160)
    ribs = 9
    hull = arc(640, 724, 300, 190, 180, 360)
    plate.poly(hull, CLAY)
    for n in range(ribs):
        one, other = 1 - 2 * n / ribs, 1 - 2 * (n + 1) / ribs
        upper = [(640 + 300 * math.cos(a / 24 * math.pi), 724 - (70 + 120 * (one + 1) / 2) * math.sin(a / 24 * math.pi)) for a in range(25)]
        lower = [(640 + 300 * math.cos(a / 24 * math.pi), 724 - (70 + 120 * (other + 1) / 2) * math.sin(a / 24 * math.pi)) for a in range(25)]
        plate.poly([*upper, *reversed(lower)], (OCHRE, mix(CLAY, INK, 0.25))[n % 2])
    plate.stipple(hull, INK, (560, 560), (980, 760), most=0.85)
    plate.poly([(930, 700), (1210, 690), (1210, 716), (930, 724)], mix(CLAY, INK, 0.5))
    plate.poly([(1206, 688), (1300, 640), (1308, 662), (1210, 716)], mix(CLAY, INK, 0.65))
    for n in range(5):
        plate.line([(1222 + n * 17, 700 - n * 9), (1232 + n * 17, 724 - n * 8)], INK, 6)
    for x, height in ((1390, 120), (1430, 96), (1470, 134), (1508, 84)):
        plate.rect(x - 6, 720 - height, x + 6, 720 - height * 0.4, mix(HAZE, PAPER, 0.2))
        plate.rect(x - 10, 720 - height * 0.5, x + 10, 720, RED if x == 1470 else mix(CLAY, INK, 0.45))
    plate.rect(1370, 660, 1530, 722, mix(OLIVE, INK, 0.3))
    for _ in range(16):
        x, y = plate.rng.uniform(120, 1300), plate.rng.uniform(724, 748)
        plate.line(arc(x, y, plate.rng.uniform(8, 18), 6, 160, 400, 10), mix(PAPER, OCHRE, 0.5), 4)
    plate.rect(150, 660, 300, 722, mix(SAND, CLAY, 0.35))
    plate.rect(176, 640, 326, 664, mix(SAND, PAPER, 0.2))


def _oud(plate, x, y, size, ink):
    """An oud that hangs by its neck, its face to us."""
    at = placed(x, y, size)
    plate.poly([at(-15, -300), at(15, -300), at(19, -150), at(-19, -150)], mix(CLAY, INK, 0.6))
    plate.poly([at(-15, -300), at(15, -300), at(10, -318), at(-10, -318)], INK)
    for n in range(3):
        plate.line([at(-26, -308 + n * 10), at(26, -308 + n * 10)], INK, 4)
    face = curve(at(0, -190), at(88, -96), at(118, 20), at(60, 118), at(0, 130), at(-60, 118), at(-118, 20), at(-88, -96), at(0, -190))
    plate.poly(face, ink)
    plate.stipple(face, INK, at(-30, -100), at(150, 150), most=0.7)
    plate.disc(*at(0, -30), 36 * size, mix(ink, INK, 0.75))
    plate.line(arc(*at(0, -30), 42 * size, 42 * size, 0, 360), mix(SAND, PAPER, 0.3), 4)
    for dx in (-48, 48):
        plate.disc(*at(dx, 24), 13 * size, mix(ink, INK, 0.75))
    plate.poly([at(-52, 74), at(52, 74), at(44, 88), at(-44, 88)], INK)
    for n in range(5):
        plate.line([at(-10 + n * 5, -298), at(-22 + n * 11, 76)], mix(PAPER, SAND, 0.4), 1.5)


def old_train(plate):
    """A rusted steam engine stands in high grass before the arches of a ruined station."""
    plate.sky(mix(DUSK, HAZE, 0.4), mix(HAZE, PAPER, 0.4), mix(SAND, PAPER, 0.2), bottom=560)
    plate.sun(280, 210, 92, PAPER, glow=1)
    plate.ridge(520, 190, mix(HAZE, DUSK, 0.3), shade=DUSK)
    plate.rect(820, 300, 1600, 720, mix(SAND, PAPER, 0.15))
    plate.poly([(800, 306), (880, 220), (1600, 220), (1600, 306)], CLAY)
    for n in range(5):
        x = 860 + n * 152
        plate.poly(archway(x, 720, 104, 320), mix(SHADE, INK, 0.25))
        plate.stipple(box(x + 104, 320, x + 152, 720), CLAY, (0, 320), (0, 760), most=0.7)
    plate.stipple(box(820, 306, 1600, 720), SHADE, (900, 300), (1700, 800), most=0.6)
    plate.poly([(0, 700), (1600, 700), (1600, 1000), (0, 1000)], mix(OLIVE, OCHRE, 0.35))
    plate.stipple(box(0, 700, 1600, 1000), INK, (0, 700), (1300, 1100), most=0.6)
    rust = mix(CLAY, INK, 0.25)
    plate.poly([(180, 850), (1280, 850), (1500, 930), (300, 930)], INK, 120)
    boiler = box(260, 470, 860, 660)
    plate.wash(boiler, mix(CLAY, SAND, 0.3), mix(rust, INK, 0.55), (0, 470), (0, 660))
    plate.stipple(boiler, INK, (260, 480), (500, 700), most=0.85)
    plate.disc(262, 565, 96, mix(rust, INK, 0.4), flat=1)
    plate.disc(252, 565, 84, mix(CLAY, SAND, 0.15))
    plate.stipple(arc(252, 565, 84, 84, 0, 360), INK, (200, 500), (340, 660), most=0.85)
    plate.disc(252, 565, 12, INK)
    plate.disc(252, 462, 34, INK)
    plate.disc(246, 462, 24, mix(SAND, OCHRE, 0.3))
    for band in (380, 540, 700):
        plate.rect(band, 468, band + 14, 662, mix(rust, INK, 0.6))
    plate.poly([(320, 472), (306, 320), (404, 320), (390, 472)], mix(rust, INK, 0.45))
    plate.rect(296, 300, 414, 326, rust)
    plate.stipple([(320, 472), (306, 320), (404, 320), (390, 472)], INK, (310, 0), (410, 0), most=0.9)
    plate.poly(archway(520, 474, 110, 90), mix(rust, INK, 0.35))
    plate.rect(860, 380, 1130, 740, rust)
    plate.stipple(box(860, 380, 1130, 740), INK, (840, 380), (1180, 800), most=0.85)
    plate.poly([(830, 384), (850, 348), (1140, 348), (1164, 384)], mix(rust, INK, 0.6))
    for x in (900, 1010):
        plate.rect(x, 420, x + 84, 520, mix(SHADE, INK, 0.4))
        plate.poly([(x, 420), (x + 40, 420), (x, 480)], HAZE, 130)
    plate.rect(190, 660, 1140, 704, RED)
    plate.stipple(box(190, 660, 1140, 704), INK, (190, 0), (1140, 0), most=0.7)
    plate.rect(170, 640, 196, 740, mix(rust, INK, 0.6))
    for x, radius in ((300, 62), (450, 62), (640, 102), (860, 102), (1060, 70)):
        y = 862 - radius
        plate.disc(x, y, radius, mix(INK, rust, 0.25))
        plate.disc(x, y, radius * 0.8, mix(rust, SAND, 0.12))
        for n in range(5):
            angle = n * math.pi / 5
            plate.line([(x - radius * 0.8 * math.cos(angle), y - radius * 0.8 * math.sin(angle)),
                        (x + radius * 0.8 * math.cos(angle), y + radius * 0.8 * math.sin(angle))], INK, 8)
        plate.disc(x, y, radius * 0.24, INK)
    plate.line([(450, 812), (640, 776), (860, 776)], mix(SAND, CLAY, 0.5), 16)
    plate.rect(0, 862, 1600, 874, INK)
    for n in range(280):
        x = plate.rng.uniform(-20, 1620)
        tall = plate.rng.uniform(40, 150)
        bend = plate.rng.uniform(-10, 40)
        ink = mix(mix(OLIVE, OCHRE, plate.rng.random()), INK, plate.rng.uniform(0, 0.45))
        foot = 890 + 120 * (n / 280)
        plate.poly([(x - 4, foot), (x + bend, foot - tall), (x + 4, foot)], ink)
    plate.rect(0, 985, 1600, 1000, mix(OLIVE, INK, 0.5))


SCENES = {
    "tripoli-market": tripoli_market,
    "tripoli-fair": tripoli_fair,
    "stage-night": stage_night,
    "bookshop": bookshop,
    "oud-workshop": oud_workshop,
    "old-train": old_train,
}
