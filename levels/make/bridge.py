"""The Bridge of Lamps: eight small lamps over a river, and waves of fireflies out of the wood."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_bridge, lay_ground, lay_path, lay_water, lay_wood
from make.things import add_bat, add_object, add_owl, fireflies

# Where each wave comes out of the wood, in turn: x, y, width, height.
NESTS = ((12, 22, 9, 7), (15, 8, 9, 6), (14, 37, 9, 6), (29, 7, 9, 6), (29, 38, 9, 6),
         (9, 23, 8, 8))
A_WAVE, AT_FIRST = 900, 600


def make_bridge():
    level = Map(92, 45, 8000)
    way = smooth_curve([(-6, 23), (10, 22), (24, 23), (36, 22.5), (46, 22.5), (74, 22.5), (84, 21),
                        (98, 22)])
    river = smooth_curve([(58, -8), (60, 6), (57, 16), (58.5, 23), (57, 32), (60, 42), (58, 52)])
    path = settled(rough(stroke(way, 1.8), 0.25, 3, 71), level.w, level.h)
    water = settled(rough(stroke(river, 19), 1.2, 4, 72), level.w, level.h)
    trails = [smooth_curve([(15, 8), (24, 14), (36, 22)]), smooth_curve([(14, 37), (26, 31),
              (36, 23)]), smooth_curve([(29, 7), (36, 12), (42, 21)]),
              smooth_curve([(29, 38), (37, 33), (42, 24)])]
    open_ground = union(stroke(way, 9), *(stroke(trail, 6) for trail in trails),
                        *(ellipse(x, y, w / 1.7, h / 1.5) for x, y, w, h in NESTS),
                        ellipse(42, 23, 10, 14), stroke(river, 25), ellipse(77, 23, 11, 12))
    wood = settled(rough(outside_of(open_ground), 1.4, 5, 73), level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 2.4, 1.0, 4, 74)
    moon = rough(union(ellipse(42, 20, 6, 8), ellipse(76, 24, 6, 6)), 1.2, 3, 75)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    lay_bridge(level, 46, 20, 71, rows=5)
    for name, x, y in (("oak_a", 38, 12), ("birch", 44, 29), ("birch", 73, 17), ("oak_b", 77, 27),
                       ("rock", 45, 13), ("log", 33, 19), ("fir", 82, 15)):
        plant(level, name, x, y)
    dress(level, water, path, wood, moon)
    bridge_things(level)
    write_map("bridge.tmx", level, "zlib", False, title="The Bridge of Lamps", goal=2600,
              dawn_s=300.0, hint="Light the eight lamps of the bridge: each holds four hundred.",
              **scripted("bridge",
                         "The wood is waking. Meet them on the bank, and take them over the river.",
                         "More of them come out of the wood.",
                         "The last of them come out of the wood.",
                         "Nobody is left in the wood. Fill the lamps before dawn."))


def bridge_things(level):
    add_object(level, "lantern", 44, 22.5)
    for i in range(8):
        add_object(level, "jar", 48.5 + 3 * i, 20.8 if i % 2 == 0 else 24.2, capacity=400,
                   haven="lamp")
    fireflies(level, ((40, 22, 8, 8, AT_FIRST),), 40.0)
    for wave, (x, y, w, h) in enumerate(NESTS, 1):
        fireflies(level, ((x, y, w, h, A_WAVE),), 40.0, wave=wave)
    add_owl(level, [(78, 16), (82, 29), (72, 33), (70, 13)], 64.0, 3.0)
    add_owl(level, [(36, 6), (20, 15), (20, 31), (36, 39)], 62.0, 4.0)
    add_bat(level, [(52, 8), (63, 10), (62, 17), (54, 15)], 80.0)
    add_bat(level, [(54, 29), (62, 30), (63, 38), (55, 36)], 80.0)
