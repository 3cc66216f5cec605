"""Rain on the Pond: water that only wings cross, piers to call from, bats along the banks."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_bridge, lay_ground, lay_path, lay_water, lay_wood
from make.things import add_bat, add_object, fireflies

ISLANDS = ((44, 25, 5.5, 3.6), (60, 30, 4.6, 3.0), (55, 17, 3.6, 2.4))


def make_rain():
    level = Map(96, 50, 7000)
    around = smooth_curve([(8, 27), (15, 14), (32, 6), (52, 5), (74, 8), (88, 20), (87, 34),
                           (72, 43), (50, 45), (28, 42), (13, 36), (8, 27)])
    to_piers = union(stroke([(8, 26), (14, 26)], 2.2), stroke([(86, 28), (90, 28)], 2.2))
    path = union(stroke(around, 1.7), to_piers)
    path = settled(rough(path, 0.3, 3, 61), level.w, level.h)
    islands = rough(union(*(ellipse(*island) for island in ISLANDS)), 0.8, 3, 62)
    pond = rough(union(ellipse(48, 25, 33, 14.5), ellipse(66, 24, 17, 12)), 1.6, 5, 63)
    water = settled(lambda x, y: min(pond(x, y), -islands(x, y)), level.w, level.h)
    wood = settled(rough(outside_of(union(ellipse(48, 25, 46, 23), stroke(around, 7))), 2.0, 5, 64),
                   level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 2.4, 1.0, 4, 65)
    moon = rough(union(ellipse(10, 26, 5, 9), ellipse(48, 5, 12, 4), ellipse(50, 45, 14, 4),
                       ellipse(88, 26, 5, 8)), 1.2, 3, 66)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    lay_bridge(level, 14, 24, 28)
    lay_bridge(level, 70, 26, 86)
    for name, x, y in (("birch", 44, 23), ("birch", 59, 29), ("oak_a", 9, 15), ("fir", 82, 11),
                       ("oak_b", 68, 43), ("rock", 7, 31), ("log", 34, 4)):
        plant(level, name, x, y)
    dress(level, water, path, wood, moon)
    rain_things(level)
    write_map("rain.tmx", level, "zlib", False, title="Rain on the Pond", goal=2200, dawn_s=270.0,
              hint="You cannot cross the water, and they can: call them over from the piers.",
              **scripted("rain",
                         "Glow from a pier or the shore, and they come over the water to you.",
                         "It smells of rain. A shower dims your light: gather them close.",
                         "The shower is over. On with it, before the next one."))


def rain_things(level):
    add_object(level, "lantern", 9.5, 26)
    add_object(level, "jar", 10.5, 21.5, capacity=900)
    add_object(level, "jar", 49.5, 4.5, capacity=900, haven="lamp")
    add_object(level, "jar", 88, 23, capacity=900, haven="tree")
    add_object(level, "jar", 47, 45.5, capacity=900)
    fireflies(level, ((46, 26, 9, 6, 800), (61, 30, 8, 5, 700), (55, 17, 6, 4, 500),
                      (30, 26, 10, 8, 600), (72, 19, 9, 7, 700), (52, 36, 12, 5, 700)), 42.0)
    add_bat(level, [(20, 16), (34, 11), (50, 9), (36, 14), (23, 20)], 78.0)
    add_bat(level, [(56, 10), (70, 13), (80, 21), (68, 17)], 84.0)
    add_bat(level, [(80, 33), (68, 38), (54, 40), (66, 35)], 78.0)
    add_bat(level, [(46, 39), (32, 38), (20, 33), (33, 35)], 84.0)
