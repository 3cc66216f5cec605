"""What grows: big things one by one, small ones by the share of the cells that they take."""

BIG = {  # name: width, height, and the cells that belong below the sprites
    "oak_a": (3, 3, {6, 7, 8}), "oak_b": (3, 3, {6, 7, 8}), "fir": (2, 3, {4, 5}),
    "birch": (2, 3, {4, 5}), "hollow": (3, 3, {3, 4, 5, 6, 7, 8}), "well": (2, 2, {0, 1, 2, 3}),
    "rock": (2, 2, {0, 1, 2, 3}), "log": (2, 1, {0, 1}),
}


def plant(level, name, x, y):
    """A tree or another big thing, as near as there is room to a place for its upper left."""
    w, h, low = BIG[name]
    near = sorted(((u, v) for v in range(-3, 4) for u in range(-3, 4)),
                  key=lambda p: (p[0] ** 2 + p[1] ** 2, p))
    places = [(x + u, y + v) for u, v in near if level.free(x + u, y + v, w, h)]
    assert places, f"no room for {name} near {x}, {y}"
    x, y = places[0]
    for i in range(w * h):
        level.put("detail" if i in low else "over", x + i % w, y + i // w, f"{name}_{i}")


def scatter(level, names, share, where, salt):
    """Single tiles in free cells, where `where(x, y)` allows, a share of the cells."""
    for x, y in level.each_cell():
        if level.free(x, y) and level.pick(x, y, salt) < share and where(x + 0.5, y + 0.5):
            level.put("detail", x, y, names[int(level.pick(x, y, salt + 1) * len(names))])
