/* What the machine is, for defaults and for the context of a report. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { MACHINE_TEXT_SIZE = 128 };

/* Cores that this process may run on, at least 1. */
uint32_t machine_usable_cores(void);

/* "unknown" where the system does not say. */
void machine_host_name(char name[MACHINE_TEXT_SIZE]);
void machine_cpu_name(char name[MACHINE_TEXT_SIZE]);

/* 0 where the system does not say. */
uint32_t machine_cpu_mhz(void);

/* Processor time that all threads of this process have used so far. */
uint64_t machine_cpu_time_ns(void);

/* Bytes of the heap that are in use, of all threads, and of all libraries. False: the C library
 * does not say. Some microseconds. */
bool machine_heap_bytes(uint64_t *bytes);
