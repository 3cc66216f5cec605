"""A map while it is made: its cells by layer, and what one asks of them."""

from make.tiles import IDS, LAYERS, SOLID, WATER, chance


IN_THE_WAY = {IDS[name] for name in ("stone_0", "stone_1", "bush_0", "bush_1", "bush_2", "stump")}


class Map:
    def __init__(self, w, h, seed):
        self.w, self.h, self.seed = w, h, seed
        self.cells = {name: [0] * (w * h) for name in LAYERS}  # gid: 0 is nothing, else id + 1
        self.objects, self.next_id = [], 1

    def put(self, layer, x, y, name):
        if 0 <= x < self.w and 0 <= y < self.h:
            self.cells[layer][y * self.w + x] = IDS[name] + 1

    def clear(self, layer, x, y):
        if 0 <= x < self.w and 0 <= y < self.h:
            self.cells[layer][y * self.w + x] = 0

    def make_way(self, x, y, reach=2):
        """Takes away what lies in the way of who comes to this cell."""
        for v in range(y - reach, y + reach + 1):
            for u in range(x - reach, x + reach + 1):
                if self.has("detail", u, v) and self.holds(u, v, IN_THE_WAY):
                    self.clear("detail", u, v)

    def has(self, layer, x, y):
        return not (0 <= x < self.w and 0 <= y < self.h) or self.cells[layer][y * self.w + x] != 0

    def holds(self, x, y, kinds):
        """Is a tile of these in one of the cell's layers? Outside the map, yes."""
        if not (0 <= x < self.w and 0 <= y < self.h):
            return True
        return any(self.cells[layer][y * self.w + x] - 1 in kinds for layer in LAYERS)

    def walled(self, x, y):
        """Nobody gets through."""
        return self.holds(x, y, SOLID)

    def blocked(self, x, y):
        """Nobody walks there."""
        return self.holds(x, y, SOLID | WATER)

    def free(self, x, y, w=1, h=1):
        """Nothing stands or grows in these cells yet."""
        return not any(self.has("detail", u, v) or self.has("over", u, v) or self.blocked(u, v)
                       for v in range(y, y + h) for u in range(x, x + w))

    def corners(self, shape, x, y):
        inside = [shape(x + i % 2, y + i // 2) > 0 for i in range(4)]
        return sum(1 << i for i, yes in enumerate(inside) if yes)

    def each_cell(self):
        return ((x, y) for y in range(self.h) for x in range(self.w))

    def pick(self, x, y, salt):
        return chance(x, y, self.seed + salt)
