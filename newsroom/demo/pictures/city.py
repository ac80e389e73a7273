"""Scenes of power, money and votes."""

from .plate import (
    CLAY, DUSK, HAZE, INK, NIGHT, OCHRE, OLIVE, PAPER, RED, ROSE, SAND, SHADE, STONE,
    arc, archway, between, box, curve, mix, placed,
)


def power_lines(plate):
    """Pylons march over hills at dusk, their cables sagging towards a low sun."""
    plate.sky(SHADE, mix(DUSK, ROSE, 0.45), OCHRE, mix(OCHRE, SAND, 0.7), bottom=720)
    plate.sun(360, 590, 120, mix(PAPER, OCHRE, 0.25), glow=1)
    plate.ridge(680, 120, mix(ROSE, DUSK, 0.35), rough=1.1, shade=ROSE)
    plate.ridge(770, 110, mix(CLAY, SHADE, 0.55), rough=0.9, shade=SHADE)
    feet = [(330, 668, 110), (520, 690, 190), (790, 770, 330), (1240, 900, 640)]
    arms = [_pylon(plate, x, y, height, NIGHT) for x, y, height in feet]
    for far, near in zip(arms, arms[1:]):
        for one, other in zip(far, near, strict=True):
            plate.cable(one, other, (other[0] - one[0]) * 0.09, NIGHT, width=(other[0] - one[0]) / 190)
    for tip in arms[-1]:
        plate.cable(tip, (1960, tip[1] - 260), 120, NIGHT, width=3.4)
    plate.ridge(930, 90, INK, rough=0.6)


def _pylon(plate, x, y, height, ink):
    """A lattice tower whose feet stand at (x, y); return the tips of its six arms, from the top, left then right."""
    pen = max(1.2, height / 130)
    foot, waist, head = height * 0.13, height * 0.035, height * 0.02
    left = [(x - foot, y + 30), (x - waist, y - height * 0.6), (x - head, y - height * 0.97), (x, y - height)]
    right = [(2 * x - px, py) for px, py in left]
    plate.line(left, ink, pen * 1.5)
    plate.line(right, ink, pen * 1.5)
    rungs = 7
    for n in range(rungs):
        low, high = n / rungs, (n + 1) / rungs
        plate.line([between(left[0], left[1], low), between(right[0], right[1], high)], ink, pen)
        plate.line([between(right[0], right[1], low), between(left[0], left[1], high)], ink, pen)
    tips = []
    for level, reach in ((0.9, 0.15), (0.76, 0.21), (0.62, 0.16)):
        at = y - height * level
        for side in (-1, 1):
            tip = (x + side * height * reach, at)
            plate.line([(x, at - height * 0.05), tip, (x, at)], ink, pen)
            plate.line([tip, (tip[0], at + height * 0.045)], ink, pen * 1.4)
            tips.append((tip[0], at + height * 0.045))
    return tips


def solar_roof(plate):
    """Rows of panels on a flat roof above a stepped city and the sea."""
    plate.sky(HAZE, mix(SAND, PAPER, 0.5), mix(ROSE, PAPER, 0.6), bottom=430)
    plate.sun(300, 190, 84, PAPER, glow=1)
    plate.wash(box(0, 380, 1600, 480), mix(DUSK, HAZE, 0.45), DUSK)
    plate.rect(0, 480, 1600, 1000, mix(SAND, ROSE, 0.3))
    plate.rect(180, 392, 430, 395, PAPER, 150)
    plate.rect(230, 410, 390, 413, PAPER, 130)
    for row, (base, ink) in enumerate([(520, mix(STONE, PAPER, 0.3)), (600, SAND), (690, mix(SAND, CLAY, 0.25))]):
        x = -60
        while x < 1600:
            width, height = plate.rng.randint(80, 150), plate.rng.randint(70, 150) + row * 14
            plate.block(x, base + 60, width, height, mix(ink, ROSE, plate.rng.uniform(0, 0.3)), depth=0.35)
            for window in range(3):
                plate.rect(x + 16 + window * width * 0.28, base + 78 - height, x + 30 + window * width * 0.28,
                           base + 104 - height, mix(SHADE, ink, 0.25))
            x += width * 1.35 + plate.rng.randint(0, 16)
    plate.poly([(0, 690), (1600, 620), (1600, 1000), (0, 1000)], mix(SAND, PAPER, 0.35))
    plate.stipple([(0, 690), (1600, 620), (1600, 1000), (0, 1000)], CLAY, (200, 700), (1600, 1000), most=0.5)
    plate.poly([(0, 690), (1600, 620), (1600, 640), (0, 712)], mix(CLAY, SAND, 0.4))
    for row, (y, size) in enumerate([(770, 0.72), (930, 1.12)]):
        for n in range(6):
            _panel(plate, -120 * row + n * 330 * size + 60, y - n * 14 * size, 290 * size, 190 * size)


def _panel(plate, x, y, width, height):
    """A tilted panel that leans away to the right, its near edge from (x, y)."""
    slant = width * 0.26
    near, far = (x, y), (x + slant, y - height)
    corners = [near, far, (far[0] + width, far[1] - 12), (near[0] + width, near[1] - 12)]
    plate.poly([near, (near[0] + width, near[1] - 12), (near[0] + width * 1.3, near[1] + 34),
                (near[0] + width * 0.3, near[1] + 46)], mix(CLAY, SHADE, 0.6), 170)
    for share in (0.08, 0.9):
        foot = between(corners[1], corners[2], share)
        plate.line([foot, (foot[0] + 6, foot[1] + height * 0.95)], INK, 5)
    plate.wash(corners, mix(HAZE, PAPER, 0.3), SHADE, far, (x + width, y))
    plate.stipple(corners, NIGHT, far, (x + width, y), most=0.45)
    for n in range(7):
        share = n / 6
        plate.line([between(corners[0], corners[3], share), between(corners[1], corners[2], share)], SAND, 2)
    for n in range(4):
        share = n / 3
        plate.line([between(corners[0], corners[1], share), between(corners[3], corners[2], share)], SAND, 2)


def generator_balcony(plate):
    """A generator smokes on a balcony; its cables run to all the others."""
    plate.wash(box(0, 0, 1600, 1000), mix(SAND, PAPER, 0.35), mix(SAND, CLAY, 0.2), (0, 0), (1600, 1000))
    shadow = [(980, 0), (1600, 0), (1600, 1000), (420, 1000)]
    plate.poly(shadow, mix(STONE, CLAY, 0.35))
    plate.stipple(shadow, SHADE, (800, 300), (1600, 1000), most=0.55)
    spots = [(x, y) for y in (290, 620, 950) for x in (110, 640, 1170)]
    for number, (x, y) in enumerate(spots):
        dark = x > 980 - y * 0.56
        lit = number in (5, 6)
        wall = OCHRE if lit else mix(SHADE, INK, 0.3)
        plate.poly(archway(x + 90, y, 150, 230), wall)
        plate.stipple(archway(x + 90, y, 150, 230), PAPER if lit else INK, (x + 90, y - 230), (x + 240, y), most=0.8)
        shutter = mix(OLIVE, SHADE, 0.55 if dark else 0.1)
        for left in (x + 40, x + 242):
            plate.rect(left, y - 205, left + 48, y, shutter)
            for slat in range(12):
                plate.rect(left + 6, y - 196 + slat * 16, left + 42, y - 190 + slat * 16, mix(shutter, INK, 0.4))
    _cloth(plate, 205, 590, [PAPER, RED, HAZE])
    for number, (x, y) in enumerate(spots):
        if number == 4:
            _generator(plate, x + 60, y)
        plate.rect(x - 20, y, x + 350, y + 20, mix(SAND, PAPER, 0.5) if x < 500 else STONE)
        plate.rect(x - 10, y + 20, x + 340, y + 38, mix(CLAY, SHADE, 0.6), 150)
        plate.line([(x - 16, y - 82), (x + 346, y - 82)], INK, 6)
        for bar in range(21):
            plate.line([(x - 14 + bar * 18, y - 82), (x - 14 + bar * 18, y)], INK, 3)
    for x, y in spots:
        if (x, y) != (640, 620):
            for sag in (60, 95):
                plate.cable((790, 600), (x + 170 + sag / 3, y - 84), sag, INK, 4)
    plate.cable((-20, 130), (1640, 60), 70, INK, 5)
    plate.cable((-20, 150), (1640, 110), 110, INK, 4)


def _cloth(plate, x, y, inks):
    """Washing on the rail."""
    for number, ink in enumerate(inks):
        left = x - 60 + number * 78
        piece = [(left, y - 50), (left + 66, y - 50), *curve((left + 66, y + 70), (left + 34, y + 82), (left, y + 66))]
        plate.poly(piece, ink)
        plate.stipple(piece, SHADE, (left, y), (left + 90, y + 80), most=0.5)


def _generator(plate, x, y):
    """A red motor in its frame and the smoke it makes."""
    for n in range(9):
        at, radius = (x + 228 + n * 26 + 30 * (n % 2), y - 175 - n * 56), 26 + n * 9
        plate.stipple(arc(*at, radius, radius * 0.9, 0, 360), INK, (at[0] - radius, at[1] - radius),
                      (at[0] + radius, at[1] + radius), most=0.95 - n * 0.08)
    plate.rect(x + 205, y - 165, x + 250, y - 120, INK)
    plate.rect(x + 20, y - 130, x + 260, y - 8, RED)
    plate.stipple(box(x + 20, y - 130, x + 260, y - 8), INK, (x + 20, y - 130), (x + 260, y), most=0.7)
    plate.rect(x + 20, y - 130, x + 260, y - 112, ROSE)
    for slot in range(6):
        plate.rect(x + 150 + slot * 17, y - 98, x + 158 + slot * 17, y - 34, INK)
    plate.disc(x + 84, y - 62, 34, INK)
    plate.disc(x + 84, y - 62, 22, SAND)
    plate.disc(x + 84, y - 62, 9, INK)


def bank_facade(plate):
    """A bank behind its columns and a drawn steel shutter; one man before it."""
    plate.sky(DUSK, HAZE, mix(SAND, PAPER, 0.3), bottom=860)
    for x, height in ((-40, 560), (1500, 480)):
        plate.block(x, 880, 150, height, mix(CLAY, SHADE, 0.45))
    plate.wash(box(0, 850, 1600, 1000), mix(SAND, CLAY, 0.3), mix(SAND, CLAY, 0.45))
    plate.rect(140, 150, 1480, 880, SAND)
    plate.wash(box(140, 150, 1480, 880), mix(SAND, PAPER, 0.5), mix(SAND, CLAY, 0.35), (140, 150), (1480, 880))
    plate.rect(230, 330, 1390, 850, mix(SHADE, INK, 0.35))
    plate.rect(610, 420, 1010, 850, mix(STONE, DUSK, 0.35))
    for y in range(420, 850, 18):
        plate.rect(610, y, 1010, y + 6, mix(STONE, PAPER, 0.35))
        plate.rect(610, y + 11, 1010, y + 18, SHADE)
    plate.stipple(box(610, 420, 1010, 850), INK, (610, 900), (1010, 420), most=0.6)
    plate.rect(796, 800, 824, 834, OCHRE)
    for x in (250, 430, 1090, 1270):
        shadow = [(x + 90, 330), (x + 170, 330), (x + 170, 850), (x + 90, 850)]
        plate.poly(shadow, INK, 120)
        plate.wash(box(x, 330, x + 96, 850), mix(PAPER, SAND, 0.3), mix(CLAY, STONE, 0.5), (x, 0), (x + 96, 0))
        plate.stipple(box(x, 330, x + 96, 850), SHADE, (x + 10, 0), (x + 96, 0), most=0.7)
        plate.rect(x - 16, 330, x + 112, 362, mix(SAND, PAPER, 0.4))
        plate.rect(x - 16, 818, x + 112, 850, mix(SAND, PAPER, 0.2))
    plate.rect(110, 130, 1510, 172, mix(PAPER, SAND, 0.3))
    plate.rect(110, 172, 1510, 196, mix(CLAY, SHADE, 0.45))
    plate.rect(190, 300, 1430, 330, mix(PAPER, SAND, 0.2))
    for x in range(210, 1420, 46):
        plate.rect(x, 270, x + 24, 300, mix(CLAY, SHADE, 0.3))
    for step in range(4):
        y = 850 + step * 38
        plate.rect(190 - step * 70, y, 1430 + step * 70, y + 38, mix(PAPER, STONE, 0.25 + step * 0.08))
        plate.rect(190 - step * 70, y + 26, 1430 + step * 70, y + 38, mix(CLAY, SHADE, 0.55))
    plate.person(520, 985, 330, INK, shadow=INK, coat=RED)


def bank_counter(plate):
    """A hall of closed counters; under one lit lamp a queue waits."""
    plate.rect(0, 0, 1600, 1000, NIGHT)
    plate.wash(box(0, 0, 1600, 700), mix(SHADE, INK, 0.5), SHADE)
    for number in range(5):
        left = 60 + number * 304
        lit = number == 1
        hole = archway(left + 10, 600, 250, 380)
        plate.poly(hole, OCHRE if lit else mix(SHADE, INK, 0.25))
        if lit:
            plate.wash(hole, mix(OCHRE, PAPER, 0.65), OCHRE)
            plate.disc(left + 135, 405, 46, CLAY, flat=1.15)
            plate.poly(curve((left + 30, 600), (left + 55, 500), (left + 135, 458), (left + 215, 500), (left + 240, 600)),
                       mix(CLAY, INK, 0.45))
        else:
            for y in range(240, 600, 22):
                plate.rect(left + 10, y, left + 260, y + 5, INK, 110)
        plate.line(archway(left + 10, 600, 250, 380), mix(OCHRE, SHADE, 0.35), 8)
        for bar in range(1, 6):
            plate.line([(left + 10 + bar * 41.6, 600), (left + 10 + bar * 41.6, 250)], mix(OCHRE, INK, 0.45), 3)
    plate.wash(box(0, 600, 1600, 760), mix(CLAY, SHADE, 0.35), mix(CLAY, INK, 0.75), (300, 0), (1600, 0))
    plate.rect(0, 590, 1600, 616, mix(SAND, OCHRE, 0.4))
    plate.rect(760, 590, 1600, 616, mix(STONE, SHADE, 0.55))
    for number in range(6):
        plate.rect(50 + number * 304 - 32, 616, 50 + number * 304 - 14, 760, INK, 120)
    floor = box(0, 760, 1600, 1000)
    plate.wash(floor, mix(CLAY, SHADE, 0.55), NIGHT)
    pool = [(330, 760), (660, 760), (1010, 1000), (150, 1000)]
    plate.wash(pool, OCHRE, mix(CLAY, SHADE, 0.55))
    beam = [(470, 0), (530, 0), (700, 1000), (120, 1000)]
    plate.poly(beam, PAPER, 26)
    plate.line([(498, 0), (498, 80)], INK, 5)
    plate.poly([(440, 120), (470, 76), (526, 76), (556, 120)], RED)
    plate.rect(440, 118, 556, 126, mix(PAPER, OCHRE, 0.3))
    for n, x in enumerate((500, 640, 790, 950, 1120, 1300, 1490)):
        coat = (RED, SHADE, OLIVE, CLAY, DUSK, STONE, SHADE)[n]
        plate.person(x, 900 + n * 16, 400 + n * 24, INK, lean=0.02 if n % 2 else -0.015, coat=mix(coat, INK, 0.25 + n * 0.05))


def parliament_steps(plate):
    """A wide stair climbs to three arches; small figures on it, a clock tower beside."""
    plate.sky(mix(DUSK, HAZE, 0.3), mix(SAND, HAZE, 0.3), PAPER, bottom=620)
    plate.wash(box(0, 640, 1600, 1000), mix(SAND, CLAY, 0.25), mix(SAND, CLAY, 0.45))
    plate.block(-70, 660, 150, 300, mix(STONE, PAPER, 0.2))
    plate.block(110, 700, 120, 560, mix(SAND, OCHRE, 0.2), depth=0.4)
    plate.poly([(96, 140), (292, 140), (250, 70), (138, 70)], CLAY)
    plate.disc(170, 220, 44, PAPER)
    plate.line([(170, 220), (170, 190)], INK, 5)
    plate.line([(170, 220), (192, 228)], INK, 5)
    plate.rect(380, 200, 1560, 640, SAND)
    plate.wash(box(380, 200, 1560, 640), mix(PAPER, SAND, 0.35), mix(SAND, CLAY, 0.3), (380, 200), (1560, 640))
    plate.rect(350, 176, 1590, 214, mix(PAPER, SAND, 0.3))
    plate.rect(350, 214, 1590, 234, mix(CLAY, SHADE, 0.45))
    for x in range(400, 1560, 58):
        plate.poly([(x, 176), (x + 29, 140), (x + 58, 176)], mix(SAND, PAPER, 0.2))
    for x in (700, 890, 1080):
        hole = archway(x, 640, 150, 340)
        plate.poly(hole, mix(SHADE, INK, 0.3))
        plate.stipple(hole, INK, (x, 640), (x + 150, 300), most=0.8)
        plate.poly([(x, 640), (x, 375), (x + 36, 322), (x + 36, 640)], mix(CLAY, SHADE, 0.4))
        plate.rect(x - 20, 360, x, 640, mix(PAPER, SAND, 0.3))
    plate.rect(1230, 360, 1250, 640, mix(PAPER, SAND, 0.3))
    for x in (450, 560, 1310, 1430):
        plate.poly(archway(x, 540, 70, 200), mix(SHADE, CLAY, 0.25))
    steps = 11
    for n in range(steps):
        y = 640 + 360 * (n / steps) ** 1.18
        below = 640 + 360 * ((n + 1) / steps) ** 1.18
        left, right = 520 - n * 58, 1420 + n * 40
        plate.rect(left, y, right, below + 1, mix(PAPER, SAND, 0.25 + n * 0.03))
        plate.rect(left, y + (below - y) * 0.55, right, below + 1, mix(CLAY, SHADE, 0.5 - n * 0.02))
    plate.poly([(1050, 640), (1420, 640), (1900, 1000), (1290, 1000)], SHADE, 130)
    plate.person(820, 700, 110, INK, shadow=INK)
    plate.person(905, 706, 112, INK, shadow=INK, coat=OLIVE)
    plate.person(620, 800, 170, INK, shadow=INK, coat=RED)
    plate.person(330, 960, 260, INK, shadow=INK, lean=0.03, coat=SHADE)
    plate.person(1180, 900, 215, INK, lean=-0.02)


def ballot_box(plate):
    """A folded paper half in the slot of a box; the box throws a long shadow."""
    plate.wash(box(0, 0, 1600, 610), mix(CLAY, OCHRE, 0.4), mix(OCHRE, SAND, 0.55), (1600, 0), (0, 610))
    light = [(0, 120), (560, 0), (980, 0), (380, 610), (0, 610)]
    plate.poly(light, PAPER, 70)
    plate.wash(box(0, 610, 1600, 1000), mix(SAND, PAPER, 0.5), SAND)
    plate.rect(0, 600, 1600, 612, mix(CLAY, SHADE, 0.25))
    plate.poly([(940, 880), (1010, 640), (1600, 700), (1600, 960)], mix(CLAY, SHADE, 0.5))
    plate.stipple([(940, 880), (1010, 640), (1600, 700), (1600, 960)], SHADE, (1600, 800), (940, 800), most=0.9)
    front, side = [(480, 420), (900, 470), (900, 920), (480, 850)], [(900, 470), (1120, 400), (1120, 800), (900, 920)]
    lid = [(480, 420), (700, 360), (1120, 400), (900, 470)]
    plate.wash(front, mix(PAPER, SAND, 0.2), SAND, (480, 420), (900, 900))
    plate.stipple(front, CLAY, (480, 420), (900, 960), most=0.4)
    plate.poly(side, mix(SHADE, DUSK, 0.4))
    plate.stipple(side, INK, (900, 400), (1120, 900), most=0.7)
    plate.poly(lid, PAPER)
    plate.poly([(628, 412), (900, 436), (934, 424), (664, 401)], INK)
    paper = [(660, 410), (730, 130), (960, 160), (900, 428)]
    plate.poly(paper, PAPER)
    plate.poly([(845, 145), (960, 160), (900, 428), (782, 418)], mix(PAPER, STONE, 0.55))
    plate.stipple([(845, 145), (960, 160), (900, 428), (782, 418)], SHADE, (960, 130), (780, 440), most=0.6)
    plate.line([(720, 230), (800, 240)], RED, 9)
    plate.line([(712, 268), (792, 278)], mix(SHADE, SAND, 0.4), 6)
    plate.line([(704, 304), (770, 312)], mix(SHADE, SAND, 0.4), 6)
    plate.poly([(480, 560), (900, 618), (900, 676), (480, 614)], RED)
    plate.poly([(900, 618), (1120, 538), (1120, 590), (900, 676)], mix(RED, INK, 0.5))
    plate.poly([(660, 650), (720, 659), (720, 770), (660, 760)], OCHRE)
    plate.line([(668, 655), *curve((664, 620), (690, 590), (716, 626)), (712, 660)], INK, 10)
    plate.disc(690, 700, 10, INK)
    plate.line([(690, 702), (690, 736)], INK, 7)


def village_square(plate):
    """A plane tree shades chairs and a small table among red roofs."""
    plate.sky(HAZE, mix(SAND, PAPER, 0.5), bottom=480)
    plate.ridge(480, 180, mix(HAZE, OLIVE, 0.35), rough=0.8, shade=OLIVE)
    for x, y, width, height in ((330, 690, 170, 180), (40, 710, 250, 240), (980, 690, 180, 190), (1250, 720, 230, 270)):
        plate.block(x, y, width, height, mix(SAND, PAPER, 0.3), depth=0.34)
        plate.poly([(x - 14, y - height), (x + width * 0.5, y - height - 84), (x + width, y - height)], CLAY)
        plate.poly([(x + width * 0.5, y - height - 84), (x + width * 0.9, y - height - 84),
                    (x + width * 1.36, y - height), (x + width, y - height)], mix(RED, INK, 0.25))
        for n in range(3):
            plate.poly(archway(x + width * (0.14 + n * 0.27), y - height * 0.4, width * 0.18, height * 0.34), SHADE)
        plate.poly(archway(x + width * 0.4, y, width * 0.2, height * 0.34), mix(DUSK, INK, 0.3))
    ground = [(0, 690), (1600, 690), (1600, 1000), (0, 1000)]
    plate.wash(ground, mix(SAND, PAPER, 0.3), mix(SAND, OCHRE, 0.25))
    for n in range(1, 9):
        y = 690 + 310 * (n / 9) ** 1.6
        plate.line([(0, y), (1600, y)], mix(SAND, CLAY, 0.35), 2)
    plate.disc(1010, 860, 560, mix(CLAY, SHADE, 0.55), alpha=190, flat=0.17)
    trunk = [*curve((700, 850), (742, 700), (730, 520), (640, 380)), *curve((960, 360), (850, 520), (850, 700), (910, 850))]
    plate.poly(trunk, mix(SAND, CLAY, 0.55))
    plate.stipple(trunk, INK, (720, 600), (880, 640), most=0.95)
    for x, y, radius in ((520, 330, 190), (1090, 330, 200), (800, 220, 250), (660, 400, 150), (960, 410, 160)):
        plate.disc(x, y, radius, mix(OLIVE, INK, 0.25), flat=0.8)
    for x, y, radius in ((480, 300, 150), (740, 180, 190), (980, 270, 160), (640, 340, 120)):
        plate.disc(x, y, radius, mix(OLIVE, OCHRE, 0.25), flat=0.75)
        plate.stipple(arc(x, y, radius, radius * 0.75, 0, 360), mix(OLIVE, INK, 0.5), (x - radius, y - radius),
                      (x + radius, y + radius), most=0.85)
    plate.disc(1080, 800, 76, PAPER, flat=0.3)
    plate.rect(1072, 804, 1088, 900, INK)
    _sitter(plate, 950, 900, 1, RED)
    _sitter(plate, 1210, 900, -1, DUSK)
    plate.disc(1060, 786, 10, RED, flat=0.8)
    plate.disc(1100, 792, 10, INK, flat=0.8)


def _sitter(plate, x, y, side, coat):
    """Someone on a chair who faces right (`side` 1) or left (-1)."""
    at = placed(x, y, side=side)
    plate.line([at(-34, -180), at(-28, 0)], INK, 7)
    plate.line([at(-30, -84), at(40, -84), at(44, 0)], INK, 7)
    plate.poly(curve(at(-24, -84), at(-30, -160), at(0, -196), at(28, -160), at(30, -84)), coat)
    plate.poly([at(-24, -108), at(64, -104), at(70, -80), at(74, 0), at(48, 0), at(44, -76), at(-20, -76)], INK)
    plate.line([at(10, -160), at(50, -120), at(86, -118)], mix(coat, INK, 0.5), 15)
    plate.disc(*at(6, -218), 24, CLAY, flat=1.15)
    plate.poly([at(-20, -222), at(-14, -246), at(24, -246), at(28, -228)], INK)


SCENES = {
    "power-lines": power_lines,
    "solar-roof": solar_roof,
    "generator-balcony": generator_balcony,
    "bank-facade": bank_facade,
    "bank-counter": bank_counter,
    "parliament-steps": parliament_steps,
    "ballot-box": ballot_box,
    "village-square": village_square,
}
