/* Which of the libraries of peers.h this program was built with. */
#pragma once

#include "bench/peers.h"

uint32_t library_count(void);
const PeerLibrary *library_at(uint32_t index); /* always the same order */

/* Gives each of them that many lanes. Once, at the start of the program. */
void libraries_open(uint32_t lanes);

/* Says which were left out, and how to get them. */
void libraries_print(void);
