"""The Glade: a first meadow. One jar, one swarm, nobody who hunts; words turn by turn."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_water, lay_wood
from make.things import add_object, add_swarm, fireflies


def make_glade():
    level = Map(52, 30, 4000)
    way = smooth_curve([(-6, 20), (6, 19), (13, 18), (20, 19), (25, 16), (26, 12)])
    path = settled(rough(stroke(way, 1.8), 0.25, 3, 31), level.w, level.h)
    water = settled(rough(ellipse(40, 20, 5.0, 2.8), 0.7, 3, 32), level.w, level.h)
    glade = union(ellipse(26, 15.5, 20, 11), ellipse(9, 19, 9, 5))
    wood = settled(rough(outside_of(union(glade, stroke(way, 5))), 2.2, 5, 33), level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 2.6, 1.0, 4, 34)
    moon = rough(union(ellipse(25, 15, 8, 5), ellipse(37, 11, 6, 4)), 1.2, 3, 35)
    lay_ground(level, moon, shaded)
    lay_water(level, water)
    lay_path(level, path)
    lay_wood(level, wood)
    for name, x, y in (("oak_a", 20, 5), ("birch", 31, 20), ("birch", 33, 21), ("log", 18, 22),
                       ("fir", 42, 10), ("rock", 34, 6)):
        plant(level, name, x, y)
    dress(level, water, path, wood, moon)
    add_object(level, "lantern", 9.5, 18.8)
    add_object(level, "jar", 25.5, 12.5)
    fireflies(level, ((14, 18, 5, 4, 40), (39, 12, 8, 6, 160), (36, 15, 7, 4, 100)), 34.0)
    add_swarm(level, 26, 14, 16, 10, count=8, motion="wander", look="moth", speed=26.0)
    write_map("glade.tmx", level, "zlib", False, title="The Glade", goal=120, dawn_s=300.0,
              hint="A night in the meadow. They are waiting for a light.",
              **scripted("glade",
                         "Walk: the arrow keys, or W A S D.",
                         "Hold Space: your lantern glows, and the fireflies near it come.",
                         "Walk on slowly, glowing, and lead them to the jar at the path's end.",
                         "It is open while your light is near: stay by it, and they fly in.",
                         "Let go of Space: in the dark they find their own beat, and dance.",
                         "The others are in the east. Fetch them the same way."))
