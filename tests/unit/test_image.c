/* The guarded loader: pictures that are right arrive pixel by pixel, and those that are not are
 * refused at once, by name and reason, before the library's reader sees them. */
#include "base/clock.h"
#include "support/files.h"
#include "view/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { PNG_ROOM = 4096, SIGNATURE_SIZE = 8, IHDR_AT = SIGNATURE_SIZE, IHDR_SIZE = 12 + 13 };

/* A PNG that is put together chunk by chunk, with right checksums unless a test spoils them. */
typedef struct Png {
    uint8_t bytes[PNG_ROOM];
    size_t size;
} Png;

static void put_u32(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

static void add_chunk(Png *png, const char *type, const void *data, uint32_t length)
{
    uint8_t *at = png->bytes + png->size;
    assert_true(png->size + 12 + length <= PNG_ROOM);
    put_u32(at, length);
    memcpy(at + 4, type, 4);
    if (length > 0) {
        memcpy(at + 8, data, length);
    }
    put_u32(at + 8 + length, SDL_crc32(0, at + 4, length + 4u));
    png->size += 12 + length;
}

static void begin_png(Png *png, uint32_t width, uint32_t height, uint8_t depth, uint8_t color_type)
{
    static const uint8_t SIGNATURE[SIGNATURE_SIZE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    uint8_t header[13] = {[8] = depth, [9] = color_type};
    put_u32(header, width);
    put_u32(header + 4, height);
    memcpy(png->bytes, SIGNATURE, sizeof SIGNATURE);
    png->size = SIGNATURE_SIZE;
    add_chunk(png, "IHDR", header, sizeof header);
}

/* 2 x 2 pixels of 8-bit RGBA in one stored block: red, half green; clear, blue. */
static const uint8_t PIXELS[] = {
    0x78, 0x01, 0x01, 18, 0,   0xed, 0xff,           /* zlib, stored, 18 bytes */
    0,    255,  0,    0,  255, 0,    255,  0,   128, /* a row, unfiltered */
    0,    0,    0,    0,  0,   0,    0,    255, 255, /* the other */
    0,    0,    0,    0,                             /* adler32, see below */
};

static uint32_t adler32(const uint8_t *bytes, size_t count)
{
    uint32_t a = 1;
    uint32_t b = 0;
    for (size_t i = 0; i < count; i++) {
        a = (a + bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void add_pixels(Png *png)
{
    uint8_t data[sizeof PIXELS];
    memcpy(data, PIXELS, sizeof data);
    put_u32(data + sizeof data - 4, adler32(data + 7, 18));
    add_chunk(png, "IDAT", data, sizeof data);
}

static Png good_png(void)
{
    Png png = {.size = 0};
    begin_png(&png, 2, 2, 8, 6);
    add_pixels(&png);
    add_chunk(&png, "IEND", NULL, 0);
    return png;
}

static SDL_Surface *load(const Png *png, Error *error)
{
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    files_write(&folder, "picture.png", png->bytes, png->size, path);
    SDL_Surface *picture = image_load(path, error);
    files_folder_destroy(&folder);
    return picture;
}

/* Refused within a second, with the path at the sentence's beginning and the reason in it. */
static void assert_refused(const Png *png, const char *reason)
{
    Error error = {""};
    uint64_t start_ns = clock_now_ns();
    SDL_Surface *picture = load(png, &error);
    assert_null(picture);
    assert_true(clock_now_ns() - start_ns < NS_PER_S);
    assert_non_null(strstr(error.text, "/picture.png: "));
    if (!strstr(error.text, reason)) {
        fail_msg("\"%s\" does not say \"%s\"", error.text, reason);
    }
}

static void test_good(void **state)
{
    (void)state;
    Error error = {""};
    Png png = good_png();
    SDL_Surface *picture = load(&png, &error);
    assert_string_equal(error.text, "");
    assert_non_null(picture);
    assert_int_equal(picture->w, 2);
    assert_int_equal(picture->h, 2);
    assert_int_equal(*image_pixel(picture, 0, 0), 0xffff0000);
    assert_int_equal(*image_pixel(picture, 1, 0), 0x8000ff00);
    assert_int_equal(*image_pixel(picture, 0, 1) >> 24, 0);
    assert_int_equal(*image_pixel(picture, 1, 1), 0xff0000ff);
    SDL_FreeSurface(picture);
}

/* What only accompanies a picture never reaches the library's reader, and what follows the end
 * neither. */
static void test_only_the_picture_is_kept(void **state)
{
    (void)state;
    Png png = {.size = 0};
    Png plain = good_png();
    begin_png(&png, 2, 2, 8, 6);
    add_chunk(&png, "tEXt", "Comment\0hello", 13);
    add_chunk(&png, "iCCP", "nonsense", 8);
    add_pixels(&png);
    add_chunk(&png, "zTXt", "nonsense", 8);
    add_chunk(&png, "IEND", NULL, 0);
    memset(png.bytes + png.size, 'x', 100);
    png.size += 100;
    Error error = {""};
    assert_true(image_check(png.bytes, &png.size, &error));
    assert_int_equal(png.size, plain.size);
    assert_memory_equal(png.bytes, plain.bytes, plain.size);
}

static void test_cut_off_anywhere(void **state)
{
    (void)state;
    Png whole = good_png();
    for (size_t size = 0; size < whole.size; size++) {
        Png png = whole;
        png.size = size;
        Error error = {""};
        assert_false(image_check(png.bytes, &png.size, &error));
        assert_string_not_equal(error.text, "");
    }
    whole.size -= 12;
    assert_refused(&whole, "cut off");
}

/* Any one byte changed: the checksums, the signature or the lengths tell. */
static void test_damaged_anywhere(void **state)
{
    (void)state;
    Png whole = good_png();
    for (size_t at = 0; at < whole.size; at++) {
        Png png = whole;
        png.bytes[at] ^= 0x10;
        Error error = {""};
        assert_false(image_check(png.bytes, &png.size, &error));
    }
}

static void test_not_a_png(void **state)
{
    (void)state;
    Png png = {.size = 64};
    memcpy(png.bytes, "<svg xmlns=\"http://www.w3.org/2000/svg\">", 40);
    assert_refused(&png, "not a PNG");
    png.size = 0;
    assert_refused(&png, "not a PNG");
}

/* 264 bytes of this kind kept the library's reader busy for most of a minute: a length of nearly
 * 2 GiB, of which it reads what is not there. */
static void test_lengths_that_lie(void **state)
{
    (void)state;
    static const uint32_t LIES[] = {0x7fffffff, 0x7ffffff0, 0xffffffff, 0x80000000, 300, 46};
    for (size_t i = 0; i < sizeof LIES / sizeof *LIES; i++) {
        Png png = {.size = 0};
        uint8_t data[207] = {0};
        begin_png(&png, 8192, 8192, 8, 6);
        add_chunk(&png, "IDAT", data, sizeof data);
        add_chunk(&png, "IEND", NULL, 0);
        assert_int_equal(png.size, 264);
        put_u32(png.bytes + IHDR_AT + IHDR_SIZE, LIES[i]);
        assert_refused(&png, LIES[i] == 46 ? "checksum" : "claims");
    }
}

static void test_headers_that_lie(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height;
        uint8_t depth, color_type;
        const char *reason;
    } CASES[] = {
        {0, 2, 8, 6, "0 x 2 pixels"},      {8193, 2, 8, 6, "8193 x 2 pixels"},
        {2, 0xffffffff, 8, 6, "pixels"},   {2, 2, 7, 6, "no colour type 6 with 7 bits"},
        {2, 2, 4, 2, "no colour type 2"},  {2, 2, 8, 1, "no colour type 1"},
        {2, 2, 8, 200, "no colour type"},  {2, 2, 8, 3, "palette is missing"},
        {8192, 8192, 8, 6, "cannot hold"}, {2000, 2000, 16, 6, "cannot hold"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Png png = {.size = 0};
        begin_png(&png, CASES[i].width, CASES[i].height, CASES[i].depth, CASES[i].color_type);
        add_pixels(&png);
        add_chunk(&png, "IEND", NULL, 0);
        assert_refused(&png, CASES[i].reason);
    }
}

static void test_chunks_out_of_order(void **state)
{
    (void)state;
    Png first = {.size = SIGNATURE_SIZE};
    Png good = good_png();
    memcpy(first.bytes, good.bytes, SIGNATURE_SIZE);
    add_pixels(&first);
    assert_refused(&first, "an IHDR of 13 was expected");

    Png apart = {.size = 0};
    begin_png(&apart, 2, 2, 8, 6);
    add_pixels(&apart);
    add_chunk(&apart, "tEXt", "a\0b", 3);
    add_pixels(&apart);
    add_chunk(&apart, "IEND", NULL, 0);
    assert_refused(&apart, "not together");

    Png palette = {.size = 0};
    begin_png(&palette, 2, 2, 8, 3);
    add_chunk(&palette, "PLTE", "abcd", 4);
    add_chunk(&palette, "IEND", NULL, 0);
    assert_refused(&palette, "a palette of 4 bytes");

    Png twice = {.size = 0};
    begin_png(&twice, 2, 2, 8, 6);
    add_chunk(&twice, "IHDR", "0123456789abc", 13);
    assert_refused(&twice, "second IHDR");
}

/* Right on the outside, and nothing that unpacks on the inside. */
static void test_spoilt_pixels(void **state)
{
    (void)state;
    Png png = {.size = 0};
    uint8_t noise[200];
    memset(noise, 0xa5, sizeof noise);
    begin_png(&png, 64, 64, 8, 6);
    add_chunk(&png, "IDAT", noise, sizeof noise);
    add_chunk(&png, "IEND", NULL, 0);
    assert_refused(&png, "");
}

static void test_no_file(void **state)
{
    (void)state;
    Error error = {""};
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    files_path(&folder, "none.png", path);
    assert_null(image_load(path, &error));
    assert_non_null(strstr(error.text, "none.png: No such file"));
    assert_null(image_load(folder.path, &error));
    assert_non_null(strstr(error.text, "a directory"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(image_load(path, &error)); /* does not wait for a writer */
    assert_non_null(strstr(error.text, "not a regular file"));
    files_folder_destroy(&folder);
}

static void test_save(void **state)
{
    (void)state;
    Error error = {""};
    TestFolder folder = files_folder_create();
    char path[FILES_PATH_SIZE];
    files_path(&folder, "saved.png", path);
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormat(0, 33, 17, 24, SDL_PIXELFORMAT_RGB24);
    assert_non_null(picture);
    SDL_FillRect(picture, NULL, SDL_MapRGB(picture->format, 1, 2, 3));
    assert_true(image_save(picture, path, &error));
    SDL_Surface *again = image_load(path, &error);
    assert_non_null(again);
    assert_int_equal(again->w, 33);
    assert_int_equal(*image_pixel(again, 32, 16), 0xff010203);
    SDL_FreeSurface(again);

    files_path(&folder, "no/such/folder.png", path);
    assert_false(image_save(picture, path, &error));
    assert_non_null(strstr(error.text, "cannot write"));
    assert_non_null(strstr(error.text, "no/such/folder.png"));
    assert_false(image_save(picture, "/dev/full", &error));
    assert_non_null(strstr(error.text, "/dev/full: No space left"));
    SDL_FreeSurface(picture);
    files_folder_destroy(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_only_the_picture_is_kept),
        cmocka_unit_test(test_cut_off_anywhere),
        cmocka_unit_test(test_damaged_anywhere),
        cmocka_unit_test(test_not_a_png),
        cmocka_unit_test(test_lengths_that_lie),
        cmocka_unit_test(test_headers_that_lie),
        cmocka_unit_test(test_chunks_out_of_order),
        cmocka_unit_test(test_spoilt_pixels),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_save),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
