#ifdef HAS_X11

#include "view/present_x11.h"

#include <SDL_syswm.h>
#include <X11/Xlib.h>
#include <X11/Xlibint.h> /* for the hook that hears errors */
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

enum { IMAGES = 2 };

typedef struct SharedImage {
    XImage *image; /* NULL: none */
    XShmSegmentInfo segment;
    bool is_attached; /* by the server */
    bool is_read;     /* by the server, now or soon: not to be drawn into */
} SharedImage;

struct PresentX11 {
    Display *display;
    Window window;
    Visual *visual;
    unsigned int depth;
    GC gc;
    int completion; /* the type of the events that say that an image is copied */
    SharedImage images[IMAGES];
    uint32_t next; /* to be drawn into */
    _XAsyncHandler errors;
    bool failed; /* the server has refused something */
};

/* ---- Errors ---------------------------------------------------------------------------------- */

/* Xlib ends the program at an error, unless a handler for all connections of it says otherwise,
 * which would have to be a global, and is SDL's besides. This hook is one connection's. */
static Bool take_error(Display *display, xReply *reply, char *buffer, int length, XPointer context)
{
    (void)display;
    (void)buffer;
    (void)length;
    if (reply->generic.type != X_Error) {
        return False;
    }
    ((PresentX11 *)(void *)context)->failed = true;
    return True;
}

static void hear_errors(PresentX11 *present)
{
    present->errors = (_XAsyncHandler){
        .next = present->display->async_handlers, .handler = take_error, .data = (XPointer)present};
    present->display->async_handlers = &present->errors;
}

/* ---- Images ---------------------------------------------------------------------------------- */

/* SDL likes a visual with direct color, whose map it fills with a ramp: as good as true color. One
 * with a palette has no masks. */
static bool is_plain(const XImage *image)
{
    int order = SDL_BYTEORDER == SDL_LIL_ENDIAN ? LSBFirst : MSBFirst;
    return image->bits_per_pixel == 32 && image->byte_order == order &&
           image->bytes_per_line == image->width * 4 && image->red_mask == 0xff0000 &&
           image->green_mask == 0xff00 && image->blue_mask == 0xff;
}

/* The segment has no name left once both have it: it goes with whoever ends last. */
static bool attach(PresentX11 *present, SharedImage *shared)
{
    size_t size = (size_t)shared->image->bytes_per_line * (size_t)shared->image->height;
    shared->segment.shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    if (shared->segment.shmid < 0) {
        return false;
    }
    void *memory = shmat(shared->segment.shmid, NULL, 0);
    if (memory != (void *)-1) {
        shared->segment.shmaddr = shared->image->data = memory;
        shared->segment.readOnly = True;
        XShmAttach(present->display, &shared->segment);
        XSync(present->display, False);
        shared->is_attached = !present->failed;
    }
    shmctl(shared->segment.shmid, IPC_RMID, NULL);
    return shared->is_attached;
}

static void drop_image(PresentX11 *present, SharedImage *shared)
{
    if (shared->is_attached) {
        XShmDetach(present->display, &shared->segment);
    }
    if (shared->segment.shmaddr) {
        shmdt(shared->segment.shmaddr);
    }
    if (shared->image) {
        XDestroyImage(shared->image);
    }
    *shared = (SharedImage){0};
}

static bool make_image(PresentX11 *present, SharedImage *shared, int width, int height)
{
    shared->image =
        XShmCreateImage(present->display, present->visual, present->depth, ZPixmap, NULL,
                        &shared->segment, (unsigned int)width, (unsigned int)height);
    return shared->image && is_plain(shared->image) && attach(present, shared);
}

bool present_x11_fit(PresentX11 *present, int width, int height)
{
    const XImage *before = present->images[0].image;
    bool fits = before && before->width == width && before->height == height;
    for (uint32_t i = 0; i < IMAGES && !fits; i++) {
        drop_image(present, &present->images[i]);
        if (!make_image(present, &present->images[i], width, height)) {
            return false;
        }
    }
    return !present->failed;
}

/* ---- Opening --------------------------------------------------------------------------------- */

/* False, too, where the window is gone. */
static bool look_at_window(PresentX11 *present)
{
    XWindowAttributes attributes;
    if (!XGetWindowAttributes(present->display, present->window, &attributes)) {
        return false;
    }
    present->visual = attributes.visual;
    present->depth = (unsigned int)attributes.depth;
    present->gc = XCreateGC(present->display, present->window, 0, NULL);
    return present->gc;
}

static bool connect(PresentX11 *present, SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) {
        return false;
    }
    XSync(info.info.x11.display, False); /* the window is there for others, too, from now on */
    present->window = info.info.x11.window;
    present->display = XOpenDisplay(DisplayString(info.info.x11.display));
    if (!present->display) {
        return false;
    }
    hear_errors(present);
    present->completion = XShmGetEventBase(present->display) + ShmCompletion;
    return XShmQueryExtension(present->display) && look_at_window(present);
}

PresentX11 *present_x11_open(SDL_Window *window)
{
    PresentX11 *present = calloc(1, sizeof *present);
    if (present && !connect(present, window)) {
        present_x11_close(present);
        return NULL;
    }
    return present;
}

void present_x11_close(PresentX11 *present)
{
    if (!present) {
        return;
    }
    for (uint32_t i = 0; i < IMAGES; i++) {
        drop_image(present, &present->images[i]);
    }
    if (present->gc) {
        XFreeGC(present->display, present->gc);
    }
    if (present->display) {
        XCloseDisplay(present->display);
    }
    free(present);
}

/* ---- Showing --------------------------------------------------------------------------------- */

uint32_t *present_x11_pixels(const PresentX11 *present)
{
    return (uint32_t *)(void *)present->images[present->next].segment.shmaddr;
}

static void take_events(PresentX11 *present)
{
    while (XPending(present->display) > 0) {
        XEvent event;
        XNextEvent(present->display, &event);
        if (event.type != present->completion) {
            continue;
        }
        ShmSeg segment = ((XShmCompletionEvent *)&event)->shmseg;
        for (uint32_t i = 0; i < IMAGES; i++) {
            SharedImage *shared = &present->images[i];
            shared->is_read &= shared->segment.shmseg != segment;
        }
    }
}

/* XNextEvent alone would wait for ever for what an error has come in place of. */
static void wait_until_read(PresentX11 *present, const SharedImage *shared)
{
    struct pollfd news = {.fd = ConnectionNumber(present->display), .events = POLLIN};
    take_events(present);
    while (shared->is_read && !present->failed) {
        poll(&news, 1, -1);
        take_events(present);
    }
}

bool present_x11_show(PresentX11 *present)
{
    SharedImage *shared = &present->images[present->next];
    XShmPutImage(present->display, present->window, present->gc, shared->image, 0, 0, 0, 0,
                 (unsigned int)shared->image->width, (unsigned int)shared->image->height, True);
    XFlush(present->display);
    shared->is_read = true;
    present->next = (present->next + 1) % IMAGES;
    wait_until_read(present, &present->images[present->next]);
    return !present->failed;
}

#else

typedef int X11IsMissing; /* ISO C wants something */

#endif
