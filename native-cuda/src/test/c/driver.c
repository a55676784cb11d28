// SPDX-License-Identifier: Apache-2.0
//
// The driver API, which JCuda's driver binding calls: other names for what runtime.c does, and two
// rules of its own: cuInit comes first, and a thread has a current context.
#include "emulated.h"

#include <string.h>

static char context; // its address is the handle of the primary context
static bool initialized;
static _Thread_local bool has_context;

static int ready(void) { return initialized ? 0 : violation(3, "before cuInit"); }

static int current(void) {
  int status = ready();
  return status || has_context ? status : violation(201, "the thread has no current context");
}

#define ENTER_READY                                                            \
  ENTER(CUDA);                                                                 \
  if ((status = ready())) return status

#define INVALID CUDA_INVALID

// A function that needs a context and is one call of what both faces share.
#define CALL(name, parameters, result)                                         \
  EXPORT int name parameters {                                                 \
    ENTER(CUDA);                                                               \
    if ((status = current())) return status;                                   \
    return result;                                                             \
  }

#define RELEASE(name, parameters, result)                                      \
  EXPORT int name parameters {                                                 \
    ENTER_RELEASE(CUDA);                                                       \
    if (!is_lost() && (status = current())) return status;                     \
    return result;                                                             \
  }

EXPORT int cuInit(unsigned flags) {
  ENTER(CUDA);
  if (flags != 0) return violation(CUDA_INVALID, "flags %u", flags);
  initialized = true;
  return 0;
}

EXPORT int cuDriverGetVersion(int *version) {
  ENTER(CUDA);
  NOT_NULL(version);
  *version = EMULATED_VERSION;
  return 0;
}

EXPORT int cuDeviceGetCount(int *count) {
  ENTER_READY;
  NOT_NULL(count);
  *count = 1;
  return 0;
}

EXPORT int cuDeviceGet(int *device, int ordinal) {
  ENTER_READY;
  NOT_NULL(device);
  *device = 0;
  return device_only(ordinal);
}

EXPORT int cuDeviceGetName(char *name, int length, int device) {
  ENTER_READY;
  NOT_NULL(name);
  if (length < 1) return violation(CUDA_INVALID, "length %d", length);
  memset(name, 0, length);
  strncpy(name, EMULATED_NAME, length - 1);
  return device_only(device);
}

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
  ENTER_READY;
  NOT_NULL(value);
  *value = device_attribute(attribute);
  return device_only(device);
}

EXPORT int cuDevicePrimaryCtxRetain(void **handle, int device) {
  ENTER_READY;
  NOT_NULL(handle);
  *handle = &context;
  return device_only(device);
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) {
  ENTER_READY;
  return device_only(device);
}

EXPORT int cuCtxSetCurrent(void *handle) {
  ENTER_READY;
  if (handle != NULL && handle != &context) return violation(201, "not the primary context");
  has_context = handle != NULL;
  return 0;
}

EXPORT int cuCtxGetCurrent(void **handle) {
  ENTER_READY;
  NOT_NULL(handle);
  *handle = has_context ? &context : NULL;
  return 0;
}

CALL(cuCtxSynchronize, (void), device_wait())

EXPORT int cuMemGetInfo_v2(size_t *available, size_t *total) {
  ENTER(CUDA);
  if ((status = current())) return status;
  NOT_NULL(available);
  NOT_NULL(total);
  *available = (size_t)memory_free();
  *total = (size_t)memory_limit();
  return 0;
}

CALL(cuMemAlloc_v2, (void **pointer, size_t bytes), device_malloc(pointer, bytes, NULL))
RELEASE(cuMemFree_v2, (void *pointer), free_now(pointer))
CALL(
    cuMemAllocAsync, (void **pointer, size_t bytes, void *stream),
    malloc_async(pointer, bytes, stream))
RELEASE(cuMemFreeAsync, (void *pointer, void *stream), free_async(pointer, stream))
CALL(cuMemAllocHost_v2, (void **pointer, size_t bytes), pinned_malloc(pointer, bytes))

EXPORT int cuMemHostAlloc(void **pointer, size_t bytes, unsigned flags) {
  ENTER(CUDA);
  if ((status = current())) return status;
  if (flags > 7) return violation(CUDA_INVALID, "unknown flags %u", flags);
  return pinned_malloc(pointer, bytes);
}

RELEASE(cuMemFreeHost, (void *pointer), free_pinned(pointer))
CALL(
    cuMemcpyHtoDAsync_v2, (void *to, const void *from, size_t bytes, void *stream),
    copy_up(to, from, bytes, stream))
CALL(
    cuMemcpyDtoHAsync_v2, (void *to, const void *from, size_t bytes, void *stream),
    copy_down(to, from, bytes, stream))
CALL(
    cuMemcpyDtoDAsync_v2, (void *to, const void *from, size_t bytes, void *stream),
    copy_across(to, from, bytes, stream))
CALL(
    cuMemsetD8Async, (void *pointer, unsigned char value, size_t bytes, void *stream),
    set_bytes(pointer, value, bytes, stream))
CALL(cuStreamCreate, (void **stream, unsigned flags), stream_create(stream, flags))
RELEASE(cuStreamDestroy_v2, (void *stream), stream_destroy(stream))
CALL(cuStreamSynchronize, (void *stream), stream_wait(stream))
CALL(
    cuStreamWaitEvent, (void *stream, void *event, unsigned flags),
    ((void)flags, stream_wait_event(stream, event)))
CALL(
    cuEventCreate, (void **event, unsigned flags),
    ((void)flags, create(EVENT, event, CUDA_INVALID)))
RELEASE(cuEventDestroy_v2, (void *event), event_destroy(event))
CALL(cuEventRecord, (void *event, void *stream), event_record(event, stream))
CALL(cuEventSynchronize, (void *event), event_wait(event))

EXPORT int cuGetErrorString(int error, const char **text) {
  ENTER(CUDA);
  NOT_NULL(text);
  *text = cuda_text(error);
  return 0;
}

EXPORT int cuGetErrorName(int error, const char **text) {
  ENTER(CUDA);
  NOT_NULL(text);
  *text = error == 0     ? "CUDA_SUCCESS"
          : error == 1   ? "CUDA_ERROR_INVALID_VALUE"
          : error == 2   ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == 3   ? "CUDA_ERROR_NOT_INITIALIZED"
          : error == 101 ? "CUDA_ERROR_INVALID_DEVICE"
          : error == 201 ? "CUDA_ERROR_INVALID_CONTEXT"
          : error == 400 ? "CUDA_ERROR_INVALID_HANDLE"
          : error == 700 ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                         : "CUDA_ERROR_UNKNOWN";
  return 0;
}
