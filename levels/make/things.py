"""The objects of a map: who lives there, and what may be brought home where."""

import math

from make.tiles import TILE


def check_open(level, kind, x, y):
    """A lamp may stand in water, and nothing in a wall."""
    assert not level.walled(math.floor(x), math.floor(y)), f"a {kind} in a wall at {x}, {y}"


def add_object(level, kind, x, y, size="", shape="<point/>", **properties):
    """Places are in tiles, and fall on whole pixels. Returns the object's id."""
    if kind in ("lantern", "jar"):
        check_open(level, kind, x, y)
        level.make_way(math.floor(x), math.floor(y))
    lines = [f'  <object id="{level.next_id}" type="{kind}" x="{round(x * TILE)}" '
             f'y="{round(y * TILE)}"{size}>']
    if properties:
        lines.append("   <properties>")
        lines += [f"    {property_xml(name, value)}" for name, value in properties.items()]
        lines.append("   </properties>")
    lines += [f"   {shape}"] if shape else []
    level.objects.append("\n".join(lines + ["  </object>"]))
    level.next_id += 1
    return level.next_id - 1


class ObjectId(int):
    """An id that another object's property refers to."""


def property_xml(name, value):
    kind = {ObjectId: "object", int: "int", float: "float", str: "string"}[type(value)]
    text = f"{value:g}" if kind == "float" else value
    kind_xml = "" if kind == "string" else f' type="{kind}"'
    return f'<property name="{name}"{kind_xml} value="{text}"/>'


def open_room(level, x, y, w, h):
    """The largest free rectangle that grows around a cell, side by side, up to w by h cells."""
    left, top, right, low = x, y, x + 1, y + 1
    grown = True
    while grown:
        grown = False
        for dl, dt, dr, db in ((1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)):
            room = (left - dl, top - dt, right + dr, low + db)
            cells = ((u, v) for v in range(room[1], room[3]) for u in range(room[0], room[2]))
            if room[2] - room[0] > w or room[3] - room[1] > h:
                continue
            if not any(level.walled(u, v) for u, v in cells):
                left, top, right, low = room
                grown = True
    return left, top, right - left, low - top


def add_swarm(level, x, y, w, h, **properties):
    """A population around a cell, in a rectangle of up to w by h cells without a solid one."""
    check_open(level, "swarm", x, y)
    add_crowd(level, *open_room(level, x, y, w, h), **properties)


def add_crowd(level, x, y, w, h, **properties):
    """The same in that very rectangle, whatever stands in it: they start beside that."""
    size = f' width="{round(w * TILE)}" height="{round(h * TILE)}"'
    add_object(level, "swarm", x, y, size, "", **properties)


def fireflies(level, rooms, speed, **properties):
    """A swarm a room, each (x, y, w, h, count), all of one speed."""
    for x, y, w, h, count in rooms:
        add_swarm(level, x, y, w, h, count=count, motion="flock", look="firefly", speed=speed,
                  **properties)


def add_owl(level, points, speed, wait_s):
    """An owl and its perches, a closed round."""
    add_hunter(level, "owl", points, speed, wait_s)


def add_bat(level, points, speed):
    """A bat and its beat, a closed round; it does not rest."""
    add_hunter(level, "bat", points, speed, 0.0)


def add_hunter(level, kind, points, speed, wait_s):
    ax, ay = points[0]
    pixels = " ".join(f"{round((x - ax) * TILE)},{round((y - ay) * TILE)}" for x, y in points)
    path = add_object(level, "path", ax, ay, "", f'<polygon points="{pixels}"/>', wait_s=wait_s)
    add_object(level, kind, ax, ay, speed=speed, path=ObjectId(path))
