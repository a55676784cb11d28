// SPDX-License-Identifier: Apache-2.0
//
// The CUDA runtime, as one device.
#include "emulated.h"

#include <string.h>

int device_only(int device) {
  return device == 0 ? 0 : violation(101, "device %d, there is 0", device);
}

#define INVALID CUDA_INVALID

// A function that is one call of what both faces share.
#define CALL(name, parameters, result)                                         \
  EXPORT int name parameters {                                                 \
    ENTER(CUDA);                                                               \
    return result;                                                             \
  }

#define RELEASE(name, parameters, result)                                      \
  EXPORT int name parameters {                                                 \
    ENTER_RELEASE(CUDA);                                                       \
    return result;                                                             \
  }

EXPORT int cudaGetDeviceCount(int *count) {
  ENTER(CUDA);
  NOT_NULL(count);
  *count = 1;
  return 0;
}

EXPORT int cudaDriverGetVersion(int *version) {
  ENTER(CUDA);
  NOT_NULL(version);
  *version = EMULATED_VERSION;
  return 0;
}

EXPORT int cudaRuntimeGetVersion(int *version) {
  ENTER(CUDA);
  NOT_NULL(version);
  *version = EMULATED_VERSION;
  return 0;
}

CALL(cudaSetDevice, (int device), device_only(device))

EXPORT int cudaGetDevice(int *device) {
  ENTER(CUDA);
  NOT_NULL(device);
  *device = 0;
  return 0;
}

int device_attribute(int attribute) {
  switch (attribute) {
    case 75: return 9;  // compute capability 9.0
    case 16: return 1;  // multiprocessors
    case 115: return 1; // memory pools
    default: return 0;
  }
}

EXPORT int cudaDeviceGetAttribute(int *value, int attribute, int device) {
  ENTER(CUDA);
  NOT_NULL(value);
  *value = device_attribute(attribute);
  return device_only(device);
}

// The structure differs between versions of CUDA; only the name is at one place in all.
static int properties(char *fields, int device) {
  NOT_NULL(fields);
  memset(fields, 0, 1008);
  strcpy(fields, EMULATED_NAME);
  return device_only(device);
}

CALL(cudaGetDeviceProperties, (void *fields, int device), properties(fields, device))
CALL(cudaGetDeviceProperties_v2, (void *fields, int device), properties(fields, device))

EXPORT int cudaMemGetInfo(size_t *available, size_t *total) {
  ENTER(CUDA);
  NOT_NULL(available);
  NOT_NULL(total);
  *available = (size_t)memory_free();
  *total = (size_t)memory_limit();
  return 0;
}

CALL(
    cudaMallocAsync, (void **pointer, size_t bytes, void *stream),
    malloc_async(pointer, bytes, stream))
RELEASE(cudaFreeAsync, (void *pointer, void *stream), free_async(pointer, stream))
CALL(cudaMalloc, (void **pointer, size_t bytes), device_malloc(pointer, bytes, NULL))
RELEASE(cudaFree, (void *pointer), free_now(pointer))

static char pool; // its address is the handle of the one pool

static int pool_only(const void *handle) {
  return handle == &pool ? 0 : violation(CUDA_INVALID, "not a memory pool");
}

EXPORT int cudaDeviceGetDefaultMemPool(void **handle, int device) {
  ENTER(CUDA);
  NOT_NULL(handle);
  *handle = &pool;
  return device_only(device);
}

EXPORT int cudaMemPoolSetAttribute(void *handle, int attribute, void *value) {
  ENTER(CUDA);
  NOT_NULL(value);
  (void)attribute;
  return pool_only(handle);
}

CALL(cudaMemPoolTrimTo, (void *handle, size_t kept), ((void)kept, pool_only(handle)))
CALL(cudaMallocHost, (void **pointer, size_t bytes), pinned_malloc(pointer, bytes))
RELEASE(cudaFreeHost, (void *pointer), free_pinned(pointer))

static int copy(void *to, const void *from, size_t bytes, int kind, void *stream) {
  switch (kind) {
    case 1: return copy_up(to, from, bytes, stream);
    case 2: return copy_down(to, from, bytes, stream);
    case 3: return copy_across(to, from, bytes, stream);
    default: return violation(21, "direction %d is not emulated", kind);
  }
}

CALL(
    cudaMemcpyAsync, (void *to, const void *from, size_t bytes, int kind, void *stream),
    copy(to, from, bytes, kind, stream))

EXPORT int cudaMemcpy(void *to, const void *from, size_t bytes, int kind) {
  ENTER(CUDA);
  int result = copy(to, from, bytes, kind, NULL);
  return result ? result : stream_wait(NULL);
}

CALL(
    cudaMemsetAsync, (void *pointer, int value, size_t bytes, void *stream),
    set_bytes(pointer, value, bytes, stream))
CALL(cudaStreamCreateWithFlags, (void **stream, unsigned flags), stream_create(stream, flags))
RELEASE(cudaStreamDestroy, (void *stream), stream_destroy(stream))
CALL(cudaStreamSynchronize, (void *stream), stream_wait(stream))
CALL(
    cudaStreamWaitEvent, (void *stream, void *event, unsigned flags),
    ((void)flags, stream_wait_event(stream, event)))
CALL(
    cudaEventCreateWithFlags, (void **event, unsigned flags),
    ((void)flags, create(EVENT, event, CUDA_INVALID)))
RELEASE(cudaEventDestroy, (void *event), event_destroy(event))
CALL(cudaEventRecord, (void *event, void *stream), event_record(event, stream))
CALL(cudaEventSynchronize, (void *event), event_wait(event))
CALL(cudaDeviceSynchronize, (void), device_wait())
CALL(cudaGetLastError, (void), take_last_error())

const char *cuda_text(int status) {
  switch (status) {
    case 0: return "no error";
    case 1: return "invalid argument";
    case 2: return "out of memory";
    case 3: return "initialization error";
    case 101: return "invalid device ordinal";
    case 201: return "invalid device context";
    case 400: return "invalid resource handle";
    case 700: return "an illegal memory access was encountered";
    default: return "unknown error";
  }
}

EXPORT const char *cudaGetErrorString(int status) {
  note(__func__);
  leave(NULL);
  return cuda_text(status);
}
