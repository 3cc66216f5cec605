"""Shapes: each answers how deep inside a point lies, in tiles; negative is outside."""

import functools
import math

from make.tiles import chance


def wander(x, y, cell, seed):
    """Smooth noise between -0.5 and 0.5, for borders that are not drawn with a ruler."""
    gx, gy = math.floor(x / cell), math.floor(y / cell)
    fx, fy = x / cell - gx, y / cell - gy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    top = chance(gx, gy, seed) * (1 - fx) + chance(gx + 1, gy, seed) * fx
    low = chance(gx, gy + 1, seed) * (1 - fx) + chance(gx + 1, gy + 1, seed) * fx
    return top * (1 - fy) + low * fy - 0.5


def ellipse(cx, cy, rx, ry):
    return lambda x, y: (1 - math.hypot((x - cx) / rx, (y - cy) / ry)) * min(rx, ry)


def stroke(points, width):
    """A bent line of a given width."""
    def depth(x, y):
        best = 1e9
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            dx, dy = bx - ax, by - ay
            t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
            best = min(best, math.hypot(x - ax - t * dx, y - ay - t * dy))
        return width / 2 - best
    return depth


def union(*shapes):
    return lambda x, y: max(shape(x, y) for shape in shapes)


def rectangle(left, top, right, low):
    return lambda x, y: min(x - left, right - x, y - top, low - y)


def nowhere(_x, _y):
    return -99.0


def outside_of(shape):
    return lambda x, y: -shape(x, y)


def rough(shape, amount, cell, seed):
    return lambda x, y: shape(x, y) + wander(x, y, cell, seed) * 2 * amount


def smooth_curve(points, steps=6):
    """A Catmull-Rom curve through the points, for paths and flights."""
    ends = [points[0]] + list(points) + [points[-1]]
    out = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        for i in range(steps):
            t = i / steps
            out.append(tuple(0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t
                                    + (3 * q - p - 3 * r + s) * t ** 3)
                             for p, q, r, s in zip(a, b, c, d)))
    return out + [points[-1]]


def settled(shape, w, h):
    """The shape without the spikes and crumbs that noise leaves, decided once a tile corner: a
    corner with fewer than two neighbours of its kind joins the others."""
    inside = {(x, y): shape(x, y) > 0 for y in range(-2, h + 3) for x in range(-2, w + 3)}
    for _ in range(3):
        def alike(p):
            return sum(inside.get((p[0] + u, p[1] + v), inside[p]) == inside[p]
                       for u, v in ((1, 0), (-1, 0), (0, 1), (0, -1)))
        inside.update({p: not inside[p] for p in [q for q in inside if alike(q) < 2]})

    @functools.cache
    def depth(x, y):
        near = inside.get((math.floor(x + 0.5), math.floor(y + 0.5)), False)
        return max(shape(x, y), 0.01) if near else min(shape(x, y), -0.01)
    return depth


def apart_from(shape, other):
    """The shape, kept a whole tile away from another one."""
    around = [(u, v) for u in (-1, 0, 1) for v in (-1, 0, 1)]
    return lambda x, y: (-1.0 if shape(x, y) <= 0 or any(other(x + u, y + v) > 0 for u, v in around)
                         else shape(x, y))
