# Lampyris.  `make run` plays, `make test` tests, `make help` lists the rest.
#
# Everything that is built goes to $(BUILD); another compiler, optimisation level or sanitizer gets
# a folder of its own (build/debug, build/asan, build/tsan, ...), by calling this file again with
# other values for the variables of the first section.

# --- What may be chosen on the command line -------------------------------------------------------

BUILD    = build
OPT      = -O2
WERROR   = -Werror
SANITIZE =
PREFIX   = /usr/local
DESTDIR  =
SETUP    =
ARGS     =
ONLY     =
CHECKS   =
FUZZ_S   = 60
V        =

ifeq ($(origin CC),default)
CC = gcc
endif
PKG_CONFIG ?= pkg-config

# All cores, unless the caller gave a -j of his own. Several goals (`make clean run`) are built in
# their order.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
ifneq ($(word 2,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.DEFAULT_GOAL := program
.DELETE_ON_ERROR:
.SUFFIXES:
Q := $(if $(V),,@)
AGAIN = +$(Q)$(MAKE) --no-print-directory

# --- Flags ----------------------------------------------------------------------------------------

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Wstrict-prototypes \
           -Wmissing-prototypes $(WERROR)

# The same bits from every compiler and processor: no fused multiply-add, no x87. They come last, so
# that nobody's CFLAGS undo them. sqrtf needs no errno, and without it is one (exact) instruction.
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
FLOATS   = -ffp-contract=off -fno-math-errno $(if $(filter i%86-%,$(MACHINE)),-msse2 -mfpmath=sse)

# Asked of pkg-config at the first use, in a recipe and not while this file is read: by then `needs`
# has installed the libraries. Their headers are system headers, which do not warn.
LIBS        := sdl2 SDL2_image expat zlib
LIB_CFLAGS   = $(eval LIB_CFLAGS := $$(patsubst -I%,-isystem%,$(shell \
                 $(PKG_CONFIG) --cflags $(LIBS))))$(LIB_CFLAGS)
LIB_LDLIBS   = $(eval LIB_LDLIBS := $(shell $(PKG_CONFIG) --libs $(LIBS)) -lm)$(LIB_LDLIBS)
TEST_LDLIBS  = $(eval TEST_LDLIBS := $(shell $(PKG_CONFIG) --libs cmocka))$(TEST_LDLIBS)

COMPILE = $(CC) -std=gnu11 $(OPT) -g -pthread $(SANITIZE) $(WARNINGS) -Isrc $(LIB_CFLAGS) \
          $(CPPFLAGS) $(CFLAGS) $(FLOATS)
LINK    = $(CC) -pthread $(SANITIZE) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed

# --- What there is --------------------------------------------------------------------------------

objects = $(addprefix $(BUILD)/,$(addsuffix .o,$(basename $(1))))

PROGRAM := $(BUILD)/lampyris
MAIN    := $(call objects,src/main.c)
ENGINE  := $(call objects,$(wildcard src/*/*.c src/*/*.S))
SUPPORT := $(call objects,$(wildcard tests/support/*.c))
TESTS   := $(basename $(call objects,$(wildcard $(addsuffix /test_*.c,\
             tests/unit tests/backend tests/frame tests/cli))))
BENCHES := $(basename $(call objects,$(wildcard tests/bench/bench_*.c)))
BENCH   := $(call objects,$(filter-out tests/bench/bench_%,$(wildcard tests/bench/*.c)))
FUZZERS := $(basename $(call objects,$(wildcard tests/fuzz/fuzz_*.c)))
OBJECTS := $(MAIN) $(ENGINE) $(SUPPORT) $(BENCH) $(addsuffix .o,$(TESTS) $(BENCHES) $(FUZZERS))

# --- How it is built ------------------------------------------------------------------------------

# The libraries. Who only plays needs none for tests. Says nothing when nothing is missing.
install_for = @CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' SETUP='$(SETUP)' tests/support/setup.sh $(1)
PLAYING := program run debug install %/lampyris
needs:
	$(call install_for,run $(if $(filter-out $(PLAYING),$(MAKECMDGOALS)),test))

# Files that change only when their text does: the command that compiles, and the list of what is
# linked. What depends on them is built anew when a flag changes, or a source goes away.
FORCE:
stamp = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' > $@
$(BUILD)/flags: FORCE | needs
	$(call stamp,$(COMPILE) $(LDFLAGS))
$(BUILD)/parts: FORCE
	$(call stamp,$(ENGINE) $(SUPPORT) $(BENCH))

say = $(if $(V),,@printf '%-5s %s\n' $(1) $@)

$(BUILD)/src/%.o: src/%.c $(BUILD)/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

$(BUILD)/src/%.o: src/%.S $(BUILD)/flags
	$(call say,AS)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -Itests -MMD -MP -c $< -o $@

$(PROGRAM): $(MAIN) $(ENGINE) $(BUILD)/parts
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o,$^) $(LIB_LDLIBS) -o $@

# Tests, benchmarks and fuzzers are linked with all of the game but its main.
$(FUZZERS): LINK += -fsanitize=fuzzer
$(BENCHES): $(BENCH)
$(TESTS) $(BENCHES) $(FUZZERS): %: %.o $(ENGINE) $(SUPPORT) $(BUILD)/parts
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o,$^) $(TEST_LDLIBS) $(LIB_LDLIBS) -o $@

-include $(OBJECTS:.o=.d)

program: $(PROGRAM)
test-programs: $(PROGRAM) $(TESTS)
bench-programs: $(BENCHES)
fuzz-programs: $(FUZZERS)
everything: program test-programs bench-programs $(OBJECTS)

##@ To play

# With no display the game says so and runs its demo unseen; then a picture is the thing to have.
DEMO = $(if $(DISPLAY)$(WAYLAND_DISPLAY),,--screenshot=300:$(BUILD)/demo.png)
run: $(PROGRAM) ## install what is missing, build, and play (ARGS="--help")
	$(Q)$(PROGRAM) $(or $(ARGS),$(DEMO))

setup: ## install all that playing, testing and checking need (SETUP=no: only name it)
	$(call install_for,run test check lint)

SHARE = $(DESTDIR)$(PREFIX)/share
install: $(PROGRAM) ## install under PREFIX=/usr/local (DESTDIR=, for packagers)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/lampyris
	install -D -m 644 README.md $(SHARE)/doc/lampyris/README.md
	find levels assets -type f -name '*.t[ms]x' -o -type f -name '*.png' -o -type f -name '*.txt' |\
	    while read -r file; do install -D -m 644 "$$file" "$(SHARE)/lampyris/$$file"; done

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/lampyris
	rm -rf $(SHARE)/lampyris $(SHARE)/doc/lampyris

##@ To work on it

chosen_tests = $(if $(ONLY),$(foreach name,$(ONLY),$(filter %/$(name),$(TESTS))),$(TESTS))
test: test-programs ## build and run every test (ONLY=test_name: that one)
	$(Q)LAMPYRIS="$$(realpath $(PROGRAM))" SANITIZE='$(SANITIZE)' \
	    tests/support/run_tests.sh $(chosen_tests)

check: ## format, floors, warnings, sanitizers, agreement, ... (CHECKS="format floors")
	$(call install_for,run test check)
	+$(Q)MAKE='$(MAKE)' tests/support/check.sh $(CHECKS)

bench: $(BENCHES) ## run every benchmark, one after the other
	$(Q)for bench in $^; do $$bench || exit; done

BENCH_NAMES := $(patsubst $(BUILD)/tests/bench/bench_%,bench-%,$(BENCHES))
bench-NAME: ## run one of them
	@echo 'There are: $(BENCH_NAMES)'
$(BENCH_NAMES): bench-%: $(BUILD)/tests/bench/bench_%
	$(Q)$<

debug: ## a program for the debugger, build/debug/lampyris
	$(AGAIN) program BUILD=build/debug OPT='-O0 -g3'

# Warnings are not errors under a sanitizer, whose own code gives the compiler false ones.
SANITIZED = test OPT=-O1 WERROR= CFLAGS='$(CFLAGS) -fno-omit-frame-pointer'
asan: ## the tests under AddressSanitizer and UBSan, leaks too (build/asan)
	$(AGAIN) $(SANITIZED) BUILD=build/asan CC=gcc \
	    SANITIZE='-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all'

tsan: ## the tests under ThreadSanitizer; clang's, gcc's has false alarms (build/tsan)
	$(call install_for,run test check)
	$(AGAIN) $(SANITIZED) BUILD=build/tsan CC=clang SANITIZE=-fsanitize=thread

fuzz: ## feed each fuzzer for FUZZ_S=60 seconds (build/fuzz)
	$(call install_for,run test check)
	$(AGAIN) fuzz-programs BUILD=build/fuzz CC=clang OPT=-O1 WERROR= \
	    SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	$(Q)tests/support/run_fuzzers.sh $(FUZZ_S) $(FUZZERS:$(BUILD)/%=build/fuzz/%)

lint: ## clang-tidy and cppcheck
	$(call install_for,run test lint)
	$(Q)tests/support/check.sh tidy cppcheck

format: ## lay out all the sources as .clang-format says
	$(Q)find src tests -name '*.[ch]' -exec clang-format -i {} +

clean: ## remove build/
	rm -rf build

help: ## this
	@awk -f tests/support/help.awk $(firstword $(MAKEFILE_LIST))

.PHONY: needs program test-programs bench-programs fuzz-programs everything setup run test check \
        bench bench-NAME $(BENCH_NAMES) debug asan tsan fuzz lint format install uninstall clean help
