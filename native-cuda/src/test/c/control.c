// SPDX-License-Identifier: Apache-2.0
#include "emulated.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { NO_FAULT, FAULT_ERROR, FAULT_STICKY, FAULT_MEMORY } FaultKind;

// What an injected fault looks like to each family of functions.
static const int FAULT_STATUS[][3] = {
    [FAULT_ERROR] = {[CUDA] = 999, [BLAS] = BLAS_FAILED, [SOLVER] = SOLVER_FAILED},
    [FAULT_STICKY] = {[CUDA] = CUDA_ILLEGAL, [BLAS] = 14, [SOLVER] = 7},
    [FAULT_MEMORY] = {[CUDA] = CUDA_MEMORY, [BLAS] = 3, [SOLVER] = 2},
};

typedef struct {
  char name[48];
  int64_t calls;
} Function;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

// Names are kept for ever: the log and queued operations point to them.
static Function functions[128];
static int functions_used;

static const char **call_log;
static int64_t calls, log_capacity;
static int64_t bytes_up, bytes_down, waits, violations;
static char violation_text[512], leak_text[512];
static const char *call = "";
static Family call_family;
static _Thread_local int last_error;

static FaultKind fault_kind;
static int64_t fault_countdown, refused_size, limit;
static bool lost;

// ---- the start and end of a call

// Both names of a function count as one: cublasDgemm_v2 is what cublasDgemm means in the headers.
static Function *function_named(const char *name, bool add) {
  size_t length = strlen(name);
  if (length > 3 && strcmp(name + length - 3, "_v2") == 0) length -= 3;
  if (length >= sizeof functions[0].name) return NULL;
  for (int i = 0; i < functions_used; i++) {
    const char *known = functions[i].name;
    if (strncmp(known, name, length) == 0 && known[length] == 0) return &functions[i];
  }
  if (!add || functions_used == sizeof functions / sizeof functions[0]) return NULL;
  memcpy(functions[functions_used].name, name, length);
  return &functions[functions_used++];
}

void note(const char *name) {
  pthread_mutex_lock(&mutex);
  Function *function = function_named(name, true);
  if (function == NULL) abort(); // the tables above are too small for a function added here
  function->calls++;
  if (calls == log_capacity) {
    log_capacity = log_capacity ? 2 * log_capacity : 1024;
    call_log = realloc(call_log, log_capacity * sizeof *call_log);
    if (call_log == NULL) abort();
  }
  call_log[calls++] = call = function->name;
}

int enter(const char *name, Family family) {
  note(name);
  call_family = family;
  if (fault_kind != NO_FAULT && fault_countdown > 0 && --fault_countdown == 0) {
    if (fault_kind != FAULT_STICKY) return failed(FAULT_STATUS[fault_kind][family]);
    lose();
  }
  return lost ? failed(FAULT_STATUS[FAULT_STICKY][family]) : 0;
}

void leave(const int *status) {
  (void)status;
  pthread_mutex_unlock(&mutex);
}

bool is_lost(void) { return lost; }

void lose(void) {
  lost = true;
  discard_everything();
}

int failed(int status) {
  if (call_family == CUDA) last_error = status;
  return status;
}

int take_last_error(void) {
  int status = lost ? CUDA_ILLEGAL : last_error;
  last_error = 0;
  return status;
}

int violation(int status, const char *format, ...) {
  // What is released on a lost device is checked too, but nothing there is news.
  if (lost) return failed(status);
  int start = snprintf(violation_text, sizeof violation_text, "%s: ", call);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(violation_text + start, sizeof violation_text - start, format, arguments);
  va_end(arguments);
  violations++;
  fprintf(stderr, "emulated device: %s\n", violation_text);
  return failed(status);
}

const char *current_call(void) { return call; }
void set_current_call(const char *function) { call = function; }
int64_t refuse_above(void) { return refused_size; }
int64_t memory_limit(void) { return limit; }
void count_up(int64_t bytes) { bytes_up += bytes; }
void count_down(int64_t bytes) { bytes_down += bytes; }
void count_wait(void) { waits++; }

// ---- settings and the report

static int64_t environment_number(const char *name, int64_t otherwise) {
  const char *text = getenv(name);
  if (text == NULL || *text == 0) return otherwise;
  char *end;
  int64_t number = strtoll(text, &end, 10);
  if (*end == 0 && number >= 0) return number;
  fprintf(stderr, "emulated device: %s is not a number: %s\n", name, text);
  abort();
}

__attribute__((constructor)) static void read_environment(void) {
  static const char *const KINDS_BY_NAME[] = {"none", "error", "sticky", "memory"};
  limit = environment_number("RIDGELINE_EMULATED_MEMORY", INT64_C(1) << 30);
  refused_size = environment_number("RIDGELINE_EMULATED_REFUSE_ABOVE", 0);
  fault_countdown = environment_number("RIDGELINE_EMULATED_FAIL_CALL", 0);
  const char *name = getenv("RIDGELINE_EMULATED_FAIL_KIND");
  if (name == NULL || *name == 0) name = "error";
  int kind = FAULT_MEMORY;
  while (kind >= 0 && strcmp(name, KINDS_BY_NAME[kind]) != 0) kind--;
  if (kind < 0) {
    fprintf(stderr, "emulated device: RIDGELINE_EMULATED_FAIL_KIND is unknown: %s\n", name);
    abort();
  }
  fault_kind = fault_countdown > 0 ? (FaultKind)kind : NO_FAULT;
}

static int64_t describe_leaks(void) {
  leak_text[0] = 0;
  int64_t leaks = memory_leaks(leak_text, sizeof leak_text);
  size_t used = strlen(leak_text);
  return leaks + object_leaks(leak_text + used, sizeof leak_text - used);
}

__attribute__((destructor)) static void report(void) {
  const char *wanted = getenv("RIDGELINE_EMULATED_REPORT");
  if (wanted == NULL || strcmp(wanted, "1") != 0) return;
  // No lock: a thread that the end of the process stopped inside a call holds it for ever.
  int64_t leaks = describe_leaks();
  fprintf(
      stderr, "emulated device: %lld calls, %lld bytes up, %lld bytes down, %lld waits, "
      "%lld violations, leaked: %s\n", (long long)calls, (long long)bytes_up,
      (long long)bytes_down, (long long)waits, (long long)violations,
      leaks == 0 ? "nothing" : leak_text);
}

// ---- for tests

// Pointers that were given out are dead afterwards, pinned buffers too.
EXPORT void emulated_reset(void) {
  pthread_mutex_lock(&mutex);
  streams_reset();
  memory_reset();
  for (int i = 0; i < functions_used; i++) functions[i].calls = 0;
  calls = bytes_up = bytes_down = waits = violations = 0;
  violation_text[0] = 0;
  lost = false;
  last_error = 0;
  read_environment();
  pthread_mutex_unlock(&mutex);
}

// The n-th call from now fails, 1 is the next; kind as in FaultKind.
EXPORT void emulated_fail(int64_t nth, int kind) {
  pthread_mutex_lock(&mutex);
  bool known = nth > 0 && kind > NO_FAULT && kind <= FAULT_MEMORY;
  fault_kind = known ? (FaultKind)kind : NO_FAULT;
  fault_countdown = known ? nth : 0;
  pthread_mutex_unlock(&mutex);
}

EXPORT void emulated_refuse_above(int64_t bytes) {
  pthread_mutex_lock(&mutex);
  refused_size = bytes;
  pthread_mutex_unlock(&mutex);
}

EXPORT void emulated_poison(int value) {
  pthread_mutex_lock(&mutex);
  set_poison(value);
  pthread_mutex_unlock(&mutex);
}

EXPORT void emulated_memory(int64_t bytes) {
  pthread_mutex_lock(&mutex);
  limit = bytes;
  pthread_mutex_unlock(&mutex);
}

EXPORT int64_t emulated_count(const char *what) {
  pthread_mutex_lock(&mutex);
  const Function *function = function_named(what, false);
  int64_t count = strcmp(what, "calls") == 0       ? calls
                  : strcmp(what, "up") == 0         ? bytes_up
                  : strcmp(what, "down") == 0       ? bytes_down
                  : strcmp(what, "waits") == 0      ? waits
                  : strcmp(what, "violations") == 0 ? violations
                  : strcmp(what, "leaks") == 0      ? describe_leaks()
                  : function != NULL                ? function->calls
                                                    : 0;
  pthread_mutex_unlock(&mutex);
  return count;
}

// The last one; empty when there was none.
EXPORT const char *emulated_violation(void) { return violation_text; }

// What was not given back; empty when nothing.
EXPORT const char *emulated_leaks(void) {
  pthread_mutex_lock(&mutex);
  describe_leaks();
  pthread_mutex_unlock(&mutex);
  return leak_text;
}

// Name of the n-th call since the reset, from 1, without _v2; null beyond the last.
EXPORT const char *emulated_call(int64_t nth) {
  pthread_mutex_lock(&mutex);
  const char *name = nth >= 1 && nth <= calls ? call_log[nth - 1] : NULL;
  pthread_mutex_unlock(&mutex);
  return name;
}
