#!/usr/bin/env python3
"""Composes the levels of Lampyris: python3 levels/make_levels.py [LEVEL...]

Writes night.tsx and the maps next to itself, for Tiled 1.8 and for the game; only the maps that
are named, where any are. A level is described by shapes on its tile corners (a wood, a pond, a
path), then by things planted in the cells: a file each in make/. Standard library only, and
deterministic. Tile ids come from ../assets/tiles.txt, by name, and chance from the script beside
it.
"""

import sys

from make.bounce import make_bounce
from make.bridge import make_bridge
from make.files import write_tileset
from make.glade import make_glade
from make.meadow import make_meadow
from make.million import make_million
from make.owls import make_owls
from make.rain import make_rain
from make.reeds import make_reeds
from make.storm import make_storm
from make.wind import make_wind

LEVELS = {
    "glade": make_glade, "meadow": make_meadow, "reeds": make_reeds, "wind": make_wind,
    "owls": make_owls, "rain": make_rain, "bridge": make_bridge, "storm": make_storm,
    "million": make_million, "bounce": make_bounce,
}

if __name__ == "__main__":
    write_tileset()
    for name in sys.argv[1:] or LEVELS:
        LEVELS[name]()
