// SPDX-License-Identifier: Apache-2.0
#include "emulated.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// An operation that was queued and not executed yet.
typedef struct Operation Operation;
struct Operation {
  Operation *next;
  const char *call;
  int64_t sequence;
  Run *run;
  int operands;
  Operand operand[OPERANDS];
  Operand reads; // host memory that an upload still has to read
  const void *frees;
  _Alignas(16) char arguments[];
};

// A stream, event, handle or set of parameters.
struct Object {
  Object *next;
  Kind kind;
  const void *handle;
  const void *stream;  // a handle: where its calls go; an event: where it was recorded
  int64_t mark;        // an event: the last operation before it; 0: never recorded
  Operation *first, *last;
};

static Object legacy = {.kind = STREAM}; // stream 0, which always exists
static Object *objects = &legacy;        // the legacy stream stays last
static uint64_t created;
static int64_t queued; // numbers every operation of every stream

static Object *find(Kind kind, const void *handle) {
  Object *object = objects;
  while (object != NULL && (object->kind != kind || object->handle != handle)) {
    object = object->next;
  }
  return object;
}

static Object *find_stream(const void *stream) {
  Object *object = find(STREAM, stream);
  if (object == NULL) violation(CUDA_HANDLE, "not a live stream");
  return object;
}

bool is_live(Kind kind, const void *handle) { return find(kind, handle) != NULL; }

int create(Kind kind, void **handle, int refused) {
  if (handle == NULL) return violation(refused, "null pointer");
  Object *object = calloc(1, sizeof *object);
  if (object == NULL) abort();
  // Not an address of any process, and never the same number twice.
  uint64_t number = (UINT64_C(2) << 52) + ((uint64_t)kind << 44) + 16 * ++created;
  *object = (Object){.next = objects, .kind = kind, .handle = (void *)(uintptr_t)number};
  objects = object;
  *handle = (void *)object->handle;
  return 0;
}

int destroy(Kind kind, const void *handle, int dead) {
  Object **link = &objects;
  while (*link != NULL && ((*link)->kind != kind || (*link)->handle != handle)) {
    link = &(*link)->next;
  }
  if (*link == NULL || *link == &legacy) return violation(dead, "not a live handle");
  Object *object = *link;
  *link = object->next;
  free(object);
  return 0;
}

int bind(Kind kind, const void *handle, const void *stream, int dead) {
  Object *object = find(kind, handle);
  if (object == NULL) return violation(dead, "not a live handle");
  if (find_stream(stream) == NULL) return dead;
  object->stream = stream;
  return 0;
}

// ---- queues

static Operation *queue(
    Object *stream, Run *run, const void *arguments, size_t size, const Operand *operands,
    int count) {
  Operation *operation = calloc(1, sizeof *operation + size);
  if (operation == NULL || count > OPERANDS) abort();
  operation->call = current_call();
  operation->sequence = ++queued;
  operation->run = run;
  operation->operands = count;
  if (count > 0) memcpy(operation->operand, operands, count * sizeof *operands);
  if (size > 0) memcpy(operation->arguments, arguments, size);
  if (stream->last == NULL) stream->first = operation;
  else stream->last->next = operation;
  stream->last = operation;
  return operation;
}

static Operation *take(Object *stream) {
  Operation *operation = stream->first;
  stream->first = operation->next;
  if (stream->first == NULL) stream->last = NULL;
  return operation;
}

// A rule that is broken here is what a kernel's bad access is: the device is lost.
static void execute(const Operation *operation) {
  const char *waiting = current_call();
  set_current_call(operation->call);
  void *at[OPERANDS] = {NULL};
  bool fine = true;
  for (int i = 0; i < operation->operands && fine; i++) {
    if (operation->operand[i].bytes == 0) continue;
    at[i] = locate(&operation->operand[i], true, CUDA_ILLEGAL);
    fine = at[i] != NULL;
  }
  if (fine && operation->run != NULL) fine = operation->run(operation->arguments, at);
  if (!fine) lose();
  if (operation->frees != NULL) device_release(operation->frees);
  set_current_call(waiting);
}

// Executes what a stream holds up to a number. Waits inside lead to smaller numbers, so it ends.
static void run_until(Object *stream, int64_t mark) {
  while (stream->first != NULL && stream->first->sequence <= mark) {
    Operation *operation = take(stream);
    execute(operation);
    free(operation);
  }
}

void run_everything(void) {
  for (Object *object = objects; object != NULL; object = object->next) {
    run_until(object, INT64_MAX);
  }
}

void discard_everything(void) {
  for (Object *object = objects; object != NULL; object = object->next) {
    while (object->first != NULL) {
      Operation *operation = take(object);
      if (operation->frees != NULL) device_release(operation->frees);
      free(operation);
    }
  }
}

// ---- operations

int check(const Operand *operands, int count, int null, int dead) {
  for (int i = 0; i < count; i++) {
    int status = operands[i].address == NULL ? null : dead;
    if (operands[i].bytes > 0 && locate(&operands[i], false, status) == NULL) return status;
  }
  return 0;
}

int submit(
    Kind kind, const void *handle, Run *run, const void *arguments, size_t size,
    const Operand *operands, int count) {
  bool blas = kind == BLAS_HANDLE;
  int refused = blas ? BLAS_FAILED : SOLVER_FAILED;
  int status = check(operands, count, blas ? BLAS_INVALID : SOLVER_INVALID, refused);
  if (status) return status;
  Object *stream = find(STREAM, find(kind, handle)->stream);
  if (stream == NULL) return violation(refused, "the stream of the handle was destroyed");
  queue(stream, run, arguments, size, operands, count);
  return 0;
}

int submit_to(
    const void *stream, Run *run, const void *arguments, size_t size, const Operand *operands,
    int count, Operand reads) {
  Object *where = find_stream(stream);
  int status = where == NULL ? CUDA_HANDLE : check(operands, count, CUDA_INVALID, CUDA_INVALID);
  if (status == 0) queue(where, run, arguments, size, operands, count)->reads = reads;
  return status;
}

bool is_read_later(const Operand *host) {
  for (const Object *object = objects; object != NULL; object = object->next) {
    for (const Operation *o = object->first; o != NULL; o = o->next) {
      if (overlap(&o->reads, host)) return true;
    }
  }
  return false;
}

int malloc_async(void **pointer, size_t bytes, const void *stream) {
  return find_stream(stream) == NULL ? CUDA_HANDLE : device_malloc(pointer, bytes, stream);
}

// What a release or a wait returns: on a device that is lost, now or before, its status.
static int released(int status) { return is_lost() ? failed(CUDA_ILLEGAL) : status; }

int free_async(void *device, const void *stream) {
  if (is_lost()) return released(device_release(device));
  Object *where = find_stream(stream);
  if (where == NULL) return CUDA_HANDLE;
  int status = device_mark_freeing(device, stream);
  if (status == 0) queue(where, NULL, NULL, 0, NULL, 0)->frees = device;
  return status;
}

int free_now(void *device) {
  run_everything();
  return released(device == NULL ? 0 : device_release(device));
}

int free_pinned(void *host) {
  run_everything();
  return released(pinned_free(host));
}

// ---- streams, events and waits

int stream_create(void **stream, unsigned flags) {
  if (flags > 1) return violation(CUDA_INVALID, "unknown flags %u", flags);
  return create(STREAM, stream, CUDA_INVALID);
}

int stream_destroy(const void *stream) {
  Object *object = find(STREAM, stream);
  if (object != NULL) run_until(object, INT64_MAX);
  return released(destroy(STREAM, stream, CUDA_HANDLE));
}

static int run_and_report(Object *stream, int64_t mark) {
  count_wait();
  run_until(stream, mark);
  return released(0);
}

int stream_wait(const void *stream) {
  Object *object = find_stream(stream);
  return object == NULL ? CUDA_HANDLE : run_and_report(object, INT64_MAX);
}

int device_wait(void) {
  count_wait();
  run_everything();
  return released(0);
}

int event_destroy(const void *event) {
  return released(destroy(EVENT, event, CUDA_HANDLE));
}

int event_record(const void *event, const void *stream) {
  Object *object = find(EVENT, event), *where = find_stream(stream);
  if (object == NULL) violation(CUDA_HANDLE, "not a live event");
  if (object == NULL || where == NULL) return CUDA_HANDLE;
  object->stream = stream;
  object->mark = queued;
  return 0;
}

// An event never recorded is reached, and so is one of a stream that has ended.
int event_wait(const void *event) {
  Object *object = find(EVENT, event);
  if (object == NULL) return violation(CUDA_HANDLE, "not a live event");
  Object *stream = find(STREAM, object->stream);
  return run_and_report(stream == NULL ? &legacy : stream, stream == NULL ? 0 : object->mark);
}

typedef struct {
  const void *stream;
  int64_t mark;
} Mark;

static bool run_wait(const void *arguments, void *const at[]) {
  (void)at;
  const Mark *mark = arguments;
  Object *stream = find(STREAM, mark->stream);
  if (stream != NULL) run_until(stream, mark->mark);
  return true;
}

int stream_wait_event(const void *stream, const void *event) {
  Object *object = find(EVENT, event), *where = find_stream(stream);
  if (object == NULL) violation(CUDA_HANDLE, "not a live event");
  if (object == NULL || where == NULL) return CUDA_HANDLE;
  Mark mark = {.stream = object->stream, .mark = object->mark};
  queue(where, run_wait, &mark, sizeof mark, NULL, 0);
  return 0;
}

// ---- the end

void streams_reset(void) {
  discard_everything();
  while (objects != &legacy) destroy(objects->kind, objects->handle, CUDA_HANDLE);
}

int64_t object_leaks(char *text, size_t size) {
  static const char *const NAMES[KINDS] = {
      [STREAM] = "streams", [EVENT] = "events", [BLAS_HANDLE] = "cuBLAS handles",
      [SOLVER_HANDLE] = "cuSOLVER handles", [PARAMS] = "cuSOLVER parameters"};
  int64_t leaks = 0;
  for (int kind = STREAM; kind < KINDS; kind++) {
    int64_t count = 0;
    for (const Object *object = objects; object != &legacy; object = object->next) {
      count += object->kind == (Kind)kind;
    }
    if (count == 0) continue;
    leaks += count;
    int length = snprintf(text, size, "%lld %s; ", (long long)count, NAMES[kind]);
    text += length;
    size -= length;
  }
  return leaks;
}
