#!/usr/bin/env python3
"""Composes the levels of Lampyris: python3 levels/make_levels.py

Writes night.tsx and the maps next to itself, for Tiled 1.8 and for the game. A level is described
by shapes on its tile corners (a wood, a pond, a path), then by things planted in the cells.
Standard library only, and deterministic. Tile ids come from ../assets/tiles.txt, by
name, and chance from the script beside it.
"""

import base64
import gzip
import math
import os
import struct
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ASSETS = os.path.join(HERE, "..", "assets")
TILE, ACROSS, TILE_COUNT = 16, 16, 320
LAYERS = ("ground", "detail", "over")

sys.path.insert(0, ASSETS)
from make_art import chance  # noqa: E402  the same dice as the pictures'


def read_tiles():
    """From name to id, and the ids that nothing walks or flies through."""
    ids, solid = {}, set()
    with open(os.path.join(ASSETS, "tiles.txt"), encoding="ascii") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            tile, name, kind = line.split()
            ids[name] = int(tile)
            if kind == "solid":
                solid.add(int(tile))
    return ids, solid


IDS, SOLID = read_tiles()


def wander(x, y, cell, seed):
    """Smooth noise between -0.5 and 0.5, for borders that are not drawn with a ruler."""
    gx, gy = math.floor(x / cell), math.floor(y / cell)
    fx, fy = x / cell - gx, y / cell - gy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    top = chance(gx, gy, seed) * (1 - fx) + chance(gx + 1, gy, seed) * fx
    low = chance(gx, gy + 1, seed) * (1 - fx) + chance(gx + 1, gy + 1, seed) * fx
    return top * (1 - fy) + low * fy - 0.5


# --- Shapes: each answers how deep inside a point lies, in tiles; negative is outside -------------


def ellipse(cx, cy, rx, ry):
    return lambda x, y: (1 - math.hypot((x - cx) / rx, (y - cy) / ry)) * min(rx, ry)


def stroke(points, width):
    """A bent line of a given width."""
    def depth(x, y):
        best = 1e9
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            dx, dy = bx - ax, by - ay
            t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
            best = min(best, math.hypot(x - ax - t * dx, y - ay - t * dy))
        return width / 2 - best
    return depth


def union(*shapes):
    return lambda x, y: max(shape(x, y) for shape in shapes)


def outside_of(shape):
    return lambda x, y: -shape(x, y)


def rough(shape, amount, cell, seed):
    return lambda x, y: shape(x, y) + wander(x, y, cell, seed) * 2 * amount


def smooth_curve(points, steps=6):
    """A Catmull-Rom curve through the points, for paths and flights."""
    ends = [points[0]] + list(points) + [points[-1]]
    out = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        for i in range(steps):
            t = i / steps
            out.append(tuple(0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t
                                    + (3 * q - p - 3 * r + s) * t ** 3)
                             for p, q, r, s in zip(a, b, c, d)))
    return out + [points[-1]]


def settled(shape, w, h):
    """The shape without the spikes and crumbs that noise leaves, decided once a tile corner: a
    corner with fewer than two neighbours of its kind joins the others."""
    inside = {(x, y): shape(x, y) > 0 for y in range(-2, h + 3) for x in range(-2, w + 3)}
    for _ in range(3):
        def alike(p):
            return sum(inside.get((p[0] + u, p[1] + v), inside[p]) == inside[p]
                       for u, v in ((1, 0), (-1, 0), (0, 1), (0, -1)))
        inside.update({p: not inside[p] for p in [q for q in inside if alike(q) < 2]})

    def depth(x, y):
        near = inside.get((math.floor(x + 0.5), math.floor(y + 0.5)), False)
        return max(shape(x, y), 0.01) if near else min(shape(x, y), -0.01)
    return depth


def apart_from(shape, other):
    """The shape, kept a whole tile away from another one."""
    around = [(u, v) for u in (-1, 0, 1) for v in (-1, 0, 1)]
    return lambda x, y: (-1.0 if shape(x, y) <= 0 or any(other(x + u, y + v) > 0 for u, v in around)
                         else shape(x, y))


# --- A map while it is made -----------------------------------------------------------------------


class Map:
    def __init__(self, w, h, seed):
        self.w, self.h, self.seed = w, h, seed
        self.cells = {name: [0] * (w * h) for name in LAYERS}  # gid: 0 is nothing, else id + 1
        self.objects, self.next_id = [], 1

    def put(self, layer, x, y, name):
        if 0 <= x < self.w and 0 <= y < self.h:
            self.cells[layer][y * self.w + x] = IDS[name] + 1

    def clear(self, layer, x, y):
        if 0 <= x < self.w and 0 <= y < self.h:
            self.cells[layer][y * self.w + x] = 0

    def has(self, layer, x, y):
        return not (0 <= x < self.w and 0 <= y < self.h) or self.cells[layer][y * self.w + x] != 0

    def solid(self, x, y):
        """Outside the map counts as solid."""
        if not (0 <= x < self.w and 0 <= y < self.h):
            return True
        return any(self.cells[layer][y * self.w + x] - 1 in SOLID for layer in LAYERS)

    def free(self, x, y, w=1, h=1):
        """Nothing stands or grows in these cells yet."""
        return not any(self.has("detail", u, v) or self.has("over", u, v) or self.solid(u, v)
                       for v in range(y, y + h) for u in range(x, x + w))

    def corners(self, shape, x, y):
        inside = [shape(x + i % 2, y + i // 2) > 0 for i in range(4)]
        return sum(1 << i for i, yes in enumerate(inside) if yes)

    def each_cell(self):
        return ((x, y) for y in range(self.h) for x in range(self.w))

    def pick(self, x, y, salt):
        return chance(x, y, self.seed + salt)


def lay_ground(level, moonlit, shaded):
    """Three tones of grass, each joined to the plain meadow by its border tiles."""
    shaded = settled(shaded, level.w, level.h)
    moonlit = apart_from(settled(moonlit, level.w, level.h), shaded)
    for x, y in level.each_cell():
        lit, dark = level.corners(moonlit, x, y), level.corners(shaded, x, y)
        pick = level.pick(x, y, 1)
        if lit == 15:
            level.put("ground", x, y, f"lit_{int(pick * 8)}")
        elif dark == 15:
            level.put("ground", x, y, f"shade_{int(pick * 8)}")
        elif lit:
            level.put("ground", x, y, f"lit_edge_{lit}")
        elif dark:
            level.put("ground", x, y, f"shade_edge_{dark}")
        else:
            level.put("ground", x, y, f"grass_{int(pick * 16)}")


def lay_edges(level, shape, name, full):
    """A terrain with borders, on the detail layer so that the grass shows through its edges.
    `full(x, y)` names the tile of a cell that is wholly inside."""
    for x, y in level.each_cell():
        corners = level.corners(shape, x, y)
        if corners == 15:
            level.put("detail", x, y, full(x, y))
        elif corners:
            level.put("detail", x, y, f"{name}_edge_{corners}")


def lay_path(level, shape):
    lay_edges(level, shape, "path", lambda x, y: f"path_{int(level.pick(x, y, 2) * 3)}")


def lay_water(level, shape):
    def full(x, y):
        pick = level.pick(x, y, 3)
        near = min(shape(x + u, y + v) for u, v in ((-1, -1), (2, -1), (-1, 2), (2, 2))) < 0
        if near and pick < 0.30:
            return "lily_1" if pick < 0.07 else "lily_0"
        return "water_glint_0" if pick > 0.86 else f"water_{int(pick * 2)}"
    lay_edges(level, shape, "water", full)


def lay_wood(level, shape):
    """The roof of a wood hides what is below it; under its near edge one sees the trunks."""
    for x, y in level.each_cell():
        corners = level.corners(shape, x, y)
        if corners == 15:
            deep = min(3, max(0, int(shape(x, y) - 1 + level.pick(x, y, 4))))
            level.put("over", x, y, f"canopy_{deep}")
            level.put("ground", x, y, "shade_0")
        elif corners:
            level.put("over", x, y, f"canopy_edge_{corners}")
        if corners:
            level.clear("detail", x, y)
        if corners in (3, 7, 11):
            level.put("detail", x, y, f"undergrowth_{int(level.pick(x, y, 5) * 4)}")
    raise_tree_tops(level, shape)


def raise_tree_tops(level, shape):
    """Single crowns in the roof, never two that touch."""
    taken = set()
    for x, y in level.each_cell():
        cells = {(x + u, y + v) for u in (0, 1) for v in (0, 1)}
        inside = all(level.corners(shape, u, v) == 15 for u, v in cells)
        if not inside or cells & taken or level.pick(x, y, 8) > 0.26:
            continue
        taken |= cells
        kind = int(level.pick(x, y, 9) * 4)
        for i in range(4):
            level.put("over", x + i % 2, y + i // 2, f"tree_top_{kind}_{i}")


BIG = {  # name: width, height, and the cells that belong below the sprites
    "oak_a": (3, 3, {6, 7, 8}), "oak_b": (3, 3, {6, 7, 8}), "fir": (2, 3, {4, 5}),
    "birch": (2, 3, {4, 5}), "hollow": (3, 3, {3, 4, 5, 6, 7, 8}), "well": (2, 2, {0, 1, 2, 3}),
    "rock": (2, 2, {0, 1, 2, 3}), "log": (2, 1, {0, 1}),
}


def plant(level, name, x, y):
    """A tree or another big thing, as near as there is room to a place for its upper left."""
    w, h, low = BIG[name]
    near = sorted(((u, v) for v in range(-3, 4) for u in range(-3, 4)),
                  key=lambda p: (p[0] ** 2 + p[1] ** 2, p))
    x, y = next((x + u, y + v) for u, v in near if level.free(x + u, y + v, w, h))
    for i in range(w * h):
        level.put("detail" if i in low else "over", x + i % w, y + i // w, f"{name}_{i}")


def scatter(level, names, share, where, salt):
    """Single tiles in free cells, where `where(x, y)` allows, a share of the cells."""
    for x, y in level.each_cell():
        if level.free(x, y) and level.pick(x, y, salt) < share and where(x + 0.5, y + 0.5):
            level.put("detail", x, y, names[int(level.pick(x, y, salt + 1) * len(names))])


def lay_reeds(level, shape):
    """A bed of reeds cell by cell: feet at its near side, heads rising over its far side."""
    bed = {(x, y) for x, y in level.each_cell() if shape(x + 0.5, y + 0.5) > 0}
    for x, y in sorted(bed):
        open_left, open_right = x > 0 and (x - 1, y) not in bed, (x + 1, y) not in bed
        open_right = open_right and x < level.w - 1
        row = "reeds_front" if (x, y + 1) not in bed and y < level.h - 1 else "reeds"
        name = row + reed_side(level, x, y, open_left, open_right, row)
        depth = shape(x + 0.5, y + 0.5) + level.pick(x, y, 7) * 0.8
        if depth > 1.7 and not (open_left or open_right) and row == "reeds":
            name = "reeds_deep_1" if depth > 3 else "reeds_deep_0"
        level.put("detail", x, y, name)
        if y > 0 and (x, y - 1) not in bed:
            side = reed_side(level, x, y, open_left, open_right, "reeds_top")
            level.put("over", x, y - 1, "reeds_top" + side)
    return bed


def reed_side(level, x, y, open_left, open_right, row):
    if open_left and open_right:
        return "_single"
    if open_left or open_right:
        return "_left" if open_left else "_right"
    return f"_{int(level.pick(x, y, 6) * (4 if row == 'reeds' else 2))}"


# --- Objects --------------------------------------------------------------------------------------


def check_open(level, x, y):
    assert not level.solid(math.floor(x), math.floor(y)), f"solid at {x}, {y}"


def add_object(level, kind, x, y, size="", shape="<point/>", **properties):
    """Places are in tiles, and fall on whole pixels. Returns the object's id."""
    if kind in ("lantern", "jar", "swarm"):
        check_open(level, x, y)
    lines = [f'  <object id="{level.next_id}" type="{kind}" x="{round(x * TILE)}" '
             f'y="{round(y * TILE)}"{size}>']
    if properties:
        lines.append("   <properties>")
        lines += [f"    {property_xml(name, value)}" for name, value in properties.items()]
        lines.append("   </properties>")
    lines += [f"   {shape}"] if shape else []
    level.objects.append("\n".join(lines + ["  </object>"]))
    level.next_id += 1
    return level.next_id - 1


class ObjectId(int):
    """An id that another object's property refers to."""


def property_xml(name, value):
    kind = {ObjectId: "object", int: "int", float: "float", str: "string"}[type(value)]
    text = f"{value:g}" if kind == "float" else value
    kind_xml = "" if kind == "string" else f' type="{kind}"'
    return f'<property name="{name}"{kind_xml} value="{text}"/>'


def open_room(level, x, y, w, h):
    """The largest free rectangle that grows around a cell, side by side, up to w by h cells."""
    left, top, right, low = x, y, x + 1, y + 1
    grown = True
    while grown:
        grown = False
        for dl, dt, dr, db in ((1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)):
            room = (left - dl, top - dt, right + dr, low + db)
            cells = ((u, v) for v in range(room[1], room[3]) for u in range(room[0], room[2]))
            if room[2] - room[0] > w or room[3] - room[1] > h:
                continue
            if not any(level.solid(u, v) for u, v in cells):
                left, top, right, low = room
                grown = True
    return left, top, right - left, low - top


def add_swarm(level, x, y, w, h, **properties):
    """A population around a cell, in a rectangle of up to w by h cells without a solid one."""
    x, y, w, h = open_room(level, x, y, w, h)
    size = f' width="{round(w * TILE)}" height="{round(h * TILE)}"'
    add_object(level, "swarm", x, y, size, "", **properties)


def add_owl(level, points, speed, wait_s):
    """An owl and its round, a closed loop."""
    ax, ay = points[0]
    pixels = " ".join(f"{round((x - ax) * TILE)},{round((y - ay) * TILE)}" for x, y in points)
    path = add_object(level, "path", ax, ay, "", f'<polygon points="{pixels}"/>', wait_s=wait_s)
    add_object(level, "owl", ax, ay, speed=speed, path=ObjectId(path))


# --- Files ----------------------------------------------------------------------------------------


def tileset_xml(image):
    """What tiles.png means: which tiles are solid, and which move."""
    moving = {IDS[f"water_edge_{i}"]: [(IDS[f"water_edge_{i}"], 900),
                                       (IDS[f"water_edge_b_{i}"], 900)] for i in range(1, 16)}
    moving.update({IDS[f"water_{i}"]: [(IDS["water_0"], 1100), (IDS["water_1"], 1100)][::1 - 2 * i]
                   for i in range(2)})
    moving[IDS["water_glint_0"]] = [(IDS[f"water_glint_{i}"], 450) for i in range(4)]
    lines = [f' <image source="{image}" width="{ACROSS * TILE}" '
             f'height="{TILE_COUNT // ACROSS * TILE}"/>']
    for tile in sorted(SOLID | set(moving)):
        lines.append(f' <tile id="{tile}">')
        if tile in SOLID:
            lines += ["  <properties>", '   <property name="solid" type="bool" value="true"/>',
                      "  </properties>"]
        if tile in moving:
            lines.append("  <animation>")
            lines += [f'   <frame tileid="{t}" duration="{ms}"/>' for t, ms in moving[tile]]
            lines.append("  </animation>")
        lines.append(" </tile>")
    return "\n".join(lines)


TILESET_HEAD = (f'name="night" tilewidth="{TILE}" tileheight="{TILE}" tilecount="{TILE_COUNT}" '
                f'columns="{ACROSS}"')
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(name, text):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def write_tileset():
    write("night.tsx", f'{XML}<tileset version="1.8" tiledversion="1.8.2" {TILESET_HEAD}>\n'
                       f'{tileset_xml("../assets/tiles.png")}\n</tileset>\n')


def layer_data(level, cells, form):
    if form == "csv":
        rows = [",".join(map(str, cells[y * level.w:(y + 1) * level.w])) for y in range(level.h)]
        return '<data encoding="csv">\n' + ",\n".join(rows) + "\n</data>"
    raw = struct.pack(f"<{len(cells)}I", *cells)
    packed = zlib.compress(raw, 9) if form == "zlib" else gzip.compress(raw, 9, mtime=0)
    text = base64.b64encode(packed).decode("ascii")
    return f'<data encoding="base64" compression="{form}">\n   {text}\n  </data>'


def write_map(name, level, form, embedded, **properties):
    """`form` is how the layers are stored: csv, zlib or gzip."""
    lines = [f'{XML}<map version="1.8" tiledversion="1.8.2" orientation="orthogonal" '
             f'renderorder="right-down" width="{level.w}" height="{level.h}" tilewidth="{TILE}" '
             f'tileheight="{TILE}" infinite="0" nextlayerid="5" nextobjectid="{level.next_id}">',
             " <properties>"]
    lines += [f"  {property_xml(key, value)}" for key, value in properties.items()]
    lines.append(" </properties>")
    if embedded:
        lines.append(f' <tileset firstgid="1" {TILESET_HEAD}>')
        lines += [" " + line for line in tileset_xml("../assets/tiles.png").split("\n")]
        lines.append(" </tileset>")
    else:
        lines.append(' <tileset firstgid="1" source="night.tsx"/>')
    for i, layer in enumerate(LAYERS):
        lines.append(f' <layer id="{i + 1}" name="{layer}" width="{level.w}" height="{level.h}">')
        lines += ["  " + layer_data(level, level.cells[layer], form), " </layer>"]
    lines += [' <objectgroup id="4" name="things">', *level.objects, " </objectgroup>", "</map>"]
    write(name, "\n".join(lines) + "\n")


# --- The levels -----------------------------------------------------------------------------------


def make_meadow():
    """A glade with a pond in the east and a path from the south-west to the old hollow oak."""
    level = Map(80, 45, 1000)
    way = smooth_curve([(-6, 34), (8, 33), (16, 29), (24, 30), (32, 26), (38, 20), (46, 17),
                        (55, 12), (64, 13), (70, 9)])
    fork = smooth_curve([(32, 26), (38, 31), (46, 35), (56, 36), (66, 39), (78, 39), (87, 38)])
    path = rough(union(stroke(way, 1.9), stroke(fork, 1.7)), 0.25, 3, 1)
    path = settled(path, level.w, level.h)
    pond = rough(union(ellipse(60, 25, 9.5, 5.2), ellipse(52, 24, 4.5, 3.2)), 1.0, 4, 2)
    pool = rough(ellipse(19, 13, 4.2, 2.8), 0.6, 3, 3)
    water = settled(union(pond, pool), level.w, level.h)
    glade = union(ellipse(40, 23, 38, 19), ellipse(68, 11, 10, 8), ellipse(12, 32, 18, 8),
                  ellipse(66, 36, 18, 7))
    wood = rough(outside_of(union(glade, stroke(way, 6), stroke(fork, 6))), 2.6, 6, 4)
    wood = settled(wood, level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 3.0, 1.0, 4, 5)
    moon = rough(union(ellipse(30, 18, 10, 6), ellipse(44, 28, 8, 4), ellipse(13, 26, 7, 4),
                       ellipse(66, 33, 7, 3), ellipse(67, 12, 6, 4), ellipse(44, 11, 7, 3)),
                 1.3, 3, 6)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    meadow_trees(level)
    meadow_plants(level, water, path, wood, moon)
    meadow_things(level)
    write_map("meadow.tmx", level, "csv", False, title="The Meadow", goal=600, dawn_s=180.0,
              hint="Walk with the lantern; hold Space to glow, and lead them to the jars.")


def meadow_trees(level):
    for name, x, y in (("hollow", 70, 5), ("oak_a", 25, 8), ("oak_b", 47, 4), ("birch", 40, 22),
                       ("birch", 42, 21), ("fir", 10, 22), ("fir", 12, 24), ("oak_b", 30, 33),
                       ("birch", 72, 29), ("fir", 7, 24), ("well", 36, 13), ("rock", 50, 29),
                       ("oak_a", 60, 16), ("rock", 22, 34), ("log", 27, 25), ("log", 58, 38),
                       ("birch", 14, 16), ("fir", 63, 40), ("oak_a", 5, 27), ("rock", 75, 13)):
        plant(level, name, x, y)
    for x in (43, 44, 45):
        level.put("detail", x, 33, "fence")
    level.put("detail", 46, 33, "fence_end")
    for x in (48, 49):
        level.put("detail", x, 33, "fence")
    level.put("detail", 50, 33, "fence_end")


def meadow_plants(level, water, path, wood, moon):
    shore = lambda x, y: -1.9 < water(x, y) < 0
    scatter(level, ["reed_clump_1", "reed_clump_3", "reed_clump_0"], 0.34, shore, 10)
    verge = lambda x, y: -1.6 < wood(x, y) < 0
    scatter(level, ["bush_0", "bush_1", "fern_0", "bush_2", "tall_grass_1", "bush_2", "fern_0"],
            0.24, verge, 20)
    scatter(level, ["mushrooms_0", "mushrooms_1", "fern_0", "stump"], 0.05,
            lambda x, y: -3.5 < wood(x, y) < -1, 30)
    scatter(level, ["tall_grass_3", "tall_grass_2", "tall_grass_3"], 1.0,
            lambda x, y: wander(x, y, 5, 71) > 0.29 and wood(x, y) < -1, 40)
    scatter(level, ["tall_grass_1", "tall_grass_2", "tall_grass_0"], 0.7,
            lambda x, y: wander(x, y, 5, 71) > 0.21, 42)
    for kind, seed in ((0, 81), (1, 82), (2, 83)):
        scatter(level, [f"flowers_{kind}", f"flowers_few_{kind}", f"flowers_few_{kind}"], 0.5,
                lambda x, y: wander(x, y, 4, seed) > 0.27 and moon(x, y) > -1.5, 50 + 2 * kind)
    scatter(level, ["pebbles_0", "pebbles_1"], 0.16, lambda x, y: -1.3 < path(x, y) < 0, 60)
    scatter(level, ["stone_0", "stone_1", "tall_grass_0", "tall_grass_0"], 0.012,
            lambda x, y: True, 62)
    scatter(level, ["tall_grass_0", "tall_grass_0", "tall_grass_1"], 0.05, lambda x, y: True, 64)


def meadow_things(level):
    add_object(level, "lantern", 11.5, 33)
    add_object(level, "jar", 34.5, 16.5, capacity=300)
    add_object(level, "jar", 68, 12.5, capacity=300)
    add_object(level, "jar", 56, 34.5, capacity=300)
    for x, y, w, h, count in ((29, 19, 12, 8, 320), (43, 29, 10, 6, 260), (15, 26, 9, 6, 160),
                              (66, 33, 10, 6, 220), (65, 10, 8, 6, 120), (44, 11, 9, 6, 120)):
        add_swarm(level, x, y, w, h, count=count, motion="flock", look="firefly", speed=36.0)
    add_swarm(level, 38, 18, 20, 14, count=30, motion="wander", look="moth", speed=28.0)
    add_owl(level, [(68, 8), (52, 14), (40, 26), (56, 32), (70, 22)], 70.0, 2.0)
    add_owl(level, [(46, 8), (28, 12), (14, 26), (30, 30)], 62.0, 3.0)


def make_reeds():
    """A marsh: beds of reeds make a soft maze of shallow channels, with clearings at its turns."""
    level = Map(80, 45, 2000)
    channels = [
        [(5, 38), (12, 35), (20, 38), (30, 35), (38, 38), (48, 36), (57, 39), (68, 36), (75, 39)],
        [(12, 35), (8, 27), (12, 19), (7, 11), (14, 6), (24, 8), (33, 5), (44, 8)],
        [(12, 19), (21, 20), (27, 15), (24, 8)], [(21, 20), (27, 27), (30, 35)],
        [(27, 15), (38, 17), (45, 22), (41, 29), (48, 36)], [(44, 8), (46, 14), (45, 22)],
        [(44, 8), (55, 6), (66, 9), (74, 6)], [(45, 22), (56, 20), (62, 26), (68, 36)],
        [(56, 20), (60, 13), (66, 9)], [(62, 26), (71, 22), (73, 14), (66, 9)],
        [(27, 27), (36, 27), (41, 29)], [(8, 27), (17, 28), (21, 20)]]
    curves = [smooth_curve(points) for points in channels]
    clearings = [(8, 37, 5, 4), (13, 7, 5, 3.4), (36, 20, 4.5, 3.4), (73, 38, 5, 3.6),
                 (73, 8, 5, 4), (45, 8, 4.5, 3.4), (27, 27, 3.6, 2.6), (63, 25, 4.6, 3.4)]
    rooms = union(*(ellipse(*room) for room in clearings))
    ways = union(*(stroke(curve, 4.2) for curve in curves))
    open_ground = rough(union(rooms, ways), 0.7, 4, 11)
    ponds = rough(union(ellipse(53, 29, 4.0, 2.6), ellipse(19, 13, 3.4, 2.6),
                        ellipse(35, 11.5, 4.2, 2.0), ellipse(66, 16, 2.6, 3.2),
                        ellipse(19, 33, 3.4, 1.7), ellipse(52, 14, 3.2, 2.4)), 0.7, 2, 15)
    ponds = settled(ponds, level.w, level.h)
    grown = lambda x, y: min(-open_ground(x, y), -ponds(x, y) - 0.9)
    islands = rough(union(*(ellipse(x, y, rx - 1.6, ry - 1.2) for x, y, rx, ry in clearings)),
                    0.8, 3, 13)
    islands = settled(islands, level.w, level.h)
    never = lambda x, y: -1.0
    lay_ground(level, lambda x, y: islands(x, y) - 0.9, never)
    marsh_water(level, islands, ponds)
    lay_reeds(level, grown)
    marsh_plants(level, grown, islands)
    marsh_things(level)
    write_map("reeds.tmx", level, "zlib", False, title="The Reeds", goal=900, dawn_s=300.0,
              hint="They keep together: glow at one end of a channel, and they come through.")


def marsh_water(level, islands, ponds):
    """All is shallow but the islands; the ponds are too deep to wade."""
    for x, y in level.each_cell():
        corners = level.corners(lambda u, v: -islands(u, v), x, y)
        if corners == 15:
            level.put("ground", x, y, f"shallow_{int(level.pick(x, y, 7) ** 2 * 4)}")
        elif corners:
            level.put("detail", x, y, f"shallow_edge_{corners}")
    lay_water(level, ponds)


def marsh_plants(level, grown, islands):
    for name, x, y in (("birch", 12, 4), ("hollow", 71, 5), ("birch", 34, 18), ("fir", 75, 35),
                       ("birch", 10, 34), ("rock", 44, 7), ("log", 55, 18), ("log", 29, 26)):
        plant(level, name, x, y)
    edge = lambda x, y: -1.5 < grown(x, y) < 0
    scatter(level, [f"reed_clump_{i}" for i in (1, 3, 1, 0)], 0.22, edge, 10)
    dry = lambda x, y: islands(x, y) > 0.4
    scatter(level, ["flowers_1", "flowers_few_0", "tall_grass_2", "tall_grass_1"], 0.32, dry, 20)
    scatter(level, ["stone_0", "stone_1", "reed_clump_3", "reed_clump_1"], 0.02,
            lambda x, y: True, 30)


def marsh_things(level):
    add_object(level, "lantern", 8.5, 38)
    for x, y in ((11, 8), (72, 38.5), (74.5, 9.5), (37, 21)):
        add_object(level, "jar", x, y, capacity=800)
    for x, y, w, h, count in ((21, 37, 12, 5, 450), (38, 37, 12, 5, 500), (10, 19, 6, 10, 350),
                              (33, 6, 14, 5, 400), (45, 21, 8, 9, 450), (60, 8, 12, 5, 400),
                              (63, 28, 8, 8, 450)):
        add_swarm(level, x, y, w, h, count=count, motion="flock", look="firefly", speed=42.0)
    add_owl(level, [(20, 20), (44, 10), (64, 12), (66, 30), (46, 36), (24, 34)], 66.0, 2.5)


def make_bounce():
    """The bunnymark scene: open ground, ten thousand hares, nothing to win."""
    level = Map(40, 23, 3000)
    moon = rough(union(ellipse(14, 9, 9, 5), ellipse(29, 15, 7, 4)), 1.2, 3, 21)
    edge = lambda x, y: max(1.6 - x, x - 38.4, 1.6 - y, y - 21.4)
    lay_ground(level, moon, rough(edge, 0.8, 4, 22))
    scatter(level, ["tall_grass_0", "flowers_few_0", "tall_grass_1", "pebbles_0"], 0.04,
            lambda x, y: True, 10)
    add_object(level, "lantern", 20, 12)
    add_swarm(level, 20, 12, 38, 21, count=10000, motion="bounce", look="hare", speed=60.0)
    write_map("bounce.tmx", level, "gzip", True, title="Hares in the Moonlight", goal=0,
              dawn_s=0.0, hint="A bench: = adds hares, 1 to 9 change the model.")


if __name__ == "__main__":
    write_tileset()
    make_meadow()
    make_reeds()
    make_bounce()
