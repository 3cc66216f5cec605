"""Terrain: the ground's tones, paths, water, woods, reeds, and what people built."""

from make.shapes import apart_from, settled


def lay_ground(level, moonlit, shaded):
    """Three tones of grass, each joined to the plain meadow by its border tiles."""
    shaded = settled(shaded, level.w, level.h)
    moonlit = apart_from(settled(moonlit, level.w, level.h), shaded)
    for x, y in level.each_cell():
        lit, dark = level.corners(moonlit, x, y), level.corners(shaded, x, y)
        pick = level.pick(x, y, 1)
        if lit == 15:
            level.put("ground", x, y, f"lit_{int(pick * 8)}")
        elif dark == 15:
            level.put("ground", x, y, f"shade_{int(pick * 8)}")
        elif lit:
            level.put("ground", x, y, f"lit_edge_{lit}")
        elif dark:
            level.put("ground", x, y, f"shade_edge_{dark}")
        else:
            level.put("ground", x, y, f"grass_{int(pick * 16)}")


def lay_edges(level, shape, name, full):
    """A terrain with borders, on the detail layer so that the grass shows through its edges.
    `full(x, y)` names the tile of a cell that is wholly inside."""
    for x, y in level.each_cell():
        corners = level.corners(shape, x, y)
        if corners == 15:
            level.put("detail", x, y, full(x, y))
        elif corners:
            level.put("detail", x, y, f"{name}_edge_{corners}")


def lay_path(level, shape):
    lay_edges(level, shape, "path", lambda x, y: f"path_{int(level.pick(x, y, 2) * 3)}")


def lay_water(level, shape):
    def full(x, y):
        pick = level.pick(x, y, 3)
        near = min(shape(x + u, y + v) for u, v in ((-1, -1), (2, -1), (-1, 2), (2, 2))) < 0
        if near and pick < 0.30:
            return "lily_1" if pick < 0.07 else "lily_0"
        return "water_glint_0" if pick > 0.86 else f"water_{int(pick * 2)}"
    lay_edges(level, shape, "water", full)


def lay_wood(level, shape):
    """The roof of a wood hides what is below it; under its near edge one sees the trunks."""
    for x, y in level.each_cell():
        corners = level.corners(shape, x, y)
        if corners == 15:
            deep = min(3, max(0, int(shape(x, y) - 1 + level.pick(x, y, 4))))
            level.put("over", x, y, f"canopy_{deep}")
            level.put("ground", x, y, "shade_0")
        elif corners:
            level.put("over", x, y, f"canopy_edge_{corners}")
        if corners:
            level.clear("detail", x, y)
        if corners in (3, 7, 11):
            level.put("detail", x, y, f"undergrowth_{int(level.pick(x, y, 5) * 4)}")
    raise_tree_tops(level, shape)


def raise_tree_tops(level, shape):
    """Single crowns in the roof, never two that touch."""
    taken = set()
    for x, y in level.each_cell():
        cells = {(x + u, y + v) for u in (0, 1) for v in (0, 1)}
        inside = all(level.corners(shape, u, v) == 15 for u, v in cells)
        if not inside or cells & taken or level.pick(x, y, 8) > 0.26:
            continue
        taken |= cells
        kind = int(level.pick(x, y, 9) * 4)
        for i in range(4):
            level.put("over", x + i % 2, y + i // 2, f"tree_top_{kind}_{i}")


def lay_reeds(level, shape):
    """A bed of reeds cell by cell: feet at its near side, heads rising over its far side."""
    bed = {(x, y) for x, y in level.each_cell() if shape(x + 0.5, y + 0.5) > 0}
    for x, y in sorted(bed):
        open_left, open_right = x > 0 and (x - 1, y) not in bed, (x + 1, y) not in bed
        open_right = open_right and x < level.w - 1
        row = "reeds_front" if (x, y + 1) not in bed and y < level.h - 1 else "reeds"
        name = row + reed_side(level, x, y, open_left, open_right, row)
        depth = shape(x + 0.5, y + 0.5) + level.pick(x, y, 7) * 0.8
        if depth > 1.7 and not (open_left or open_right) and row == "reeds":
            name = "reeds_deep_1" if depth > 3 else "reeds_deep_0"
        level.put("detail", x, y, name)
        if y > 0 and (x, y - 1) not in bed:
            side = reed_side(level, x, y, open_left, open_right, "reeds_top")
            level.put("over", x, y - 1, "reeds_top" + side)
    return bed


def reed_side(level, x, y, open_left, open_right, row):
    if open_left and open_right:
        return "_single"
    if open_left or open_right:
        return "_left" if open_left else "_right"
    return f"_{int(level.pick(x, y, 6) * (4 if row == 'reeds' else 2))}"


def lay_walls(level, runs, path):
    """Walls of stone along bent lines of cells, each from corner to corner: up, down or across.
    A path goes through them, and a wood is not cut for them."""
    cells = set()
    for run in runs:
        for (ax, ay), (bx, by) in zip(run, run[1:]):
            assert ax == bx or ay == by, f"a wall askew from {ax}, {ay}"
            cells |= {(x, y) for x in range(min(ax, bx), max(ax, bx) + 1)
                      for y in range(min(ay, by), max(ay, by) + 1)}
    cells = {(x, y) for x, y in cells if path(x + 0.5, y + 0.5) < -0.7}
    for x, y in sorted(cells):
        if level.walled(x, y):
            continue
        beside = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
        links = sum(1 << i for i, cell in enumerate(beside) if cell in cells)
        level.put("detail", x, y, f"wall_{links}")


def lay_bridge(level, left, top, right, rows=4):
    """Planks from left to right, `rows` cells high with the rails. Water shows through the rails,
    so that nobody walks there; it lies on the ground's layer then."""
    for x in range(left, right + 1):
        for y in range(top, top + rows):
            name = "bridge_far" if y == top else "bridge_near" if y == top + rows - 1 else "bridge"
            if name != "bridge" and level.blocked(x, y):
                level.put("ground", x, y, f"water_{int(level.pick(x, y, 12) * 2)}")
            level.put("detail", x, y, f"{name}_{int(level.pick(x, y, 13) * 2)}")
