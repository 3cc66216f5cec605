/* What lies over the game: pause, menu, the page of keys, the log, a line that stays a moment. For
 * the stage. */
#pragma once

#include "view/paint.h"
#include "view/stage.h"

void messages_draw(const Paint *paint, const Cast *cast, const StageMessages *messages);
