"""The Reeds: a marsh whose beds of reeds make a soft maze of shallow channels."""

from make.files import write_map
from make.map import Map
from make.plants import plant, scatter
from make.shapes import ellipse, nowhere, rough, settled, smooth_curve, stroke, union
from make.terrain import lay_ground, lay_reeds, lay_water
from make.things import add_object, add_owl, fireflies


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
    lay_ground(level, lambda x, y: islands(x, y) - 0.9, nowhere)
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
    fireflies(level, ((21, 37, 12, 5, 450), (38, 37, 12, 5, 500), (10, 19, 6, 10, 350),
                      (33, 6, 14, 5, 400), (45, 21, 8, 9, 450), (60, 8, 12, 5, 400),
                      (63, 28, 8, 8, 450)), 42.0)
    add_owl(level, [(20, 20), (44, 10), (64, 12), (66, 30), (46, 36), (24, 34)], 66.0, 2.5)
