"""The tiles by name, and the dice of the pictures' script: for all of this folder."""

import os
import sys

LEVELS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ASSETS = os.path.join(LEVELS, "..", "assets")
TILE, ACROSS, TILE_COUNT = 16, 16, 352
LAYERS = ("ground", "detail", "over")

sys.path.insert(0, ASSETS)
from make_art import chance  # noqa: E402,F401  the same dice as the pictures'


def read_tiles():
    """From name to id, and the ids that nobody gets through, and that nobody walks on."""
    ids, kinds = {}, {"solid": set(), "water": set(), "free": set()}
    with open(os.path.join(ASSETS, "tiles.txt"), encoding="ascii") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            tile, name, kind = line.split()
            ids[name] = int(tile)
            kinds[kind].add(int(tile))
    return ids, kinds["solid"], kinds["water"]


IDS, SOLID, WATER = read_tiles()
