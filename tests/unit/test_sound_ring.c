/* The ring between the main thread and the audio callback: commands come out once, in order and
 * whole; one that finds it full is dropped, and counted. */
#include "view/sound_ring.h"

#include "support/sanitizers.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COMMANDS = 400000 };

/* A command that can be told from all others, and torn from whole. */
static SynthCommand numbered(uint32_t number)
{
    return (SynthCommand){.kind = SYNTH_PLAY,
                          .cue = {.event = (SynthEvent)(number % SYNTH_EVENT_COUNT),
                                  .count = number,
                                  .pan = (float)(number % 1024),
                                  .gain = (float)(number % 4096)}};
}

static void assert_numbered(const SynthCommand *command, uint32_t number)
{
    SynthCommand expected = numbered(number);
    assert_int_equal(command->kind, expected.kind);
    assert_int_equal(command->cue.count, number);
    assert_int_equal(command->cue.event, expected.cue.event);
    assert_true(command->cue.pan == expected.cue.pan && command->cue.gain == expected.cue.gain);
}

static void commands_come_out_in_order(void **state)
{
    (void)state;
    static SoundRing ring;
    SynthCommand command;
    sound_ring_init(&ring);
    assert_false(sound_ring_pop(&ring, &command));
    for (uint32_t turn = 0; turn < 5 * SOUND_RING_SIZE; turn += 3) { /* all around, several times */
        for (uint32_t i = 0; i < 3; i++) {
            command = numbered(turn + i);
            assert_true(sound_ring_push(&ring, &command));
        }
        for (uint32_t i = 0; i < 3; i++) {
            assert_true(sound_ring_pop(&ring, &command));
            assert_numbered(&command, turn + i);
        }
    }
    assert_false(sound_ring_pop(&ring, &command));
    assert_int_equal(ring.dropped, 0);
}

static void a_full_ring_drops_the_newest_and_counts(void **state)
{
    (void)state;
    static SoundRing ring;
    SynthCommand command;
    sound_ring_init(&ring);
    for (uint32_t i = 0; i < SOUND_RING_SIZE + 10; i++) {
        command = numbered(i);
        assert_int_equal(sound_ring_push(&ring, &command), i < SOUND_RING_SIZE);
    }
    assert_int_equal(ring.dropped, 10);
    for (uint32_t i = 0; i < SOUND_RING_SIZE; i++) {
        assert_true(sound_ring_pop(&ring, &command));
        assert_numbered(&command, i);
    }
    assert_false(sound_ring_pop(&ring, &command));
    command = numbered(77);
    assert_true(sound_ring_push(&ring, &command));
    assert_true(sound_ring_pop(&ring, &command));
    assert_numbered(&command, 77);
}

static void the_counters_wrap_around(void **state)
{
    (void)state;
    static SoundRing ring;
    SynthCommand command;
    sound_ring_init(&ring);
    atomic_store_explicit(&ring.pushed, UINT32_MAX - 5, memory_order_relaxed); /* one thread */
    atomic_store_explicit(&ring.popped, UINT32_MAX - 5, memory_order_relaxed);
    for (uint32_t i = 0; i < SOUND_RING_SIZE + 2; i++) {
        command = numbered(i);
        assert_int_equal(sound_ring_push(&ring, &command), i < SOUND_RING_SIZE);
    }
    for (uint32_t i = 0; i < SOUND_RING_SIZE; i++) {
        assert_true(sound_ring_pop(&ring, &command));
        assert_numbered(&command, i);
    }
    assert_false(sound_ring_pop(&ring, &command));
}

typedef struct Race {
    SoundRing ring;
    uint32_t commands;
    _Atomic bool over;
} Race;

/* Whoever finds it full goes on with the next number, as the game does. */
static void *produce(void *context)
{
    Race *race = context;
    for (uint32_t i = 0; i < race->commands; i++) {
        SynthCommand command = numbered(i);
        if (!sound_ring_push(&race->ring, &command)) {
            sched_yield();
        }
    }
    atomic_store_explicit(&race->over, true, memory_order_release); /* pairs with the consumer's */
    return NULL;
}

static void two_threads_lose_and_double_nothing(void **state)
{
    (void)state;
    static Race race;
    sound_ring_init(&race.ring);
    race.commands = TEST_SANITIZED ? COMMANDS / 10 : COMMANDS;
    atomic_init(&race.over, false);
    pthread_t producer;
    assert_int_equal(pthread_create(&producer, NULL, produce, &race), 0);
    uint32_t popped = 0;
    int64_t last = -1;
    for (bool over = false; !over;) {
        over = atomic_load_explicit(&race.over, memory_order_acquire); /* before the last look */
        SynthCommand command;
        while (sound_ring_pop(&race.ring, &command)) {
            assert_true((int64_t)command.cue.count > last);
            assert_numbered(&command, command.cue.count);
            last = command.cue.count;
            popped++;
        }
    }
    pthread_join(producer, NULL);
    assert_int_equal(popped + race.ring.dropped, race.commands);
    assert_true(popped >= SOUND_RING_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_come_out_in_order),
        cmocka_unit_test(a_full_ring_drops_the_newest_and_counts),
        cmocka_unit_test(the_counters_wrap_around),
        cmocka_unit_test(two_threads_lose_and_double_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
