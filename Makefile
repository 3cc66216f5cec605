# Lampyris.  `make run` plays, `make test` tests, `make help` lists the rest.
#
# Everything that is built goes to $(BUILD); another compiler, optimisation level or sanitizer gets
# a folder of its own (build/debug, build/asan, build/tsan, ...), by calling this file again with
# other values for the variables of the first section.

# --- What may be chosen on the command line -------------------------------------------------------

BUILD    = build$(WEAKENED:%=/weakened-%)
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
WEAKENED =
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
comma := ,
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
LIBS         = sdl2 SDL2_image expat zlib $(X11)
LIB_CFLAGS   = $(eval LIB_CFLAGS := $$(patsubst -I%,-isystem%,$(shell \
                 $(PKG_CONFIG) --cflags $(LIBS))))$(LIB_CFLAGS)
LIB_LDLIBS   = $(eval LIB_LDLIBS := $(shell $(PKG_CONFIG) --libs $(LIBS)) -lm)$(LIB_LDLIBS)
TEST_LDLIBS  = $(eval TEST_LDLIBS := $(shell $(PKG_CONFIG) --libs cmocka))$(TEST_LDLIBS)

# X11's own libraries, where they are there (SDL's package brings them along in Debian). Without them
# SDL's surface shows what the processor draws.
X11 = $(if $(ONLY_CORE),,$(eval X11 := $(shell \
        $(PKG_CONFIG) --exists x11 xext && echo x11 xext))$(X11))

# What the peers of bench_backends need: those of these flags with which a program links. The rest
# is left out, and the benchmark says so; `make setup` installs it. No other goal asks for them.
links       = $(shell echo 'int main(void) { return 0; }' |\
                $(1) - $(2) -o /dev/null >/dev/null 2>&1 && echo '$(2)')
PEER_LDLIBS = $(eval PEER_LDLIBS := $(call links,$(CC) -x c,-fopenmp) $(foreach library,\
                tbb boost_fiber boost_context stdc++,$(call links,$(CXX) -x c++,-l$(library))))$(\
                )$(PEER_LDLIBS)

# OpenMP's flag where a program can be made with it; then the table of models has a row more. None for
# the thread sanitizer, which does not see how the library orders its threads, nor for ONLY_CORE, whose
# emulators crawl while its threads spin. Asked at the first use, as above.
openmp = $(shell printf '\043include <omp.h>\nint main(void) { return omp_in_parallel(); }' |\
           $(CC) -x c - -fopenmp -o /dev/null >/dev/null 2>&1 && echo -fopenmp)
OPENMP = $(eval OPENMP := $(if $(findstring thread,$(SANITIZE))$(ONLY_CORE),,$(openmp)))$(OPENMP)

COMPILE = $(CC) -std=gnu11 $(OPT) -g -pthread $(SANITIZE) $(WARNINGS) -Isrc $(LIB_CFLAGS) \
          $(WEAKENED:%=-D%_WEAKENED) $(if $(OPENMP),-DHAS_OPENMP) $(if $(X11),-DHAS_X11) \
          $(CPPFLAGS) $(CFLAGS) $(FLOATS)
COMPILE_CXX = $(CXX) -std=c++17 $(OPT) -g -pthread $(SANITIZE) \
              $(filter-out %-prototypes,$(WARNINGS)) $(CPPFLAGS) $(CXXFLAGS)
LINK    = $(CC) -pthread $(SANITIZE) $(OPENMP) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed

# --- What there is --------------------------------------------------------------------------------

objects = $(addprefix $(BUILD)/,$(addsuffix .o,$(basename $(1))))

PROGRAM := $(BUILD)/lampyris
MAIN    := $(call objects,src/main.c)
ENGINE  := $(call objects,$(wildcard src/*/*.c src/*/*.S))
SUPPORT := $(call objects,$(wildcard tests/support/*.c))
TESTS   := $(basename $(call objects,$(wildcard $(addsuffix /test_*.c,\
             tests/unit tests/backend tests/frame tests/cli))))
BENCHES := $(basename $(call objects,$(wildcard tests/bench/bench_*.c)))
BENCH   := $(call objects,$(filter-out $(addprefix tests/bench/,bench_% backends_% peer_%),\
             $(wildcard tests/bench/*.c)))
VERSUS  := $(call objects,$(wildcard $(addprefix tests/bench/,backends_*.c peer_*.c peer_*.cpp)))
TOOLS   := $(basename $(call objects,$(wildcard tests/tools/*.c)))
FUZZERS := $(basename $(call objects,$(wildcard tests/fuzz/fuzz_*.c)))
HAMMERS := $(basename $(call objects,$(wildcard tests/hammer/hammer_*.c)))
HAMMER  := $(call objects,tests/hammer/hammer.c)
SCARCE  := $(call objects,tests/scarce/scarce.c)
OBJECTS := $(MAIN) $(ENGINE) $(SUPPORT) $(BENCH) $(VERSUS) $(HAMMER) $(SCARCE) \
           $(addsuffix .o,$(TESTS) $(BENCHES) $(TOOLS) $(FUZZERS) $(HAMMERS))

# The floors that know nothing of SDL. ONLY_CORE=yes builds no others, for processors that have none
# of it and tools that trip over it; not every test can be linked then.
CORE := $(filter $(addprefix $(BUILD)/src/,base/% backend/% sim/% level/% app/paths.o),$(ENGINE))
ifneq ($(ONLY_CORE),)
ENGINE  := $(CORE)
SUPPORT := $(filter-out $(addprefix %/,session.o screens.o soundtrack.o rig.o pad.o easel.o display.o),$(SUPPORT))
LIBS    := expat zlib
endif

# --- How it is built ------------------------------------------------------------------------------

# The libraries. Who only plays needs none for tests. Says nothing when nothing is missing.
install_for = @CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' SETUP='$(SETUP)' tests/support/setup.sh $(1)
PLAYING := program run debug install %/lampyris
needs:
	$(if $(ONLY_CORE),,$(call install_for,run $(if $(filter-out $(PLAYING),$(MAKECMDGOALS)),test)))

# Files that change only when their text does: the command that compiles, and the list of what is
# linked. What depends on them is built anew when a flag changes, or a source goes away.
FORCE:
stamp = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' > $@
$(BUILD)/flags: FORCE | needs
	$(call stamp,$(COMPILE) $(LDFLAGS))
$(BUILD)/parts: FORCE
	$(call stamp,$(ENGINE) $(SUPPORT) $(BENCH) $(VERSUS))
$(BUILD)/peers: FORCE
	$(call stamp,$(COMPILE_CXX) $(PEER_LDLIBS))

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

# C++ is only for the peers. Where the library of peer_NAME cannot be linked, the object is empty.
$(BUILD)/tests/%.o: tests/%.cpp $(BUILD)/flags $(BUILD)/peers
	$(call say,CXX)
	$(Q)mkdir -p $(@D)
	$(Q)$(if $(filter $(patsubst peer_%,-l%,$(*F)),$(PEER_LDLIBS)),\
	    $(COMPILE_CXX) -Itests -MMD -MP -c $<,$(CC) -x c -c /dev/null) -o $@

PEER_OPENMP := $(call objects,tests/bench/peer_openmp.c)
$(PEER_OPENMP): private override CFLAGS += $(filter -fopenmp,$(PEER_LDLIBS))
$(PEER_OPENMP): $(BUILD)/peers

$(call objects,src/backend/openmp.c): private override CFLAGS += $(OPENMP)

# The kernels, each for its instruction set: which one runs is chosen at run time. Sanitizers and
# debug builds keep their own optimisation.
ifneq ($(filter x86_64%,$(MACHINE)),)
AVX2   := -mavx2 -mfma
AVX512 := -mavx512f -mavx512dq -mavx512bw -mavx512vl
$(call objects,src/sim/kernel_avx2.c src/view/blit_avx2.c): private override CFLAGS += $(AVX2)
$(call objects,src/sim/kernel_avx512.c src/view/blit_avx512.c): private override CFLAGS += $(AVX512)
$(call objects,src/view/blit_avx512.c): private override CFLAGS += -mprefer-vector-width=512
$(call objects,src/sim/kernel_avx512.c): private override CFLAGS += -mavx512vnni
endif

# Loops over words that -O2 alone leaves one by one.
$(call objects,$(wildcard src/view/blit_*.c) src/sim/grid_build.c): private override CFLAGS += -ftree-vectorize

# A kernel is to be turned into vectors, which -O2 does not do.
$(call objects,tests/bench/backends_bounce.c): private override CFLAGS += -O3 -fno-trapping-math

# The game as the tests start it under the address sanitizer: see there.
KEEP_LOADED := $(if $(findstring address,$(SANITIZE)),$(call objects,tests/support/keep_loaded.c))

$(PROGRAM): $(MAIN) $(ENGINE) $(KEEP_LOADED) $(BUILD)/parts
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o,$^) $(LIB_LDLIBS) -o $@

# Tests, benchmarks and fuzzers are linked with all of the game but its main.
$(FUZZERS): LINK += -fsanitize=fuzzer
$(BENCHES): $(BENCH)
BENCH_BACKENDS := $(filter %/bench_backends,$(BENCHES))
$(BENCH_BACKENDS): $(VERSUS) $(BUILD)/peers
$(TESTS) $(BENCHES) $(TOOLS) $(FUZZERS): %: %.o $(ENGINE) $(SUPPORT) $(BUILD)/parts
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o,$^) $(TEST_LDLIBS) $(LIB_LDLIBS) \
	    $(if $(filter $@,$(BENCH_BACKENDS)),$(PEER_LDLIBS)) -o $@

# A hammer is for the backends alone: built anew with something weakened, it is built soon.
$(HAMMERS): %: %.o $(HAMMER) $(filter $(addprefix $(BUILD)/src/,base/% backend/%),$(ENGINE)) \
            $(BUILD)/parts
	$(call say,LINK)
	$(Q)$(LINK) $(filter %.o,$^) $(LIB_LDLIBS) -o $@

# The tests that refuse memory, whose calls go through tests/scarce.
SCARCE_CALLS := tests/scarce/calls
SCARCE_TESTS := $(basename $(call objects,$(shell grep -l 'scarce/scarce\.h' tests/*/test_*.c)))
$(SCARCE_TESTS): LINK += -Wl,@$(SCARCE_CALLS)
$(SCARCE_TESTS): $(SCARCE) $(SCARCE_CALLS)

-include $(OBJECTS:.o=.d)

program: $(PROGRAM)
test-programs: $(PROGRAM) $(TESTS)
bench-programs: $(BENCHES)
fuzz-programs: $(FUZZERS)
hammer-programs: $(HAMMERS)
everything: program test-programs bench-programs hammer-programs $(OBJECTS)

##@ To play

# With no display the game says so and runs its demo unseen; then a picture is the thing to have.
DEMO = $(if $(DISPLAY)$(WAYLAND_DISPLAY),,--screenshot=300:$(BUILD)/demo.png)
run: $(PROGRAM) ## install what is missing, build, and play (ARGS="--help")
	$(Q)$(PROGRAM) $(or $(ARGS),$(DEMO))

REPORT = build/report
report: $(PROGRAM) ## measure this machine, some minutes long, and write build/report/index.html
	$(call install_for,report)
	$(Q)$(PROGRAM) --report=$(REPORT) $(ARGS)

MOVIE      = $(BUILD)/movie
GIF_REPLAY = tests/replays/glade.replay
GIF_TICKS  = 480
gif: $(PROGRAM) ## make assets/lampyris.gif, the animation of the README, from a replay
	$(call install_for,run gif)
	$(Q)rm -rf $(MOVIE)
	$(Q)$(PROGRAM) --headless -q --replay=$(GIF_REPLAY) --ticks=$(GIF_TICKS) --movie=$(MOVIE)
	$(Q)tests/support/make_gif.sh $(MOVIE) assets/lampyris.gif

setup: ## install all that playing, testing and checking need (SETUP=no: only name it)
	$(call install_for,run test check memcheck arm64 lint bench gif)

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

test_of      = $(or $(filter %/$(1),$(TESTS)),$(error There is no test $(1): see tests/*/test_*.c))
chosen_tests = $(if $(ONLY),$(foreach name,$(ONLY),$(call test_of,$(name))),$(TESTS))
test: test-programs ## build and run every test (ONLY=test_name: that one)
	$(Q)LAMPYRIS="$$(realpath $(PROGRAM))" SANITIZE='$(SANITIZE)' \
	    tests/support/run_tests.sh $(chosen_tests)

check: ## format, floors, warnings, sanitizers, agreement, ... (CHECKS="format floors")
	$(call install_for,run test check memcheck arm64)
	+$(Q)MAKE='$(MAKE)' tests/support/check.sh $(CHECKS)

PLAY_THROUGH := $(BUILD)/tests/tools/play_through
LEVEL = meadow
play-through: $(PLAY_THROUGH) ## have the bot win a level, into tests/replays (LEVEL=meadow)
	$(Q)$< $(LEVEL) tests/replays/$(LEVEL).replay

play-throughs: $(PLAY_THROUGH) ## the same for all levels, after the rules or the levels changed
	$(Q)for level in $(basename $(notdir $(wildcard levels/*.tmx))); do\
	    $< $$level tests/replays/$$level.replay || exit; done

bench: $(BENCHES) ## run every benchmark, one after the other
	$(Q)for bench in $^; do $$bench || exit; done

BENCH_NAMES := $(patsubst $(BUILD)/tests/bench/bench_%,bench-%,$(BENCHES))
bench-NAME: ## run one of them (bench-backends: ARGS="jobs" or "coroutines", a part of it)
	@echo 'There are: $(BENCH_NAMES)'
$(BENCH_NAMES): bench-%: $(BUILD)/tests/bench/bench_%
	$(Q)$< $(ARGS)

debug: ## a program for the debugger, build/debug/lampyris
	$(AGAIN) program BUILD=build/debug OPT='-O0 -g3'

# Warnings are not errors under a sanitizer, whose own code gives the compiler false ones.
SANITIZED = OPT=-O1 WERROR= CFLAGS='$(CFLAGS) -fno-omit-frame-pointer'
TSAN      = $(SANITIZED) BUILD=build/tsan CC=clang SANITIZE=-fsanitize=thread
asan: ## the tests under AddressSanitizer and UBSan, leaks too (build/asan)
	$(AGAIN) test $(SANITIZED) BUILD=build/asan CC=gcc \
	    SANITIZE='-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all'

# The command line's are left out: they start the game, whose threads the others watch from within.
tsan: ## the tests under ThreadSanitizer; clang's, gcc's has false alarms (build/tsan)
	$(call install_for,run test check)
	$(AGAIN) test $(TSAN) ONLY='$(or $(ONLY),$(notdir $(basename $(wildcard\
	    tests/unit/test_*.c tests/backend/test_*.c tests/frame/test_*.c))))'

tsan-hammer: ## the hammers under ThreadSanitizer
	$(call install_for,run test check)
	$(AGAIN) hammer $(TSAN)

hammer: $(HAMMERS) ## look long for faults (WEAKENED=DEQUE or JOBS: builds one in)
	$(Q)SANITIZE='$(SANITIZE)' tests/support/run_tests.sh $^

# Tests of the core without the game, each run by WRAPPER: a checker or an emulator.
wrapped-test: $(chosen_tests)
	$(Q)WRAPPER='$(WRAPPER)' tests/support/run_tests.sh $^

CORE_TESTS = $(notdir $(basename $(wildcard $(addprefix tests/backend/test_,\
               deque.c fork.c future.c contract.c coroutine*.c scheduler*.c))))
memcheck: ## tests of the backends under valgrind, stacks of coroutines registered (build/memcheck)
	$(call install_for,run test memcheck)
	$(AGAIN) wrapped-test ONLY_CORE=yes BUILD=build/memcheck OPT=-O1 \
	    CPPFLAGS='$(CPPFLAGS) -DCOROUTINE_VALGRIND' \
	    ONLY='$(CORE_TESTS) test_future_end test_waiting test_exhaustion' \
	    WRAPPER='valgrind --quiet --error-exitcode=9 --leak-check=full --fair-sched=yes'

check-ucontext: ## tests of coroutines on the portable switch (build/ucontext)
	$(call install_for,run test)
	$(AGAIN) wrapped-test ONLY_CORE=yes BUILD=build/ucontext OPT=-O1 \
	    CPPFLAGS='$(CPPFLAGS) -DCOROUTINE_UCONTEXT' WRAPPER=env \
	    ONLY='$(filter test_coroutine% test_scheduler%,$(CORE_TESTS))'

# Libraries come from a folder of their own: see the script.
ARM64_LIBRARIES = build/arm64/root
ARM64_FOLDERS   = $(addprefix $(CURDIR)/$(ARM64_LIBRARIES),\
                    /usr/lib/aarch64-linux-gnu /lib/aarch64-linux-gnu)
check-arm64: ## tests of the core on another processor, arm64, emulated (build/arm64)
	$(call install_for,arm64)
	@SETUP='$(SETUP)' tests/support/arm64_libraries.sh $(ARM64_LIBRARIES)
	+$(Q)PKG_CONFIG_LIBDIR=$(firstword $(ARM64_FOLDERS))/pkgconfig \
	    PKG_CONFIG_SYSROOT_DIR=$(CURDIR)/$(ARM64_LIBRARIES) \
	    $(MAKE) --no-print-directory wrapped-test ONLY_CORE=yes BUILD=build/arm64 \
	    CC=aarch64-linux-gnu-gcc LDFLAGS='$(addprefix -Wl$(comma)-rpath$(comma),$(ARM64_FOLDERS))' \
	    ONLY='$(CORE_TESTS) test_agreement test_kernel test_grid' \
	    WRAPPER='qemu-aarch64 -L /usr/aarch64-linux-gnu'

# Sixteen files a call, since most of a short call is the start of the compiler.
warnings: needs ## what CC has to say of every source, with nothing built
	$(Q)find src tests -name '*.c' -print0 | xargs -0 -n 16 -P $$(nproc) \
	    $(COMPILE) -Itests $(AVX2) $(AVX512) $(OPENMP) -fsyntax-only

fuzz: ## feed each fuzzer for FUZZ_S=60 seconds (build/fuzz)
	$(call install_for,run test check)
	$(AGAIN) fuzz-programs BUILD=build/fuzz CC=clang OPT=-O1 WERROR= \
	    SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	$(Q)tests/support/run_fuzzers.sh $(FUZZ_S) $(FUZZERS:$(BUILD)/%=build/fuzz/%)

lint: ## clang-tidy and cppcheck
	$(call install_for,run test lint)
	$(Q)tests/support/check.sh tidy cppcheck

format: ## lay out all the sources as .clang-format says
	$(Q)find src tests \( -name '*.[ch]' -o -name '*.cpp' \) -exec clang-format -i {} +

clean: ## remove build/
	rm -rf build

help: ## this
	@awk -f tests/support/help.awk $(firstword $(MAKEFILE_LIST))

.PHONY: needs program test-programs bench-programs fuzz-programs hammer-programs everything setup gif \
        run report test wrapped-test check warnings hammer tsan-hammer memcheck check-arm64 check-ucontext \
        play-through play-throughs bench bench-NAME $(BENCH_NAMES) debug asan tsan fuzz lint format install uninstall clean help
