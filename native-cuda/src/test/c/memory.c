// SPDX-License-Identifier: Apache-2.0
#include "emulated.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INVALID CUDA_INVALID

// Device addresses start where no pointer of a process can be, and only ever grow.
static const uint64_t FIRST_ADDRESS = UINT64_C(1) << 52;

// As real blocks are aligned, with room behind each so that no overrun meets another block.
static const uint64_t ALIGNMENT = 256, GAP = 1 << 16;

// What fresh and freed memory holds. All bits set is a NaN to whoever reads numbers, -1 to whoever
// reads integers: what was never written spoils a result. Zero hides it, as real memory may.
static int poison = 0xFF;

void set_poison(int value) { poison = value; }

typedef struct {
  uint64_t address;
  int64_t bytes;
  char *host;
  bool freeing;       // a release is queued
  const void *stream; // where
} Block;

typedef struct {
  Block *block;
  int64_t count, capacity;
} Blocks;

static Blocks device; // ascending, since addresses grow
static Blocks pinned;
static int64_t used;
static uint64_t next_address = FIRST_ADDRESS;

static Block *append(Blocks *blocks, int64_t bytes) {
  char *host = malloc(bytes);
  if (host == NULL) return NULL;
  memset(host, poison, bytes);
  if (blocks->count == blocks->capacity) {
    blocks->capacity = blocks->capacity ? 2 * blocks->capacity : 64;
    blocks->block = realloc(blocks->block, blocks->capacity * sizeof(Block));
    if (blocks->block == NULL) abort();
  }
  Block *block = &blocks->block[blocks->count++];
  *block = (Block){.address = (uint64_t)(uintptr_t)host, .bytes = bytes, .host = host};
  return block;
}

static void drop(Blocks *blocks, Block *block) {
  memset(block->host, poison, block->bytes);
  free(block->host);
  Block *end = blocks->block + blocks->count--;
  memmove(block, block + 1, (char *)end - (char *)(block + 1));
}

// The device block that holds an address.
static Block *block_at(const void *pointer) {
  uint64_t address = (uint64_t)(uintptr_t)pointer;
  int64_t low = 0, high = device.count;
  while (low < high) { // the first block that starts behind the address
    int64_t middle = (low + high) / 2;
    if (device.block[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  Block *block = low == 0 ? NULL : &device.block[low - 1];
  return block != NULL && address - block->address < (uint64_t)block->bytes ? block : NULL;
}

// ---- spans

static int64_t product(int64_t x, int64_t y) {
  int64_t result;
  return __builtin_mul_overflow(x, y, &result) ? INT64_MAX : result;
}

static int64_t sum(int64_t x, int64_t y) {
  int64_t result;
  return __builtin_add_overflow(x, y, &result) ? INT64_MAX : result;
}

Operand matrices(
    const char *name, const void *a, int64_t rows, int64_t columns, int64_t ld, int64_t stride,
    int64_t count) {
  int64_t elements = 0;
  if (rows > 0 && columns > 0 && count > 0) {
    elements = sum(product(columns - 1, ld), rows);
    elements = sum(product(count - 1, stride), elements);
  }
  return span(name, a, elements, sizeof(double));
}

Operand matrix(const char *name, const void *a, int64_t rows, int64_t columns, int64_t ld) {
  return matrices(name, a, rows, columns, ld, 0, 1);
}

Operand vector(const char *name, const void *x, int64_t n, int64_t increment) {
  return matrices(name, x, 1, n, increment, 0, 1);
}

Operand span(const char *name, const void *address, int64_t count, int64_t size) {
  return (Operand){.name = name, .address = address, .bytes = product(count, size), .align = size};
}

bool overlap(const Operand *x, const Operand *y) {
  if (x->bytes == 0 || y->bytes == 0) return false;
  uint64_t a = (uint64_t)(uintptr_t)x->address, b = (uint64_t)(uintptr_t)y->address;
  return a < b ? b - a < (uint64_t)x->bytes : a - b < (uint64_t)y->bytes;
}

bool any_overlap(const Operand *operands, int count) {
  for (int i = 0; i < count; i++) {
    for (int j = 0; j < i; j++) {
      if (overlap(&operands[i], &operands[j])) return true;
    }
  }
  return false;
}

static int ascending(const void *x, const void *y) {
  uintptr_t a = *(const uintptr_t *)x, b = *(const uintptr_t *)y;
  return (a > b) - (a < b);
}

bool distinct(const char *name, void *const items[], int64_t count) {
  void **sorted = malloc((count + 1) * sizeof *sorted);
  if (sorted == NULL) abort();
  memcpy(sorted, items, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, ascending);
  bool fine = true;
  for (int64_t i = 1; i < count && fine; i++) fine = sorted[i] != sorted[i - 1];
  free(sorted);
  if (!fine) violation(CUDA_ILLEGAL, "two items of %s are the same", name);
  return fine;
}

bool is_device_address(const void *pointer) {
  uint64_t address = (uint64_t)(uintptr_t)pointer;
  return address >= FIRST_ADDRESS && address < next_address;
}

void *locate(const Operand *operand, bool executing, int status) {
  const char *name = operand->name;
  Block *block = block_at(operand->address);
  if (block == NULL || (block->freeing && !executing)) {
    violation(
        status, operand->address == NULL ? "%s is null"
        : is_device_address(operand->address) ? "%s is not live device memory"
                                              : "%s is not device memory", name);
    return NULL;
  }
  int64_t offset = (int64_t)((uint64_t)(uintptr_t)operand->address - block->address);
  if (operand->bytes > block->bytes - offset) {
    violation(
        status, "%s spans %lld bytes, %lld are allocated", name, (long long)operand->bytes,
        (long long)(block->bytes - offset));
    return NULL;
  }
  if (offset % operand->align != 0) {
    violation(status, "%s is not aligned to %lld bytes", name, (long long)operand->align);
    return NULL;
  }
  return block->host + offset;
}

bool host_span(const char *name, const void *host, int64_t bytes) {
  Operand wanted = span(name, host, bytes, 1);
  if (host == NULL) {
    violation(CUDA_INVALID, "%s is null", name);
    return false;
  }
  if (is_device_address(host)) {
    violation(CUDA_INVALID, "%s is device memory, where host memory belongs", name);
    return false;
  }
  for (int64_t i = 0; i < pinned.count; i++) {
    const Block *block = &pinned.block[i];
    Operand whole = span(name, block->host, block->bytes, 1);
    if (!overlap(&wanted, &whole)) continue;
    int64_t offset = (const char *)host - block->host;
    if (offset >= 0 && bytes <= block->bytes - offset) return true;
    violation(
        CUDA_INVALID, "%s spans %lld bytes from %lld on, %lld are pinned", name, (long long)bytes,
        (long long)offset, (long long)block->bytes);
    return false;
  }
  return true; // pageable: nothing is known about it
}

// ---- allocation

int device_malloc(void **pointer, size_t size, const void *stream) {
  NOT_NULL(pointer);
  REQUIRE(size > 0, "0 bytes");
  // In the order of a stream, what it released is there again for what it takes next.
  int64_t reusable = 0;
  for (int64_t i = 0; i < device.count && stream != NULL; i++) {
    const Block *block = &device.block[i];
    if (block->freeing && block->stream == stream) reusable += block->bytes;
  }
  bool refused = refuse_above() > 0 && size > (uint64_t)refuse_above();
  int64_t room = memory_limit() - used + reusable;
  if (refused || room < 0 || size > (uint64_t)room) return failed(CUDA_MEMORY);
  Block *block = append(&device, (int64_t)size);
  if (block == NULL) return failed(CUDA_MEMORY);
  block->address = next_address;
  next_address += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + GAP;
  used += block->bytes;
  *pointer = (void *)(uintptr_t)block->address;
  return 0;
}

static Block *block_from(const void *pointer) {
  Block *block = block_at(pointer);
  if (block != NULL && block->address == (uint64_t)(uintptr_t)pointer) return block;
  violation(CUDA_INVALID, "not the start of live device memory");
  return NULL;
}

int device_mark_freeing(const void *pointer, const void *stream) {
  Block *block = block_from(pointer);
  if (block == NULL) return CUDA_INVALID;
  if (block->freeing) return violation(CUDA_INVALID, "freed twice");
  block->freeing = true;
  block->stream = stream;
  return 0;
}

int device_release(const void *pointer) {
  Block *block = block_from(pointer);
  if (block == NULL) return CUDA_INVALID;
  used -= block->bytes;
  drop(&device, block);
  return 0;
}

int pinned_malloc(void **pointer, size_t size) {
  NOT_NULL(pointer);
  REQUIRE(size > 0, "0 bytes");
  bool refused = refuse_above() > 0 && size > (uint64_t)refuse_above();
  Block *block = refused || size > INT64_MAX ? NULL : append(&pinned, (int64_t)size);
  if (block == NULL) return failed(CUDA_MEMORY);
  *pointer = block->host;
  return 0;
}

int pinned_free(void *pointer) {
  for (int64_t i = 0; i < pinned.count; i++) {
    if (pinned.block[i].host == pointer) {
      drop(&pinned, &pinned.block[i]);
      return 0;
    }
  }
  return violation(CUDA_INVALID, "not the start of a pinned buffer");
}

int64_t memory_free(void) { return memory_limit() > used ? memory_limit() - used : 0; }

void memory_reset(void) {
  while (device.count > 0) drop(&device, &device.block[device.count - 1]);
  while (pinned.count > 0) drop(&pinned, &pinned.block[pinned.count - 1]);
  used = 0;
}

int64_t memory_leaks(char *text, size_t size) {
  int64_t blocks = 0, bytes = 0;
  for (int64_t i = 0; i < device.count; i++) {
    if (device.block[i].freeing) continue; // given back, and on its way
    blocks++;
    bytes += device.block[i].bytes;
  }
  int at = 0;
  if (blocks > 0) {
    at = snprintf(
        text, size, "%lld allocations of %lld bytes; ", (long long)blocks, (long long)bytes);
  }
  if (pinned.count > 0) {
    snprintf(text + at, size - at, "%lld pinned buffers; ", (long long)pinned.count);
  }
  return blocks + pinned.count;
}
