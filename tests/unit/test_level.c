/* Maps that are right: what they say arrives in the level, however it was written. */
#include "level/level.h"
#include "sim/script.h"
#include "support/files.h"
#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 4, ROWS = 3, CELLS = COLUMNS * ROWS };

/* A cell is the tile's index plus one, which is the map's number where a tileset begins at 1. */
static const uint32_t good_cells[CELLS] = {1, 2, 3, 4, 0, LEVEL_FLIP_X | 2, 5, 8, 1, 1, 1, 1};

static Level *parse(const char *map)
{
    Error error = {""};
    Level *level = level_parse("folder/good.tmx", map, strlen(map), &error);
    if (!level) {
        fail_msg("%s", error.text);
    }
    return level;
}

/* Parses the good map with one thing replaced. */
static Level *parse_with(const char *find, const char *with)
{
    char *map = maps_replace(maps_good, find, with);
    Level *level = parse(map);
    free(map);
    return level;
}

static void assert_good_cells(const Level *level)
{
    assert_int_equal(level->layer_count, 1);
    assert_memory_equal(level->layers[0].cells, good_cells, sizeof good_cells);
}

static void test_rules(void **state)
{
    (void)state;
    Level *level = parse(maps_good);
    const WorldSpec *spec = &level->spec;
    assert_string_equal(level->path, "folder/good.tmx");
    assert_string_equal(spec->title, "A test");
    assert_string_equal(spec->hint, "Two\nlines.");
    assert_string_equal(spec->hints[0], "");
    assert_string_equal(spec->hints[1], "Second.");
    assert_string_equal(spec->script, "");
    assert_int_equal(spec->tile_columns, COLUMNS);
    assert_int_equal(spec->tile_rows, ROWS);
    assert_int_equal(spec->tile_size, 16);
    assert_int_equal(spec->goal, 20);
    assert_int_equal(spec->dawn_ticks, 5430);
    assert_int_equal(level->background_rgb, 0x0b1026);
    level_destroy(level);
}

static void test_defaults(void **state)
{
    (void)state;
    const char *map = "<map orientation='orthogonal' width='1' height='2' tilewidth='8'"
                      " tileheight='8'><objectgroup><object type='lantern'><point/></object>"
                      "</objectgroup></map>";
    Level *level = parse(map);
    assert_string_equal(level->spec.title, "good");
    assert_string_equal(level->spec.hint, "");
    assert_int_equal(level->spec.goal, 0);
    assert_int_equal(level->spec.dawn_ticks, 0);
    assert_int_equal(level->spec.swarm_count + level->spec.jar_count + level->spec.owl_count, 0);
    assert_int_equal(level->background_rgb, 0);
    assert_int_equal(level->layer_count, 0);
    assert_int_equal(level->tileset_count, 0);
    assert_int_equal(level->spec.solid[0] + level->spec.solid[1], 0);
    level_destroy(level);
}

static void test_background_with_opacity(void **state)
{
    (void)state;
    Level *level = parse_with("#0b1026", "#80FFaa10");
    assert_int_equal(level->background_rgb, 0xffaa10);
    level_destroy(level);
}

static void test_every_encoding_gives_the_same_cells(void **state)
{
    (void)state;
    const char *encodings[][2] = {
        {"encoding=\"csv\"", maps_good_csv},
        {"encoding=\"csv\"", "1,2,3,4,0,2147483650,5,8,1,1,1,1"},
        {"", maps_good_elements},
        {"encoding=\"base64\"", maps_good_base64},
        {"encoding=\"base64\" compression=\"\"", maps_good_base64},
        {"encoding=\"base64\" compression=\"zlib\"", maps_good_zlib},
        {"encoding=\"base64\" compression=\"gzip\"", maps_good_gzip},
    };
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        char *map = maps_with_data(maps_good, encodings[i][0], encodings[i][1]);
        Level *level = parse(map);
        assert_good_cells(level);
        level_destroy(level);
        free(map);
    }
}

static void test_windows_line_ends_and_byte_order_mark(void **state)
{
    (void)state;
    char map[8192];
    size_t length = (size_t)snprintf(map, sizeof map, "\xef\xbb\xbf");
    for (const char *c = maps_good; *c; c++) {
        assert_true(length + 3 < sizeof map);
        if (*c == '\n') {
            map[length++] = '\r';
        }
        map[length++] = *c;
    }
    map[length] = '\0';
    Level *level = parse(map);
    assert_good_cells(level);
    level_destroy(level);
}

static void test_flips_and_the_hexagonal_bit(void **state)
{
    (void)state;
    /* 3 with all four of Tiled's bits; 3 with the diagonal and the vertical one. */
    Level *level = parse_with("1,2,3,4,", "4026531843,1610612739,268435459,4,");
    const uint32_t *cells = level->layers[0].cells;
    assert_int_equal(cells[0], LEVEL_FLIP_X | LEVEL_FLIP_Y | LEVEL_FLIP_DIAGONAL | 3);
    assert_int_equal(cells[1], LEVEL_FLIP_Y | LEVEL_FLIP_DIAGONAL | 3);
    assert_int_equal(cells[2], 3);
    level_destroy(level);
}

static void test_solid_cells(void **state)
{
    (void)state;
    const uint8_t solid[CELLS] = {0, GROUND_WALL, 0, GROUND_WATER, 0, GROUND_WALL};
    Level *level = parse(maps_good);
    assert_memory_equal(level->spec.solid, solid, sizeof solid);
    level_destroy(level);

    /* Seen or not makes no difference, and neither does an old map's <tile type>. */
    level = parse_with("name=\"ground\" width", "visible=\"0\" name=\"ground\" width");
    assert_memory_equal(level->spec.solid, solid, sizeof solid);
    assert_false(level->layers[0].visible);
    level_destroy(level);
}

static void test_tileset(void **state)
{
    (void)state;
    Level *level = parse(maps_good);
    assert_int_equal(level->tileset_count, 1);
    const LevelTileset *tileset = &level->tilesets[0];
    assert_string_equal(tileset->name, "ground");
    assert_string_equal(tileset->image, "folder/tiles.png");
    assert_int_equal(tileset->first, 0);
    assert_int_equal(tileset->tile_count, 8);
    assert_int_equal(tileset->columns, 4);
    assert_int_equal(tileset->tile_width, 16);
    assert_int_equal(tileset->image_width, 64);
    assert_int_equal(tileset->image_height, 32);
    assert_true(tileset->tiles[1].solid);
    assert_false(tileset->tiles[1].water);
    assert_false(tileset->tiles[2].solid);
    assert_true(tileset->tiles[3].water && !tileset->tiles[3].solid);
    assert_null(tileset->tiles[1].frames);
    assert_int_equal(tileset->tiles[2].frame_count, 2);
    assert_int_equal(tileset->tiles[2].frames[1].tile, 3);
    assert_int_equal(tileset->tiles[2].frames[1].duration_ms, 250);
    level_destroy(level);
}

static void test_absolute_picture_stays(void **state)
{
    (void)state;
    Level *level = parse_with("\"tiles.png\"", "\"/art/tiles.png\"");
    assert_string_equal(level->tilesets[0].image, "/art/tiles.png");
    level_destroy(level);
}

/* A second tileset whose numbers begin after a gap, as when the first one has lost tiles. */
static void test_second_tileset_after_a_gap(void **state)
{
    (void)state;
    char *two = maps_replace(maps_good, " <layer ",
                             " <tileset firstgid=\"21\" name=\"b\" tilewidth=\"32\""
                             " tileheight=\"16\" tilecount=\"3\" columns=\"3\" margin=\"1\""
                             " spacing=\"2\"><image source=\"../b.png\" width=\"101\""
                             " height=\"17\"/></tileset>\n <layer ");
    char *map = maps_replace(two, "1,2,3,4,", "1,21,23,4,");
    Level *level = parse(map);
    assert_int_equal(level->tileset_count, 2);
    assert_int_equal(level->tilesets[1].first, 8);
    assert_int_equal(level->tilesets[1].margin, 1);
    assert_int_equal(level->tilesets[1].spacing, 2);
    assert_string_equal(level->tilesets[1].image, "folder/../b.png");
    assert_int_equal(level->layers[0].cells[1], 9);
    assert_int_equal(level->layers[0].cells[2], 11);

    uint32_t local;
    assert_ptr_equal(level_tileset_of(level, 7, &local), &level->tilesets[0]);
    assert_int_equal(local, 7);
    assert_ptr_equal(level_tileset_of(level, 10, &local), &level->tilesets[1]);
    assert_int_equal(local, 2);
    assert_null(level_tileset_of(level, 11, &local));
    level_destroy(level);
    free(map);
    free(two);
}

static void test_external_tileset(void **state)
{
    (void)state;
    TestFolder folder = files_folder_create();
    char tsx[FILES_PATH_SIZE];
    char tmx[FILES_PATH_SIZE];
    char image[FILES_PATH_SIZE];
    files_write(&folder, "night.tsx", maps_good_tsx, strlen(maps_good_tsx), tsx);
    char *map = maps_replace(maps_good, maps_good_tileset,
                             "<tileset firstgid=\"1\" source=\"night.tsx\"/>");
    files_write(&folder, "map.tmx", map, strlen(map), tmx);
    free(map);
    files_path(&folder, "tiles.png", image);

    Error error = {""};
    Level *level = level_load(tmx, &error);
    assert_string_equal(error.text, "");
    assert_non_null(level);
    assert_good_cells(level);
    assert_string_equal(level->tilesets[0].image, image);
    assert_int_equal(level->spec.solid[1], 1);
    uint64_t hash = level->content_hash;
    level_destroy(level);

    /* A change in the tileset alone is a change of the level. */
    char *changed = maps_replace(maps_good_tsx, "value=\"true\"", "value=\"false\"");
    files_write(&folder, "night.tsx", changed, strlen(changed), tsx);
    free(changed);
    level = level_load(tmx, &error);
    assert_non_null(level);
    assert_int_equal(level->spec.solid[1], 0);
    assert_true(level->content_hash != hash);
    level_destroy(level);
    files_folder_destroy(&folder);
}

static void test_groups_are_flattened(void **state)
{
    (void)state;
    const char *layer = "<layer name=\"over\" width=\"4\" height=\"3\" opacity=\"0.5\">"
                        "<data encoding=\"csv\">0,0,0,0,0,0,0,0,0,0,0,2</data></layer>";
    char groups[1024];
    snprintf(groups, sizeof groups,
             "<group opacity=\"0.5\">%s<group visible=\"0\">%s</group></group>\n <imagelayer ",
             layer, layer);
    Level *level = parse_with("<imagelayer ", groups);
    assert_int_equal(level->layer_count, 3);
    assert_string_equal(level->layers[0].name, "ground");
    assert_false(level->layers[0].above);
    assert_true(level->layers[0].opacity == 1);
    assert_true(level->layers[1].above);
    assert_true(level->layers[1].visible);
    assert_true(level->layers[1].opacity == 0.25f);
    assert_false(level->layers[2].visible);
    assert_int_equal(level->layers[2].cells[11], 2);
    assert_int_equal(level->spec.solid[11], 1);
    level_destroy(level);
}

static void test_swarms_and_lantern(void **state)
{
    (void)state;
    Level *level = parse(maps_good);
    const WorldSpec *spec = &level->spec;
    assert_true(spec->lantern_x == 8 && spec->lantern_y == 8);
    assert_int_equal(spec->swarm_count, 2);

    const SpecSwarm *first = &spec->swarms[0];
    assert_true(first->x == 0 && first->y == 0 && first->width == 64 && first->height == 48);
    assert_int_equal(first->count, 100);
    assert_int_equal(first->motion, MOTION_FLOCK);
    assert_int_equal(first->look, LOOK_FIREFLY);
    assert_true(first->speed == 40);

    const SpecSwarm *second = &spec->swarms[1];
    assert_int_equal(second->count, 7);
    assert_int_equal(second->motion, MOTION_WANDER);
    assert_int_equal(second->look, LOOK_MOTH);
    assert_true(second->speed == 12.25f);
    level_destroy(level);
}

static void test_jars_owls_and_paths(void **state)
{
    (void)state;
    Level *level = parse(maps_good);
    const WorldSpec *spec = &level->spec;
    assert_int_equal(spec->jar_count, 2);
    assert_true(spec->jars[0].x == 40.5f && spec->jars[0].y == 20);
    assert_int_equal(spec->jars[0].capacity, 50);
    assert_int_equal(spec->jars[0].haven, HAVEN_LAMP);
    assert_int_equal(spec->jars[1].capacity, 0);
    assert_int_equal(spec->jars[1].haven, HAVEN_JAR);

    assert_int_equal(spec->path_count, 2);
    assert_int_equal(spec->paths[0].point_count, 3);
    assert_false(spec->paths[0].closed);
    assert_int_equal(spec->paths[0].wait_ticks, 0);
    assert_true(spec->paths[0].points[1].x == 24 && spec->paths[0].points[1].y == 12.5f);
    assert_true(spec->paths[1].closed);
    assert_int_equal(spec->paths[1].wait_ticks, 30);
    assert_true(spec->paths[1].points[1].x == 5 && spec->paths[1].points[2].x == 20);

    assert_int_equal(spec->owl_count, 2);
    assert_true(spec->owls[0].speed == 60);
    assert_int_equal(spec->owls[0].path, 1); /* object 8 is the second path */
    assert_int_equal(spec->owls[0].kind, HUNTER_OWL);
    assert_int_equal(spec->owls[1].path, 0);
    assert_int_equal(spec->owls[1].kind, HUNTER_BAT);
    level_destroy(level);
}

/* The script's hints are there, and its last wave. */
static void test_a_script_and_its_waves(void **state)
{
    (void)state;
    const ScriptRow *script = script_find("bridge");
    assert_non_null(script);
    char properties[1024] = "<property name=\"script\" value=\"bridge\"/>";
    for (uint32_t i = 0; i < script->hints; i++) {
        size_t used = strlen(properties);
        snprintf(properties + used, sizeof properties - used,
                 "<property name=\"hint_%u\" value=\"Hint %u\"/>", i + 1, i + 1);
    }
    strncat(properties, "<property name=\"title\"", sizeof properties - strlen(properties) - 1);
    char wave[128];
    snprintf(wave, sizeof wave, "value=\"7\"/><property name=\"wave\" type=\"int\" value=\"%u\"/>",
             script->waves);
    char *map = maps_replace(maps_good, "<property name=\"title\"", properties);
    char *waves = maps_replace(map, "value=\"7\"/>", wave);
    Level *level = parse(waves);
    assert_string_equal(level->spec.script, "bridge");
    assert_string_equal(level->spec.hints[0], "Hint 1");
    assert_int_equal(level->spec.swarms[0].wave, 0);
    assert_int_equal(level->spec.swarms[1].wave, script->waves);
    level_destroy(level);
    free(waves);
    free(map);
}

static void test_an_int_will_do_for_a_float(void **state)
{
    (void)state;
    Level *level = parse_with("\"float\" value=\"12.25\"", "\"int\" value=\"12\"");
    assert_true(level->spec.swarms[1].speed == 12);
    level_destroy(level);
}

static void test_destroy_takes_null(void **state)
{
    (void)state;
    level_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_background_with_opacity),
        cmocka_unit_test(test_every_encoding_gives_the_same_cells),
        cmocka_unit_test(test_windows_line_ends_and_byte_order_mark),
        cmocka_unit_test(test_flips_and_the_hexagonal_bit),
        cmocka_unit_test(test_solid_cells),
        cmocka_unit_test(test_tileset),
        cmocka_unit_test(test_absolute_picture_stays),
        cmocka_unit_test(test_second_tileset_after_a_gap),
        cmocka_unit_test(test_external_tileset),
        cmocka_unit_test(test_groups_are_flattened),
        cmocka_unit_test(test_swarms_and_lantern),
        cmocka_unit_test(test_jars_owls_and_paths),
        cmocka_unit_test(test_a_script_and_its_waves),
        cmocka_unit_test(test_an_int_will_do_for_a_float),
        cmocka_unit_test(test_destroy_takes_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
