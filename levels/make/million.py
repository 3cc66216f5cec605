"""A Million: a meadow in which each of them has room to see, and nothing to win."""

from make.dress import dress
from make.files import write_map
from make.map import Map
from make.shapes import ellipse, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_water, lay_wood
from make.things import add_crowd, add_object


def make_million():
    level = Map(384, 216, 11000)
    way = smooth_curve([(-6, 176), (48, 154), (112, 134), (192, 109), (269, 83), (330, 58),
                        (390, 38)])
    path = settled(rough(stroke(way, 2.0), 0.3, 4, 91), level.w, level.h)
    ponds = rough(union(ellipse(102, 64, 35, 19), ellipse(275, 147, 38, 21),
                        ellipse(189, 179, 19, 11), ellipse(208, 35, 19, 11)), 2.2, 6, 92)
    water = settled(ponds, level.w, level.h)
    groves = rough(union(ellipse(42, 99, 14, 11), ellipse(147, 99, 13, 10),
                         ellipse(240, 122, 13, 10), ellipse(339, 112, 14, 11),
                         ellipse(96, 182, 14, 10), ellipse(298, 32, 14, 10)), 2.4, 6, 93)
    wood = settled(groves, level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 3.0, 1.2, 5, 94)
    moon = rough(union(ellipse(192, 107, 48, 26), ellipse(64, 134, 32, 16),
                       ellipse(320, 80, 32, 16)), 2.0, 6, 95)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    dress(level, water, path, wood, moon)
    add_object(level, "lantern", 191.5, 110.5)
    for x in range(4):
        for y in range(2):
            add_crowd(level, 96 * x, 108 * y, 96, 108, count=125000, motion="flock",
                      look="firefly", speed=40.0)
    write_map("million.tmx", level, "zlib", False, title="A Million", goal=0, dawn_s=0.0,
              hint="Each sees its neighbours. Walk into them and glow.")
