/* The deque of forks on one thread: who gets which entry, in which order. What happens when owner
 * and thieves meet is hammer_deque's question. */
#include "backend/deque.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Entries that are told apart by where they lie. */
struct Fork {
    char something;
};

static Fork forks[DEQUE_CAPACITY + 1];
static Deque deque;

static int set_up(void **state)
{
    (void)state;
    deque = (Deque){.capacity = DEQUE_CAPACITY};
    return 0;
}

static void push_so_many(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_true(deque_push(&deque, &forks[deque.top]));
    }
}

/* Which fork a thief gets: its number, or -1. */
static int steal(void)
{
    Fork *fork = deque_steal(&deque);
    return fork ? (int)(fork - forks) : -1;
}

static void share_once(void)
{
    assert_true(deque_should_share(&deque));
    deque_share(&deque);
}

/* ---- One after the other -------------------------------------------------------------------- */

static void test_nothing_is_stolen_from_an_empty_one(void **state)
{
    (void)state;
    assert_int_equal(steal(), -1);
    assert_false(deque_has_shared(&deque));
    assert_false(deque_should_share(&deque));
}

static void test_what_is_pushed_is_private(void **state)
{
    (void)state;
    push_so_many(3);
    assert_int_equal(steal(), -1);
    assert_false(deque_has_shared(&deque));
    assert_true(deque_should_share(&deque));
    for (uint32_t left = 3; left > 0; left--) {
        assert_int_equal(deque.top, left);
        assert_true(deque_pop(&deque));
    }
    assert_int_equal(deque.top, 0);
}

static void test_the_older_half_is_shared_and_the_oldest_stolen_first(void **state)
{
    (void)state;
    push_so_many(7);
    share_once();
    assert_true(deque_has_shared(&deque));
    assert_false(deque_should_share(&deque)); /* thieves have enough */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(steal(), i);
    }
    assert_int_equal(steal(), -1);
    assert_false(deque_has_shared(&deque));
    share_once(); /* of the three that are left */
    assert_int_equal(steal(), 4);
    assert_int_equal(steal(), 5);
    assert_int_equal(steal(), -1);
}

static void test_a_single_entry_is_shared_whole(void **state)
{
    (void)state;
    push_so_many(1);
    share_once();
    assert_int_equal(steal(), 0);
    assert_int_equal(steal(), -1);
}

static void test_the_owner_takes_back_what_nobody_has_stolen(void **state)
{
    (void)state;
    push_so_many(8);
    share_once();
    assert_int_equal(steal(), 0);
    for (uint32_t top = 8; top > 1; top--) {
        assert_true(deque_pop(&deque));
        assert_int_equal(deque.top, top - 1);
    }
    assert_int_equal(steal(), -1);
    assert_false(deque_pop(&deque)); /* the one that was stolen */
}

static void test_the_newer_half_is_taken_back_at_a_time(void **state)
{
    (void)state;
    push_so_many(16);
    share_once(); /* 0 to 7 */
    for (uint32_t i = 0; i < 9; i++) {
        assert_true(deque_pop(&deque)); /* 15 to 8, then 7: with it 4 to 6 are private again */
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(steal(), i);
    }
    assert_int_equal(steal(), -1);
}

static void test_stolen_ones_are_dropped_and_the_place_is_used_again(void **state)
{
    (void)state;
    push_so_many(2);
    share_once();
    assert_int_equal(steal(), 0);
    share_once();
    assert_int_equal(steal(), 1);
    assert_false(deque_pop(&deque));
    deque_drop(&deque);
    assert_int_equal(deque.top, 1);
    assert_true(deque_push(&deque, &forks[9]));
    assert_int_equal(steal(), -1);
    share_once();
    assert_int_equal(steal(), 9);
    assert_false(deque_pop(&deque));
    deque_drop(&deque);
    assert_false(deque_pop(&deque));
    deque_drop(&deque);
    assert_int_equal(deque.top, 0);
}

static void test_a_full_one_refuses_and_goes_on(void **state)
{
    (void)state;
    push_so_many(DEQUE_CAPACITY);
    assert_false(deque_push(&deque, &forks[DEQUE_CAPACITY]));
    share_once();
    assert_int_equal(steal(), 0);
    assert_false(deque_push(&deque, &forks[DEQUE_CAPACITY])); /* a stolen one holds its place */
    assert_true(deque_pop(&deque));
    assert_true(deque_push(&deque, &forks[DEQUE_CAPACITY]));
}

static void test_where_nobody_would_steal_nothing_is_pushed(void **state)
{
    (void)state;
    deque.capacity = 0;
    assert_false(deque_push(&deque, &forks[0]));
    assert_int_equal(deque.top, 0);
}

/* ---- At random ------------------------------------------------------------------------------ */

/* What the deque must do, said in another way: which entries lie there, and which were stolen. */
typedef struct Model {
    Fork *entries[DEQUE_CAPACITY];
    uint32_t top;
    uint32_t stolen;
    uint32_t next; /* fork to be pushed */
} Model;

static void try_steal(Model *model)
{
    bool some = deque_has_shared(&deque);
    Fork *fork = deque_steal(&deque);
    assert_int_equal(fork != NULL, some);
    if (fork) {
        assert_in_range(model->stolen, 0, model->top - 1);
        assert_ptr_equal(fork, model->entries[model->stolen++]);
    }
}

static void push_another(Model *model)
{
    Fork *fork = &forks[model->next++ % DEQUE_CAPACITY];
    bool fits = model->top < deque.capacity;
    assert_int_equal(deque_push(&deque, fork), fits);
    if (fits) {
        model->entries[model->top++] = fork;
    }
}

static void join_newest(Model *model)
{
    if (model->top == 0) {
        return;
    }
    assert_ptr_equal(deque.slots[deque.top - 1], model->entries[model->top - 1]);
    bool mine = deque_pop(&deque);
    assert_int_equal(mine, model->stolen < model->top);
    model->top--;
    if (!mine) {
        deque_drop(&deque);
        model->stolen--;
    }
}

static void test_a_million_random_acts(void **state)
{
    (void)state;
    static Model model;
    deque.capacity = 40; /* so that it is full at times */
    for (uint32_t i = 0; i < 1000000; i++) {
        uint64_t dice = random_u64(3, 1, i, RANDOM_TEST);
        uint32_t leaning = i / 500 % 3; /* to growing, to shrinking, to being robbed */
        switch (dice % 8 < 3 ? leaning : dice / 8 % 4) {
        case 0: push_another(&model); break;
        case 1: join_newest(&model); break;
        case 2: try_steal(&model); break;
        default:
            if (deque_should_share(&deque)) {
                deque_share(&deque);
            }
        }
        assert_int_equal(deque.top, model.top);
        /* Nobody starves: what is private can be shared as soon as nothing else is. */
        bool some_left = model.top > model.stolen;
        assert_int_equal(deque_has_shared(&deque) || deque_should_share(&deque), some_left);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing_is_stolen_from_an_empty_one, set_up),
        cmocka_unit_test_setup(test_what_is_pushed_is_private, set_up),
        cmocka_unit_test_setup(test_the_older_half_is_shared_and_the_oldest_stolen_first, set_up),
        cmocka_unit_test_setup(test_a_single_entry_is_shared_whole, set_up),
        cmocka_unit_test_setup(test_the_owner_takes_back_what_nobody_has_stolen, set_up),
        cmocka_unit_test_setup(test_the_newer_half_is_taken_back_at_a_time, set_up),
        cmocka_unit_test_setup(test_stolen_ones_are_dropped_and_the_place_is_used_again, set_up),
        cmocka_unit_test_setup(test_a_full_one_refuses_and_goes_on, set_up),
        cmocka_unit_test_setup(test_where_nobody_would_steal_nothing_is_pushed, set_up),
        cmocka_unit_test_setup(test_a_million_random_acts, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
