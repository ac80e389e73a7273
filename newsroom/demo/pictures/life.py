"""Scenes of school, machines, sport, diplomacy and home."""

import math

from .plate import (
    CLAY, DUSK, HAZE, INK, NIGHT, OCHRE, OLIVE, PAPER, RED, ROSE, SAND, SHADE, STONE,
    arc, archway, between, box, curve, mix, placed,
)


def classroom(plate):
    """Empty desks in rows; the windows lay squares of sun across them."""
    plate.wash(box(0, 0, 1600, 640), mix(SAND, PAPER, 0.4), mix(SAND, OCHRE, 0.3), (0, 0), (1600, 640))
    plate.poly([(0, 0), (330, 110), (330, 600), (0, 860)], mix(SAND, STONE, 0.5))
    for near, far in ((-20, 100), (130, 210), (236, 300)):
        (a, b), (c, d) = [[(x, 110 + x / 3), (x, 560 - x / 2.75)] for x in (near, far)]
        plate.poly([a, c, d, b], PAPER)
        plate.line([between(a, c, 0.5), between(b, d, 0.5)], mix(CLAY, SHADE, 0.3), 7)
        plate.line([between(a, b, 0.5), between(c, d, 0.5)], mix(CLAY, SHADE, 0.3), 7)
    plate.rect(480, 130, 1300, 480, mix(CLAY, INK, 0.3))
    plate.wash(box(500, 150, 1280, 460), mix(OLIVE, INK, 0.5), mix(DUSK, INK, 0.6), (500, 150), (1280, 460))
    plate.stipple(box(500, 150, 1280, 460), mix(OLIVE, PAPER, 0.35), (1200, 460), (500, 150), most=0.3)
    plate.poly([(660, 400), (760, 220), (860, 400)], mix(OLIVE, INK, 0.5))
    plate.line([(660, 400), (760, 220), (860, 400), (660, 400)], PAPER, 4, alpha=190)
    plate.line(arc(1040, 310, 84, 84, 0, 360), PAPER, 4, alpha=190)
    plate.line([(1040, 310), (1100, 250)], PAPER, 4, alpha=190)
    plate.rect(480, 480, 1300, 494, mix(SAND, CLAY, 0.4))
    for x, ink in ((560, PAPER), (600, RED), (640, OCHRE)):
        plate.rect(x, 472, x + 26, 480, ink)
    plate.rect(1390, 170, 1530, 640, mix(CLAY, SHADE, 0.35))
    plate.rect(1404, 184, 1516, 640, mix(CLAY, SHADE, 0.6))
    plate.disc(1418, 420, 7, OCHRE)
    floor = [(0, 860), (330, 600), (1600, 600), (1600, 1000), (0, 1000)]
    plate.wash(floor, mix(CLAY, SAND, 0.4), mix(CLAY, SHADE, 0.3))
    for left in (200, 620, 1060):
        plate.poly([(left + 100, 640), (left + 300, 640), (left + 420, 1000), (left + 110, 1000)], mix(PAPER, OCHRE, 0.3), 120)
    for row, (y, size) in enumerate(((690, 0.62), (800, 0.86), (950, 1.2))):
        for column in range(4):
            _desk(plate, 410 + (column * 330 - 80) * size * 1.05 - row * 60, y, size)


def _desk(plate, x, y, size):
    """A school desk with its chair, its feet on `y`."""
    at = placed(x, y, size)
    plate.poly([at(-10, 0), at(190, 0), at(330, 46), at(120, 46)], INK, 90)
    for dx, dy in ((0, 0), (184, 0), (40, -26), (210, -26)):
        plate.line([at(dx, dy), at(dx, dy - 120)], INK, 7 * size)
    plate.poly([at(-14, -122), at(36, -164), at(226, -164), at(200, -122)], mix(OCHRE, PAPER, 0.3))
    plate.stipple([at(-14, -122), at(36, -164), at(226, -164), at(200, -122)], CLAY, at(0, -164), at(260, -110), most=0.8)
    plate.poly([at(-14, -122), at(200, -122), at(200, -106), at(-14, -106)], mix(CLAY, INK, 0.35))
    plate.poly([at(44, -134), at(60, -150), at(116, -150), at(104, -134)], PAPER)
    plate.line([at(30, 24), at(30, -56), at(140, -56), at(140, 24)], mix(SHADE, INK, 0.4), 7 * size)
    plate.poly([at(24, -130), at(146, -130), at(146, -84), at(24, -84)], DUSK)
    plate.stipple([at(24, -130), at(146, -130), at(146, -84), at(24, -84)], INK, at(24, -130), at(170, -70), most=0.7)
    plate.line([at(30, -56), at(30, -100)], mix(SHADE, INK, 0.4), 7 * size)
    plate.line([at(140, -56), at(140, -100)], mix(SHADE, INK, 0.4), 7 * size)


def school_bus(plate):
    """A small yellow bus climbs a bend above a valley at first light."""
    plate.sky(mix(DUSK, HAZE, 0.5), mix(ROSE, PAPER, 0.4), mix(SAND, OCHRE, 0.25), bottom=520)
    plate.sun(380, 330, 100, mix(PAPER, OCHRE, 0.15), glow=1)
    plate.ridge(500, 190, mix(ROSE, DUSK, 0.5), rough=1.1, shade=DUSK)
    plate.ridge(620, 160, mix(OLIVE, DUSK, 0.5), rough=0.8, shade=SHADE)
    for n in range(13):
        x, y = 120 + n * 52 + plate.rng.uniform(-14, 14), 640 + plate.rng.uniform(-22, 30)
        plate.block(x, y, 30, 30, mix(SAND, PAPER, 0.3), depth=0.4)
        plate.poly([(x - 3, y - 30), (x + 16, y - 46), (x + 30, y - 30)], RED)
        plate.poly([(x + 16, y - 46), (x + 28, y - 46), (x + 42, y - 30), (x + 30, y - 30)], mix(RED, INK, 0.4))
    hill = curve((-20, 840), (400, 800), (820, 720), (1240, 560), (1640, 420), (1640, 1040), (-20, 1040))
    plate.poly(hill, mix(OLIVE, OCHRE, 0.25))
    plate.stipple(hill, INK, (700, 500), (1400, 1200), most=0.7)
    road = [*curve((-20, 900), (420, 850), (860, 766), (1240, 640), (1640, 520)), *curve((1640, 760), (1250, 850), (860, 950), (420, 1000), (-20, 1040))]
    plate.poly(road, mix(SHADE, INK, 0.2))
    for n in range(9):
        a = between((0, 972), (1640, 640), n / 9)
        b = between((0, 972), (1640, 640), (n + 0.5) / 9)
        plate.line([a, b], PAPER, 7)
    for n in range(15):
        x = n * 118
        y = 900 - 0.02 * x - 0.00013 * x * x
        plate.rect(x, y - 44, x + 46, y - 4, mix(PAPER, SAND, 0.3))
        plate.rect(x + 32, y - 44, x + 46, y - 4, mix(STONE, SHADE, 0.5))
    at = placed(800, 880, tilt=-0.24)
    plate.poly([at(-290, 20), at(330, 16), at(470, 90), at(-160, 96)], INK, 150)
    plate.poly([at(-300, -20), at(-300, -210), at(-270, -250), at(250, -250), at(300, -190), at(360, -120), at(370, -20)], OCHRE)
    plate.stipple([at(-300, -20), at(-300, -250), at(250, -250), at(370, -120), at(370, -20)], CLAY, at(0, -220), at(60, 20), most=0.85)
    plate.poly([at(-270, -250), at(250, -250), at(240, -268), at(-256, -268)], PAPER)
    plate.poly([at(-300, -94), at(368, -94), at(370, -74), at(-300, -74)], INK)
    for n in range(5):
        dx = -276 + n * 100
        plate.poly([at(dx, -218), at(dx + 82, -218), at(dx + 82, -122), at(dx, -122)], mix(SHADE, INK, 0.2))
        plate.poly([at(dx, -218), at(dx + 40, -218), at(dx, -150)], HAZE, 160)
        if n != 2:
            plate.disc(*at(dx + 46, -150), 17, CLAY, flat=1.15)
            plate.poly([at(dx + 20, -122), at(dx + 28, -134), at(dx + 66, -134), at(dx + 74, -122)], (RED, PAPER, RED, OLIVE, DUSK)[n])
    plate.poly([at(228, -218), at(262, -218), at(318, -122), at(228, -122)], HAZE)
    plate.disc(*at(362, -60), 14, PAPER)
    plate.poly([at(376, -66), at(640, -150), at(680, 40)], mix(PAPER, OCHRE, 0.4), 70)
    for dx in (-190, 230):
        plate.disc(*at(dx, -16), 58, INK)
        plate.disc(*at(dx, -16), 28, STONE)
        plate.disc(*at(dx, -16), 10, INK)


def circuit_head(plate):
    """A head in profile whose inside is the lines of a circuit, against a low sun."""
    plate.wash(box(0, 0, 1600, 1000), mix(SAND, PAPER, 0.5), mix(SAND, OCHRE, 0.5), (0, 0), (1600, 1000))
    plate.disc(560, 430, 400, RED)
    plate.stipple(arc(560, 430, 400, 400, 0, 360), mix(RED, INK, 0.6), (400, 300), (760, 900), most=0.7)
    head = curve((690, 1020), (676, 880), (620, 800), (560, 820), (478, 816), (470, 742), (456, 700), (476, 672), (446, 646),
                 (400, 628), (404, 596), (450, 512), (456, 430), (480, 300), (600, 170), (800, 110), (1000, 160), (1120, 300),
                 (1140, 470), (1090, 620), (1050, 740), (1090, 880), (1180, 1020))
    plate.wash(head, mix(SHADE, INK, 0.25), NIGHT, (450, 200), (1150, 900))
    plate.stipple(head, INK, (760, 300), (1180, 900), most=0.85)
    pads = [(560, 330), (640, 250), (760, 200), (880, 200), (990, 260), (1060, 360), (1080, 470), (560, 450), (1030, 570)]
    chip = (720, 340, 920, 540)
    mids = [(720, 400), (720, 370), (770, 340), (830, 340), (880, 340), (920, 380), (920, 440), (720, 470), (920, 500)]
    for pad, pin in zip(pads, mids, strict=True):
        if pin[1] == 340:
            bend = [pin, (pin[0], pin[1] - 50), (pad[0], pad[1] + 26), pad]
        else:
            side = -44 if pin[0] == 720 else 44
            bend = [pin, (pin[0] + side, pin[1]), (pad[0] + (26 if side < 0 else -26), pad[1]), pad]
        plate.line(bend, OCHRE, 7)
        plate.disc(*pad, 18, OCHRE)
        plate.disc(*pad, 8, NIGHT)
    for n in range(7):
        x = 740 + n * 27
        foot = 660 + 46 * abs(n - 3)
        plate.line([(x, 540), (x, foot), (x + (n - 3) * 26 + 40, foot + 120), (x + (n - 3) * 30 + 50, 1000)], mix(OCHRE, PAPER, 0.3) if n % 2 else OCHRE, 6)
    for y in (620, 690):
        plate.disc(640, y, 13, OCHRE)
    plate.line([(640, 620), (700, 620), (740, 580), (740, 540)], OCHRE, 6)
    plate.line([(640, 690), (724, 690), (767, 646), (767, 540)], OCHRE, 6)
    plate.rect(*chip, mix(SAND, PAPER, 0.4))
    plate.stipple(box(*chip), CLAY, (720, 340), (940, 560), most=0.8)
    plate.rect(760, 380, 880, 500, RED)
    plate.poly([(820, 380), (880, 380), (880, 500), (820, 500)], mix(RED, INK, 0.4))
    for n in range(9):
        y = 130 + n * 92
        plate.line([(1180 + 20 * (n % 3), y), (1380 + 40 * (n % 2), y), (1440 + 40 * (n % 2), y + 46), (1620, y + 46)], mix(SAND, CLAY, 0.5), 4)
        plate.disc(1180 + 20 * (n % 3), y, 9, CLAY)


def server_room(plate):
    """An aisle of machines with small lights; one person at its far end."""
    plate.rect(0, 0, 1600, 1000, INK)
    vanish = (800, 450)
    plate.wash([(0, 0), (1600, 0), (900, 400), (700, 400)], NIGHT, SHADE)
    plate.wash([(0, 1000), (1600, 1000), (900, 560), (700, 560)], mix(DUSK, HAZE, 0.35), mix(SHADE, INK, 0.4), (0, 560), (0, 1000))

    def at(side, depth, height):
        return vanish[0] + side * 900 * depth, vanish[1] + height * depth

    for n in range(11):
        depth = 0.11 + 0.9 * (n / 10) ** 1.8
        plate.line([at(-1, depth, 620), at(1, depth, 620)], NIGHT, 1 + 3 * depth)
    for share in (-0.5, 0, 0.5):
        plate.line([(vanish[0] + share * 160, 560), (vanish[0] + share * 1700, 1000)], NIGHT, 2)
    for n in range(4):
        one, other = 0.16 + n * n * 0.07, 0.22 + n * n * 0.09
        plate.poly([at(-0.22, one, -520), at(0.22, one, -520), at(0.22, other, -520), at(-0.22, other, -520)], mix(PAPER, OCHRE, 0.15))
    plate.wash(box(700, 390, 900, 560), mix(OCHRE, PAPER, 0.5), OCHRE)
    depths = [1.12, 0.74, 0.5, 0.34, 0.235, 0.165, 0.11]
    for side in (-1, 1):
        for n, (near, far) in enumerate(zip(depths, depths[1:])):
            face = [at(side, near, -560), at(side, near, 620), at(side, far, 620), at(side, far, -560)]
            plate.poly(face, mix(mix(SHADE, INK, 0.5 if side < 0 else 0.25), OCHRE, n * 0.035))
            for unit in range(13):
                top, foot = -510 + unit * 84, -510 + unit * 84 + 62
                slot = [at(side, near - (near - far) * 0.06, top), at(side, near - (near - far) * 0.06, foot),
                        at(side, far + (near - far) * 0.06, foot), at(side, far + (near - far) * 0.06, top)]
                plate.poly(slot, mix(NIGHT, INK, 0.5 if side < 0 else 0.2))
                for lamp in range(4):
                    if plate.rng.random() < 0.72:
                        depth = near + (far - near) * (0.16 + lamp * 0.12)
                        ink = plate.rng.choice([OCHRE, OCHRE, RED, HAZE, PAPER])
                        plate.disc(*at(side, depth, (top + foot) / 2), 9 * depth, ink)
                line = [at(side, near + (far - near) * 0.66, (top + foot) / 2), at(side, near + (far - near) * 0.9, (top + foot) / 2)]
                plate.line(line, mix(DUSK, HAZE, 0.3), 6 * near)
            plate.line([face[0], face[1]], mix(DUSK, HAZE, 0.3 if side > 0 else 0.1), 7 * near)
    plate.poly([(740, 566), (870, 566), (1080, 1000), (560, 1000)], OCHRE, 60)
    plate.person(800, 600, 190, INK, coat=RED)
    plate.poly([(776, 600), (824, 600), (860, 1000), (720, 1000)], INK, 90)


def football_pitch(plate):
    """Boys play on a bare pitch by the harbour; their shadows are long."""
    plate.sky(mix(HAZE, DUSK, 0.2), mix(PAPER, SAND, 0.4), mix(OCHRE, SAND, 0.6), bottom=360)
    plate.sun(250, 240, 96, PAPER, glow=1)
    plate.wash(box(0, 350, 1600, 460), mix(DUSK, HAZE, 0.4), DUSK)
    x = 620
    while x < 1600:
        wide, tall = plate.rng.randint(60, 120), plate.rng.randint(70, 190)
        plate.block(x, 430, wide, tall, mix(SAND, mix(ROSE, PAPER, 0.3), plate.rng.random()), depth=0.3)
        for n in range(max(1, tall // 46)):
            for column in range(2):
                left = x + wide * (0.18 + 0.42 * column)
                plate.rect(left, 446 - tall + n * 42, left + wide * 0.2, 468 - tall + n * 42, SHADE)
        x += wide * 1.3
    for mast, tall in ((90, 200), (170, 150), (390, 180), (470, 130)):
        plate.line([(mast, 420), (mast, 420 - tall)], INK, 5)
        plate.poly([(mast - 60, 404), (mast + 70, 400), (mast + 46, 436), (mast - 44, 436)], (RED, DUSK, PAPER, OLIVE)[tall % 4])
    plate.rect(0, 424, 1600, 470, mix(PAPER, SAND, 0.35))
    plate.rect(0, 452, 1600, 470, mix(CLAY, SHADE, 0.4))
    field = [(0, 470), (1600, 470), (1600, 1000), (0, 1000)]
    plate.wash(field, mix(OCHRE, SAND, 0.45), mix(CLAY, SAND, 0.35))
    plate.stipple(field, CLAY, (0, 470), (1600, 1000), most=0.4)
    plate.line([(-20, 560), (1620, 520)], PAPER, 6)
    plate.line([(1060, 534), (1700, 900)], PAPER, 8)
    plate.line([(820, 540), (1300, 840), (1640, 830)], PAPER, 7, alpha=210)
    plate.line(arc(360, 760, 300, 110, 0, 360), PAPER, 7)
    plate.disc(360, 760, 10, PAPER, flat=0.5)
    goal = [(1210, 690), (1210, 470), (1500, 640), (1500, 880)]
    for n in range(13):
        top = between(goal[1], goal[2], n / 12)
        foot = between(goal[0], goal[3], n / 12)
        plate.line([top, (top[0] + 76, top[1] + 30), (foot[0] + 110, foot[1])], PAPER, 2, alpha=180)
    for n in range(1, 8):
        plate.line([between((1286, 500), (1320, 690), n / 8), between((1576, 670), (1610, 880), n / 8)], PAPER, 2, alpha=180)
    plate.line(goal, PAPER, 13)
    for px, py, tall, coat, stride in ((640, 640, 150, DUSK, 0.5), (300, 690, 176, RED, -0.6), (860, 760, 220, RED, 0.8),
                                        (500, 900, 290, DUSK, -0.9), (1130, 700, 180, OCHRE, 0.2)):
        _player(plate, px, py, tall, coat, stride)
    plate.poly([(1000, 806), (1016, 800), (1120, 836), (1100, 844)], INK, 130)
    plate.disc(1000, 796, 17, PAPER)
    plate.poly(arc(1000, 796, 17, 17, -40, 130), STONE)
    plate.disc(998, 796, 6, INK)


def _player(plate, x, y, height, coat, stride):
    """A player in mid-run; `stride` (-1 to 1) opens the legs and says which way he goes."""
    at = placed(x, y, height, side=1 if stride > 0 else -1)
    reach = abs(stride)
    plate.poly([(x - 8, y), (x + 8, y), (x + height * 1.3, y + height * 0.26), (x + height * 1.16, y + height * 0.32)], INK, 110)
    pen = height * 0.075
    plate.line([at(0, -0.44), at(0.22 * reach, -0.26), at(0.16 * reach, 0)], INK, pen)
    plate.line([at(-0.02, -0.44), at(-0.12 * reach, -0.22), at(-0.34 * reach, -0.10)], mix(CLAY, INK, 0.4), pen)
    plate.poly([at(-0.11, -0.52), at(0.12, -0.50), at(0.16, -0.32), at(-0.14, -0.33)], INK)
    shirt = curve(at(-0.11, -0.48), at(-0.10, -0.70), at(0.0, -0.80), at(0.14, -0.76), at(0.14, -0.60), at(0.12, -0.47), steps=6)
    plate.line([at(0.10, -0.74), at(0.24, -0.62), at(0.34, -0.68)], CLAY, pen * 0.75)
    plate.poly(shirt, coat)
    plate.stipple(shirt, INK, (x - height * 0.05, y), (x + height * 0.2, y), most=0.8)
    plate.line([at(-0.04, -0.74), at(-0.20, -0.64), at(-0.26, -0.50)], mix(coat, INK, 0.3), pen * 0.8)
    plate.disc(*at(0.09, -0.90), height * 0.075, CLAY, flat=1.15)
    plate.poly(arc(*at(0.08, -0.92), height * 0.085, height * 0.08, 170, 370), INK)


def stadium_lights(plate):
    """Floodlights throw their beams over full stands and a striped field at night."""
    plate.sky(INK, NIGHT, mix(DUSK, SHADE, 0.4), bottom=520)
    stand = [*curve((-20, 430), (400, 360), (800, 340), (1200, 360), (1620, 430)), *curve((1620, 690), (1200, 610), (800, 590), (400, 610), (-20, 690))]
    plate.wash(stand, mix(SHADE, INK, 0.5), mix(CLAY, INK, 0.55), (0, 340), (0, 690))
    roof = [*curve((-20, 380), (400, 316), (800, 298), (1200, 316), (1620, 380)), *curve((1620, 440), (1200, 368), (800, 348), (400, 368), (-20, 440))]
    for row in range(15):
        for n in range(150):
            x = (n + 0.5 * (row % 2)) * 11 + plate.rng.uniform(-2, 2)
            y = 372 + row * 15 + 90 * ((x - 800) / 800) ** 2 * (0.8 + row * 0.018)
            ink = plate.rng.choice([RED, RED, PAPER, OCHRE, CLAY, SAND, SHADE])
            plate.disc(x, y, 4.4, mix(ink, INK, 0.2 + plate.rng.random() * 0.4))
    plate.poly(roof, mix(NIGHT, INK, 0.5))
    plate.poly([*curve((-20, 690), (400, 610), (800, 590), (1200, 610), (1620, 690)), (1620, 1020), (-20, 1020)], mix(CLAY, INK, 0.4))
    field = [(230, 660), (1370, 660), (1900, 1010), (-300, 1010)]
    for n in range(10):
        one, other = n / 10, (n + 1) / 10
        strip = [between(field[0], field[1], one), between(field[0], field[1], other), between(field[3], field[2], other), between(field[3], field[2], one)]
        plate.poly(strip, mix(OLIVE, OCHRE, 0.30) if n % 2 else mix(OLIVE, PAPER, 0.06))
    plate.stipple(field, INK, (800, 760), (800, 1150), most=0.7)
    plate.line([field[3], field[0], field[1], field[2]], PAPER, 6)
    plate.line([(800, 660), (800, 1000)], PAPER, 6)
    plate.line(arc(800, 830, 230, 70, 0, 360), PAPER, 6)
    for x, foot in ((170, 640), (560, 400), (1040, 400), (1430, 640)):
        top = 96 if foot > 500 else 150
        wide = 110 if foot > 500 else 74
        plate.line([(x, foot), (x, top)], INK, 16 if foot > 500 else 10)
        aim = 800 + (x - 800) * 0.15
        plate.poly([(x - wide, top), (x + wide, top), (aim + 420, 1000), (aim - 420, 1000)], PAPER, 22)
        plate.poly([(x - wide * 0.6, top), (x + wide * 0.6, top), (aim + 230, 900), (aim - 230, 900)], mix(PAPER, OCHRE, 0.3), 26)
        plate.disc(x, top, wide * 1.5, PAPER, alpha=26)
        plate.rect(x - wide, top - 54, x + wide, top + 34, INK)
        for row in range(3):
            for n in range(6):
                plate.disc(x - wide + wide * (n + 0.5) / 3, top - 38 + row * 28, wide * 0.115, mix(PAPER, OCHRE, 0.12))
    for x, y, tall, coat, stride in ((520, 800, 100, RED, 0.7), (690, 760, 88, PAPER, -0.6), (920, 790, 96, RED, 0.5),
                                      (1090, 860, 120, PAPER, -0.8), (400, 900, 130, RED, 0.9), (830, 900, 130, PAPER, 0.4)):
        _player(plate, x, y, tall, coat, stride)
    plate.disc(760, 846, 9, PAPER)


def envoy_table(plate):
    """Empty chairs face each other over a long table with small flags; behind it a window on the sea."""
    plate.wash(box(0, 0, 1600, 1000), mix(CLAY, INK, 0.35), mix(CLAY, INK, 0.55))
    plate.rect(360, 60, 1240, 470, mix(SAND, OCHRE, 0.3))
    plate.wash(box(384, 84, 1216, 300), mix(DUSK, HAZE, 0.5), mix(ROSE, PAPER, 0.5))
    plate.sun(560, 230, 50, PAPER, glow=1)
    plate.wash(box(384, 290, 1216, 450), mix(DUSK, HAZE, 0.3), DUSK)
    for n in range(12):
        x = plate.rng.uniform(400, 1040)
        plate.line([(x, 302 + n * 12), (x + 60 + n * 6, 302 + n * 12)], PAPER, 2, alpha=150)
    plate.poly([(930, 300), (1010, 300), (996, 316), (944, 316)], INK)
    plate.rect(964, 276, 984, 300, PAPER)
    plate.rect(972, 240, 976, 280, INK)
    for x in (655, 932):
        plate.rect(x, 84, x + 14, 450, mix(SAND, OCHRE, 0.3))
    for x in (150, 1290):
        for n in range(5):
            left = x + n * 34
            plate.poly([(left, 20), (left + 34, 20), (left + 34 + (6 if n < 4 else 0), 640), (left, 640)], mix(RED, INK, 0.05 + 0.14 * (n % 3) + (0.25 if x > 800 else 0)))
    plate.rect(120, 14, 360, 30, OCHRE)
    plate.rect(1250, 14, 1490, 30, OCHRE)
    plate.wash([(0, 640), (1600, 640), (1600, 1000), (0, 1000)], mix(CLAY, SHADE, 0.45), mix(CLAY, INK, 0.7))
    plate.poly([(500, 640), (1100, 640), (1500, 1000), (420, 1000)], OCHRE, 50)
    for x in (560, 680, 800, 920, 1040):
        plate.poly(archway(x - 40, 560, 80, 120), mix(SHADE, INK, 0.3))
        plate.poly(archway(x - 28, 560, 56, 100), mix(OLIVE, INK, 0.1))
        plate.stipple(archway(x - 28, 560, 56, 100), INK, (x - 28, 460), (x + 40, 560), most=0.8)
    table = [(420, 540), (1180, 540), (1500, 810), (100, 810)]
    plate.wash(table, mix(SAND, OCHRE, 0.35), mix(CLAY, INK, 0.15), (500, 540), (1100, 860))
    plate.stipple(table, mix(CLAY, INK, 0.5), (500, 540), (1500, 880), most=0.6)
    plate.poly([(560, 540), (900, 540), (1000, 700), (480, 700)], PAPER, 46)
    plate.poly([(100, 810), (1500, 810), (1500, 850), (100, 850)], mix(CLAY, INK, 0.5))
    for n in range(5):
        x, y = 540 + n * 130, 620
        plate.poly([(x - 34, y), (x + 26, y), (x + 34, y + 30), (x - 40, y + 30)], PAPER)
        plate.rect(x + 44, y - 14, x + 58, y + 14, HAZE)
    for n in range(4):
        x = 340 + n * 290
        plate.poly([(x - 66, 720), (x + 54, 720), (x + 66, 776), (x - 76, 776)], PAPER)
        plate.line([(x - 30, 738), (x + 34, 738)], STONE, 4)
        plate.line([(x - 34, 752), (x + 20, 752)], STONE, 4)
        plate.poly([(x + 92, 700), (x + 116, 700), (x + 112, 754), (x + 96, 754)], mix(HAZE, PAPER, 0.4))
    for x, ink, other in ((690, RED, PAPER), (800, DUSK, OCHRE), (910, OLIVE, PAPER)):
        plate.line([(x, 680), (x, 322)], INK, 6)
        plate.disc(x, 682, 28, INK, flat=0.3)
        flag = curve((x, 328), (x + 42, 342), (x + 92, 324), steps=6)
        plate.poly([*flag, *[(px, py + 66) for px, py in reversed(flag)]], ink)
        plate.poly([flag[0], (x + 46, 368), (x, 394)], other)
    for x in (300, 640, 980, 1320):
        back = archway(x - 92, 1010, 184, 250)
        plate.poly(archway(x - 106, 1010, 212, 268), INK)
        plate.poly(back, mix(RED, INK, 0.3))
        plate.stipple(back, INK, (x - 92, 780), (x + 110, 1010), most=0.85)


def kitchen_window(plate):
    """A kitchen at dusk: pots, a kettle and basil on the sill, the lit city outside."""
    plate.wash(box(0, 0, 1600, 1000), mix(OLIVE, SAND, 0.45), mix(OLIVE, SHADE, 0.4), (300, 0), (1600, 800))
    for row in range(12):
        for column in range(21):
            if row > 6 or column < 4 or column > 15:
                x, y = column * 80, row * 62
                tint = plate.rng.uniform(0, 0.16)
                plate.rect(x + 2, y + 2, x + 78, y + 60, mix(mix(SAND, PAPER, 0.2), mix(OLIVE, SHADE, 0.3), 0.22 + tint + column * 0.018))
    plate.rect(340, 40, 1260, 560, mix(PAPER, SAND, 0.3))
    plate.rect(1236, 40, 1260, 560, mix(CLAY, SHADE, 0.4))
    plate.wash(box(372, 72, 1228, 540), DUSK, mix(OCHRE, ROSE, 0.4))
    plate.sun(560, 400, 66, mix(PAPER, OCHRE, 0.2), glow=1)
    x = 372
    while x < 1210:
        wide, tall = plate.rng.randint(60, 110), plate.rng.randint(70, 230)
        right = min(x + wide, 1228)
        plate.rect(x, 540 - tall, right, 540, mix(NIGHT, CLAY, plate.rng.uniform(0.1, 0.35)))
        for n in range(tall // 34):
            for column in range(max(1, int((right - x) // 30))):
                if plate.rng.random() < 0.5:
                    plate.rect(x + 9 + column * 29, 552 - tall + n * 32, x + 23 + column * 29, 568 - tall + n * 32, mix(OCHRE, PAPER, 0.35))
        x = right + plate.rng.choice([0, 6])
    plate.rect(372, 520, 1228, 545, NIGHT)
    plate.rect(790, 72, 812, 540, mix(PAPER, SAND, 0.3))
    plate.rect(804, 72, 812, 540, mix(CLAY, SHADE, 0.3))
    for side in (372, 1228):
        sign = 1 if side < 800 else -1
        for n in range(4):
            left = side + sign * n * 44
            plate.poly([(left, 56), (left + sign * 44, 56), (side + sign * (n + 1) * 20, 300 - n * 20), (side + sign * n * 20, 330 - n * 10)],
                       mix(PAPER, ROSE, 0.25 + 0.3 * (n % 2)))
    plate.rect(300, 548, 1300, 590, mix(PAPER, SAND, 0.2))
    plate.rect(300, 582, 1300, 596, mix(CLAY, SHADE, 0.4))
    for x, ink in ((450, CLAY), (1150, RED)):
        for angle in range(-160, -10, 22):
            tip = (x + 92 * math.cos(math.radians(angle)), 470 + 100 * math.sin(math.radians(angle)))
            middle = between((x, 490), tip, 0.55)
            plate.poly(curve((x, 490), (middle[0] - 20, middle[1] - 8), tip, (middle[0] + 20, middle[1] + 10), (x, 490), steps=6),
                       mix(OLIVE, INK, 0.15 if angle < -90 else 0.45))
        pot = [(x - 54, 476), (x + 54, 476), (x + 40, 550), (x - 40, 550)]
        plate.poly(pot, ink)
        plate.stipple(pot, INK, (x - 40, 480), (x + 70, 560), most=0.8)
        plate.rect(x - 60, 468, x + 60, 488, mix(ink, PAPER, 0.2))
    plate.wash(box(0, 770, 1600, 1000), mix(CLAY, INK, 0.25), mix(CLAY, INK, 0.6))
    plate.rect(0, 740, 1600, 780, mix(SAND, PAPER, 0.4))
    plate.rect(0, 768, 1600, 780, mix(CLAY, SHADE, 0.4))
    for x in (400, 800, 1200):
        plate.line([(x, 790), (x, 1000)], INK, 5)
        plate.line([(x - 50, 850), (x - 50, 900)], OCHRE, 9)
    plate.poly([(600, 744), (1010, 744), (980, 770), (630, 770)], mix(SHADE, INK, 0.2))
    plate.line(curve((800, 744), (800, 650), (830, 620), (870, 640), (872, 680)), mix(HAZE, PAPER, 0.3), 16)
    plate.disc(800, 742, 30, STONE, flat=0.4)
    kettle = curve((220, 744), (196, 690), (230, 620), (310, 596), (390, 620), (424, 690), (400, 744))
    plate.poly(curve((404, 640), (470, 620), (500, 566), (524, 580), (480, 680), (412, 700)), mix(RED, INK, 0.3))
    plate.line(arc(310, 610, 84, 90, 190, 350), INK, 14)
    plate.poly(kettle, RED)
    plate.stipple(kettle, INK, (240, 610), (440, 770), most=0.9)
    plate.disc(310, 598, 40, mix(RED, PAPER, 0.2), flat=0.3)
    plate.disc(310, 584, 12, INK)
    for n in range(6):
        plate.disc(516 + n * 11, 548 - n * 30, 13 + n * 5, PAPER, alpha=58 - n * 7)
    for x, tall, ink in ((1110, 120, PAPER), (1200, 90, DUSK), (1290, 150, OCHRE)):
        jar = box(x - 36, 742 - tall, x + 36, 742)
        plate.poly(jar, ink)
        plate.stipple(jar, INK, (x - 20, 0), (x + 50, 0), most=0.75)
        plate.rect(x - 40, 730 - tall, x + 40, 746 - tall, mix(CLAY, INK, 0.4))
    plate.line([(1320, 120), (1600, 120)], INK, 8)
    for x, radius in ((1370, 40), (1460, 54), (1560, 44)):
        plate.line([(x, 120), (x, 220)], INK, 7)
        plate.disc(x, 220 + radius, radius, mix(CLAY, INK, 0.2))
        plate.stipple(arc(x, 220 + radius, radius, radius, 0, 360), INK, (x - radius, 220), (x + radius, 220 + 2 * radius), most=0.9)
    plate.line([(0, 200), (300, 200)], mix(CLAY, INK, 0.4), 18)
    for x, ink in ((50, RED), (130, PAPER), (210, DUSK)):
        cup = [(x - 34, 120), (x + 34, 120), (x + 26, 190), (x - 26, 190)]
        plate.poly(cup, ink)
        plate.stipple(cup, INK, (x - 20, 0), (x + 44, 0), most=0.7)
        plate.line(arc(x + 38, 152, 16, 18, -80, 80), ink, 8)


SCENES = {
    "classroom": classroom,
    "school-bus": school_bus,
    "circuit-head": circuit_head,
    "server-room": server_room,
    "football-pitch": football_pitch,
    "stadium-lights": stadium_lights,
    "envoy-table": envoy_table,
    "kitchen-window": kitchen_window,
}
