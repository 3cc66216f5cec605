#include "support/maps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Cell 6 is tile 2 flipped: 0x80000000 + 2. */
#define CSV "\n1,2,3,4,\n0,2147483650,5,8,\n1,1,1,1\n"

#define TILESET_BODY                                                                               \
    "name=\"ground\" tilewidth=\"16\" tileheight=\"16\" tilecount=\"8\" columns=\"4\">\n"          \
    "  <image source=\"tiles.png\" width=\"64\" height=\"32\"/>\n"                                 \
    "  <tile id=\"1\" class=\"wall\">\n"                                                           \
    "   <properties><property name=\"solid\" type=\"bool\" value=\"true\"/></properties>\n"        \
    "  </tile><tile id=\"3\"><properties>"                                                         \
    "<property name=\"water\" type=\"bool\" value=\"true\"/></properties></tile>\n"                \
    "  <tile id=\"2\">\n"                                                                          \
    "   <animation>\n"                                                                             \
    "    <frame tileid=\"2\" duration=\"100\"/>\n"                                                 \
    "    <frame tileid=\"3\" duration=\"250\"/>\n"                                                 \
    "   </animation>\n"                                                                            \
    "  </tile>\n"                                                                                  \
    " </tileset>"

#define TILESET "<tileset firstgid=\"1\" " TILESET_BODY

const char maps_good_tileset[] = TILESET;
const char maps_good_tsx[] =
    "<?xml version=\"1.0\"?>\n<tileset version=\"1.10\" " TILESET_BODY "\n";

const char maps_good[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<map version=\"1.10\" orientation=\"orthogonal\" width=\"4\" height=\"3\" tilewidth=\"16\""
    " tileheight=\"16\" infinite=\"0\" backgroundcolor=\"#0b1026\">\n"
    " <editorsettings><export target=\"\" format=\"tmx\"/></editorsettings>\n"
    " <properties>\n"
    "  <property name=\"title\" value=\"A test\"/>\n"
    "  <property name=\"goal\" type=\"int\" value=\"20\"/>\n"
    "  <property name=\"dawn_s\" type=\"float\" value=\"90.5\"/>\n"
    "  <property name=\"hint\">Two\nlines.</property><property name=\"hint_2\" "
    "value=\"Second.\"/>\n"
    " </properties>\n"
    " " TILESET "\n"
    " <layer id=\"1\" name=\"ground\" width=\"4\" height=\"3\">\n"
    "  <data encoding=\"csv\">" CSV "</data>\n"
    " </layer>\n"
    " <imagelayer id=\"2\" name=\"sky\"><image source=\"sky.png\"/></imagelayer>\n"
    " <objectgroup id=\"3\" name=\"things\">\n"
    "  <object id=\"1\" class=\"lantern\" x=\"8\" y=\"8\"><point/></object>\n"
    "  <object id=\"2\" type=\"swarm\" x=\"0\" y=\"0\" width=\"64\" height=\"48\">\n"
    "   <properties><property name=\"count\" type=\"int\" value=\"100\"/></properties>\n"
    "  </object>\n"
    "  <object id=\"3\" type=\"swarm\" x=\"8\" y=\"4\" width=\"40\" height=\"30\">\n"
    "   <properties>\n"
    "    <property name=\"count\" type=\"int\" value=\"7\"/>\n"
    "    <property name=\"motion\" value=\"wander\"/>\n"
    "    <property name=\"look\" value=\"moth\"/>\n"
    "    <property name=\"speed\" type=\"float\" value=\"12.25\"/>\n"
    "   </properties>\n"
    "  </object>\n"
    "  <object id=\"4\" type=\"jar\" x=\"40.5\" y=\"20\">\n"
    "   <properties><property name=\"capacity\" type=\"int\" value=\"50\"/><property name=\"haven\""
    " value=\"lamp\"/></properties>\n"
    "   <point/>\n"
    "  </object>\n"
    "  <object id=\"5\" type=\"jar\" x=\"50\" y=\"20\"><point/></object>\n"
    "  <object id=\"6\" type=\"owl\" x=\"4\" y=\"4\">\n"
    "   <properties><property name=\"path\" type=\"object\" value=\"8\"/></properties>\n"
    "   <point/>\n"
    "  </object>\n"
    "  <object id=\"7\" type=\"path\" x=\"4\" y=\"4\">\n"
    "   <polyline points=\"0,0 20,8.5 40,30\"/>\n"
    "  </object>\n"
    "  <object id=\"8\" type=\"path\" x=\"10\" y=\"10\">\n"
    "   <properties><property name=\"wait_s\" type=\"float\" value=\"0.5\"/></properties>\n"
    "   <polygon points=\"0,0 -5,8 1e1,2\"/>\n"
    "  </object>\n"
    "  <object id=\"9\" x=\"900\" y=\"-900\"><text>A note</text></object>"
    "<object id=\"10\" type=\"bat\" x=\"58\" y=\"40\"><properties>"
    "<property name=\"path\" type=\"object\" value=\"7\"/></properties><point/></object>\n"
    " </objectgroup>\n"
    "</map>\n";

const char maps_good_csv[] = CSV;
const char maps_good_elements[] =
    "<tile gid=\"1\"/><tile gid=\"2\"/><tile gid=\"3\"/><tile gid=\"4\"/>\n"
    "<tile/><tile gid=\"2147483650\"/><tile gid=\"5\"/><tile gid=\"8\"/>\n"
    "<tile gid=\"1\"/><tile gid=\"1\"/><tile gid=\"1\"/><tile gid=\"1\"/>";
const char maps_good_base64[] =
    "\n   AQAAAAIAAAADAAAABAAAAAAAAAACAACABQAA\n   AAgAAAABAAAAAQAAAAEAAAABAAAA\n  ";
const char maps_good_zlib[] = "\n   eNpjZGBgYAJiZiBmYYAAIL+BFUhzADEjGgYAD7gAng==\n  ";
const char maps_good_gzip[] = "H4sIAAAAAAACA2NkYGBgAmJmIGZhgAAgv4EVSHMAMSMaBgDUm+cTMAAAAA==";

char *maps_replace(const char *map, const char *find, const char *with)
{
    const char *found = strstr(map, find);
    assert_non_null(found);
    size_t size = strlen(map) - strlen(find) + strlen(with) + 1;
    char *changed = malloc(size);
    assert_non_null(changed);
    snprintf(changed, size, "%.*s%s%s", (int)(found - map), map, with, found + strlen(find));
    return changed;
}

char *maps_with_data(const char *map, const char *attributes, const char *content)
{
    size_t size = strlen(attributes) + strlen(content) + 64;
    char *data = malloc(size);
    assert_non_null(data);
    snprintf(data, size, "<data %s>%s</data>", attributes, content);
    char *changed = maps_replace(map, "<data encoding=\"csv\">" CSV "</data>", data);
    free(data);
    return changed;
}
