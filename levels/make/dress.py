"""How a meadow is dressed: what grows by the water, by the path, under the wood and in the open."""

from make.plants import scatter
from make.shapes import wander


def dress(level, water, path, wood, moon):
    shore = lambda x, y: -1.9 < water(x, y) < 0
    scatter(level, ["reed_clump_1", "reed_clump_3", "reed_clump_0"], 0.34, shore, 10)
    verge = lambda x, y: -1.6 < wood(x, y) < 0
    scatter(level, ["bush_0", "bush_1", "fern_0", "bush_2", "tall_grass_1", "bush_2", "fern_0"],
            0.24, verge, 20)
    scatter(level, ["mushrooms_0", "mushrooms_1", "fern_0", "stump"], 0.05,
            lambda x, y: -3.5 < wood(x, y) < -1, 30)
    scatter(level, ["tall_grass_3", "tall_grass_2", "tall_grass_3"], 1.0,
            lambda x, y: wander(x, y, 5, 71) > 0.29 and wood(x, y) < -1, 40)
    scatter(level, ["tall_grass_1", "tall_grass_2", "tall_grass_0"], 0.7,
            lambda x, y: wander(x, y, 5, 71) > 0.21, 42)
    for kind, seed in ((0, 81), (1, 82), (2, 83)):
        scatter(level, [f"flowers_{kind}", f"flowers_few_{kind}", f"flowers_few_{kind}"], 0.5,
                lambda x, y: wander(x, y, 4, seed) > 0.27 and moon(x, y) > -1.5, 50 + 2 * kind)
    scatter(level, ["pebbles_0", "pebbles_1"], 0.16, lambda x, y: -1.3 < path(x, y) < 0, 60)
    scatter(level, ["stone_0", "stone_1", "tall_grass_0", "tall_grass_0"], 0.012,
            lambda x, y: True, 62)
    scatter(level, ["tall_grass_0", "tall_grass_0", "tall_grass_1"], 0.05, lambda x, y: True, 64)
