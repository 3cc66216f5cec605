/* What bouncing is compared with: a plain copy of the same bytes, and the loop of raylib's
 * bunnymark example (Ramon Santamaria, "textures_bunnymark") written as one writes it. For
 * bench_sim. */
#pragma once

#include <stdint.h>

typedef enum PeerKind { PEER_COPY, PEER_LOOP } PeerKind;

typedef struct Peer Peer;

Peer *peer_open(PeerKind kind, uint32_t sprites); /* ends the program where there is no memory */
void peer_close(Peer *peer);

/* ns a sprite. */
double peer_pass_ns(Peer *peer);
