#include "bench/backends_child.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child the socket is its standard input: no number has to be told. */
enum { CHILD_SOCKET = STDIN_FILENO };

typedef enum Order {
    ORDER_OPEN,
    ORDER_CLOSE,
    ORDER_MEASURE,
    ORDER_HASH,
    ORDER_VISITS,
    ORDER_IDLE,
} Order;

typedef struct Request {
    Order order;
    uint32_t trial;
    uint32_t loop;
    bool ticking;
    TrialPlan plan;
} Request;

typedef struct Reply {
    double figure;
    uint64_t hash;
    bool good;
} Reply;

struct Child {
    pid_t pid;
    int socket;
};

/* ---- In the child --------------------------------------------------------------------------- */

static Reply obey(const Request *request, Trial **trials)
{
    Reply reply = {0};
    Trial **trial = &trials[request->trial];
    switch (request->order) {
    case ORDER_OPEN:
        *trial =
            trial_open(&request->plan, &(TrialRunner){.loop = &peer_openmp.loops[request->loop]});
        break;
    case ORDER_CLOSE:
        trial_close(*trial);
        *trial = NULL;
        break;
    case ORDER_MEASURE: reply.figure = trial_measure_us(*trial); break;
    case ORDER_HASH: reply.hash = trial_hash(*trial); break;
    case ORDER_VISITS: reply.good = trial_visits_all(*trial); break;
    case ORDER_IDLE: reply.figure = trial_idle_load(*trial, request->ticking); break;
    }
    return reply;
}

int child_main(uint32_t lanes)
{
    Trial *trials[CHILD_TRIALS_MAX] = {NULL};
    Request request;
    peer_openmp.open(lanes);
    while (recv(CHILD_SOCKET, &request, sizeof request, 0) == (ssize_t)sizeof request) {
        Reply reply = obey(&request, trials);
        if (send(CHILD_SOCKET, &reply, sizeof reply, MSG_NOSIGNAL) != (ssize_t)sizeof reply) {
            break;
        }
    }
    for (uint32_t i = 0; i < CHILD_TRIALS_MAX; i++) {
        trial_close(trials[i]);
    }
    return 0;
}

/* ---- In the parent -------------------------------------------------------------------------- */

static void become_child(int socket, uint32_t lanes)
{
    char count[16];
    snprintf(count, sizeof count, "%u", lanes);
    if (dup2(socket, CHILD_SOCKET) >= 0 && setenv("OMP_WAIT_POLICY", "passive", 1) == 0) {
        execl("/proc/self/exe", "bench_backends", CHILD_ARGUMENT, count, (char *)NULL);
    }
    _exit(1);
}

Child *child_start(uint32_t lanes)
{
    int sockets[2];
    Child *child = calloc(1, sizeof *child);
    if (!child || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
        free(child);
        return NULL;
    }
    fflush(stdout);
    child->socket = sockets[0];
    child->pid = fork();
    if (child->pid == 0) {
        become_child(sockets[1], lanes);
    }
    close(sockets[1]);
    if (child->pid < 0) {
        close(sockets[0]);
        free(child);
        return NULL;
    }
    return child;
}

void child_stop(Child *child)
{
    if (!child) {
        return;
    }
    close(child->socket);
    waitpid(child->pid, NULL, 0);
    free(child);
}

static Reply ask(Child *child, const Request *request)
{
    Reply reply;
    if (send(child->socket, request, sizeof *request, MSG_NOSIGNAL) != (ssize_t)sizeof *request ||
        recv(child->socket, &reply, sizeof reply, 0) != (ssize_t)sizeof reply) {
        fprintf(stderr, "the process with OpenMP's sleeping workers has ended\n");
        exit(1);
    }
    return reply;
}

void child_open(Child *child, uint32_t trial, const TrialPlan *plan, uint32_t loop)
{
    ask(child, &(Request){.order = ORDER_OPEN, .trial = trial, .plan = *plan, .loop = loop});
}

void child_close(Child *child, uint32_t trial)
{
    ask(child, &(Request){.order = ORDER_CLOSE, .trial = trial});
}

double child_measure_us(Child *child, uint32_t trial)
{
    return ask(child, &(Request){.order = ORDER_MEASURE, .trial = trial}).figure;
}

uint64_t child_hash(Child *child, uint32_t trial)
{
    return ask(child, &(Request){.order = ORDER_HASH, .trial = trial}).hash;
}

bool child_visits_all(Child *child, uint32_t trial)
{
    return ask(child, &(Request){.order = ORDER_VISITS, .trial = trial}).good;
}

double child_idle_load(Child *child, uint32_t trial, bool ticking)
{
    return ask(child, &(Request){.order = ORDER_IDLE, .trial = trial, .ticking = ticking}).figure;
}
