"""The Storm: a hundred thousand, every haven open, and the sky against all of them."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_walls, lay_water, lay_wood
from make.things import add_bat, add_crowd, add_object, add_owl, add_swarm

WALLS = (
    [(60, 36), (60, 50)], [(100, 34), (100, 48)], [(70, 30), (90, 30)], [(68, 58), (88, 58)],
    [(24, 20), (34, 20), (34, 28)], [(128, 60), (128, 70), (138, 70)], [(26, 64), (26, 74)],
    [(122, 18), (134, 18)], [(44, 80), (54, 80)], [(104, 78), (114, 78), (114, 70)],
)
HAVENS = ((22.5, 15.5, "well"), (132, 15, "lamp"), (141, 76, "jar"), (19, 77, "tree"),
          (80, 82, "lamp"))


def make_storm():
    level = Map(160, 90, 9000)
    ways = [smooth_curve(points) for points in (
        [(-6, 47), (16, 46), (40, 48), (62, 45), (80, 47), (100, 44), (124, 46), (166, 44)],
        [(22, 17), (30, 32), (40, 48)], [(19, 76), (28, 62), (40, 48)],
        [(132, 17), (131, 32), (124, 46)], [(141, 75), (134, 60), (124, 46)],
        [(80, 47), (79, 64), (80, 81)], [(80, 47), (82, 28), (80, 8)])]
    path = settled(rough(union(*(stroke(way, 1.8) for way in ways)), 0.3, 3, 81), level.w, level.h)
    dry = union(*(stroke(way, 4.5) for way in ways))
    ponds = rough(union(ellipse(56, 22, 10, 6), ellipse(108, 66, 11, 6), ellipse(52, 67, 8, 6),
                        ellipse(112, 26, 8, 6), ellipse(8, 32, 5, 6), ellipse(152, 60, 6, 7)),
                  1.6, 5, 82)
    water = settled(lambda x, y: min(ponds(x, y), -dry(x, y)), level.w, level.h)
    groves = union(ellipse(40, 34, 5, 4), ellipse(120, 56, 5, 4), ellipse(66, 72, 5, 4),
                   ellipse(94, 18, 5, 4), ellipse(146, 34, 6, 4), ellipse(12, 58, 5, 5))
    rim = outside_of(ellipse(80, 45, 82, 46))
    wood = rough(lambda x, y: min(max(rim(x, y), groves(x, y)), -dry(x, y) - 1), 2.0, 6, 83)
    wood = settled(wood, level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 3.0, 1.2, 5, 84)
    moon = rough(union(ellipse(80, 45, 16, 10), ellipse(30, 46, 10, 6), ellipse(130, 46, 10, 6)),
                 1.6, 4, 85)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    lay_walls(level, WALLS, path)
    for name, x, y in (("oak_a", 74, 38), ("oak_b", 86, 50), ("fir", 30, 44), ("birch", 48, 42),
                       ("birch", 112, 50), ("rock", 66, 47), ("rock", 94, 41), ("hollow", 30, 78),
                       ("oak_a", 130, 26), ("log", 90, 62), ("rock", 70, 20), ("fir", 104, 56)):
        plant(level, name, x, y)
    dress(level, water, path, wood, moon)
    storm_things(level)
    write_map("storm.tmx", level, "zlib", False, title="The Storm", goal=12000, dawn_s=240.0,
              hint="A hundred thousand in the storm. Every haven is open: save twelve thousand.",
              **scripted("storm",
                         "The storm goes round. Watch which way the rain falls.",
                         "Here comes the worst of it: hold them behind a wall.",
                         "The eye of the storm. Now, all to the havens!"))


def storm_things(level):
    add_object(level, "lantern", 78, 48.5)
    for x, y, haven in HAVENS:
        add_object(level, "jar", x, y, haven=haven)
    for x in range(4):
        for y in range(2):
            add_crowd(level, 8 + 36 * x, 8 + 37 * y, 36, 37, count=12000, motion="flock",
                      look="firefly", speed=40.0)
    add_swarm(level, 80, 45, 30, 20, count=4000, motion="flock", look="firefly", speed=40.0)
    add_owl(level, [(60, 20), (100, 16), (120, 36), (78, 34)], 74.0, 2.0)
    add_owl(level, [(40, 30), (20, 50), (44, 60), (60, 44)], 74.0, 2.0)
    add_owl(level, [(100, 50), (140, 52), (120, 74), (94, 70)], 74.0, 2.0)
    add_owl(level, [(30, 76), (64, 80), (76, 62), (40, 66)], 70.0, 2.0)
    add_bat(level, [(48, 20), (62, 18), (64, 25), (50, 26)], 88.0)
    add_bat(level, [(100, 64), (114, 63), (116, 69), (102, 70)], 88.0)
    add_bat(level, [(106, 23), (116, 24), (114, 30), (106, 28)], 88.0)
    add_bat(level, [(46, 64), (57, 64), (57, 70), (47, 70)], 88.0)
