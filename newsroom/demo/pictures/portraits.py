"""The busts of the demo's ten authors: a few planes of colour each, lit from the left."""

import math

from .plate import (
    CLAY, DUSK, HAZE, INK, NIGHT, OCHRE, OLIVE, PAPER, RED, ROSE, SAND, SHADE, STONE, arc, curve, mix,
)

FAIR = mix(SAND, CLAY, 0.32)
TAN = mix(SAND, CLAY, 0.5)
BROWN = mix(SAND, mix(CLAY, INK, 0.25), 0.62)


def _ground(plate, wall, disc, x=330, y=360, radius=300):
    """A tinted wall with a disc of light behind the head."""
    plate.wash([(0, 0), (800, 0), (800, 800), (0, 800)], mix(wall, PAPER, 0.25), mix(wall, INK, 0.12), (0, 0), (800, 800))
    plate.disc(x, y, radius, disc)
    plate.stipple(arc(x, y, radius, radius, 0, 360), wall, (x - 60, y - 100), (x + radius, y + radius), most=0.8)


def _shoulders(plate, coat, width=270, slope=0):
    """Shoulders and chest; `slope` drops the shoulders."""
    left = curve((400 - width - 20, 820), (400 - width, 700 + slope), (400 - width * 0.72, 622 + slope), (400 - 70, 574))
    right = [(800 - x, y) for x, y in reversed(left)]
    plate.poly([*left, *right], coat)
    shade = [(430, 574), *right, (430, 820)]
    plate.poly(shade, mix(coat, INK, 0.38))
    plate.stipple([*left, *right], mix(coat, INK, 0.75), (300, 560), (640, 900), most=0.75)


def _neck(plate, skin, width=62):
    """The neck, in the shadow of the chin."""
    plate.poly([(400 - width, 440), (400 + width, 440), (400 + width + 8, 590), (400, 640), (400 - width - 8, 590)], mix(skin, CLAY, 0.25))
    plate.poly([(400 - width, 470), (400 + width, 440), (400 + width + 8, 590), (400, 640), (408, 540)], mix(skin, mix(CLAY, INK, 0.45), 0.62))


def _face(plate, skin, width=1.0, length=1.0, brow=INK, lips=None):
    """Head and face round (400, 360). The lit plane is on the left; the nose and the far cheek turn into shadow."""

    def at(dx, dy):
        return 400 + dx * width, 350 + dy * length

    dark = mix(skin, mix(CLAY, INK, 0.42), 0.55)
    for side in (-1, 1):
        plate.disc(*at(side * 116, 6), 22, mix(skin, CLAY, 0.2) if side < 0 else mix(dark, INK, 0.1), flat=1.5)
    outline = [at(*p) for p in curve((-112, -70), (-114, 10), (-96, 92), (-56, 152), (0, 172), (56, 152), (96, 92), (114, 10),
                                     (112, -70), (72, -150), (0, -172), (-72, -150), (-112, -70), steps=8)]
    plate.poly(outline, skin)
    shade = [at(*p) for p in [(34, -170), *curve((72, -150), (112, -70), (114, 10), (96, 92), (56, 152), (0, 172), steps=8),
                              (22, 150), (14, 118), (30, 84), (14, 62), (40, 46), (24, -14), (44, -40), (40, -90)]]
    plate.poly(shade, dark)
    plate.stipple(shade, mix(dark, INK, 0.35), at(20, -60), at(150, 200), most=0.6)
    plate.poly([at(-6, -22), at(12, -24), at(42, 46), at(14, 62), at(-20, 54)], mix(skin, PAPER, 0.16))
    plate.poly([at(12, -24), at(42, 46), at(14, 62)], mix(dark, INK, 0.12))
    for side in (-1, 1):
        ink = brow if side < 0 else mix(brow, INK, 0.4)
        plate.line(curve(at(side * 22, -44), at(side * 48, -56), at(side * 80, -44), steps=8), ink, 9)
        plate.line(curve(at(side * 28, -12), at(side * 50, -22), at(side * 74, -10), steps=8), INK, 6)
        plate.disc(*at(side * 51, -10), 8, INK)
    lips = lips or mix(CLAY, INK, 0.35)
    plate.poly(curve(at(-40, 96), at(-14, 89), at(0, 93), at(14, 89), at(40, 96), at(14, 112), at(-14, 112), at(-40, 96), steps=6), lips)
    plate.line([at(-40, 96), at(0, 99), at(40, 96)], mix(lips, INK, 0.6), 3)


def _collar(plate, shirt):
    """An open shirt collar."""
    for side, ink in ((-1, shirt), (1, mix(shirt, SHADE, 0.4))):
        plate.poly([(400 + side * 74, 556), (400 + side * 112, 610), (400 + side * 56, 690), (400, 640)], ink)


def _lapels(plate, coat, shirt):
    """A jacket over a shirt."""
    plate.poly([(326, 574), (474, 574), (440, 820), (360, 820)], shirt)
    plate.poly([(400, 640), (474, 574), (440, 820), (400, 820)], mix(shirt, SHADE, 0.35))
    _collar(plate, shirt)
    for side, ink in ((-1, mix(coat, PAPER, 0.12)), (1, mix(coat, INK, 0.55))):
        plate.poly([(400 + side * 90, 568), (400 + side * 166, 640), (400 + side * 130, 690), (400 + side * 150, 706),
                    (400 + side * 30, 830), (400 + side * 24, 800)], ink)


def _glasses(plate, ink, round_ones):
    """Spectacles."""
    for side in (-1, 1):
        x = 400 + side * 51
        if round_ones:
            plate.disc(x, 344, 37, PAPER, alpha=50)
            plate.line(arc(x, 344, 37, 37, 0, 360), ink, 7)
        else:
            frame = curve((x - 40, 322), (x + 40, 322), (x + 34, 366), (x - 34, 366), (x - 40, 322), steps=3)
            plate.poly(frame, PAPER, 50)
            plate.line(frame, ink, 8)
        plate.line([(400 + side * 88, 338), (400 + side * 118, 344)], ink, 7)
    plate.line(curve((386, 338), (400, 332), (414, 338), steps=5), ink, 7)


def _beard(plate, ink, depth):
    """A beard that follows the jaw, `depth` long below the chin; the mouth shows through."""
    jaw = curve((286, 360), (292, 420), (312, 476), (348, 524 + depth), (400, 540 + depth), (452, 524 + depth), (488, 476), (508, 420), (514, 360), steps=8)
    inner = curve((488, 400), (462, 430), (420, 420), (400, 428), (380, 420), (338, 430), (312, 400), steps=8)
    plate.poly([*jaw, *inner], ink)
    plate.poly([p for p in jaw if p[0] >= 404] + [p for p in inner if p[0] >= 404], mix(ink, INK, 0.5))
    plate.line(curve((366, 448), (400, 451), (434, 448), steps=6), mix(CLAY, INK, 0.1), 9)


def maysan(plate):
    """A woman in a red headscarf."""
    _ground(plate, mix(DUSK, HAZE, 0.2), mix(SAND, PAPER, 0.3))
    _shoulders(plate, SHADE)
    veil = mix(RED, ROSE, 0.2)
    back = curve((250, 640), (236, 480), (244, 300), (300, 180), (400, 142), (500, 180), (556, 300), (564, 480), (550, 640))
    plate.poly(back, mix(veil, INK, 0.25))
    _neck(plate, FAIR)
    _face(plate, FAIR, 0.96, brow=mix(INK, CLAY, 0.2), lips=RED)
    front = [*curve((250, 640), (236, 480), (244, 300), (300, 180), (400, 142), (500, 180), (556, 300), (564, 480), (550, 640)),
             *curve((470, 560), (502, 470), (512, 370), (494, 268), (400, 218), (306, 268), (288, 370), (298, 470), (330, 540), (400, 566), (470, 560))]
    plate.poly(front, veil)
    right = [*curve((400, 142), (500, 180), (556, 300), (564, 480), (550, 640)), (470, 560), *curve((502, 470), (512, 370), (494, 268), (420, 222))]
    plate.poly(right, mix(veil, INK, 0.45))
    drape = curve((262, 560), (330, 536), (400, 560), (470, 540), (560, 590), (600, 690), (520, 780), (380, 740), (270, 770), (214, 680), (262, 560))
    plate.poly(drape, veil)
    plate.stipple(drape, mix(RED, INK, 0.6), (330, 540), (560, 800), most=0.95)
    for start, bend, end in (((296, 560), (360, 620), (470, 640)), ((280, 610), (380, 690), (520, 690)), ((318, 210), (280, 300), (276, 420))):
        plate.line(curve(start, bend, end), mix(veil, INK, 0.5), 5)


def ghassan(plate):
    """An old man with white side hair, a moustache, glasses and a red tie."""
    _ground(plate, mix(OLIVE, SAND, 0.25), mix(SAND, OCHRE, 0.3))
    _shoulders(plate, mix(CLAY, INK, 0.55))
    _neck(plate, FAIR, 70)
    _lapels(plate, mix(CLAY, INK, 0.55), PAPER)
    plate.poly([(384, 640), (416, 640), (428, 820), (372, 820)], RED)
    plate.poly([(400, 640), (416, 640), (428, 820), (400, 820)], mix(RED, INK, 0.4))
    silver = mix(STONE, PAPER, 0.35)
    for side in (-1, 1):
        plate.poly(curve((400 + side * 104, 250), (400 + side * 140, 300), (400 + side * 132, 390), (400 + side * 106, 370), (400 + side * 104, 250), steps=6), mix(silver, SHADE, 0.1 if side < 0 else 0.45))
    _face(plate, FAIR, 1.04, 1.02, brow=mix(STONE, SHADE, 0.3))
    plate.poly(curve((288, 300), (282, 232), (330, 186), (400, 172), (378, 206), (322, 240), (304, 300), (288, 300), steps=6), silver)
    plate.poly(curve((512, 300), (518, 232), (470, 186), (400, 172), (430, 206), (480, 244), (498, 300), (512, 300), steps=6), mix(silver, SHADE, 0.45))
    plate.poly(curve((330, 446), (364, 424), (400, 428), (436, 424), (470, 446), (430, 446), (400, 440), (370, 446), (330, 446), steps=6), silver)
    plate.poly(curve((402, 428), (436, 424), (470, 446), (430, 446), (402, 440), steps=6), mix(silver, SHADE, 0.4))
    _glasses(plate, INK, round_ones=False)


def lina(plate):
    """A woman with long brown hair and a blue jacket."""
    _ground(plate, mix(CLAY, SAND, 0.35), mix(PAPER, SAND, 0.4))
    hair = mix(CLAY, INK, 0.72)
    plate.poly(curve((262, 560), (226, 430), (246, 270), (310, 172), (400, 140), (490, 172), (554, 270), (574, 430), (538, 560), (400, 590), (262, 560)), hair)
    plate.stipple(curve((420, 150), (490, 172), (554, 270), (574, 430), (538, 560), (460, 580)), INK, (420, 300), (560, 400), most=0.9)
    _shoulders(plate, DUSK, 250, 10)
    _neck(plate, FAIR, 56)
    plate.poly([(330, 574), (470, 574), (400, 700)], mix(FAIR, CLAY, 0.25))
    plate.poly([(404, 574), (470, 574), (400, 700)], mix(FAIR, mix(CLAY, INK, 0.45), 0.6))
    for side, ink in ((-1, mix(DUSK, PAPER, 0.2)), (1, mix(DUSK, INK, 0.6))):
        plate.poly([(400 + side * 76, 566), (400 + side * 150, 640), (400 + side * 110, 690), (400, 830), (400, 700)], ink)
    _face(plate, FAIR, 0.94, 0.98, brow=hair, lips=RED)
    plate.poly(curve((420, 178), (330, 200), (284, 300), (268, 430), (248, 380), (262, 250), (320, 170), (400, 146), (420, 178)), hair)
    plate.poly(curve((416, 178), (476, 220), (510, 310), (524, 440), (552, 380), (540, 250), (480, 168), (400, 146), (416, 178)), mix(hair, INK, 0.55))
    plate.line(curve((402, 166), (330, 210), (286, 320)), mix(hair, OCHRE, 0.35), 4)
    for side in (-1, 1):
        plate.disc(400 + side * 112, 410, 10, OCHRE)


def assem(plate):
    """A man with a black beard and an open collar."""
    _ground(plate, mix(SHADE, DUSK, 0.4), mix(CLAY, SAND, 0.35))
    _shoulders(plate, mix(OLIVE, INK, 0.25), 284)
    _neck(plate, TAN, 72)
    _collar(plate, mix(OLIVE, SAND, 0.25))
    _face(plate, TAN, 1.04, 1.0)
    _beard(plate, mix(INK, CLAY, 0.12), 4)
    hair = mix(INK, CLAY, 0.1)
    plate.poly(curve((280, 350), (270, 250), (304, 176), (370, 142), (450, 146), (512, 190), (530, 260), (520, 350), (502, 300), (486, 246), (420, 232), (350, 246), (312, 250), (298, 300), (280, 350), steps=8), hair)
    plate.line(curve((306, 220), (360, 172), (440, 168)), mix(hair, DUSK, 0.6), 6)


def nora(plate):
    """A woman with a black bob, one grey lock and red earrings."""
    _ground(plate, mix(ROSE, SAND, 0.2), mix(PAPER, SAND, 0.2))
    hair = mix(INK, DUSK, 0.12)
    plate.poly(curve((256, 470), (232, 340), (258, 216), (330, 152), (400, 140), (470, 152), (542, 216), (568, 340), (544, 470), (400, 500), (256, 470)), hair)
    _shoulders(plate, INK, 246, 10)
    _neck(plate, FAIR, 54)
    roll = curve((318, 610), (330, 560), (400, 580), (470, 560), (482, 610), (400, 650), (318, 610))
    plate.poly(roll, mix(INK, SHADE, 0.6))
    plate.stipple(roll, INK, (360, 560), (480, 650), most=0.9)
    _face(plate, FAIR, 0.93, 0.98, brow=hair, lips=RED)
    plate.poly(curve((256, 470), (240, 340), (262, 220), (330, 154), (470, 154), (538, 220), (560, 340), (544, 470), (502, 460), (508, 380), (500, 290), (480, 286), (320, 286), (300, 290), (292, 380), (298, 460), (256, 470), steps=6), hair)
    plate.poly(curve((300, 160), (286, 240), (300, 290), (322, 290), (312, 230), (330, 156), steps=6), STONE)
    plate.disc(298, 440, 16, RED)
    plate.disc(502, 440, 16, mix(RED, INK, 0.4))


def ramez(plate):
    """A grey-haired man with a red scarf under his jacket."""
    _ground(plate, mix(HAZE, DUSK, 0.25), mix(OCHRE, SAND, 0.3))
    _shoulders(plate, SHADE, 276)
    _neck(plate, TAN, 68)
    _lapels(plate, SHADE, mix(HAZE, PAPER, 0.5))
    _face(plate, TAN, 1.0, 1.05, brow=mix(STONE, INK, 0.45))
    grey = mix(STONE, SHADE, 0.35)
    plate.poly(curve((284, 340), (270, 250), (296, 180), (360, 140), (460, 138), (526, 196), (532, 270), (516, 340), (500, 290), (494, 230), (430, 226), (360, 196), (316, 244), (300, 290), (284, 340), steps=8), grey)
    plate.poly(curve((440, 138), (526, 196), (532, 270), (516, 340), (500, 290), (494, 230), (440, 226), steps=8), mix(grey, INK, 0.5))
    plate.line(curve((330, 190), (400, 160), (470, 172)), mix(grey, PAPER, 0.45), 5)
    scarf = curve((300, 600), (340, 556), (400, 590), (466, 556), (510, 606), (400, 690), (300, 600))
    plate.poly(scarf, mix(RED, INK, 0.1))
    plate.stipple(scarf, INK, (340, 560), (500, 700), most=0.85)
    plate.poly([(370, 640), (430, 650), (410, 830), (330, 830)], mix(RED, INK, 0.1))
    plate.poly([(400, 645), (430, 650), (410, 830), (384, 830)], mix(RED, INK, 0.5))


def tala(plate):
    """A woman with curly hair and round red glasses."""
    _ground(plate, mix(OLIVE, PAPER, 0.3), mix(OCHRE, PAPER, 0.4))
    hair = mix(CLAY, INK, 0.42)
    for n in range(17):
        angle = math.radians(150 + n * 15)
        plate.disc(400 + 158 * math.cos(angle), 320 + 152 * math.sin(angle), 66, hair if n < 9 else mix(hair, INK, 0.35))
    _shoulders(plate, OCHRE, 244, 12)
    _neck(plate, TAN, 54)
    plate.poly(curve((318, 578), (352, 640), (400, 658), (448, 640), (482, 578), (400, 600), steps=6), mix(TAN, CLAY, 0.2))
    plate.poly(curve((412, 600), (482, 578), (448, 640), (412, 656), steps=6), mix(TAN, mix(CLAY, INK, 0.45), 0.6))
    _face(plate, TAN, 0.95, 0.97, brow=mix(hair, INK, 0.4), lips=mix(RED, CLAY, 0.4))
    for n in range(9):
        angle = math.radians(196 + n * 18.5)
        plate.disc(400 + 116 * math.cos(angle), 300 + 116 * math.sin(angle), 44, hair if n < 5 else mix(hair, INK, 0.35))
    for n in range(9):
        angle = math.radians(190 + n * 20)
        x, y = 400 + 138 * math.cos(angle), 300 + 132 * math.sin(angle)
        plate.line(arc(x, y, 26, 26, 160, 320, 12), mix(hair, OCHRE, 0.4 if n < 5 else 0.12), 4)
    _glasses(plate, mix(RED, INK, 0.3), round_ones=True)


def yazan(plate):
    """A young man with a long beard, round glasses and a hood."""
    _ground(plate, mix(SAND, CLAY, 0.2), mix(HAZE, DUSK, 0.2))
    _shoulders(plate, mix(STONE, SHADE, 0.35), 264)
    hood = curve((250, 640), (270, 560), (340, 520), (400, 530), (460, 520), (530, 560), (550, 640), (400, 700), (250, 640))
    plate.poly(hood, mix(STONE, SHADE, 0.6))
    _neck(plate, FAIR, 60)
    plate.poly(curve((320, 596), (400, 650), (480, 596), (470, 660), (400, 690), (330, 660), (320, 596), steps=6), INK)
    for x in (356, 444):
        plate.line(curve((x, 660), (x - 6, 720), (x + 2, 770)), PAPER, 6)
    _face(plate, FAIR, 0.97, 1.02)
    _beard(plate, mix(CLAY, INK, 0.62), 22)
    hair = mix(CLAY, INK, 0.62)
    plate.poly(curve((286, 330), (276, 250), (300, 200), (290, 160), (350, 160), (390, 120), (440, 150), (500, 140), (512, 196), (526, 250), (514, 330), (498, 280), (470, 232), (420, 250), (370, 228), (320, 262), (300, 290), (286, 330), steps=8), hair)
    plate.stipple(curve((440, 150), (500, 140), (512, 196), (526, 250), (514, 330), (470, 240), steps=6), INK, (430, 140), (520, 300), most=0.95)
    _glasses(plate, INK, round_ones=True)


def joudy(plate):
    """A woman with a ponytail and a tracksuit."""
    _ground(plate, mix(RED, CLAY, 0.4), mix(OCHRE, SAND, 0.35))
    hair = INK
    tail = curve((470, 170), (560, 150), (640, 230), (650, 360), (610, 470), (590, 360), (560, 270), (480, 240), (470, 170))
    plate.poly(tail, hair)
    plate.line(curve((520, 190), (590, 230), (618, 330)), mix(INK, DUSK, 0.5), 5)
    _shoulders(plate, mix(PAPER, SAND, 0.2), 266)
    for side in (-1, 1):
        plate.line([(400 + side * 96, 600), (400 + side * 190, 680), (400 + side * 232, 820)], RED if side < 0 else mix(RED, INK, 0.4), 16)
    _neck(plate, BROWN, 60)
    plate.poly([(320, 560), (348, 560), (400, 650), (400, 690)], RED)
    plate.poly([(480, 560), (452, 560), (400, 650), (400, 690)], mix(RED, INK, 0.4))
    plate.line([(400, 670), (400, 820)], mix(SHADE, STONE, 0.3), 6)
    _face(plate, BROWN, 0.95, 1.0, lips=mix(RED, INK, 0.2))
    plate.poly(curve((288, 330), (280, 250), (310, 180), (400, 146), (490, 180), (520, 250), (512, 330), (494, 262), (400, 204), (306, 262), (288, 330), steps=8), hair)
    plate.line(curve((310, 236), (400, 186), (492, 240)), mix(INK, DUSK, 0.5), 4)
    plate.disc(482, 196, 20, RED)


def wael(plate):
    """A man with a moustache, a cap and a camera."""
    _ground(plate, mix(OCHRE, SAND, 0.4), mix(HAZE, PAPER, 0.3))
    _shoulders(plate, mix(OLIVE, SAND, 0.2), 284)
    _neck(plate, BROWN, 70)
    plate.poly([(330, 576), (470, 576), (452, 820), (348, 820)], PAPER)
    plate.poly([(410, 620), (470, 576), (452, 820), (410, 820)], mix(PAPER, STONE, 0.6))
    _collar(plate, mix(OLIVE, PAPER, 0.3))
    plate.line(curve((214, 660), (300, 740), (392, 800)), INK, 18)
    plate.line(curve((590, 660), (510, 740), (420, 800)), INK, 18)
    plate.rect(340, 740, 470, 830, INK)
    plate.disc(404, 790, 42, mix(SHADE, INK, 0.4))
    plate.disc(404, 790, 26, DUSK)
    plate.disc(394, 780, 8, PAPER)
    plate.poly(curve((284, 380), (276, 300), (300, 240), (500, 240), (524, 300), (516, 380), steps=6), mix(INK, CLAY, 0.2))
    _face(plate, BROWN, 1.03, 1.0)
    plate.poly(curve((336, 446), (366, 424), (400, 430), (434, 424), (464, 446), (400, 440), (336, 446), steps=6), INK)
    cap = curve((272, 290), (276, 200), (330, 148), (420, 138), (500, 170), (530, 240), (528, 290), (400, 262), (272, 290), steps=8)
    plate.poly(cap, mix(DUSK, SHADE, 0.5))
    plate.stipple(cap, INK, (360, 140), (540, 290), most=0.95)
    plate.poly(curve((264, 296), (290, 268), (400, 250), (500, 266), (534, 292), (400, 276), (264, 296), steps=8), mix(DUSK, INK, 0.6))
    plate.poly(curve((250, 310), (280, 284), (400, 266), (440, 274), (400, 290), (300, 312), (250, 310), steps=8), NIGHT)


PORTRAITS = {
    "maysan": maysan,
    "ghassan": ghassan,
    "lina": lina,
    "assem": assem,
    "nora": nora,
    "ramez": ramez,
    "tala": tala,
    "yazan": yazan,
    "joudy": joudy,
    "wael": wael,
}
