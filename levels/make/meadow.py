"""The Meadow: a glade with a pond in the east and a path from the south-west to the old oak."""

from make.dress import dress
from make.files import write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_water, lay_wood
from make.things import add_object, add_owl, add_swarm, fireflies


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
    dress(level, water, path, wood, moon)
    meadow_things(level)
    write_map("meadow.tmx", level, "csv", False, title="The Meadow", goal=500, dawn_s=240.0,
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


def meadow_things(level):
    add_object(level, "lantern", 11.5, 33)
    for x, y in ((34.5, 16.5), (68, 12.5), (56, 34.5)):
        add_object(level, "jar", x, y, capacity=250)
    fireflies(level, ((29, 19, 12, 8, 270), (43, 29, 10, 6, 220), (15, 26, 9, 6, 130),
                      (66, 33, 10, 6, 180), (65, 10, 8, 6, 100), (44, 11, 9, 6, 100)), 36.0)
    add_swarm(level, 38, 18, 20, 14, count=30, motion="wander", look="moth", speed=28.0)
    add_owl(level, [(68, 8), (52, 14), (40, 26), (56, 32), (70, 22)], 70.0, 2.0)
    add_owl(level, [(46, 8), (28, 12), (14, 26), (30, 30)], 62.0, 3.0)
