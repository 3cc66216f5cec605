/* Where the levels and the pictures are, from whatever folder the program was started. For the
 * commands that open them. */
#pragma once

#include "base/error.h"
#include "level/level.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Paths {
    char levels[LEVEL_PATH_SIZE];
    char assets[LEVEL_PATH_SIZE];
} Paths;

/* Looks in $LAMPYRIS_DATA, or else in each folder from the program's own up to the root, and in
 * share/lampyris there. False, with what to do: not found. */
bool paths_find(Paths *paths, Error *error);

/* The file that LEVEL means: itself if it is a path, otherwise levels/NAME.tmx. False: it names
 * neither. */
bool paths_level(const Paths *paths, const char *level, char path[LEVEL_PATH_SIZE], Error *error);

/* "levels/reeds.tmx": "reeds". Cut where it is longer. */
void paths_level_name(const char *path, char name[SPEC_NAME_SIZE]);

/* Calls `visit` for each .tmx in levels/, by name. False: the folder cannot be read. */
typedef void LevelVisitor(const char *path, void *context);
bool paths_each_level(const Paths *paths, LevelVisitor *visit, void *context, Error *error);
