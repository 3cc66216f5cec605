"""The Owl Wood: clearings in the dark, an old well in their middle, and owls in the trees."""

from make.dress import dress
from make.files import scripted, write_map
from make.map import Map
from make.plants import plant
from make.shapes import ellipse, nowhere, outside_of, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_path, lay_wood
from make.things import add_object, add_owl, fireflies

MIDDLE = (44, 25)
CLEARINGS = ((14, 12, 8, 6), (44, 8, 9, 5), (74, 12, 8, 6), (76, 37, 8, 6), (45, 42, 9, 5),
             (13, 38, 8, 6))
# Few, and at rest for long: a swarm that is chased all night never comes to flash in unison.
PERCHES = (((8, 11), (25, 17), (40, 20), (28, 10)), ((80, 11), (62, 17), (50, 20), (60, 9)),
           ((82, 38), (64, 32), (50, 30), (61, 42)), ((7, 38), (24, 32), (38, 30), (28, 42)),
           ((40, 5), (50, 15), (39, 35), (48, 44)))


def make_owls():
    level = Map(88, 50, 6000)
    spokes = [smooth_curve([(x, y), ((x + 44) / 2 + (y - 25) / 6, (y + 25) / 2 - (x - 44) / 9),
                            MIDDLE]) for x, y, _, _ in CLEARINGS]
    ring = [(x, y) for x, y, _, _ in CLEARINGS]
    around = smooth_curve(ring + ring[:1])
    rooms = union(ellipse(*MIDDLE, 12, 8), *(ellipse(*room) for room in CLEARINGS))
    ways = union(*(stroke(curve, 5.6) for curve in spokes), stroke(around, 4.4))
    path = union(*(stroke(curve, 1.6) for curve in spokes))
    path = settled(rough(path, 0.3, 3, 51), level.w, level.h)
    wood = rough(outside_of(union(rooms, ways)), 1.2, 5, 52)
    wood = settled(wood, level.w, level.h)
    shaded = rough(lambda x, y: wood(x, y) + 2.2, 1.0, 4, 53)
    moon = rough(union(ellipse(*MIDDLE, 9, 5.5),
                       *(ellipse(x, y, 5, 3) for x, y, _, _ in CLEARINGS)), 1.2, 3, 54)
    lay_ground(level, moon, shaded)
    lay_path(level, path)
    lay_wood(level, wood)
    for name, x, y in (("oak_b", 38, 18), ("oak_a", 50, 29), ("birch", 14, 8), ("log", 74, 9),
                       ("rock", 78, 40), ("birch", 45, 44), ("hollow", 10, 34), ("fir", 48, 5)):
        plant(level, name, x, y)
    dress(level, nowhere, path, wood, moon)
    owls_things(level)
    write_map("owls.tmx", level, "zlib", False, title="The Owl Wood", goal=1200, dawn_s=270.0,
              hint="Bring them to the well in the middle of the wood.",
              **scripted("owls",
                         "Owls catch nobody in your light. Walk slowly, and keep all close.",
                         "They flash as one, and the owls are dazzled: now is the time to go.",
                         "The owls dive at the brightest crowd in the dark. Shield it with light."))


def owls_things(level):
    add_object(level, "lantern", 41.5, 27.5)
    add_object(level, "jar", 44.5, 24.5, haven="well")
    for (x, y, rx, ry), count in zip(CLEARINGS, (420, 400, 430, 430, 400, 420)):
        fireflies(level, ((x, y, int(1.5 * rx), int(1.5 * ry), count),), 38.0)
    for perches in PERCHES:
        add_owl(level, perches, 62.0, 7.0)
