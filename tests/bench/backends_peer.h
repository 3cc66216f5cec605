/* A library's loop as a model of ours: with it, the game's own step runs on the library. It records
 * nothing and checks nothing, so that nobody but us pays for that. */
#pragma once

#include "backend/backend.h"
#include "bench/peers.h"

/* Opened by `backend_open(&peer.type, 1, &error)`; must outlive what was opened. */
typedef struct PeerBackend {
    BackendType type; /* first: from the type that a backend has, one comes to the rest */
    const PeerLoop *loop;
} PeerBackend;

PeerBackend peer_backend(const PeerLoop *loop);
