/* A small map in which everything that a map may say is said once, for tests that load it as it is
 * or with one thing changed. */
#pragma once

/* 4 x 3 cells of 16 pixels, as CSV; one embedded tileset of 8 tiles. Places in it are asserted. */
extern const char maps_good[];

/* Its cells in the file, and in Tiled's other encodings: what stands between <data> and </data>. */
extern const char maps_good_csv[];
extern const char maps_good_elements[];
extern const char maps_good_base64[];
extern const char maps_good_zlib[];
extern const char maps_good_gzip[];

/* Its embedded tileset, and the same as a file (.tsx). */
extern const char maps_good_tileset[];
extern const char maps_good_tsx[];

/* `map` with the first `find` (which must be there) replaced; the caller frees. */
char *maps_replace(const char *map, const char *find, const char *with);

/* `map` with the layer's <data> replaced: its attributes and what it holds. The caller frees. */
char *maps_with_data(const char *map, const char *attributes, const char *content);
