"""What people built in the night: dry-stone walls and plank bridges, as tiles. For make_art.py."""

from make_art import EARTH, LEAF, STONE, TILE, WATER, WOOD, Canvas, bayer, chance, clamp

WALL_FIRST, BRIDGE_FIRST = 320, 336
UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
FACE = 5  # pixels of a wall's height that one sees from the front


def on_top(links, x, y):
    """Is the pixel on the coping of a wall that goes on to the sides of `links`?"""
    left, right = 0 if links & LEFT else 3, TILE if links & RIGHT else 13
    top, low = 0 if links & UP else 3, TILE if links & DOWN else 9
    across = left <= x < right and 3 <= y < 9
    along = 4 <= x < 12 and top <= y < low
    return across or along


def masonry(x, y, seed, light):
    """Stones of about five by three pixels in staggered courses, with dark joints."""
    course = y // 3
    shifted = x + int(chance(course, seed, 701) * 5)
    stone = (shifted % TILE) // 5
    if y % 3 == 2 and chance(x, y, seed) < 0.75 or shifted % TILE % 5 == 4:
        return STONE[0]
    tone = light + (chance(stone, course, seed + 1) - 0.5) * 1.6 + (bayer(x, y) - 0.5) * 0.5
    tone += 0.7 if y % 3 == 0 else 0.0
    return STONE[clamp(round(tone), 1, 5)]


def wall_tile(links):
    art = Canvas(TILE, TILE)
    for y in range(TILE):
        for x in range(TILE):
            if on_top(links, x, y):
                rim = not on_top(links, x - 1, y) and x > 0 or not on_top(links, x, y - 1) and y > 0
                moss = chance(x // 2, y // 2, 703 + links) < 0.12
                art.put(x, y, LEAF[3] if moss else masonry(x, y, 705, 4.2 if rim else 3.3))
            elif any(on_top(links, x, y - up) for up in range(1, FACE + 1) if y - up >= 0):
                art.put(x, y, masonry(x, y, 707, 1.7))
            elif y > 0 and any(on_top(links, x - 1, y - up) for up in range(FACE + 2) if y >= up):
                art.put(x, y, EARTH[0], 120)
    return art


def plank_tone(x, y, seed):
    board = x // 4
    if x % 4 == 3:
        return WOOD[0]
    tone = 3.1 + (chance(board, seed, 711) - 0.5) * 1.4 + (0.5 if x % 4 == 0 else 0.0)
    if chance(x, y // 3, seed + board) < 0.16:
        tone -= 1
    return WOOD[clamp(round(tone), 1, 5)]


def bridge_tile(side, seed):
    """Boards across the way; `side` is -1 with the far rail, 1 with the near one, 0 between."""
    art = Canvas(TILE, TILE)
    first, last = (7, TILE) if side < 0 else (0, 9) if side > 0 else (0, TILE)
    for y in range(first, last):
        for x in range(TILE):
            art.put(x, y, plank_tone(x, y, seed))
    if side:
        rail = 4 if side < 0 else 6
        for x in range(TILE):
            art.put(x, rail, WOOD[5])
            art.put(x, rail + 1, WOOD[3])
            art.put(x, rail + 2, WOOD[0])
            if side > 0:
                art.put(x, 9, WOOD[2])
                art.put(x, 10, WOOD[0])
                art.over(x, 11, WATER[0], 190)
                art.over(x, 12, WATER[0], 120)
        for x in (3, 4, 5):
            for y in range(rail - 3, rail + 5):
                art.put(x, y, WOOD[(5, 4, 1)[x - 3]])
    return art


def add_stonework(sheet):
    for links in range(16):
        sheet.add(WALL_FIRST + links, f"wall_{links}", wall_tile(links), True)
    for i in range(2):
        sheet.add(BRIDGE_FIRST + i, f"bridge_far_{i}", bridge_tile(-1, 720 + i))
        sheet.add(BRIDGE_FIRST + 2 + i, f"bridge_{i}", bridge_tile(0, 730 + i))
        sheet.add(BRIDGE_FIRST + 4 + i, f"bridge_near_{i}", bridge_tile(1, 740 + i))
