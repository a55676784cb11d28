// SPDX-License-Identifier: Apache-2.0
//
// Copies and sets: nothing of them happens before a wait.
#include "emulated.h"

#include <string.h>

#define INVALID CUDA_INVALID

typedef struct {
  void *host;
  const void *source;
  size_t bytes;
  int value;
} Transfer;

static bool run_up(const void *arguments, void *const at[]) {
  const Transfer *t = arguments;
  memcpy(at[0], t->source, t->bytes);
  return true;
}

static bool run_down(const void *arguments, void *const at[]) {
  const Transfer *t = arguments;
  memcpy(t->host, at[0], t->bytes);
  return true;
}

static bool run_across(const void *arguments, void *const at[]) {
  const Transfer *t = arguments;
  memcpy(at[0], at[1], t->bytes);
  return true;
}

static bool run_set(const void *arguments, void *const at[]) {
  const Transfer *t = arguments;
  memset(at[0], t->value, t->bytes);
  return true;
}

static const Operand NOTHING = {.bytes = 0};

int copy_up(void *device, const void *host, size_t bytes, const void *stream) {
  if (bytes == 0) return 0;
  if (!host_span("source", host, (int64_t)bytes)) return CUDA_INVALID;
  Transfer t = {.source = host, .bytes = bytes};
  Operand to = span("destination", device, (int64_t)bytes, 1);
  Operand from = span("source", host, (int64_t)bytes, 1);
  int status = submit_to(stream, run_up, &t, sizeof t, &to, 1, from);
  if (status == 0) count_up((int64_t)bytes);
  return status;
}

int copy_down(void *host, const void *device, size_t bytes, const void *stream) {
  if (bytes == 0) return 0;
  if (!host_span("destination", host, (int64_t)bytes)) return CUDA_INVALID;
  Transfer t = {.host = host, .bytes = bytes};
  Operand from = span("source", device, (int64_t)bytes, 1);
  Operand to = span("destination", host, (int64_t)bytes, 1);
  int status = submit_to(stream, run_down, &t, sizeof t, &from, 1, NOTHING);
  if (status) return status;
  // Whoever reads before waiting sees NaN, unless an upload has yet to read what is there.
  if (!is_read_later(&to)) memset(host, 0xFF, bytes);
  count_down((int64_t)bytes);
  return 0;
}

int copy_across(void *to, const void *from, size_t bytes, const void *stream) {
  if (bytes == 0) return 0;
  Transfer t = {.bytes = bytes};
  Operand operands[] = {
      span("destination", to, (int64_t)bytes, 1), span("source", from, (int64_t)bytes, 1)};
  REQUIRE(!overlap(&operands[0], &operands[1]), "source and destination overlap");
  return submit_to(stream, run_across, &t, sizeof t, operands, 2, NOTHING);
}

int set_bytes(void *device, int value, size_t bytes, const void *stream) {
  if (bytes == 0) return 0;
  Transfer t = {.value = value, .bytes = bytes};
  Operand to = span("destination", device, (int64_t)bytes, 1);
  return submit_to(stream, run_set, &t, sizeof t, &to, 1, NOTHING);
}
