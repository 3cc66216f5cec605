"""A Million: as large as a screen of four thousand pixels, and nothing to win."""

from make.dress import dress
from make.files import write_map
from make.map import Map
from make.shapes import ellipse, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_water, lay_wood
from make.things import add_crowd, add_object


def make_million():
    level = Map(240, 135, 11000)
    way = smooth_curve([(-6, 110), (30, 96), (70, 84), (120, 68), (168, 52), (206, 36), (246, 24)])
    path = settled(rough(stroke(way, 2.0), 0.3, 4, 91), level.w, level.h)
    ponds = rough(union(ellipse(64, 40, 22, 12), ellipse(172, 92, 24, 13), ellipse(118, 112, 12, 7),
                        ellipse(130, 22, 12, 7)), 2.2, 6, 92)
    water = settled(ponds, level.w, level.h)
    groves = rough(union(ellipse(26, 62, 9, 7), ellipse(92, 62, 8, 6), ellipse(150, 76, 8, 6),
                         ellipse(212, 70, 9, 7), ellipse(60, 114, 9, 6), ellipse(186, 20, 9, 6)),
                   2.4, 6, 93)
    wood = settled(groves, level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 3.0, 1.2, 5, 94)
    moon = rough(union(ellipse(120, 67, 30, 16), ellipse(40, 84, 20, 10), ellipse(200, 50, 20, 10)),
                 2.0, 6, 95)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    dress(level, water, path, wood, moon)
    add_object(level, "lantern", 119.5, 69)
    for x in range(4):
        for y in range(2):
            add_crowd(level, 60 * x, 67.5 * y, 60, 67.5, count=125000, motion="flock",
                      look="firefly", speed=40.0)
    write_map("million.tmx", level, "zlib", False, title="A Million", goal=0, dawn_s=0.0,
              hint="Each sees its neighbours. Walk into them and glow.")
