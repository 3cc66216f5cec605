#include "level/xml.h"

#include "base/align.h"

#include <assert.h>
#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

/* The tree's memory: blocks that are only ever added, and freed together. */
typedef struct Block {
    struct Block *older;
    size_t used;
    size_t size;
    _Alignas(max_align_t) char bytes[];
} Block;

struct XmlDocument {
    Block *newest;
    XmlElement *root;
    const char *file;
};

typedef struct XmlParser {
    XML_Parser expat;
    XmlDocument *document;
    XmlElement *open[XML_DEPTH_MAX]; /* from the root to the element that is being read */
    uint32_t depth;
    uint32_t element_count;
    char *text; /* since the last tag */
    size_t text_length;
    size_t text_capacity;
    Place text_place;
    bool failed; /* the sentence is written, and expat was told to stop */
    Error *error;
} XmlParser;

static void *document_alloc(XmlDocument *document, size_t size)
{
    size_t aligned = round_up(size, sizeof(max_align_t));
    Block *block = document->newest;
    if (!block || block->size - block->used < aligned) {
        size_t room = aligned > BLOCK_SIZE ? aligned : BLOCK_SIZE;
        block = malloc(sizeof *block + room);
        if (!block) {
            return NULL;
        }
        *block = (Block){.older = document->newest, .size = room};
        document->newest = block;
    }
    void *memory = block->bytes + block->used;
    block->used += aligned;
    return memory;
}

static char *document_copy(XmlDocument *document, const char *text, size_t length)
{
    char *copy = document_alloc(document, length + 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

static Place parser_place(const XmlParser *parser)
{
    return (Place){
        .file = parser->document->file,
        .line = (uint32_t)XML_GetCurrentLineNumber(parser->expat),
        .column = (uint32_t)XML_GetCurrentColumnNumber(parser->expat) + 1,
    };
}

static void parser_stop(XmlParser *parser)
{
    parser->failed = true;
    XML_StopParser(parser->expat, XML_FALSE);
}

static void parser_out_of_memory(XmlParser *parser)
{
    place_fail(parser_place(parser), parser->error, "out of memory, expected more of it");
    parser_stop(parser);
}

/* `pairs` is expat's list: name, value, name, value, NULL. */
static bool copy_attributes(XmlDocument *document, XmlElement *element, const char **pairs)
{
    uint32_t count = 0;
    while (pairs[2 * count]) {
        count++;
    }
    element->attributes = document_alloc(document, count * sizeof *element->attributes);
    if (!element->attributes) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *name = pairs[2 * i];
        const char *value = pairs[2 * i + 1];
        XmlAttribute *attribute = &element->attributes[i];
        attribute->name = document_copy(document, name, strlen(name));
        attribute->value = document_copy(document, value, strlen(value));
        if (!attribute->name || !attribute->value) {
            return false;
        }
    }
    element->attribute_count = count;
    return true;
}

static XmlElement *element_create(XmlParser *parser, const char *name, const char **pairs)
{
    XmlElement *element = document_alloc(parser->document, sizeof *element);
    if (!element) {
        return NULL;
    }
    Place place = parser_place(parser);
    *element = (XmlElement){.place = place, .text = "", .text_place = place};
    element->name = document_copy(parser->document, name, strlen(name));
    if (!element->name || !copy_attributes(parser->document, element, pairs)) {
        return NULL;
    }
    return element;
}

static void element_append(XmlElement *parent, XmlElement *child)
{
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
}

static void on_start(void *data, const char *name, const char **pairs)
{
    XmlParser *parser = data;
    if (parser->failed) {
        return;
    }
    if (parser->depth == XML_DEPTH_MAX || parser->element_count == XML_ELEMENTS_MAX) {
        place_fail(parser_place(parser), parser->error,
                   parser->depth == XML_DEPTH_MAX
                       ? "elements lie too deep inside each other, expected at most %u levels"
                       : "the file has too many elements, expected at most %u (save the layers as "
                         "CSV or base64)",
                   parser->depth == XML_DEPTH_MAX ? XML_DEPTH_MAX : XML_ELEMENTS_MAX);
        parser_stop(parser);
        return;
    }
    XmlElement *element = element_create(parser, name, pairs);
    if (!element) {
        parser_out_of_memory(parser);
        return;
    }
    if (parser->depth > 0) {
        element_append(parser->open[parser->depth - 1], element);
    } else {
        parser->document->root = element;
    }
    parser->open[parser->depth++] = element;
    parser->element_count++;
    parser->text_length = 0;
}

static void on_end(void *data, const char *name)
{
    (void)name; /* expat has matched it with the start */
    XmlParser *parser = data;
    if (parser->failed) {
        return;
    }
    XmlElement *element = parser->open[--parser->depth];
    if (!element->first && parser->text_length > 0) {
        element->text = document_copy(parser->document, parser->text, parser->text_length);
        element->text_length = parser->text_length;
        element->text_place = parser->text_place;
        if (!element->text) {
            parser_out_of_memory(parser);
        }
    }
    parser->text_length = 0;
}

static void on_text(void *data, const char *text, int length)
{
    XmlParser *parser = data;
    if (parser->failed) {
        return;
    }
    size_t needed = parser->text_length + (size_t)length;
    if (needed > parser->text_capacity) {
        size_t capacity = needed < 512 ? 1024 : needed * 2;
        char *grown = realloc(parser->text, capacity);
        if (!grown) {
            parser_out_of_memory(parser);
            return;
        }
        parser->text = grown;
        parser->text_capacity = capacity;
    }
    if (parser->text_length == 0) {
        parser->text_place = parser_place(parser);
    }
    memcpy(parser->text + parser->text_length, text, (size_t)length);
    parser->text_length = needed;
}

static void on_doctype(void *data, const char *name, const char *system_id, const char *public_id,
                       int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    XmlParser *parser = data;
    place_fail(parser_place(parser), parser->error,
               "a DOCTYPE is not allowed, expected a file as Tiled writes it");
    parser_stop(parser);
}

static bool parser_run(XmlParser *parser, const char *bytes, size_t count)
{
    XML_SetUserData(parser->expat, parser);
    XML_SetElementHandler(parser->expat, on_start, on_end);
    XML_SetCharacterDataHandler(parser->expat, on_text);
    XML_SetStartDoctypeDeclHandler(parser->expat, on_doctype);
    enum XML_Status status = XML_Parse(parser->expat, bytes, (int)count, XML_TRUE);
    if (status == XML_STATUS_OK && !parser->failed) {
        return true;
    }
    if (!parser->failed) {
        place_fail(parser_place(parser), parser->error,
                   "not well-formed XML (%s), expected a whole file as Tiled writes it",
                   XML_ErrorString(XML_GetErrorCode(parser->expat)));
    }
    return false;
}

XmlDocument *xml_parse(const char *file, const char *bytes, size_t count, Error *error)
{
    Place start = {file, 1, 1};
    if (count > XML_BYTES_MAX) {
        place_fail(start, error, "the file has %zu bytes, expected at most %u", count,
                   XML_BYTES_MAX);
        return NULL;
    }
    XmlDocument *document = calloc(1, sizeof *document);
    XmlParser parser = {.expat = XML_ParserCreate(NULL), .document = document, .error = error};
    if (document) {
        document->file = document_copy(document, file, strlen(file));
    }
    bool ok = document && document->file && parser.expat;
    if (!ok) {
        place_fail(start, error, "out of memory, expected more of it");
    }
    ok = ok && parser_run(&parser, bytes, count);
    if (parser.expat) {
        XML_ParserFree(parser.expat);
    }
    free(parser.text);
    if (!ok) {
        xml_destroy(document);
        return NULL;
    }
    assert(document->root); /* expat accepts no document without one */
    return document;
}

void xml_destroy(XmlDocument *document)
{
    if (!document) {
        return;
    }
    for (Block *block = document->newest; block;) {
        Block *older = block->older;
        free(block);
        block = older;
    }
    free(document);
}

const XmlElement *xml_root(const XmlDocument *document)
{
    return document->root;
}

static const XmlElement *first_named(const XmlElement *from, const char *name)
{
    while (from && strcmp(from->name, name) != 0) {
        from = from->next;
    }
    return from;
}

const XmlElement *xml_child(const XmlElement *parent, const char *name)
{
    return first_named(parent->first, name);
}

const XmlElement *xml_next(const XmlElement *element)
{
    return first_named(element->next, element->name);
}

const char *xml_attribute(const XmlElement *element, const char *name)
{
    for (uint32_t i = 0; i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) == 0) {
            return element->attributes[i].value;
        }
    }
    return NULL;
}
