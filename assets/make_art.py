#!/usr/bin/env python3
"""Draws every picture of Lampyris: python3 assets/make_art.py

Writes atlas.png, atlas.txt, font.png, tiles.png and tiles.txt next to itself. Standard library
only, and deterministic: chance comes from a hash of (x, y, seed), so that a picture changes only
where this file does.

The light: the tiles are the night themselves: low, bluish, with the moon from the upper left. Warm
colours belong to what lives. What shines is added to that (glows), or multiplied into it (the
lantern's light on the grass: a frame without alpha, see lit()).
"""

import math
import os
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TILE = 16
TILES_ACROSS = 16

# --- Palette --------------------------------------------------------------------------------------


def rgb(text):
    """'#rrggbb' as a tuple."""
    return tuple(int(text[i:i + 2], 16) for i in (1, 3, 5))


def ramp(text):
    """Colours from dark to light."""
    return [rgb(word) for word in text.split()]


GRASS_SHADE = ramp("#091820 #0c1e27 #10272e #163436")
GRASS_BASE = ramp("#0e242d #122c35 #17373d #204a4a")
GRASS_LIT = ramp("#153640 #1a3f48 #224e52 #336860")
LEAF = ramp("#06121a #0a1c24 #0f2a2f #163a3b #22524b #3a7262 #639a80")
FIR = ramp("#050f19 #091923 #0d2430 #13333e #1d4750 #326468 #5b8f8a")
BIRCH = ramp("#0a161c #10232a #183436 #24493f #386448 #5c8858 #93b373")
EARTH = ramp("#141a22 #1d2229 #272a30 #343437 #454140")
STONE = ramp("#0d161f #182531 #263745 #3b4f5d #5b7280 #8ba1a8")
WATER = ramp("#071428 #0a1b33 #0e2440 #153352 #25506f #4f8298 #a9ccd0")
WOOD = ramp("#0d1016 #191820 #282329 #3b3133 #55453e #7a6552")
BARK = ramp("#1a2129 #39444b #66757a #9db0b0")
REED = ramp("#0a1a1e #122824 #1d3a2c #2f5136 #4a6c42 #74904f #a7b56a")
CATTAIL = ramp("#241a20 #3d2926 #5c3d2c")
WARM = ramp("#3a1524 #7a2f2a #c9622f #f2a541 #ffd873 #fff6cf")
CLOAK = ramp("#170d20 #331531 #5a1f3d #86304a #b7524f")
FUR = ramp("#121a2b #5a6d8c #8fa4bd #c6d5df #f2f7f4")
OWL = ramp("#0e0f1a #241f2b #3d3238 #5f4e48 #8d7660 #c4ab84 #efe0bd")
GLASS = ramp("#16303a #2a5560 #5d8f98 #a6d0d0 #eefaf4")
# A firefly's core, its body of light, its far rim. All three are warm greens with little blue, so
# that where many overlap their sum is gold and never white.
HUES = [
    ramp("#fbffc8 #cdea3e #5f8a14"),
    ramp("#fff4b8 #f6c52e #8a6408"),
    ramp("#e8ffc8 #84e860 #247a20"),
]
OUTLINE = rgb("#070b14")
MOON = rgb("#dfe9e4")

# --- Chance and pictures --------------------------------------------------------------------------

BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]


def bayer(x, y):
    """An ordered dither threshold, 0 to 1."""
    return (BAYER[(y & 3) * 4 + (x & 3)] + 0.5) / 16


def chance(x, y=0, seed=0):
    """A number in 0 to 1 that depends on nothing but its arguments."""
    n = 0
    for part in (seed, x, y):  # one after the other, so that neighbours have nothing in common
        n = ((n ^ (part & 0xFFFFFFFF)) * 0x9E3779B1 + 0x7F4A7C15) & 0xFFFFFFFF
        n = ((n ^ (n >> 15)) * 0x85EBCA6B) & 0xFFFFFFFF
        n ^= n >> 13
    return (n & 0xFFFFFF) / 0x1000000


def smooth_noise(x, y, cell, period, seed):
    """Value noise that repeats every `period` pixels, so that neighbouring tiles agree."""
    count = period // cell
    gx, gy = math.floor(x / cell), math.floor(y / cell)
    fx, fy = x / cell - gx, y / cell - gy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)

    def at(i, j):
        return chance((gx + i) % count, (gy + j) % count, seed)

    top = at(0, 0) + (at(1, 0) - at(0, 0)) * fx
    low = at(0, 1) + (at(1, 1) - at(0, 1)) * fx
    return top + (low - top) * fy


def mix(a, b, t):
    return tuple(round(p + (q - p) * t) for p, q in zip(a, b))


def clamp(value, low, high):
    return max(low, min(high, value))


class Canvas:
    """A small RGBA picture with straight alpha."""

    def __init__(self, w, h):
        self.w, self.h = w, h
        self.px = [(0, 0, 0, 0)] * (w * h)

    def get(self, x, y):
        inside = 0 <= x < self.w and 0 <= y < self.h
        return self.px[y * self.w + x] if inside else (0, 0, 0, 0)

    def put(self, x, y, colour, alpha=255):
        """Replaces a pixel; outside the picture nothing happens."""
        if 0 <= x < self.w and 0 <= y < self.h:
            self.px[y * self.w + x] = tuple(colour[:3]) + (alpha,)

    def over(self, x, y, colour, alpha=255):
        """Lays a pixel over what is there."""
        below = self.get(x, y)
        total = alpha + below[3] * (255 - alpha) / 255
        if total > 0:
            self.put(x, y, mix(below, colour, alpha / total), round(total))

    def blit(self, other, x, y):
        for v in range(other.h):
            for u in range(other.w):
                pixel = other.get(u, v)
                if pixel[3]:
                    self.over(x + u, y + v, pixel, pixel[3])

    def fill(self, colour):
        self.px = [tuple(colour) + (255,)] * (self.w * self.h)

    def crop(self, x, y, w, h):
        part = Canvas(w, h)
        part.px = [self.get(x + u, y + v) for v in range(h) for u in range(w)]
        return part

    def mirrored(self):
        part = Canvas(self.w, self.h)
        part.px = [self.get(self.w - 1 - u, v) for v in range(self.h) for u in range(self.w)]
        return part

    def outlined(self, colour=OUTLINE, alpha=255):
        """The same picture with a line around its opaque part."""
        out = Canvas(self.w, self.h)
        for y in range(self.h):
            for x in range(self.w):
                beside = ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
                if any(self.get(*p)[3] > 127 for p in beside):
                    out.put(x, y, colour, alpha)
        out.blit(self, 0, 0)
        return out


def from_rows(rows, colours):
    """A sprite from an ASCII bitmap; '.' and ' ' are transparent."""
    lines = rows.split("\n") if "\n" in rows else rows.split()
    lines = [line.strip() for line in lines if line.strip()]
    assert len({len(line) for line in lines}) == 1, [(len(line), line) for line in lines]
    art = Canvas(len(lines[0]), len(lines))
    for y, line in enumerate(lines):
        for x, letter in enumerate(line):
            if letter != ".":
                art.put(x, y, colours[letter])
    return art


def mirrored_rows(rows):
    """Completes the left half of a symmetric sprite."""
    return "\n".join(line.strip() + line.strip()[::-1] for line in rows.split("\n") if line.strip())


def doubled(art):
    """Scale2x: twice the size with the diagonals kept smooth, as hand-made big lettering has it."""
    out = Canvas(art.w * 2, art.h * 2)
    for y in range(art.h):
        for x in range(art.w):
            p, up, down = art.get(x, y), art.get(x, y - 1), art.get(x, y + 1)
            left, right = art.get(x - 1, y), art.get(x + 1, y)
            block = [p, p, p, p]
            if up != down and left != right:
                block = [left if left == up else p, right if right == up else p,
                         left if left == down else p, right if right == down else p]
            for i, q in enumerate(block):
                out.put(2 * x + i % 2, 2 * y + i // 2, q, q[3])
    return out


def write_png(name, art):
    raw = b"".join(b"\0" + bytes(v for p in art.px[y * art.w:(y + 1) * art.w] for v in p)
                   for y in range(art.h))

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", art.w, art.h, 8, 6, 0, 0, 0)
    with open(os.path.join(HERE, name), "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
                  + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


# --- Light: all of it is drawn with additive blending ---------------------------------------------


def glow(w, h, colours, peak, curve, steps, inner=0.0):
    """A round glow. `steps` bands with dither between them: soft, and still pixels."""
    art = Canvas(w, h)
    for y in range(h):
        for x in range(w):
            dx, dy = (x + 0.5 - w / 2) / (w / 2), (y + 0.5 - h / 2) / (h / 2)
            d = clamp((math.hypot(dx, dy) - inner) / (1 - inner), 0, 1)
            level = math.floor(steps * (1 - d) ** curve + bayer(x, y)) / steps
            if level <= 0:
                continue
            t = 2 * d
            colour = mix(colours[0], colours[1], t) if t < 1 else mix(colours[1], colours[2], t - 1)
            art.put(x, y, colour, round(clamp(peak * level, 0, 1) * 255))
    return art


def added(art):
    """The same on black: what is added anyway then needs no alpha, by which it would be rounded
    once more on its way to the screen, differently by each renderer."""
    art.px = [mix((0, 0, 0), px, px[3] / 255) + (255 if px[3] > 0 else 0,) for px in art.px]
    return art


FIREFLY_SIZE = [4, 4, 6, 8, 10, 12, 14, 16]
FIREFLY_CORE = [0.20, 0.34, 0.48, 0.62, 0.76, 0.88, 1.0, 1.0]


def firefly(hue, level):
    """Level 0 is an ember in the grass, 7 the flash. The core is 2x2 so that it can be centred."""
    size, core = FIREFLY_SIZE[level], FIREFLY_CORE[level]
    art = Canvas(size, size)
    pale, body, rim = HUES[hue]
    if level == 0:  # a body, not a lamp: two pixels, one above the other, the upper one fainter
        art.put(1, 1, body, 34), art.put(1, 2, body, 62)
        return art
    for y in range(size):
        for x in range(size):
            r = math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2)
            halo = clamp(1 - r / (size / 2), 0, 1) ** 1.7 * (0.10 + 0.5 * core * core)
            if halo > 0.015 and level > 0:
                art.put(x, y, mix(rim, body, clamp(halo * 2.2, 0, 1)), round(255 * halo))
            if r < 0.8:
                art.put(x, y, mix(body, pale, core * core), round(255 * core))
            elif r < 1.7 and level >= 5:
                art.put(x, y, mix(body, pale, 0.4), round(255 * core * 0.72))
    return art


def trail(hue, strength):
    """Where a glowing one has just been."""
    return added(glow(4, 4, (HUES[hue][1], HUES[hue][1], HUES[hue][2]), strength, 0.8, 6))


def jarred(index):
    """A firefly behind glass: smaller, and its colour a little drowned."""
    size = 4 if index < 2 else 6
    strength = (0.35, 0.6, 0.8, 1.0)[index]
    return added(glow(size, size, HUES[index % 2], strength, 1.2, 6))


def lit(side, colour, curve):
    """What the lantern does to what it shines on: drawn so that the ground becomes itself times
    (1 + colour), which keeps the grass in the light. Alpha is 0 for that, and colour is strength."""
    art = Canvas(side, side)
    for y in range(side):
        for x in range(side):
            d = math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) / (side / 2)
            level = math.floor(20 * max(0, 1 - d) ** curve + bayer(x, y)) / 20
            if level > 0:
                art.put(x, y, [round(clamp(part * level, 0, 255)) for part in colour], 0)
    return art


def ellipse_ring(w, h, colour, alpha):
    """A soft ring lying on the ground."""
    art = Canvas(w, h)
    for y in range(h):
        for x in range(w):
            d = math.hypot((x + 0.5 - w / 2) / (w / 2), (y + 0.5 - h / 2) / (h / 2))
            near = clamp(1 - abs(d - 0.86) / 0.16, 0, 1)
            if near > 0:
                art.put(x, y, colour, round(alpha * (0.35 + 0.65 * near)))
    return art


# --- The lantern bearer ---------------------------------------------------------------------------

PEOPLE = {
    "o": OUTLINE, "1": CLOAK[0], "2": CLOAK[1], "3": CLOAK[2], "4": CLOAK[3], "5": CLOAK[4],
    "m": rgb("#8a7d9a"), "h": rgb("#1c0f1e"), "s": rgb("#9c5f45"), "f": rgb("#e0a271"),
    "e": rgb("#20131c"), "b": rgb("#2a1d1f"), "B": rgb("#4a342b"),
    "k": rgb("#1b1a20"), "K": rgb("#5d5148"), "y": WARM[4], "w": WARM[5], "a": WARM[3],
    "r": WARM[2],
}

# 16x20, without the feet. The moon lights the left shoulder, the lantern the right side.
BEARER_DOWN = """
    ......oooo......
    .....omm43o.....
    ....om44333o....
    ....om43334o....
    ...o443hh344o...
    ...o43hffh54o...
    ...o43effe54o...
    ...o33sffs54o...
    ....o3hsshao....
    ...oo2333345o...
    ..om4233334ao...
    ..om432333455o..
    ..o44323334a5o..
    ..o43223334a5o..
    ..o43223333a4o..
    ..o4322333345o..
    ..o43223233444o.
    .om432232334443o
    .o4322122332443o
    .o3211112221332o
    """
BEARER_UP = """
    ......oooo......
    .....omm43o.....
    ....om44333o....
    ....om43333o....
    ...om444333o....
    ...om4433334o...
    ...o44333324o...
    ...o43333324o...
    ....o333322o....
    ...oo433322oo...
    ..om44333322oo..
    ..om443333224o..
    ..o4443333223o..
    ..o4433233223o..
    ..o4433233223o..
    ..o4333233222o..
    ..o43332332223o.
    .om43322332223o.
    .o443322322222o.
    .o332211221122o.
    """
BEARER_SIDE = """
    ......ooooo.....
    .....omm443o....
    ....om443333o...
    ....om4333333o..
    ...om433332hho..
    ...om43332hffo..
    ...o443332hfeo..
    ...o443332sffo..
    ....o433322sso..
    ....o44333325o..
    ...om4433334ao..
    ...om443333455o.
    ...o443323345ao.
    ...o443223344ao.
    ..om443223334ao.
    ..o4433223334o..
    ..o4432223334o..
    .om4332233233o..
    .o44322232233o..
    .o33211222122o..
    """
LANTERN = """
    .ok..
    ok.ko
    .KKK.
    kyyyk
    ywwwy
    ywwwa
    kayak
    .KKK.
    """
# Where the two feet stand: x, and how far each is lifted, for the four frames of a walk.
FEET_FRONT = [((5, 0), (9, 0)), ((5, 1), (9, 0)), ((5, 0), (9, 0)), ((5, 0), (9, 1))]
FEET_SIDE = [((6, 0), (8, 0)), ((4, 0), (10, 1)), ((6, 0), (8, 0)), ((4, 1), (10, 0))]


def bearer(body, feet, hand, frame, behind):
    """Feet, cloak and lantern put together; at each step the body rises and the lantern swings."""
    art = Canvas(16, 24)
    rise = frame % 2
    for x, lift in feet[frame]:
        for u in range(3):
            art.put(x + u, 22 - lift, PEOPLE["B"] if u == 0 else PEOPLE["b"])
            art.put(x + u, 23 - lift, OUTLINE)
        art.put(x, 21 - lift, PEOPLE["b"]), art.put(x + 1, 21 - lift, PEOPLE["b"])
    swing = (0, 1, 0, -1)[frame] if behind else (0, -1, 0, 0)[frame]
    lamp = from_rows(LANTERN, PEOPLE)
    lamp_at = (hand[0] + swing, hand[1] - rise)
    if behind:
        art.blit(lamp, *lamp_at)
    art.blit(from_rows(body, PEOPLE), 0, 2 - rise)
    if not behind:
        art.blit(lamp, *lamp_at)
    return art


# --- Creatures ------------------------------------------------------------------------------------

HARE = """
    ...oo......oo...
    ..oLWo....oWWo..
    ..oLpo....opWo..
    ..oLpWo..oWpWo..
    ...oWpo..opso...
    ...oLpWooWpso...
    ....oLWWWWso....
    ...oLLWWWWWso...
    ...oLeWWWWeso...
    ...oLeWWWWeso...
    ...oLWWnnWWso...
    ...osLWWWWsDo...
    ..oLWsssssssso..
    .oLLWWLLLLWWsso.
    .oLWWLLLLLLWsso.
    oLLWWLLLLLLWWsDo
    oLWWWLLLLLLWWsDo
    oLWsWWLLLLWWsDDo
    osWWosLLLLsoWsDo
    .oooooo..oooooo.
    """
HARE_COLOURS = {"o": FUR[0], "D": FUR[1], "s": FUR[2], "W": FUR[3], "L": FUR[4],
                "p": rgb("#b07f95"), "n": rgb("#c96f7f"), "e": rgb("#1a1426")}

OWL_COLOURS = {"o": OWL[0], "1": OWL[1], "2": OWL[2], "3": OWL[3], "4": OWL[4], "5": OWL[5],
               "6": OWL[6], "e": OUTLINE, "y": rgb("#ffcf4a"), "w": rgb("#fff7d6"),
               "t": rgb("#c98a3a")}
# Left half: the ear tufts, the pale face, the barred breast, the talons.
OWL_BODY = """
    .oo...
    .o4oo.
    .o5433
    o44555
    o56666
    o6yyo6
    o6yeo6
    o56655
    .o4556
    .o3546
    .o4365
    .o3546
    .o4365
    ..o345
    ..ot.o
    ..oo..
    """
OWL_EYES_SHUT = {(2, 5): "6", (3, 5): "6", (2, 6): "e", (3, 6): "e", (1, 5): "e", (4, 5): "e",
                 (4, 6): "5"}
# Shoulder, elbow and tip of the left wing, and feather length at each, for the four frames.
OWL_WINGS = [((12, 11), (7, 4), (2, 0), 9), ((12, 9), (6, 6), (0, 7), 9),
             ((12, 8), (6, 9), (1, 14), 8), ((12, 9), (6, 7), (0, 10), 9)]


def owl_wing(art, shoulder, elbow, tip, feather):
    """Feathers hang from the arm; every third is dark, which gives the bars of a tawny owl."""
    for x in range(tip[0], shoulder[0] + 1):
        near, far = (elbow, shoulder) if x >= elbow[0] else (tip, elbow)
        t = (x - near[0]) / max(1, far[0] - near[0])
        top = round(near[1] + (far[1] - near[1]) * t)
        reach = (x - tip[0]) / (shoulder[0] - tip[0])
        length = round(feather * (0.45 + 0.75 * math.sin(math.pi * (0.15 + 0.6 * reach))))
        length -= 1 if x % 3 == 0 else 0
        for v in range(length):
            shade = 5 - (v * 4) // max(1, length)
            if (v + x // 3) % 4 == 3:
                shade -= 1
            if x % 3 == 0 and v > 1:
                shade = min(shade, 2)
            art.put(x, top + v, OWL[clamp(shade, 1, 5)])


OWL_SWOOP = ((13, 7), (9, 2), (6, 0), 13)  # folded back, as it comes down
STARS = [((8, 3), (16, 1), (23, 3)), ((10, 1), (19, 2), (24, 6))]  # around a dazzled head


def owl(frame, stars=None, wings=None):
    """`stars`: it is dazzled; its eyes are shut, and they circle its head."""
    wing = Canvas(32, 24)
    owl_wing(wing, *(wings or OWL_WINGS[frame]))
    art = Canvas(32, 24)
    art.blit(wing, 0, 0)
    art.blit(wing.mirrored(), 0, 0)
    art = art.outlined(OWL[0])
    body = from_rows(mirrored_rows(OWL_BODY), OWL_COLOURS)
    if stars:
        for (x, y), letter in OWL_EYES_SHUT.items():
            body.put(x, y, OWL_COLOURS[letter]), body.put(11 - x, y, OWL_COLOURS[letter])
    art.blit(body, 10, 5 + (frame == 2) - (frame == 0))
    for x, y in stars or ():
        for u, v in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
            art.put(x + u, y + v, WARM[5] if (u, v) == (0, 0) else WARM[4])
    return art


def owl_eyes():
    """What is seen of an owl before it comes: two discs that catch the light, with a glint across.
    Laid over the owl with its middle."""
    art = Canvas(32, 24)
    for cx in (12.5, 19.5):
        for y in range(24):
            for x in range(32):
                d = math.hypot(x + 0.5 - cx, y + 0.5 - 11)
                streak = clamp(1 - abs(x + 0.5 - cx) / 6, 0, 1) if y == 10 else 0
                level = max(clamp(1 - d / 4.2, 0, 1) ** 1.3, streak * 0.7)
                if level > art.get(x, y)[3] / 255:
                    art.put(x, y, mix(WARM[3], WARM[5], clamp(level * 1.6, 0, 1)),
                            round(255 * level))
    return art


def threat():
    """The sign above what is about to strike: two chevrons that point down."""
    return from_rows("ww.....ww .ww...ww. ..ww.ww.. ww.www.ww .ww.w.ww. ..ww.ww.. ...www... "
                     "....w....", {"w": rgb("#ffe2b0")}).outlined(OUTLINE)


def hunter_bat(frame):
    """A bat that hunts is twice the size of one that does not, pale at the edge, and has eyes."""
    art = doubled(from_rows(mirrored_rows(BAT[frame]), BAT_COLOURS)).outlined(rgb("#b9b2d6"), 150)
    for x in (10, 13):
        art.put(x, 8 + 2 * frame, WARM[4])
    return art


BAT = ["""
    o....o
    oo..oo
    o1o.o2
    .o1oo2
    .o112y
    ..o122
    ..oo12
    ....o1
    .....o
    ......
    """, """
    ......
    .....o
    ....o2
    ..ooo2
    .o112y
    o11122
    o1oo12
    oo..o1
    o....o
    ......
    """]
MOTH = ["""
    ..o...
    oo.o..
    o4oo..
    o454oo
    .o5653
    .o4y53
    ..o443
    .o454o
    .o5o.o
    ..o...
    """, """
    ..o...
    ...o..
    ....o.
    ...ooo
    ..o563
    ..o5y3
    ..o453
    ..o45o
    ..o5oo
    ...o..
    """]
BAT_COLOURS = {"o": rgb("#0c0b18"), "1": rgb("#4a3f68"), "2": rgb("#766793"),
               "y": rgb("#e8a25a")}
MOTH_COLOURS = dict(OWL_COLOURS, y=rgb("#b06a8a"), o=rgb("#332b3a"))


def ellipse_shadow(w, h, alpha):
    art = Canvas(w, h)
    for y in range(h):
        for x in range(w):
            d = math.hypot((x + 0.5 - w / 2) / (w / 2), (y + 0.5 - h / 2) / (h / 2))
            if d < 0.72 or (d < 1 and bayer(x, y) > (d - 0.72) / 0.28):
                art.put(x, y, (2, 5, 14), alpha if d < 0.72 else alpha * 2 // 3)
    return art


# --- Jars, signs and the name ---------------------------------------------------------------------

JAR = """
    ................
    ....oooooooo....
    ....oKKkkkko....
    ....okkkkkko....
    .....oGggGo.....
    ....oGiiiigo....
    ...oGiiiiiigo...
    ..oGhiiiiiiigo..
    ..oGhiiiiiiigo..
    ..oGhiiiiiiigo..
    ..oGhiiiiiiigo..
    ..oGiiiiiiiigo..
    ..oGiiiiiiiigo..
    ..oGiiiiiiiiGo..
    ..oGiiiiiiihGo..
    ..ogiiiiiiihgo..
    ..oggiiiiihggo..
    ...oggGGGGggo...
    ....oooooooo....
    ................
    """
JAR_COLOURS = {"o": OUTLINE, "K": rgb("#a08355"), "k": rgb("#6d5540"), "G": GLASS[3],
               "g": GLASS[2], "i": GLASS[0], "h": GLASS[4]}


def jar(level):
    """Glass that one can see the grass through, filled with light from the bottom up."""
    art = from_rows(JAR, JAR_COLOURS)
    for y in range(art.h):
        for x in range(art.w):
            if art.get(x, y)[:3] != GLASS[0]:
                continue
            fill = clamp((y - 16 + level * 3.2) / 6 + (0.25 if level else 0), 0, 1)
            fill = clamp(fill * (0.45 + level * 0.16), 0, 1)
            step = fill * 4 + (bayer(x, y) - 0.5) * 0.9
            glowing = [GLASS[0], rgb("#3d4a24"), rgb("#8b8a2e"), rgb("#d9cf4e"), WARM[5]]
            art.put(x, y, glowing[clamp(round(step), 0, 4)], 150 if step < 0.5 else 235)
    for i in range(level * 2):  # the insects themselves
        x, y = 4 + int(chance(i, level, 71) * 8), 15 - int(chance(i, level, 72) * (2 + level * 2))
        art.put(x, y, rgb("#fbffd0"))
    return art


ICONS = {
    "icon_jar": (".ooooooo. .okkkkko. ..ohhho.. .ogyyygo. .ogywygo. .ogywygo. .ogyyygo. "
                 "..ogggo.. ...ooo..."),
    "icon_firefly": ("....y.... .y.....y. ...oko... ..gokog.. .ggokogg. ..gyyyg.. ...ywy... "
                     ".y.yyy.y. ....y...."),
    "icon_moon": ("..mmm.... .mmm..... mmm...... mmm...... mmm...... mmmm....m .mmmmmmm. "
                  "..mmmmm.. ........."),
    "icon_sun": ("....a.... .a..a..a. ...aaa... ..ayyya.. aaaywyaaa ..ayyya.. ...aaa... "
                 ".a..a..a. ....a...."),
    "icon_owl": ("bb.....bb bbbbbbbbb bwwwbwwwb bwowbwowb bwwwawwwb bbbbabbbb .bcbcbcb. "
                 ".bbcbcbb. ..bb.bb.."),
    "heart": (".rr...rr. rRRr.rRRr rRwRrRRRr rRRRRRRRr rRRRRRRRr .rRRRRRr. ..rRRRr.. "
              "...rRr... ....r...."),
}
ICON_COLOURS = {"o": OUTLINE, "k": rgb("#a08355"), "g": GLASS[2], "h": GLASS[3], "y": HUES[0][1],
                "w": WARM[5], "m": MOON, "a": WARM[3], "b": OWL[4], "c": OWL[6],
                "r": rgb("#7a1f38"), "R": rgb("#d8465a")}

# Half-size lettering (doubled by Scale2x): stems of two, leaf-shaped serifs, a leaning Y.
LETTERS = {
    "L": ("###........ .##........ .##........ .##........ .##........ .##........ .##........ "
          ".##........ .##........ .##........ .##........ .##......#. .##.....##. .########.. "
          "########..."),
    "A": (".....#..... .....##.... ....###.... ....####... ....#.##... ...##.##... ...#..###.. "
          "...#...##.. ..########. ..#....##.. .##....###. .#......##. .#......##. ##......### "
          "###....####"),
    "M": ("###.....### .##.....##. .###...###. .###...###. .####.####. .#.##.#.##. .#.####.##. "
          ".#..##..##. .#..##..##. .#...#..##. .#......##. .#......##. .#......##. ##......##. "
          "###....####"),
    "P": ("#######.... .##..###... .##....##.. .##....###. .##....###. .##....##.. .##...###.. "
          ".######.... .##........ .##........ .##........ .##........ .##........ .##........ "
          "####......."),
    "Y": ("####....### .##......#. .###....#.. ..##...##.. ..###..#... ...##.##... ...####.... "
          "....###.... ....##..... ....##..... ....##..... ....##..... ....##..... ....##..... "
          "...####...."),
    "R": ("#######.... .##..###... .##....##.. .##....##.. .##....##.. .##...##... .######.... "
          ".##.##..... .##..##.... .##..###... .##...##... .##...###.. .##....##.. .##....###. "
          "####....###"),
    "I": (".####. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. ..##.. "
          "..##.. ..##.. .####."),
    "S": ("...#####... ..##..###.. .##.....#.. .##........ .###....... .#####..... ..######... "
          "....#####.. ......####. ........##. ........##. .#......##. .##....##.. .####.###.. "
          "..#####...."),
}


def word_mask(word):
    """The word in doubled letters, as a mask."""
    glyphs = [from_rows(LETTERS[letter], {"#": (255, 255, 255)}) for letter in word]
    total = sum(g.w for g in glyphs) + len(glyphs) - 1
    line = Canvas(total + 2, 17)
    x = 1
    for g in glyphs:
        line.blit(g, x, 1)
        x += g.w + 1
    return doubled(line)


def distance_to(mask, reach):
    """For each pixel the distance to the mask, up to `reach`."""
    found = {}
    for y in range(mask.h):
        for x in range(mask.w):
            if not mask.get(x, y)[3]:
                continue
            for v in range(-reach, reach + 1):
                for u in range(-reach, reach + 1):
                    d = math.hypot(u, v)
                    if d < found.get((x + u, y + v), reach):
                        found[(x + u, y + v)] = d
    return found


def logo():
    """Letters that light up from below, a dark line, a dithered glow, and a few that got away."""
    word = word_mask("LAMPYRIS")
    mask = Canvas(220, 56)
    mask.blit(word, (220 - word.w) // 2, 11)
    art = Canvas(220, 56)
    for (x, y), d in distance_to(mask, 11).items():
        strength = (1 - d / 11) ** 1.6
        level = math.floor(strength * 8 + bayer(x, y)) / 8
        if level > 0:
            art.put(x, y, mix(rgb("#3f6a1a"), rgb("#b7c93a"), strength), round(level * 150))
    for (x, y), d in distance_to(mask, 2).items():
        if d <= 1.5:
            art.put(x, y, rgb("#0a1410"))
    light = ramp("#f7ffe0 #eaf7a0 #d6ea5c #f2cf4e #ee9f3c #b9602f")
    for y in range(mask.h):
        for x in range(mask.w):
            if mask.get(x, y)[3]:
                t = clamp((y - 13) / 30, 0, 0.999) * (len(light) - 1) + (bayer(x, y) - 0.5) * 0.9
                edge = not mask.get(x - 1, y)[3] or not mask.get(x, y - 1)[3]
                art.put(x, y, light[0] if edge else light[clamp(round(t), 0, len(light) - 1)])
    for i, (x, y) in enumerate(((14, 8), (63, 50), (120, 5), (150, 51), (207, 12), (38, 5))):
        art.blit(firefly(i % 3, 7 if i % 2 else 6), x - 8, y - 8)
    return art


FIREFLY_BIG = """
    .oo.....
    ...o..oo
    ....oo12
    ....o123
    ...oo333
    ..og1122
    .ogg1123
    ogGg1123
    ogGgo122
    ogggooyy
    .oggoyyw
    ..oooyww
    ....oyww
    ....oayy
    .....oay
    ......oo
    """


def icon():
    """A firefly as the window's icon: the same insect as in the meadow, from close by."""
    colours = {"o": OUTLINE, "1": WOOD[2], "2": WOOD[3], "3": rgb("#b4553f"), "g": GLASS[1],
               "G": GLASS[3], "y": HUES[0][1], "w": HUES[0][0], "a": WARM[3]}
    art = glow(32, 32, HUES[0], 0.75, 1.1, 7)
    art.blit(doubled(from_rows(mirrored_rows(FIREFLY_BIG), colours)), 0, 0)
    return art


# --- Havens: what fireflies are led to, each empty, half and full ---------------------------------


def glowing(art, inside, fill, seed):
    """Puts the light of what lives there into the dark part of a picture."""
    embers = [OUTLINE, rgb("#3d4a24"), rgb("#8b8a2e"), rgb("#d9cf4e"), WARM[5]]
    for x, y, depth in inside:  # depth: 0 at the rim, 1 in the middle
        step = fill * (1.4 + 2.8 * depth) + (bayer(x, y) - 0.5) * 0.9
        if fill > 0:
            art.put(x, y, embers[clamp(round(step), 0, 4)])
    for i in range(round(fill * 9)):
        x, y, _ = inside[int(chance(i, seed, 701) * len(inside))]
        art.put(x, y, HUES[0][0])


def haven_tree(stage):
    """The hollow oak. Its hole is what glows."""
    art = hollow_tree()
    inside = []
    for y in range(48):
        for x in range(48):
            d = math.hypot((x + 0.5 - 23.5) / 4.6, (y + 0.5 - 25) / 6.5)
            if d < 1:
                inside.append((x, y, 1 - d))
    glowing(art, inside, stage / 2, 71)
    if stage:
        for i in range(5):  # light through the cracks of the bark
            x, y = 18 + int(chance(i, 0, 702) * 12), 33 + int(chance(i, 1, 702) * 8)
            for v in range(1 + stage):
                art.over(x, y + v, WARM[4], 70 * stage)
    return art


def haven_well(stage):
    """The well. The light stands in it like water."""
    art = well()
    inside = []
    for y in range(32):
        for x in range(32):
            d = math.hypot((x + 0.5 - 16) / 12.5 * 1.4, (y + 0.5 - 13) / 4.4)
            if d < 1:
                inside.append((x, y, 1 - d))
    glowing(art, inside, stage / 2, 72)
    return art


LAMP = """
    ......KK......
    .....K..K.....
    ....KKKKKK....
    ...KkkkkkkK...
    ...kggggggk...
    ...kgggiggk...
    ...kggiiggk...
    ...kggiiggk...
    ...kggiiggk...
    ...kggggggk...
    ...KkkkkkkK...
    ....KKKKKK....
    ......KK......
    ......Kk......
    ......Kk......
    ......Kk......
    ......Kk......
    ......Kk......
    .....KKkk.....
    ....KKKkkk....
    """


def haven_lamp(stage):
    """A lamp on a short post. What burns in it are fireflies: dark glass, half, and all of it."""
    glass = [("#16303a", "#24454d"), ("#8b8a2e", "#d9cf4e"), ("#ffd873", "#fff6cf")][stage]
    colours = {"k": rgb("#2a3138"), "K": rgb("#5b6872"), "g": rgb(glass[0]), "i": rgb(glass[1])}
    return from_rows(LAMP, colours).outlined()


def sparkle(step):
    """The sign of a haven that is full: a star of four points, which turns."""
    rows = (("....w.... ....w.... ....y.... ...yyy... wwyywyyww ...yyy... ....y.... ....w.... "
             "....w...."), ("......... .w.....w. ..y...y.. ...yyy... ...ywy... ...yyy... ..y...y.. "
                            ".w.....w. ........."))[step]
    return from_rows(rows, {"w": WARM[5], "y": HUES[0][1]})


# --- Air, water and sky ---------------------------------------------------------------------------


def mist(w, h, seed):
    """A low bank of mist with ragged ends, thin enough to see the grass through."""
    art = Canvas(w, h)
    for y in range(h):
        for x in range(w):
            dx, dy = abs(x + 0.5 - w / 2) / (w / 2), abs(y + 0.5 - h / 2) / (h / 2)
            body = clamp(1 - dx ** 2 - dy ** 2, 0, 1)
            wisp = smooth_noise(x, y * 3, 16, 160, seed) * 0.65 \
                + smooth_noise(x, y * 2, 8, 160, seed + 1) * 0.35
            level = math.floor(7 * body * clamp(wisp * 1.7 - 0.25, 0, 1) + bayer(x, y) * 0.9) / 7
            if level > 0:
                art.put(x, y, rgb("#9dc0c4"), round(34 * level))
    return art


def moon_in_water():
    """The moon's reflection: a disc cut by ripples, wider and fainter towards the lower edge."""
    art = Canvas(40, 40)
    for y in range(40):
        for x in range(40):
            shift = round(1.6 * math.sin(y * 0.9))
            d = math.hypot(x + 0.5 - 20 - shift, (y + 0.5 - 18) * 1.05) / 12
            tail = clamp(1 - abs(x + 0.5 - 20 - shift) / 6, 0, 1) if y > 26 else 0
            if y % 4 == 3 or (y % 3 == 0 and y > 22):
                continue
            if d < 1:
                art.put(x, y, mix(MOON, WATER[6], d * 0.7), round(190 * (1 - 0.45 * d)))
            elif d < 1.55:
                art.put(x, y, WATER[5], round(70 * (1.55 - d) / 0.55))
            elif tail > bayer(x, y) * 0.9:
                art.put(x, y, WATER[5], round(110 * tail * (40 - y) / 14))
    return art


def star(large):
    rows = "..a.. .aba. abcba .aba. ..a.." if large else ". .c."
    if not large:
        art = Canvas(1, 1)
        art.put(0, 0, rgb("#b9d4dc"), 170)
        return art
    art = from_rows(rows, {"a": rgb("#27465f"), "b": rgb("#6f97a8"), "c": rgb("#eef6f2")})
    return art


LEAVES = ["ab.. .bbc ..c.", "..ab .bc. bc..", "a.. bb. .bc ..c", "abbc"]


def rain_streak(slant):
    """A streak of rain; `slant` pixels to the right on its way down."""
    art = Canvas(slant + 1, 12)
    for y in range(12):
        art.put(round(slant * y / 11), y, rgb("#b4d0dc"), 40 + 11 * y)
    return art


def sky_frames():
    yield "mist_0", mist(160, 36, 801)
    yield "mist_1", mist(128, 28, 811)
    yield "moon_in_water", moon_in_water()
    yield "star_0", star(False)
    yield "star_1", star(True)
    for i, rows in enumerate(LEAVES):
        yield f"leaf_{i}", from_rows(rows, {"a": REED[4], "b": REED[5], "c": EARTH[4]})
    for i, slant in enumerate((0, 3, 6)):
        yield f"rain_{i}", rain_streak(slant)
    for i in range(3):
        yield f"drop_{i}", ellipse_ring(4 + 3 * i, 3 + i, rgb("#a9c6d2"), 150 - 40 * i)
    yield "splash", from_rows("a.a .a.", {"a": rgb("#6f8f9c")})
    yield "pip_0", from_rows("... .a. ...", {"a": rgb("#6d8190")})
    yield "pip_1", from_rows(".b. bab .b.", {"a": rgb("#f4f2e4"), "b": rgb("#c4e86a")})


# --- The foreground: what is so near that it is only a dark shape ---------------------------------

SHADE = ramp("#02060b #040b12 #081620 #10283a")


def fore_blade(art, x, height, lean, width):
    """A blade of grass from the lower edge up, bent at its tip, with the moon on its left side."""
    for v in range(height):
        t = v / max(1, height - 1)
        u = round(x + lean * t * t)
        wide = max(1, round(width * (1 - t)))
        for i in range(wide):
            art.put(u + i, art.h - 1 - v, SHADE[2 if i == 0 and wide > 1 and t > 0.3 else 0])
        if t > 0.75:
            art.put(u, art.h - 1 - v, SHADE[2])


def fore_bank(art, height):
    """The dark ground that the near grass stands on, so that its foot has no gaps."""
    for x in range(art.w):
        rise = round(height * (1 - ((x + 0.5) / art.w * 2 - 1) ** 2))
        for v in range(rise):
            art.put(x, art.h - 1 - v, SHADE[0])


def fore_grass(seed, w, h):
    art = Canvas(w, h)
    fore_bank(art, 12)
    for i in range(w * 2 // 3):
        x = 3 + int(chance(seed, i, 901) * (w - 8))
        middle = math.sqrt(max(0, 1 - (x / w * 2 - 1) ** 2))
        height = int(h * (0.2 + 0.8 * middle * (0.25 + 0.75 * chance(seed, i, 902))))
        fore_blade(art, x, height, (chance(seed, i, 903) - 0.45) * 20, 2 + i % 3)
    return art


def fore_reeds(seed):
    art = Canvas(48, 88)
    fore_bank(art, 12)
    for i in range(8):
        x = 8 + int(chance(seed, i, 911) * 30)
        height, lean = 46 + int(chance(seed, i, 912) * 36), (chance(seed, i, 913) - 0.5) * 8
        fore_blade(art, x, height, lean, 2)
        if i % 2:
            top = art.h - height
            for v in range(14):
                for u in range(-1, 2 if v in (0, 13) else 3):
                    art.put(x + round(lean) + u, top + v, SHADE[2 if u < 0 else 1])
    for i in range(22):
        fore_blade(art, 4 + int(chance(seed, i, 914) * 38), 14 + i * 2, (i % 5 - 2) * 4, 3)
    return art


def fore_leaf(art, x, y, angle, length):
    """A leaf with its stalk at (x, y), lit along its upper side."""
    for i in range(length * 2):
        t = i / 2
        fat = 0.34 * length * max(0, math.sin(math.pi * (t + 0.5) / length)) ** 0.8
        cx, cy = x + math.cos(angle) * t, y + math.sin(angle) * t
        for k in range(-8, 9):
            if abs(k) / 3 <= fat:
                u, v = cx - math.sin(angle) * k / 3, cy + math.cos(angle) * k / 3
                art.put(round(u), round(v), SHADE[2 if k / 3 < -fat + 0.9 and t > 2 else 1])


def fore_branch(seed):
    """A twig that reaches in from the upper left, heavy with leaves."""
    art = Canvas(150, 72)
    for x in range(140):
        y = round(2 + x * 0.2 + 4 * math.sin(x * 0.06 + seed))
        if chance(seed, x, 923) < 0.17 and x < 136:
            side = 1 if chance(seed, x, 924) < 0.6 else -1
            angle = 0.3 + side * (0.25 + 0.8 * chance(seed, x, 921))
            fore_leaf(art, x, y, angle, 9 + int(chance(seed, x, 922) * 9))
        for v in range(max(1, 5 - x // 30)):
            art.put(x, y + v, SHADE[0])
    fore_leaf(art, 138, 31, 0.4, 12)
    return art


def foreground_frames():
    for i in range(4):
        yield f"fore_grass_{i}", fore_grass(31 + i, 84 + 10 * (i % 2), 44 + 6 * i)
    for i in range(2):
        yield f"fore_reeds_{i}", fore_reeds(41 + i)
        yield f"fore_branch_{i}", fore_branch(51 + i)


# --- The atlas ------------------------------------------------------------------------------------


def dot():
    art = from_rows(".#. ### .#.", {"#": (255, 255, 255)})
    return art


def solid_white(size):
    art = Canvas(size, size)
    art.fill((255, 255, 255))
    return art


def frames():
    """Every frame of the atlas as (name, picture)."""
    for hue in range(len(HUES)):
        for level in range(8):
            yield f"firefly_{hue}_{level}", firefly(hue, level)
        bloom = glow(28, 28, (HUES[hue][1], HUES[hue][1], HUES[hue][2]), 0.20, 1.5, 9)
        yield f"bloom_{hue}", added(bloom)
        for i, strength in enumerate((0.42, 0.26, 0.14)):
            yield f"trail_{hue}_{i}", trail(hue, strength)
    for i in range(4):
        yield f"jarred_{i}", jarred(i)
    for i in range(4):
        yield f"bearer_down_{i}", bearer(BEARER_DOWN, FEET_FRONT, (11, 11), i, False)
        yield f"bearer_up_{i}", bearer(BEARER_UP, FEET_FRONT, (11, 11), i, True)
        yield f"bearer_side_{i}", bearer(BEARER_SIDE, FEET_SIDE, (11, 11), i, False)
    lamp = ramp("#ffc27a #e8843a #a2411f")  # redder than the flame: it is added to blue-green
    yield "light", added(glow(192, 192, lamp, 0.40, 1.9, 22))
    yield "light_dim", added(glow(96, 96, lamp, 0.26, 1.7, 14))
    yield "lit", lit(224, (255, 205, 120), 1.25)
    yield "lit_near", lit(144, (255, 205, 120), 1.1)
    for i in range(5):
        yield f"jar_{i}", jar(i)
    yield "jar_halo", added(glow(48, 48, HUES[0], 0.45, 1.6, 12))
    yield "haven_halo", added(glow(96, 96, HUES[1], 0.34, 1.7, 16))
    for i in range(3):
        yield f"haven_tree_{i}", haven_tree(i)
        yield f"haven_well_{i}", haven_well(i)
        yield f"haven_lamp_{i}", haven_lamp(i)
    for i in range(2):
        yield f"sparkle_{i}", sparkle(i)
    for i in range(6):
        yield f"ring_{i}", ellipse_ring(20 + 8 * i, 10 + 4 * i, HUES[0][1], 235 - 30 * i)
    yield from sky_frames()
    yield from foreground_frames()
    for i in range(4):
        yield f"owl_{i}", owl(i)
    for i, stars in enumerate(STARS):
        yield f"owl_dazzled_{i}", owl(3, stars)
    yield "owl_swoop", owl(1, wings=OWL_SWOOP)
    yield "owl_eyes", owl_eyes()
    yield "threat", threat()
    yield "owl_shadow", ellipse_shadow(24, 10, 110)
    yield "shadow", ellipse_shadow(10, 4, 120)
    for i in range(2):
        yield f"bat_{i}", from_rows(mirrored_rows(BAT[i]), BAT_COLOURS)
        yield f"hunter_bat_{i}", hunter_bat(i)
        yield f"moth_{i}", from_rows(mirrored_rows(MOTH[i]), MOTH_COLOURS)
    yield "hare_0", from_rows(HARE, HARE_COLOURS)
    yield "white", solid_white(4)
    yield "dot", dot()
    yield "logo", logo()
    yield "icon", icon()
    for name, rows in ICONS.items():
        yield name, from_rows(rows, ICON_COLOURS)


def pack(pictures, width, gutter):
    """Shelves: the tallest first, left to right. Returns the places and the height used."""
    places, x, y, shelf = {}, gutter, gutter, 0
    for name, art in sorted(pictures.items(), key=lambda item: (-item[1].h, item[0])):
        if x + art.w + gutter > width:
            x, y, shelf = gutter, y + shelf + gutter, 0
        places[name] = (x, y)
        x, shelf = x + art.w + gutter, max(shelf, art.h)
    return places, y + shelf + gutter


def make_atlas():
    pictures = dict(frames())
    places, used = pack(pictures, 512, 2)
    height = 1 << (used - 1).bit_length()
    sheet = Canvas(512, height)
    lines = ["# name x y w h: a frame of atlas.png a line, in pixels from its upper left corner"]
    for name, art in pictures.items():
        x, y = places[name]
        for v in range(art.h):  # copied, not laid over: an additive frame keeps its own alpha
            for u in range(art.w):
                pixel = art.get(u, v)
                sheet.put(x + u, y + v, pixel, pixel[3])
        lines.append(f"{name} {x} {y} {art.w} {art.h}")
    write_png("atlas.png", sheet)
    with open(os.path.join(HERE, "atlas.txt"), "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


# --- The font -------------------------------------------------------------------------------------

# Seven rows of five, and up to two more for what hangs below the baseline.
GLYPHS = {
    "!": "..#.. ..#.. ..#.. ..#.. ..#.. ..... ..#..",
    '"': ".#.#. .#.#. .#.#. ..... ..... ..... .....",
    "#": ".#.#. .#.#. ##### .#.#. ##### .#.#. .#.#.",
    "$": "..#.. .#### #.#.. .###. ..#.# ####. ..#..",
    "%": "##..# ##.#. ...#. ..#.. .#... .#.## #..##",
    "&": ".##.. #..#. #.#.. .#... #.#.# #..#. .##.#",
    "'": "..#.. ..#.. .#... ..... ..... ..... .....",
    "(": "...#. ..#.. .#... .#... .#... ..#.. ...#.",
    ")": ".#... ..#.. ...#. ...#. ...#. ..#.. .#...",
    "*": "..... ..#.. #.#.# .###. #.#.# ..#.. .....",
    "+": "..... ..#.. ..#.. ##### ..#.. ..#.. .....",
    ",": "..... ..... ..... ..... ..... .##.. ..#.. .#...",
    "-": "..... ..... ..... .###. ..... ..... .....",
    ".": "..... ..... ..... ..... ..... .##.. .##..",
    "/": "....# ...#. ...#. ..#.. .#... .#... #....",
    "0": ".###. #...# #..## #.#.# ##..# #...# .###.",
    "1": "..#.. .##.. #.#.. ..#.. ..#.. ..#.. #####",
    "2": ".###. #...# ....# ...#. ..#.. .#... #####",
    "3": ".###. #...# ....# ..##. ....# #...# .###.",
    "4": "...#. ..##. .#.#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ....# #...# .###.",
    "6": "..##. .#... #.... ####. #...# #...# .###.",
    "7": "##### ....# ...#. ..#.. .#... .#... .#...",
    "8": ".###. #...# #...# .###. #...# #...# .###.",
    "9": ".###. #...# #...# .#### ....# ...#. .##..",
    ":": "..... .##.. .##.. ..... .##.. .##.. .....",
    ";": "..... .##.. .##.. ..... .##.. .##.. ..#.. .#...",
    "<": "...#. ..#.. .#... #.... .#... ..#.. ...#.",
    "=": "..... ..... ##### ..... ##### ..... .....",
    ">": ".#... ..#.. ...#. ....# ...#. ..#.. .#...",
    "?": ".###. #...# ....# ...#. ..#.. ..... ..#..",
    "@": ".###. #...# #.### #.#.# #.##. #.... .###.",
    "A": ".###. #...# #...# ##### #...# #...# #...#",
    "B": "####. #...# #...# ####. #...# #...# ####.",
    "C": ".###. #...# #.... #.... #.... #...# .###.",
    "D": "###.. #..#. #...# #...# #...# #..#. ###..",
    "E": "##### #.... #.... ####. #.... #.... #####",
    "F": "##### #.... #.... ####. #.... #.... #....",
    "G": ".###. #...# #.... #.### #...# #...# .####",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "I": ".###. ..#.. ..#.. ..#.. ..#.. ..#.. .###.",
    "J": "..### ...#. ...#. ...#. ...#. #..#. .##..",
    "K": "#...# #..#. #.#.. ##... #.#.. #..#. #...#",
    "L": "#.... #.... #.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #.#.# #...# #...# #...#",
    "N": "#...# ##..# #.#.# #.#.# #..## #...# #...#",
    "O": ".###. #...# #...# #...# #...# #...# .###.",
    "P": "####. #...# #...# ####. #.... #.... #....",
    "Q": ".###. #...# #...# #...# #.#.# #..#. .##.#",
    "R": "####. #...# #...# ####. #.#.. #..#. #...#",
    "S": ".#### #.... #.... .###. ....# ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #...# #.#.# #.#.# ##.## #...#",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    "Y": "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..",
    "Z": "##### ....# ...#. ..#.. .#... #.... #####",
    "[": ".###. .#... .#... .#... .#... .#... .###.",
    "\\": "#.... .#... .#... ..#.. ...#. ...#. ....#",
    "]": ".###. ...#. ...#. ...#. ...#. ...#. .###.",
    "^": "..#.. .#.#. #...# ..... ..... ..... .....",
    "_": "..... ..... ..... ..... ..... ..... ..... #####",
    "`": ".#... ..#.. ..... ..... ..... ..... .....",
    "a": "..... ..... .###. ....# .#### #...# .####",
    "b": "#.... #.... ####. #...# #...# #...# ####.",
    "c": "..... ..... .###. #...# #.... #...# .###.",
    "d": "....# ....# .#### #...# #...# #...# .####",
    "e": "..... ..... .###. #...# ##### #.... .###.",
    "f": "..##. .#..# .#... ###.. .#... .#... .#...",
    "g": "..... ..... .#### #...# #...# #...# .#### ....# .###.",
    "h": "#.... #.... #.##. ##..# #...# #...# #...#",
    "i": "..#.. ..... .##.. ..#.. ..#.. ..#.. .###.",
    "j": "...#. ..... ..##. ...#. ...#. ...#. ...#. #..#. .##..",
    "k": "#.... #.... #..#. #.#.. ##... #.#.. #..#.",
    "l": ".#... .#... .#... .#... .#... .#..# ..##.",
    "m": "..... ..... ##.#. #.#.# #.#.# #.#.# #.#.#",
    "n": "..... ..... #.##. ##..# #...# #...# #...#",
    "o": "..... ..... .###. #...# #...# #...# .###.",
    "p": "..... ..... ####. #...# #...# #...# ####. #.... #....",
    "q": "..... ..... .#### #...# #...# #...# .#### ....# ....#",
    "r": "..... ..... #.##. ##..# #.... #.... #....",
    "s": "..... ..... .#### #.... .###. ....# ####.",
    "t": ".#... .#... ###.. .#... .#... .#..# ..##.",
    "u": "..... ..... #...# #...# #...# #..## .##.#",
    "v": "..... ..... #...# #...# #...# .#.#. ..#..",
    "w": "..... ..... #...# #...# #.#.# #.#.# .#.#.",
    "x": "..... ..... #...# .#.#. ..#.. .#.#. #...#",
    "y": "..... ..... #...# #...# #...# #..## .##.# ....# .###.",
    "z": "..... ..... ##### ...#. ..#.. .#... #####",
    "{": "...## ..#.. ..#.. .#... ..#.. ..#.. ...##",
    "|": "..#.. ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "}": "##... ..#.. ..#.. ...#. ..#.. ..#.. ##...",
    "~": "..... ..... .#..# #.#.# #..#. ..... .....",
    "\x7f": "##### ##### ##### ##### ##### ##### #####",
}
CELL_W, CELL_H, CELL_TOP = 6, 10, 1  # the baseline is row 7 of a cell


def make_font():
    sheet = Canvas(16 * CELL_W, 6 * CELL_H)
    for code in range(33, 128):
        glyph = from_rows(GLYPHS[chr(code)], {"#": (255, 255, 255)})
        assert glyph.w == 5 and glyph.h in (7, 8, 9), chr(code)
        column, row = (code - 32) % 16, (code - 32) // 16
        sheet.blit(glyph, column * CELL_W, row * CELL_H + CELL_TOP)
    write_png("font.png", sheet)

# --- Tiles: the ground ----------------------------------------------------------------------------

# Terrains join by their corners. A tile's number in its row of sixteen says which corners belong
# to the terrain: 1 upper left, 2 upper right, 4 lower left, 8 lower right. The border crosses
# every tile edge in the middle, and all chance repeats every 16 pixels, so any two tiles that
# share corners fit.

TUFTS = ["..2.. 2.1.2 .2121", ".2. 2.2 .1.", "2..2 .21.", ".2.2. ..12.", "2.2 .2.", "1.1 .1."]


def field(corners, x, y):
    """How much of a terrain there is at a pixel, 0 to 1."""
    u, v = clamp((x + 0.5) / TILE, 0, 1), clamp((y + 0.5) / TILE, 0, 1)
    c = [(corners >> i) & 1 for i in range(4)]
    top, low = c[0] + (c[1] - c[0]) * u, c[2] + (c[3] - c[2]) * u
    return top + (low - top) * v


def mark_grass(art, tones, seed, marks):
    """A few blades, one step lighter or darker than the ground: calm from afar, grass close by."""
    for i in range(marks):
        rows = TUFTS[int(chance(seed, i, 3) * len(TUFTS))].split()
        x0 = int(chance(seed, i, 4) * (TILE - len(rows[0])))
        y0 = int(chance(seed, i, 5) * (TILE - len(rows)))
        bright = chance(seed, i, 6) < 0.65
        for v, row in enumerate(rows):
            for u, letter in enumerate(row):
                if letter != ".":
                    tone = (3 if v == 0 else 2) if bright and letter == "2" else 2
                    art.put(x0 + u, y0 + v, tones[tone] if bright else tones[0])


def grass(tones, seed, marks):
    """The ground itself is nearly flat: one tone, and a scatter of the next ones."""
    art = Canvas(TILE, TILE)
    art.fill(tones[1])
    for y in range(TILE):
        for x in range(TILE):
            n = chance(x, y, seed)
            if n < 0.035:
                art.put(x, y, tones[0])
            elif n > 0.985:
                art.put(x, y, tones[2])
    mark_grass(art, tones, seed, marks)
    return art


def grass_border(corners, outside, inside, seed):
    """Moonlit or shaded grass fades into the meadow by dither, with blades across the border."""
    art, other = grass(outside, seed, 1), grass(inside, seed + 1, 1)
    for y in range(TILE):
        for x in range(TILE):
            value = field(corners, x, y) + (smooth_noise(x, y, 4, TILE, 11) - 0.5) * 0.45
            if value + (bayer(x, y) - 0.5) * 0.28 > 0.5:
                art.put(x, y, other.get(x, y))
    return art


def path_tile(corners, seed):
    """Trodden earth: paler in the middle, a lip of shade, and grass that leans over the edge."""
    art = Canvas(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            value = field(corners, x, y) + (smooth_noise(x, y, 4, TILE, 21) - 0.5) * 0.34
            if value < 0.42:
                if value > 0.36:
                    art.put(x, y, GRASS_BASE[0], 150)
                continue
            wear = clamp((value - 0.42) * 2.4, 0, 1) * 1.5 + (bayer(x, y) - 0.5) * 0.7
            tone = EARTH[clamp(1 + round(wear), 1, 2)]
            if value < 0.50:
                tone = EARTH[0] if chance(x, y, 23) < 0.7 else GRASS_BASE[2]
            n = chance(x, y, seed)
            if n > 0.975 and value > 0.6:
                tone = EARTH[3]
                art.put(x, y + 1, EARTH[0])
            elif n < 0.03:
                tone = EARTH[0]
            art.put(x, y, tone)
    return art


def water_colour(x, y, phase, depth, seed):
    """Short level waves; each row has its own pace, and every second frame some of them move."""
    shift = int(chance(y, seed, 31) * TILE) + (phase * 2 if y % 2 else -phase)
    run = chance((x + shift) % TILE // 4, y, seed)
    if y % 3 == 1 and run > 0.86:
        return WATER[3] if depth > 0.8 else WATER[4]
    if y % 3 != 0 and run < 0.16:
        return WATER[0]
    return WATER[1] if depth + (bayer(x, y) - 0.5) * 0.2 > 0.8 else WATER[2]


def water_tile(corners, phase):
    """A pond with a bank: the far bank is seen from the front, the near one only as a lip."""
    art = Canvas(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            wobble = (smooth_noise(x, y, 4, TILE, 41) - 0.5) * 0.26
            value = field(corners, x, y) + wobble
            slope = field(corners, x, y + 2) - field(corners, x, y - 2)
            bank = 0.40 + (0.16 if slope > 0.05 else 0.07)
            if value < 0.32:
                continue
            if value < 0.40:
                art.put(x, y, GRASS_LIT[3] if chance(x, y, 42) < 0.35 else GRASS_LIT[1])
            elif value < bank:
                art.put(x, y, EARTH[0] if chance(x, y, 43) < 0.75 else EARTH[1])
            elif value < bank + 0.05:
                lit = chance((x + phase * 3) // 2, y, 44) < 0.45
                art.put(x, y, WATER[4] if lit else WATER[3])
            else:
                art.put(x, y, water_colour(x, y, phase, value, 45))
    return art


def water_full(phase, seed, glints):
    """Open water; `glints` are pieces of the moon that come and go."""
    art = Canvas(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            art.put(x, y, water_colour(x, y, phase % 2, 1.0, seed))
    for i in range(glints):
        x, y = int(chance(seed, i, 51) * 11) + 2, int(chance(seed, i, 52) * 14) + 1
        size = (1, 3, 4, 2)[(phase + i) % 4]
        for u in range(size):
            art.put(x + u - size // 2, y, WATER[6] if 0 < u < size - 1 else WATER[5])
    return art


def lily_tile(flower):
    art = water_full(0, 53, 0)
    pads = [(4, 5, 3.6), (11, 9, 3.1), (5, 13, 2.4)] if not flower else [(8, 8, 4.6), (14, 13, 2)]
    for cx, cy, r in pads:
        for y in range(TILE):
            for x in range(TILE):
                dx, dy = x - cx, (y - cy) * 1.5
                d = math.hypot(dx, dy)
                if d > r or (dx > 0 and abs(dy) < dx * 0.45):
                    continue
                rim = d > r - 1
                art.put(x, y, GRASS_LIT[3] if rim and dx + dy < 0 else REED[2 if rim else 3])
    if flower:
        rows = "..w.. w.W.w wWyWw .wWw."
        petals = {"w": rgb("#8d87b0"), "W": rgb("#dcd6ea"), "y": WARM[3]}
        art.blit(from_rows(rows, petals), 5, 5)
    return art


def shallow_tile(corners, seed, glints=0):
    """Water that one can wade through: wet ground shows, grass comes out of it."""
    art = Canvas(TILE, TILE)
    wet = [rgb("#0b1c2c"), rgb("#0f2636"), rgb("#143242"), rgb("#22505f")]
    for y in range(TILE):
        for x in range(TILE):
            value = field(corners, x, y) + (smooth_noise(x, y, 4, TILE, 61) - 0.5) * 0.4
            if value < 0.40:
                continue
            if value < 0.47:
                art.put(x, y, GRASS_BASE[0] if chance(x, y, 62) < 0.6 else EARTH[0])
                continue
            run = chance((x + int(chance(y, seed, 63) * 16)) % TILE // 3, y, seed)
            tone = 2 if y % 3 == 1 and run > 0.82 else 0 if run < 0.15 else 1
            art.put(x, y, wet[3] if value < 0.53 and chance(x, y, 64) < 0.3 else wet[tone])
    for i in range(glints):
        x, y = int(chance(seed, i, 65) * 12) + 1, int(chance(seed, i, 66) * 14) + 1
        art.put(x, y, WATER[5]), art.put(x + 1, y, wet[3])
    return art


# --- Tiles: what grows ----------------------------------------------------------------------------


def blade(art, x, base, height, lean, tones):
    """One stem, darker at the foot, with its tip in the moon."""
    for v in range(height):
        t = v / max(1, height - 1)
        art.put(x + round(lean * t * t), base - v, tones[min(len(tones) - 1, int(t * len(tones)))])


def tall_grass(seed, count, spread):
    """A tuft near the middle, or with `spread` 16 a meadow that goes on into the next tile."""
    art = Canvas(TILE, TILE)
    for i in range(count):
        x = 8 + round((chance(seed, i, 72) - 0.5) * spread)
        base = 10 + round((chance(seed, i, 71) - 0.5) * spread * 0.8) if spread < TILE else (
            i * TILE // count)
        height, lean = 4 + int(chance(seed, i, 73) * 5), (chance(seed, i, 75) - 0.5) * 5
        tones = [GRASS_BASE[0], GRASS_BASE[2], GRASS_BASE[3], GRASS_LIT[2]]
        if chance(seed, i, 74) < 0.35:
            tones = [GRASS_BASE[0], GRASS_BASE[3], GRASS_LIT[2], GRASS_LIT[3]]
        for v in range(height):
            t = v / (height - 1)
            u = x + round(lean * t * t)
            if spread >= TILE:
                art.put(u % TILE, (base - v) % TILE, tones[min(3, int(t * 4))])
            else:
                art.put(u, base - v, tones[min(3, int(t * 4))])
    return art


FLOWERS = [  # heads, the open ones first, and their colours
    ((".w. wyw .w.", "w. .w"), {"w": rgb("#b4c4d2"), "y": rgb("#d9b24a")}),
    ((".v. vVv .v. .v.", "V. vv .v"), {"v": rgb("#51488c"), "V": rgb("#8a80c8")}),
    (("g.g .G. g.g", "Gg gg"), {"g": rgb("#7d6a35"), "G": rgb("#d8bd63")}),
]


def flowers(kind, seed, count):
    """One head in each quarter at most, so that they never line up or crowd."""
    art = Canvas(TILE, TILE)
    heads, colours = FLOWERS[kind]
    for i in range(count):
        quarter = (i * 3 + seed) % 4
        x = 1 + quarter % 2 * 7 + int(chance(seed, i, 81) * 5)
        y = 1 + quarter // 2 * 7 + int(chance(seed, i, 82) * 4)
        head = from_rows(heads[1 if chance(seed, i, 83) < 0.4 else 0], colours)
        blade(art, x + 1, min(15, y + head.h + 1), 3, 0, [GRASS_SHADE[1], GRASS_LIT[2]])
        art.put(x, min(15, y + head.h), GRASS_LIT[2])
        art.blit(head, x, y)
    return art


MUSHROOMS = """
    ................
    ................
    ................
    .....oooo.......
    ....oRrrRo......
    ...oRwRRrdo.....
    ..oRRRRwRrdo....
    ..orwRRRRrdo....
    ...oooppsooo....
    .....ops.o.oo...
    .....ops..oRro..
    .....ops.oRwrdo.
    ....oopsoooooo..
    .....oooo.opso..
    ..........ooo...
    ................
    """
LOG = """
    ................................
    ................................
    ................................
    ......oooo......................
    ...ooo4455oooooooooooooo..ooo...
    ..o4ooo44444555544444455oo455o..
    ..o34443333444455554444444434ko.
    .o33333333333333344444433334k4o.
    .o233gg33322233333333332333kk3o.
    .o2gg4g322222222333333222334k4o.
    .o2ggg222222222222222222222333o.
    ..o1g11222111112222211122gg22o..
    ..oo111111111111111111111gg1o...
    ...ooooooooooooooooooooooooo....
    .....sssssssssssssssssssss......
    ................................
    """
FENCE = """
    ................
    ................
    .oo.............
    o54o...........o
    o53ooooooooooooo
    o43444444433344o
    o43333333333333o
    o42oooooooooooo.
    o42o...........o
    o43ooooooooooooo
    o33333433333333o
    o32222222222222o
    o21oooooooooooo.
    o21o............
    .oos............
    ..sss...........
    """
FENCE_POST = """
    ................
    ................
    .oo.............
    o54o............
    o53o............
    o43o............
    o43o............
    o42o............
    o42o............
    o43o............
    o33o............
    o32o............
    o21o............
    o21o............
    .oos............
    ..sss...........
    """
STUMP = """
    ................
    ................
    ................
    ....oooooooo....
    ..oo54444554oo..
    .o544334443445o.
    .o543343343345o.
    .o544334443445o.
    .oo5544444455oo.
    .o4oooooooooo3o.
    .o43343322322o..
    .o43323322212o..
    ..o4323322212oo.
    .o432o32o2211o2o
    ooooossoosooooos
    ..sssssssssss...
    """
PLANT_COLOURS = {"o": OUTLINE, "R": rgb("#8d3a45"), "r": rgb("#672a3d"), "d": rgb("#45203a"),
                 "w": rgb("#c9c3b4"), "p": rgb("#a79c90"), "s": (4, 10, 18), "k": WOOD[2],
                 "g": LEAF[4], "1": WOOD[1], "2": WOOD[2], "3": WOOD[3], "4": WOOD[4],
                 "5": WOOD[5]}


def stone(w, h, seed, lumps):
    """Boulders as lumps lit from the upper left, with moss on the shady side."""
    art = Canvas(w, h)
    for cx, cy, rx, ry in lumps:
        for y in range(h):
            for x in range(w):
                dx, dy = (x + 0.5 - cx) / rx, (y + 0.5 - cy) / ry
                if dx * dx + dy * dy > 1 + (chance(x // 2, y // 2, seed) - 0.5) * 0.25:
                    continue
                light = 2.4 - dx * 1.2 - dy * 1.9 + (bayer(x, y) - 0.5) * 0.8
                tone = STONE[clamp(round(light), 0, 5)]
                if dy > 0.25 and chance(x // 2, y, seed + 1) < 0.3:
                    tone = LEAF[3]
                art.put(x, y, tone)
    return art.outlined()


def pebbles(seed, count):
    art = Canvas(TILE, TILE)
    for i in range(count):
        x, y = 1 + int(chance(seed, i, 91) * 12), 2 + int(chance(seed, i, 92) * 11)
        art.put(x, y, STONE[4]), art.put(x + 1, y, STONE[3]), art.put(x, y + 1, STONE[2])
        art.put(x + 1, y + 1, STONE[2]), art.put(x + 2, y + 1, STONE[0])
        art.put(x, y + 2, STONE[0]), art.put(x + 1, y + 2, STONE[0])
    return art


def clump(art, cx, cy, r, tones, seed, light_bias=0.0):
    """A ball of leaves: lit from the upper left, broken up so that it does not look turned."""
    for y in range(int(cy - r) - 1, int(cy + r) + 2):
        for x in range(int(cx - r) - 1, int(cx + r) + 2):
            dx, dy = (x + 0.5 - cx) / r, (y + 0.5 - cy) / r
            d = dx * dx + dy * dy
            if d > 1 + (chance(x, y, seed) - 0.5) * 0.5:
                continue
            light = 2.3 - dx * 1.0 - dy * 1.5 - d * 0.7 + light_bias
            light += (chance(x, y, seed + 1) - 0.5) * 1.5
            art.put(x, y, tones[clamp(round(light), 0, len(tones) - 1)])


def crown(art, cx, cy, rx, ry, tones, seed, count, size):
    """Clumps from the back to the front; those nearer to the moon are lighter."""
    balls = []
    for i in range(count):
        angle, reach = chance(seed, i, 101) * 2 * math.pi, math.sqrt(chance(seed, i, 102))
        balls.append((cy + math.sin(angle) * reach * ry, cx + math.cos(angle) * reach * rx, i))
    for y, x, i in sorted(balls):
        bias = -0.9 * ((y - cy) / ry) - 0.6 * ((x - cx) / rx)
        clump(art, x, y, size * (0.8 + 0.4 * chance(seed, i, 103)), tones, seed + i, bias)


def trunk(art, x0, x1, top, bottom, tones):
    """A trunk with roots; the crown's shade lies on its upper part."""
    for y in range(top, bottom):
        spread = max(0, 3 - (bottom - y)) + (1 if bottom - y < 2 else 0)
        for x in range(x0 - spread, x1 + spread):
            t = (x - x0) / max(1, x1 - x0)
            tone = 3.4 - 2.6 * t + (chance(x, y // 3, 111) - 0.5) * 1.4
            tone -= 1.2 if y < top + 5 else 0
            art.put(x, y, tones[clamp(round(tone), 0, len(tones) - 1)])


def tree_shadow(art, cx, cy, rx, ry):
    for y in range(art.h):
        for x in range(art.w):
            d = math.hypot((x + 0.5 - cx) / rx, (y + 0.5 - cy) / ry)
            if d < 0.75 or (d < 1 and bayer(x, y) > (d - 0.75) * 4):
                art.put(x, y, (3, 9, 17), 135)


def oak(seed):
    shade, art = Canvas(48, 48), Canvas(48, 48)
    tree_shadow(shade, 26, 43, 18, 5)
    trunk(art, 20, 28, 28, 46, WOOD)
    crown(art, 24, 19, 17, 12.5, LEAF, seed, 34, 5.5)
    shade.blit(art.outlined(), 0, 0)
    return shade


def fir():
    """Tiers of needles, each with a moonlit shoulder and a dark hem."""
    shade, art = Canvas(32, 48), Canvas(32, 48)
    tree_shadow(shade, 18, 44, 12, 3.5)
    trunk(art, 14, 18, 38, 46, WOOD)
    for tier in range(4, -1, -1):
        top, reach, drop = 1 + tier * 7, 5 + tier * 2.2, 13
        for y in range(top, top + drop):
            half = reach * (y - top + 1) / drop
            for x in range(int(16 - half), int(16 + half) + 1):
                hem = (top + drop - y) + (1 if (x + tier) % 4 < 2 else -1)
                if hem <= 0:
                    continue
                t = (x - 16) / max(1.0, half)
                light = 2.6 - 2.0 * t + (chance(x, y, 121 + tier) - 0.5) * 1.6
                light -= 1.4 if hem < 4 else 0
                art.put(x, y, FIR[clamp(round(light), 0, 6)])
    shade.blit(art.outlined(), 0, 0)
    return shade


def birch():
    shade, art = Canvas(32, 48), Canvas(32, 48)
    tree_shadow(shade, 18, 44, 10, 3.5)
    trunk(art, 14, 18, 24, 46, BARK)
    for y in range(26, 45, 3):  # the black marks of a birch
        art.put(14 + y % 4, y, WOOD[1]), art.put(15 + y % 3, y, WOOD[1])
    crown(art, 16, 16.5, 8.5, 10.5, BIRCH, 135, 40, 4.2)
    shade.blit(art.outlined(), 0, 0)
    return shade


def hollow_tree():
    """An old broken oak with a hole in it: a landmark, and where owls come from."""
    shade, art = Canvas(48, 48), Canvas(48, 48)
    tree_shadow(shade, 26, 43, 20, 5)
    trunk(art, 16, 31, 10, 46, WOOD)
    for i in range(14):  # two broken boughs
        for v in range(4):
            art.put(16 - i // 2, 16 - i + v, WOOD[4 if v == 0 else 2])
            art.put(30 + i // 2, 14 - i // 2 + v, WOOD[3 if v == 0 else 1])
    for y in range(48):
        for x in range(48):
            d = math.hypot((x + 0.5 - 23.5) / 4.6, (y + 0.5 - 25) / 6.5)
            if d < 1:
                art.put(x, y, OUTLINE)
            elif d < 1.3:
                art.put(x, y, WOOD[4] if x + y < 46 else WOOD[2])
    for i, ball in enumerate(((10, 5, 5), (16, 9, 5), (36, 8, 5), (41, 10, 4), (24, 10, 4))):
        clump(art, *ball, LEAF, 141 + i, 0.4)
    shade.blit(art.outlined(), 0, 0)
    return shade


def well():
    """A round well of field stones; the moon looks back out of it."""
    art, shade = Canvas(32, 32), Canvas(32, 32)
    tree_shadow(shade, 17, 26, 15, 5)
    for y in range(32):
        for x in range(32):
            dx = (x + 0.5 - 16) / 12.5
            dy = y + 0.5 - 13
            rim, inner = math.hypot(dx, dy / 6.5), math.hypot(dx * 1.4, dy / 4.4)
            wall = abs(dx) < 1 and 13 <= y < 20 + 6.5 * math.sqrt(1 - dx * dx)
            if wall or rim < 1:
                row, tone = y // 4, 2.4 - dx * 1.4
                joint = y % 4 == 0 or (x + row * 3) % 6 == 0
                art.put(x, y, STONE[clamp(round(tone) - (1 if joint else 0), 0, 4)])
            if rim < 1:
                tone = 4.2 - dx + chance(x // 4, y // 3, 7) - 0.5
                art.put(x, y, STONE[clamp(round(tone), 2, 5)])
            if inner < 1:
                art.put(x, y, WATER[0] if y < 12 else WATER[2])
    for u in range(3):
        art.put(13 + u, 15, WATER[6])
    shade.blit(art.outlined(), 0, 0)
    return shade


def bush(seed, berries):
    art, shade = Canvas(TILE, TILE), Canvas(TILE, TILE)
    tree_shadow(shade, 9, 13, 7, 2.6)
    crown(art, 8, 8, 4, 3, LEAF, seed, 9, 3.6)
    art = art.outlined()
    for i in range(berries):
        x, y = 4 + int(chance(seed, i, 151) * 8), 4 + int(chance(seed, i, 152) * 8)
        art.put(x, y, rgb("#b4506a")), art.put(x, y + 1, rgb("#5b2540"))
    shade.blit(art, 0, 0)
    return shade


def fern():
    """Fronds that arch out from one root."""
    art = Canvas(TILE, TILE)
    for i, reach in enumerate((6.5, 6.0, 4.5, 3.0, -3.5, -5.0, -6.5)):
        tall = (4.0, 7.5, 10.0, 11.0, 10.5, 8.0, 4.5)[i]
        for step in range(12):
            t = step / 11
            x, y = round(8 + reach * t), round(14 - tall * math.sin(t * 2.1))
            art.put(x, y, LEAF[clamp(2 + round(t * 3), 0, 5)])
            if step % 2:
                art.put(x, y + 1, LEAF[3])
    return art


# --- Tiles: the wood's edge and the reeds ---------------------------------------------------------


def canopy_height(x, y):
    """Tree tops from above, repeating every 16 pixels: (how domed here, light, which tree)."""
    best = (-9.0, 0.0, 0)
    for i in range(9):
        cx, cy = chance(i, 0, 161) * TILE, chance(i, 0, 162) * TILE
        dx = (x - cx + TILE / 2) % TILE - TILE / 2
        dy = (y - cy + TILE / 2) % TILE - TILE / 2
        r = 4.4 + chance(i, 0, 163) * 1.6
        dome = 1 - (dx * dx + dy * dy) / (r * r)
        if dome > best[0]:
            best = (dome, -dx / r * 1.0 - dy / r * 1.5, i)
    return best


def canopy_tile(corners, seed, bias=0.0):
    """The roof of the wood. Its border follows the tree tops; the moon catches the open side."""
    art = Canvas(TILE, TILE)

    def inside(x, y):
        u, v = clamp(x, 0, TILE - 1), clamp(y, 0, TILE - 1)
        return field(corners, u, v) + (canopy_height(u, v)[0] - 0.5) * 0.26 > 0.44

    for y in range(TILE):
        for x in range(TILE):
            if not inside(x, y):
                continue
            dome, light, tree = canopy_height(x, y)
            value = 0.9 + light * 0.7 + dome * 0.5 + (chance(x, y, seed) - 0.5) * 1.1 + bias
            value += (chance(tree, seed, 164) - 0.5) * 0.8
            if not inside(x, y - 1) or not inside(x - 1, y):
                value = 4.6 + (chance(x, y, 165) - 0.5) * 2
            elif not inside(x, y - 2) or not inside(x - 2, y - 1):
                value += 1.6
            elif not inside(x, y + 1) or not inside(x + 1, y):
                value = 0
            art.put(x, y, LEAF[clamp(round(value), 0, 5)])
    return art


def tree_top(seed):
    """One tree that stands out of the roof of the wood, so that the roof is no wallpaper."""
    art, top = Canvas(32, 32), Canvas(32, 32)
    for i in range(4):
        art.blit(canopy_tile(15, 440 + i, -0.7), i % 2 * TILE, i // 2 * TILE)
    crown(top, 16, 16, 9, 8, LEAF, seed, 22, 5)
    for y in range(32):  # in the wood the moon reaches less of it
        for x in range(32):
            pixel = top.get(x, y)
            if pixel[3]:
                top.put(x, y, mix(pixel, LEAF[1], 0.42))
    art.blit(top.outlined(LEAF[0]), 0, 0)
    return art


def undergrowth(seed):
    """The dark below a wood's near edge. The canopy's border covers the upper half of the tile;
    what is left are the feet of the trunks, and the dark that runs out into the grass."""
    art = Canvas(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            deep = 1.15 - max(0, y - 5) / 11 + (smooth_noise(x, y, 4, TILE, 171) - 0.5) * 0.4
            if deep + (bayer(x, y) - 0.5) * 0.4 > 0.45:
                art.put(x, y, LEAF[0])
            elif deep > 0.15:
                art.put(x, y, LEAF[0], 130)
    for i in range(1 + seed % 2):
        x = 3 + int(chance(seed, i, 172) * 10)
        foot = 12 + int(chance(seed, i, 173) * 4)
        for y in range(foot):
            art.put(x - 1, y, WOOD[3]), art.put(x, y, WOOD[2]), art.put(x + 1, y, WOOD[1])
        art.put(x - 2, foot - 1, WOOD[2]), art.put(x + 2, foot - 1, WOOD[0])
    return art


REED_STEMS = 34


def reed_tile(seed, left, right, top, bottom, dim=0):
    """Reeds on an endless bed, cut to one tile. A side that is open ends ragged; `bottom` open
    shows the feet of the stems; `top` open is the tile above the bed: only the heads rise in."""
    art = Canvas(TILE, TILE)
    stems = []
    for i in range(REED_STEMS):
        x, y = int(chance(i, 0, 181) * TILE), (i * TILE) / REED_STEMS
        stems += [(y + lap * TILE, x, i) for lap in range(4)]
    for y, x, i in sorted(stems):
        base = int(y)
        ragged = 2 + int(chance(i, 1, 182) * 4)
        if (left and x < ragged) or (right and x > TILE - 1 - ragged):
            continue
        if (bottom and base > 13 - ragged // 3) or (top and base < TILE):
            continue
        draw_reed(art, x, base, i, seed, dim)
    return art


def draw_reed(art, x, base, i, seed, dim):
    height = 13 + int(chance(i, 2, 183) * 9)
    lean = (chance(i, 3, 184) - 0.45) * 5
    dim += 1 if chance(i, seed, 185) < 0.5 else 0
    for v in range(height):
        t = v / (height - 1)
        tone = REED[clamp(round(t * 4.6 - 0.4) - dim, 0, 5)]
        u = (x + round(lean * t * t)) % TILE
        if 0 <= base - v < TILE:
            art.put(u, base - v, tone)
            if t < 0.7 and v % 2:
                art.put((u + 1) % TILE, base - v, REED[clamp(round(t * 4) - 1 - dim, 0, 4)])
    if dim < 2 and chance(i, seed, 186) < 0.07:  # a cattail's brown head
        for v in range(5):
            y = base - height + v
            if 0 <= y < TILE:
                art.put((x + round(lean)) % TILE, y, CATTAIL[2 if v == 0 else 1])


def reed_clump(seed, count, wet):
    """A few stems that stand alone, to break the straight edge of a bed."""
    art = Canvas(TILE, TILE)
    for i in range(count):
        x, base = 3 + int(chance(seed, i, 191) * 10), 12 + int(chance(seed, i, 192) * 4)
        height = 7 + int(chance(seed, i, 193) * 6)
        blade(art, x, base, height, (chance(seed, i, 194) - 0.5) * 6, REED[1:6])
        if wet:
            art.put(x - 1, base, WATER[3]), art.put(x + 1, base, WATER[4])
        if chance(seed, i, 195) < 0.25:
            for v in range(4):
                art.put(x, base - height + v, CATTAIL[1 if v else 2])
    return art


# --- Tiles: the sheet -----------------------------------------------------------------------------


WET = "water"  # of a tile: whoever flies crosses it, and nobody on foot


class Sheet:
    """The tile picture while it fills, and what its index has to say of each tile: `stops` is True
    for a solid one, WET, or False."""

    def __init__(self, rows):
        self.art = Canvas(TILES_ACROSS * TILE, rows * TILE)
        self.names = {}

    def add(self, tile, name, art, stops=False):
        assert tile not in self.names, name
        x, y = tile % TILES_ACROSS * TILE, tile // TILES_ACROSS * TILE
        for v in range(TILE):
            for u in range(TILE):
                pixel = art.get(u, v)
                self.art.put(x + u, y + v, pixel, pixel[3])
        self.names[tile] = (name, stops)

    def add_big(self, tile, name, art, solid_cells):
        """A picture of several tiles, left to right and down: name_0, name_1, …"""
        across = art.w // TILE
        for i in range(across * (art.h // TILE)):
            column, row = i % across, i // across
            part = art.crop(column * TILE, row * TILE, TILE, TILE)
            self.add(tile + row * TILES_ACROSS + column, f"{name}_{i}", part, i in solid_cells)


def corner_count(corners):
    return bin(corners).count("1")


def add_ground(sheet):
    for i in range(16):
        sheet.add(i, f"grass_{i}", grass(GRASS_BASE, 200 + i, (0, 1, 0, 1, 2, 0, 1, 0)[i % 8]))
        sheet.add(16 + i, f"lit_edge_{i}", grass_border(i, GRASS_BASE, GRASS_LIT, 230 + i))
        sheet.add(48 + i, f"shade_edge_{i}", grass_border(i, GRASS_BASE, GRASS_SHADE, 250 + i))
        sheet.add(64 + i, f"path_edge_{i}", path_tile(i, 270 + i))
        deep = corner_count(i) >= 2
        sheet.add(80 + i, f"water_edge_{i}", water_tile(i, 0), deep and WET)
        sheet.add(96 + i, f"water_edge_b_{i}", water_tile(i, 1), deep and WET)
        sheet.add(112 + i, f"shallow_edge_{i}", shallow_tile(i, 290))
    for i in range(8):
        sheet.add(32 + i, f"lit_{i}", grass(GRASS_LIT, 310 + i, (0, 1, 2, 1, 0, 1, 0, 2)[i]))
        sheet.add(40 + i, f"shade_{i}", grass(GRASS_SHADE, 320 + i, (0, 1, 0, 1, 0, 0, 1, 2)[i]))
    for i in range(3):
        sheet.add(128 + i, f"path_{i}", path_tile(15, 330 + i))
    for i in range(4):
        sheet.add(131 + i, f"water_glint_{i}", water_full(i, 45, 2), WET)
        sheet.add(139 + i, f"shallow_{i}", shallow_tile(15, 290, (0, 0, 2, 1)[i]))
    for i in range(2):
        sheet.add(135 + i, f"water_{i}", water_full(i, 45, 0), WET)
        sheet.add(137 + i, f"lily_{i}", lily_tile(i == 1), WET)


TALL_GRASS = [(6, 8), (9, 12), (12, 16), (18, 16)]  # blades, and how far they spread


def add_small_things(sheet):
    for i in range(3):
        sheet.add(144 + i, f"flowers_{i}", flowers(i, 340 + i, 3))
        sheet.add(147 + i, f"flowers_few_{i}", flowers(i, 350 + i, 1))
    for i in range(4):
        sheet.add(150 + i, f"tall_grass_{i}", tall_grass(360 + i, *TALL_GRASS[i]))
    mushrooms = from_rows(MUSHROOMS, PLANT_COLOURS)
    sheet.add(154, "mushrooms_0", mushrooms)
    sheet.add(155, "mushrooms_1", mushrooms.mirrored())
    sheet.add(156, "fern_0", fern())
    sheet.add(157, "pebbles_0", pebbles(371, 2))
    sheet.add(158, "pebbles_1", pebbles(372, 3))
    sheet.add(159, "stepping_stone", stone(16, 16, 373, [(8, 9, 5.5, 3.5)]))
    sheet.add(160, "stone_0", stone(16, 16, 381, [(8, 9, 6.5, 5.5)]), True)
    sheet.add(161, "stone_1", stone(16, 16, 382, [(6, 7, 5, 5), (11, 11, 4, 3)]), True)
    sheet.add(162, "bush_0", bush(391, 0), True)
    sheet.add(163, "bush_1", bush(392, 5), True)
    sheet.add(173, "bush_2", bush(395, 0).mirrored(), True)
    log = from_rows(LOG, PLANT_COLOURS)
    sheet.add(164, "log_0", log.crop(0, 0, 16, 16), True)
    sheet.add(165, "log_1", log.crop(16, 0, 16, 16), True)
    sheet.add(166, "stump", from_rows(STUMP, PLANT_COLOURS), True)
    sheet.add(167, "fence", from_rows(FENCE, PLANT_COLOURS), True)
    sheet.add(168, "fence_end", from_rows(FENCE_POST, PLANT_COLOURS), True)
    for i in range(4):
        sheet.add(169 + i, f"undergrowth_{i}", undergrowth(400 + i), True)
    rock = stone(32, 32, 411, [(15, 15, 12, 11), (23, 23, 7, 6), (8, 24, 6, 5)])
    sheet.add_big(174, "rock", rock, {0, 1, 2, 3})


def add_reeds(sheet):
    sides = [("left", True, False), ("right", False, True), ("single", True, True)]
    for i in range(4):
        sheet.add(192 + i, f"reeds_{i}", reed_tile(i, False, False, False, False), True)
    for i in range(2):
        deep = reed_tile(7 + i, False, False, False, False, 1 + i)
        sheet.add(213 + i, f"reeds_deep_{i}", deep, True)
        sheet.add(199 + i, f"reeds_front_{i}", reed_tile(i, False, False, False, True), True)
        sheet.add(204 + i, f"reeds_top_{i}", reed_tile(i, False, False, True, False))
    for i, (name, left, right) in enumerate(sides):
        sheet.add(196 + i, f"reeds_{name}", reed_tile(5, left, right, False, False), True)
        sheet.add(201 + i, f"reeds_front_{name}", reed_tile(5, left, right, False, True), True)
        sheet.add(206 + i, f"reeds_top_{name}", reed_tile(5, left, right, True, False))
    for i in range(4):
        sheet.add(209 + i, f"reed_clump_{i}", reed_clump(420 + i, 4 + i, i % 2 == 1))


def add_wood(sheet):
    sheet.add_big(224, "oak_a", oak(501), {7})
    sheet.add_big(227, "oak_b", oak(533), {7})
    sheet.add_big(230, "fir", fir(), {4, 5})
    sheet.add_big(232, "birch", birch(), {4, 5})
    sheet.add_big(234, "hollow", hollow_tree(), {4, 7})
    sheet.add_big(237, "well", well(), {0, 1, 2, 3})
    for i in range(16):
        sheet.add(272 + i, f"canopy_edge_{i}", canopy_tile(i, 430), corner_count(i) >= 2)
    for i in range(4):
        sheet.add(288 + i, f"canopy_{i}", canopy_tile(15, 440 + i, -0.35 * i), True)
        sheet.add_big(292 + 2 * i, f"tree_top_{i}", tree_top(600 + 40 * i), {0, 1, 2, 3})


def make_tiles():
    from art_stonework import add_stonework  # which draws with what is above

    sheet = Sheet(22)
    add_ground(sheet)
    add_small_things(sheet)
    add_reeds(sheet)
    add_wood(sheet)
    add_stonework(sheet)
    write_png("tiles.png", sheet.art)
    lines = ["# id name solid|water|free: a tile of tiles.png a line, ids counted from 0 by rows"]
    for tile, (name, stops) in sorted(sheet.names.items()):
        lines.append(f"{tile} {name} {WET if stops == WET else 'solid' if stops else 'free'}")
    with open(os.path.join(HERE, "tiles.txt"), "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    make_atlas()
    make_font()
    make_tiles()
