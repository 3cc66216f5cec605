"""The files: the tileset that the maps share, and a map in each of Tiled's encodings."""

import base64
import gzip
import os
import struct
import zlib

from make.things import property_xml
from make.tiles import ACROSS, IDS, LAYERS, LEVELS, SOLID, TILE, TILE_COUNT, WATER


def tileset_xml(image):
    """What tiles.png means: which tiles stop whom, and which move."""
    moving = {IDS[f"water_edge_{i}"]: [(IDS[f"water_edge_{i}"], 900),
                                       (IDS[f"water_edge_b_{i}"], 900)] for i in range(1, 16)}
    moving.update({IDS[f"water_{i}"]: [(IDS["water_0"], 1100), (IDS["water_1"], 1100)][::1 - 2 * i]
                   for i in range(2)})
    moving[IDS["water_glint_0"]] = [(IDS[f"water_glint_{i}"], 450) for i in range(4)]
    lines = [f' <image source="{image}" width="{ACROSS * TILE}" '
             f'height="{TILE_COUNT // ACROSS * TILE}"/>']
    for tile in sorted(SOLID | WATER | set(moving)):
        lines.append(f' <tile id="{tile}">')
        for name, kind in (("solid", SOLID), ("water", WATER)):
            if tile in kind:
                lines += ["  <properties>",
                          f'   <property name="{name}" type="bool" value="true"/>',
                          "  </properties>"]
        if tile in moving:
            lines.append("  <animation>")
            lines += [f'   <frame tileid="{t}" duration="{ms}"/>' for t, ms in moving[tile]]
            lines.append("  </animation>")
        lines.append(" </tile>")
    return "\n".join(lines)


TILESET_HEAD = (f'name="night" tilewidth="{TILE}" tileheight="{TILE}" tilecount="{TILE_COUNT}" '
                f'columns="{ACROSS}"')
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(name, text):
    with open(os.path.join(LEVELS, name), "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def write_tileset():
    write("night.tsx", f'{XML}<tileset version="1.8" tiledversion="1.8.2" {TILESET_HEAD}>\n'
                       f'{tileset_xml("../assets/tiles.png")}\n</tileset>\n')


def scripted(script, *hints):
    """A map's properties: the script that plays in it, and the words that this one shows."""
    return {"script": script, **{f"hint_{i}": text for i, text in enumerate(hints, 1)}}


def layer_data(level, cells, form):
    if form == "csv":
        rows = [",".join(map(str, cells[y * level.w:(y + 1) * level.w])) for y in range(level.h)]
        return '<data encoding="csv">\n' + ",\n".join(rows) + "\n</data>"
    raw = struct.pack(f"<{len(cells)}I", *cells)
    packed = zlib.compress(raw, 9) if form == "zlib" else gzip.compress(raw, 9, mtime=0)
    text = base64.b64encode(packed).decode("ascii")
    return f'<data encoding="base64" compression="{form}">\n   {text}\n  </data>'


def write_map(name, level, form, embedded, **properties):
    """`form` is how the layers are stored: csv, zlib or gzip."""
    lines = [f'{XML}<map version="1.8" tiledversion="1.8.2" orientation="orthogonal" '
             f'renderorder="right-down" width="{level.w}" height="{level.h}" tilewidth="{TILE}" '
             f'tileheight="{TILE}" infinite="0" nextlayerid="5" nextobjectid="{level.next_id}">',
             " <properties>"]
    lines += [f"  {property_xml(key, value)}" for key, value in properties.items()]
    lines.append(" </properties>")
    if embedded:
        lines.append(f' <tileset firstgid="1" {TILESET_HEAD}>')
        lines += [" " + line for line in tileset_xml("../assets/tiles.png").split("\n")]
        lines.append(" </tileset>")
    else:
        lines.append(' <tileset firstgid="1" source="night.tsx"/>')
    for i, layer in enumerate(LAYERS):
        lines.append(f' <layer id="{i + 1}" name="{layer}" width="{level.w}" height="{level.h}">')
        lines += ["  " + layer_data(level, level.cells[layer], form), " </layer>"]
    lines += [' <objectgroup id="4" name="things">', *level.objects, " </objectgroup>", "</map>"]
    write(name, "\n".join(lines) + "\n")
