"""Windward: a bare ridge in gusts, walls of stone to wait behind, and a hollow tree at its end."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_walls, lay_water, lay_wood
from make.things import add_object, add_owl, fireflies

# Each bay opens to one side, so that one of two stands in the lee whatever way it blows.
WALLS = (
    [(14, 22), (14, 31), (18, 31)], [(22, 33), (22, 25)], [(29, 16), (29, 25), (25, 25)],
    [(35, 20), (35, 30), (39, 30)], [(43, 14), (43, 22), (47, 22)], [(50, 28), (50, 19)],
    [(55, 24), (59, 24), (59, 15)], [(65, 12), (65, 21), (69, 21)], [(72, 9), (72, 16)],
    [(76, 20), (80, 20), (80, 13)], [(62, 29), (68, 29)],
)


def make_wind():
    level = Map(96, 42, 5000)
    way = smooth_curve([(-6, 33), (6, 32), (18, 28), (32, 27), (46, 25), (62, 22), (76, 16),
                        (87, 11)])
    ridge = union(stroke(way, 19), ellipse(86, 12, 9, 8), ellipse(8, 31, 9, 8))
    path = settled(rough(stroke(way, 1.7), 0.3, 3, 41), level.w, level.h)
    water = settled(rough(ellipse(41, 34.5, 3.6, 2.0), 0.5, 3, 42), level.w, level.h)
    wood = settled(rough(outside_of(ridge), 2.0, 5, 43), level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 2.2, 1.0, 4, 44)
    moon = rough(stroke(way, 8), 1.6, 4, 45)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    lay_walls(level, WALLS, path)
    for name, x, y in (("rock", 12, 34), ("rock", 31, 31), ("rock", 54, 30), ("rock", 69, 15),
                       ("fir", 90, 6), ("fir", 82, 7), ("birch", 9, 26), ("rock", 47, 15),
                       ("log", 60, 26)):
        plant(level, name, x, y)
    dress(level, water, path, wood, moon)
    wind_things(level)
    write_map("wind.tmx", level, "zlib", False, title="Windward", goal=850, dawn_s=300.0,
              hint="The hollow tree at the far end of the ridge will hold them all.",
              **scripted("wind",
                         "Leaves rustle in the west: a gust is coming. Get them behind a wall.",
                         "The east grows loud: a gust is coming. Get them behind a wall.",
                         "The north whistles: a gust is coming. Get them behind a wall.",
                         "Walls of stone break the wind. Lead them from one to the next."))


def wind_things(level):
    add_object(level, "lantern", 6.5, 31.5)
    add_object(level, "jar", 87, 12, haven="tree")
    fireflies(level, ((17, 28, 6, 6, 450), (26, 31, 7, 5, 400), (32, 20, 6, 5, 400),
                      (46, 18, 5, 5, 400), (57, 28, 8, 5, 350)), 40.0)
    add_owl(level, [(84, 18), (70, 25), (58, 11), (74, 7)], 64.0, 3.0)
