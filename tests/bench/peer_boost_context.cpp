/* Boost.Context's fcontext, the switch below its continuations and fibers: an array of contexts on
 * a slab of stacks, resumed in order. The leanest that one would write on it, and leaner than what
 * its documentation shows. Once on the pages that the system gives, once on large ones. */
#include "bench/peers.h"

#if defined(__has_include) && __has_include(<boost/context/detail/fcontext.hpp>)

#include <boost/context/detail/fcontext.hpp>
#include <cstdlib>
#include <sys/mman.h>

namespace
{

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

struct Slab {
    char *stacks;
    size_t size;
    fcontext_t *contexts;
};

void coroutine(transfer_t transfer)
{
    PeerCrowd *crowd = static_cast<PeerCrowd *>(transfer.data);
    fcontext_t resumer = transfer.fctx;
    PEER_COROUTINE_BODY(crowd, resumer = jump_fcontext(resumer, nullptr).fctx);
    jump_fcontext(resumer, nullptr);
}

void destroy(PeerCrowd *crowd)
{
    Slab *slab = static_cast<Slab *>(crowd->library);
    munmap(slab->stacks, slab->size);
    std::free(slab->contexts);
    delete slab;
    crowd->library = nullptr;
}

bool create(PeerCrowd *crowd)
{
    size_t size = static_cast<size_t>(crowd->count) * PEER_STACK_SIZE;
    void *stacks = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stacks == MAP_FAILED) {
        return false;
    }
    void *contexts = std::calloc(crowd->count, sizeof(fcontext_t));
    Slab *slab = new Slab{static_cast<char *>(stacks), size, static_cast<fcontext_t *>(contexts)};
    crowd->library = slab;
    if (!contexts) {
        destroy(crowd);
        return false;
    }
    madvise(stacks, size, crowd->large_pages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    for (uint32_t i = 0; i < crowd->count; i++) {
        char *top = slab->stacks + (static_cast<size_t>(i) + 1) * PEER_STACK_SIZE;
        slab->contexts[i] = make_fcontext(top, PEER_STACK_SIZE, coroutine);
    }
    return true;
}

uint64_t turn(PeerCrowd *crowd, uint32_t times)
{
    fcontext_t *contexts = static_cast<Slab *>(crowd->library)->contexts;
    for (uint32_t time = 0; time < times; time++) {
        for (uint32_t i = 0; i < crowd->count; i++) {
            contexts[i] = jump_fcontext(contexts[i], crowd).fctx;
        }
    }
    return static_cast<uint64_t>(times) * crowd->count;
}

const PeerCoroutines coroutines[] = {
    {"Boost.Context fcontext", "4 KiB, slab", false, UINT32_MAX, create, turn, destroy, nullptr,
     nullptr, nullptr},
    {"fcontext, large pages", "4 KiB, slab", true, UINT32_MAX, create, turn, destroy, nullptr,
     nullptr, nullptr},
};

} // namespace

const PeerLibrary peer_boost_context = {
    "Boost.Context", nullptr, nullptr, 0, nullptr, coroutines, 2,
};

#endif
