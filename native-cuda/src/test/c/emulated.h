// SPDX-License-Identifier: Apache-2.0
//
// An emulated CUDA device: executes on the CPU what the CUDA backend calls, and checks every rule.
//
//   control.c  counters, call log, injected faults, violations, the functions that tests call
//   memory.c   device blocks and pinned buffers
//   stream.c   streams, events, handles, and the queues of what was not executed yet
//   transfer.c copies and sets
//   runtime.c  cudart, and driver.c, the driver API: two faces of the same functions
//   blas.c     cuBLAS, with gemm.c
//   solver.c   Cholesky of cuSOLVER; spectrum.c its eigenvalues, computed by eigen.c
//
// Two ideas carry it. Device addresses and handles are numbers that are never mapped and never
// given out twice, so a host access, a stale pointer or a dead handle cannot go unnoticed. And
// nothing asynchronous runs before something waits for it, so a missing wait shows every time.
#ifndef EMULATED_H
#define EMULATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

// ---- calls (control.c)

typedef enum { CUDA, BLAS, SOLVER } Family;

enum { CUDA_INVALID = 1, CUDA_MEMORY = 2, CUDA_HANDLE = 400, CUDA_ILLEGAL = 700 };
enum { BLAS_DEAD = 1, BLAS_INVALID = 7, BLAS_FAILED = 13, BLAS_UNSUPPORTED = 15 };
enum { SOLVER_DEAD = 1, SOLVER_INVALID = 3, SOLVER_FAILED = 6, SOLVER_UNSUPPORTED = 9 };

// Begins an API function: takes the lock, counts, injects faults. The lock goes with the scope.
#define ENTER(family)                                                          \
  __attribute__((cleanup(leave))) int status = enter(__func__, family);        \
  if (status) return status

// The same for what gives something back: it does so even on a device that is lost, and then the
// functions below that release return the status of the loss.
#define ENTER_RELEASE(family)                                                  \
  __attribute__((cleanup(leave))) int status = enter(__func__, family);        \
  if (status && !is_lost()) return status

// Checks of arguments; INVALID is what the file's library returns for a bad one.
#define REQUIRE(condition, ...) \
  if (!(condition)) return violation(INVALID, __VA_ARGS__)

#define LEADING(name, ld, rows)                                                \
  REQUIRE(                                                                     \
      (ld) >= 1 && (ld) >= (rows), "%s = %lld, rows = %lld", name,             \
      (long long)(ld), (long long)(rows))

#define SOLVER_HANDLE_LIVE(handle) \
  if (!is_live(SOLVER_HANDLE, handle)) return violation(SOLVER_DEAD, "not a live handle")

#define LOWER_ONLY(uplo)                                                       \
  REQUIRE((uplo) == 0 || (uplo) == 1, "unknown triangle");                     \
  if (uplo) return violation(SOLVER_UNSUPPORTED, "only lower triangles are emulated")

#define NOT_NULL(pointer) REQUIRE((pointer) != NULL, #pointer " is null")

int enter(const char *function, Family family);
void leave(const int *status);
void note(const char *function); // lock and count, for functions that cannot fail

bool is_lost(void);
void lose(void);                                                    // sticky from now on
int failed(int status);                                             // remembers the status
int violation(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));                          // describes and returns it
const char *current_call(void);
void set_current_call(const char *function);
int take_last_error(void);
int64_t refuse_above(void);
int64_t memory_limit(void);
void count_up(int64_t bytes);
void count_down(int64_t bytes);
void count_wait(void);

// ---- memory (memory.c)

// A span of device memory that an operation touches; bytes = 0: not touched, may be null.
typedef struct {
  const char *name;
  const void *address;
  int64_t bytes;
  int64_t align;
} Operand;

Operand matrix(const char *name, const void *a, int64_t rows, int64_t columns, int64_t ld);
Operand matrices(
    const char *name, const void *a, int64_t rows, int64_t columns, int64_t ld, int64_t stride,
    int64_t count);
Operand vector(const char *name, const void *x, int64_t n, int64_t increment);
Operand span(const char *name, const void *address, int64_t count, int64_t size);
bool overlap(const Operand *x, const Operand *y);
bool any_overlap(const Operand *operands, int count);

// Where a span lies on the host; null, and a violation, unless one live block holds all of it.
// A block whose release is queued is live for operations that execute, not for new ones.
void *locate(const Operand *operand, bool executing, int status);

// False, and a violation, where two items of a batch that is written are the same.
bool distinct(const char *name, void *const items[], int64_t count);

bool is_device_address(const void *address);
bool host_span(const char *name, const void *host, int64_t bytes); // violation CUDA_INVALID if not

int device_malloc(void **pointer, size_t bytes, const void *stream);
int device_release(const void *pointer);
int device_mark_freeing(const void *pointer, const void *stream);
int pinned_malloc(void **pointer, size_t bytes);
int pinned_free(void *pointer);
int64_t memory_free(void);
void memory_reset(void);
int64_t memory_leaks(char *text, size_t size);

// ---- streams, events, handles (stream.c)

typedef enum { STREAM = 1, EVENT, BLAS_HANDLE, SOLVER_HANDLE, PARAMS, KINDS } Kind;

typedef struct Object Object;

// Executes an operation: at[i] is where operand i lies. False: a rule was broken on the way.
typedef bool Run(const void *arguments, void *const at[]);

#define OPERANDS 4

int create(Kind kind, void **handle, int refused);
bool is_live(Kind kind, const void *handle);
int destroy(Kind kind, const void *handle, int dead);
int bind(Kind kind, const void *handle, const void *stream, int dead);

// 0, or a violation where an operand is null or is not live device memory, with a status for each.
int check(const Operand *operands, int count, int null, int dead);

// Checks the operands and queues an operation where a handle of cuBLAS or cuSOLVER is bound.
int submit(
    Kind kind, const void *handle, Run *run, const void *arguments, size_t size,
    const Operand *operands, int count);

// The same for a stream. An upload names the host memory that it will read; others pass none.
int submit_to(
    const void *stream, Run *run, const void *arguments, size_t size, const Operand *operands,
    int count, Operand reads);
bool is_read_later(const Operand *host); // by an upload that is queued

// ---- transfers (transfer.c)

int copy_up(void *device, const void *host, size_t bytes, const void *stream);
int copy_down(void *host, const void *device, size_t bytes, const void *stream);
int copy_across(void *to, const void *from, size_t bytes, const void *stream);
int set_bytes(void *device, int value, size_t bytes, const void *stream);

// ---- the rest of stream.c

int malloc_async(void **pointer, size_t bytes, const void *stream);
int free_async(void *device, const void *stream);
int free_now(void *device);  // waits for the device first, as the real one does
int free_pinned(void *host); // likewise
int stream_create(void **stream, unsigned flags);
int stream_destroy(const void *stream);
int stream_wait(const void *stream);
int stream_wait_event(const void *stream, const void *event);
int event_destroy(const void *event);
int event_record(const void *event, const void *stream);
int event_wait(const void *event);
int device_wait(void);
void run_everything(void);
void discard_everything(void); // queued releases still happen
void streams_reset(void);
int64_t object_leaks(char *text, size_t size);

// ---- numbers shared by cuBLAS and cuSOLVER

bool is_operation(int trans);             // of cuBLAS
bool is_factor(const double *factor);     // on the host: handles here know no other mode
bool is_blas(const void *handle);         // else violation BLAS_DEAD

// op(L) X = B in place, L lower (blas.c).
void solve_lower(
    bool transposed, int64_t m, int64_t n, const double *l, int64_t ldl, double *b, int64_t ldb);

// Eigenvalues, ascending, and vectors in place of a symmetric matrix given by its lower triangle;
// the status of LAPACK (eigen.c).
int eigen(bool vectors, int64_t n, double *a, int64_t lda, double *w);

// ---- what both faces of the device tell (runtime.c)

#define EMULATED_NAME "Emulated CUDA device"
enum { EMULATED_VERSION = 13000 };

int device_only(int device);
int device_attribute(int attribute);
const char *cuda_text(int status);

// The byte that fresh and freed memory is filled with.
void set_poison(int value);

#endif
