"""Hares in the Moonlight: the bunnymark's scene, ten thousand hares and nothing to win."""

from make.files import write_map
from make.map import Map
from make.plants import scatter
from make.shapes import ellipse, rough, union
from make.terrain import lay_ground
from make.things import add_object, add_swarm


def make_bounce():
    """The bunnymark scene: open ground, ten thousand hares, nothing to win."""
    level = Map(40, 23, 3000)
    moon = rough(union(ellipse(14, 9, 9, 5), ellipse(29, 15, 7, 4)), 1.2, 3, 21)
    edge = lambda x, y: max(1.6 - x, x - 38.4, 1.6 - y, y - 21.4)
    lay_ground(level, moon, rough(edge, 0.8, 4, 22))
    scatter(level, ["tall_grass_0", "flowers_few_0", "tall_grass_1", "pebbles_0"], 0.04,
            lambda x, y: True, 10)
    add_object(level, "lantern", 20, 12)
    add_swarm(level, 20, 12, 38, 21, count=10000, motion="bounce", look="hare", speed=60.0)
    write_map("bounce.tmx", level, "gzip", True, title="Hares in the Moonlight", goal=0,
              dawn_s=0.0, hint="A bench: = adds hares, 1 to 9 change the model.")
