/* What a report's figures say, in plain words: sentences that are made from them. */
#pragma once

#include "app/survey.h"

enum { SURVEY_WORDS_SIZE = 1024 };

/* "On this machine one loop wins up to about 2,100 fireflies, and jobs above. At 64,000, ..." */
void survey_conclusion(const Survey *survey, char words[SURVEY_WORDS_SIZE]);

/* Of one chart; false: nothing was measured for it. */
bool survey_words(const Survey *survey, SurveyChart chart, char words[SURVEY_WORDS_SIZE]);
