/* Which sanitizer watches: some of them hold on to freed memory, or replace malloc. */
#pragma once

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TEST_SANITIZED_THREAD 1
#endif
#if __has_feature(address_sanitizer)
#define TEST_SANITIZED_ADDRESS 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define TEST_SANITIZED_THREAD 1
#endif
#if defined(__SANITIZE_ADDRESS__)
#define TEST_SANITIZED_ADDRESS 1
#endif
#if defined(TEST_SANITIZED_THREAD) || defined(TEST_SANITIZED_ADDRESS)
#define TEST_SANITIZED 1
#else
#define TEST_SANITIZED 0
#endif
