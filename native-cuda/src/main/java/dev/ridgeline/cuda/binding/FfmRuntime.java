// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static dev.ridgeline.cuda.binding.NativeFunction.HOST;
import static dev.ridgeline.cuda.binding.NativeFunction.INT;
import static dev.ridgeline.cuda.binding.NativeFunction.LONG;
import static dev.ridgeline.cuda.binding.NativeFunction.POINTER;
import static dev.ridgeline.cuda.binding.NativeFunction.optional;
import static dev.ridgeline.cuda.binding.NativeFunction.required;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The calls of libcudart. Safe for use by several threads. */
final class FfmRuntime {
  static final List<NativeFunction> FUNCTIONS =
      List.of(
          required("cudaGetDeviceCount", HOST),
          required("cudaDriverGetVersion", HOST),
          required("cudaSetDevice", INT),
          required("cudaGetDeviceProperties", HOST, INT),
          optional("cudaGetDeviceProperties_v2", HOST, INT),
          required("cudaDeviceGetAttribute", HOST, INT, INT),
          required("cudaMemGetInfo", HOST, HOST),
          required("cudaGetLastError"),
          required("cudaMallocAsync", HOST, LONG, POINTER),
          required("cudaFreeAsync", POINTER, POINTER),
          required("cudaDeviceGetDefaultMemPool", HOST, INT),
          required("cudaMemPoolSetAttribute", POINTER, INT, HOST),
          required("cudaMemPoolTrimTo", POINTER, LONG),
          required("cudaMallocHost", HOST, LONG),
          required("cudaFreeHost", HOST),
          required("cudaMemcpyAsync", POINTER, POINTER, LONG, INT, POINTER),
          required("cudaMemsetAsync", POINTER, INT, LONG, POINTER),
          required("cudaStreamCreateWithFlags", HOST, INT),
          required("cudaStreamDestroy", POINTER),
          required("cudaStreamSynchronize", POINTER),
          required("cudaStreamWaitEvent", POINTER, POINTER, INT),
          required("cudaEventCreateWithFlags", HOST, INT),
          required("cudaEventDestroy", POINTER),
          required("cudaEventRecord", POINTER, POINTER),
          required("cudaEventSynchronize", POINTER));

  /** cudaMemcpyKind. */
  private static final int TO_DEVICE = 1;

  private static final int TO_HOST = 2;
  private static final int ON_DEVICE = 3;

  /** cudaStreamNonBlocking. */
  private static final int NON_BLOCKING = 1;

  /** cudaEventDisableTiming. */
  private static final int WITHOUT_TIMING = 2;

  /** cudaMemPoolAttrReleaseThreshold. */
  private static final int RELEASE_THRESHOLD = 4;

  /** More than any version's cudaDeviceProp, about 1000 bytes; the name is its first field. */
  private static final int PROPERTIES_BYTES = 4096;

  private final MethodHandle getDeviceCount;
  private final MethodHandle driverGetVersion;
  private final MethodHandle setDevice;
  private final String propertiesName;
  private final MethodHandle getDeviceProperties;
  private final MethodHandle deviceGetAttribute;
  private final MethodHandle memGetInfo;
  private final MethodHandle getLastError;
  private final MethodHandle mallocAsync;
  private final MethodHandle freeAsync;
  private final MethodHandle deviceGetDefaultMemPool;
  private final MethodHandle memPoolSetAttribute;
  private final MethodHandle memPoolTrimTo;
  private final MethodHandle mallocHost;
  private final MethodHandle freeHost;
  private final MethodHandle memcpyAsync;
  private final MethodHandle memsetAsync;
  private final MethodHandle streamCreateWithFlags;
  private final MethodHandle streamDestroy;
  private final MethodHandle streamSynchronize;
  private final MethodHandle streamWaitEvent;
  private final MethodHandle eventCreateWithFlags;
  private final MethodHandle eventDestroy;
  private final MethodHandle eventRecord;
  private final MethodHandle eventSynchronize;

  FfmRuntime(NativeLibrary library) {
    NativeLibrary.Handles handles = library.link(FUNCTIONS);
    getDeviceCount = handles.get("cudaGetDeviceCount");
    driverGetVersion = handles.get("cudaDriverGetVersion");
    setDevice = handles.get("cudaSetDevice");
    // CUDA 12 keeps the old name for an older struct; CUDA 13 has the old name alone.
    Optional<MethodHandle> second = handles.find("cudaGetDeviceProperties_v2");
    propertiesName = second.isPresent() ? "cudaGetDeviceProperties_v2" : "cudaGetDeviceProperties";
    getDeviceProperties = handles.get(propertiesName);
    deviceGetAttribute = handles.get("cudaDeviceGetAttribute");
    memGetInfo = handles.get("cudaMemGetInfo");
    getLastError = handles.get("cudaGetLastError");
    mallocAsync = handles.get("cudaMallocAsync");
    freeAsync = handles.get("cudaFreeAsync");
    deviceGetDefaultMemPool = handles.get("cudaDeviceGetDefaultMemPool");
    memPoolSetAttribute = handles.get("cudaMemPoolSetAttribute");
    memPoolTrimTo = handles.get("cudaMemPoolTrimTo");
    mallocHost = handles.get("cudaMallocHost");
    freeHost = handles.get("cudaFreeHost");
    memcpyAsync = handles.get("cudaMemcpyAsync");
    memsetAsync = handles.get("cudaMemsetAsync");
    streamCreateWithFlags = handles.get("cudaStreamCreateWithFlags");
    streamDestroy = handles.get("cudaStreamDestroy");
    streamSynchronize = handles.get("cudaStreamSynchronize");
    streamWaitEvent = handles.get("cudaStreamWaitEvent");
    eventCreateWithFlags = handles.get("cudaEventCreateWithFlags");
    eventDestroy = handles.get("cudaEventDestroy");
    eventRecord = handles.get("cudaEventRecord");
    eventSynchronize = handles.get("cudaEventSynchronize");
  }

  /**
   * Asks before anything else is linked, which takes longer than the answer: where there is no
   * device, that is all that happens.
   */
  static int deviceCount(NativeLibrary library) {
    NativeFunction function = FUNCTIONS.getFirst();
    return deviceCount(library.link(List.of(function)).get(function.name()));
  }

  int deviceCount() {
    return deviceCount(getDeviceCount);
  }

  private static int deviceCount(MethodHandle getDeviceCount) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(INT);
      Status.cuda("cudaGetDeviceCount", (int) getDeviceCount.invokeExact(count));
      return count.get(INT, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  int driverVersion() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(INT);
      Status.cuda("cudaDriverGetVersion", (int) driverGetVersion.invokeExact(version));
      return version.get(INT, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void useDevice(int device) {
    try {
      Status.cuda("cudaSetDevice", (int) setDevice.invokeExact(device));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  String deviceName(int device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties = arena.allocate(PROPERTIES_BYTES);
      Status.cuda(propertiesName, (int) getDeviceProperties.invokeExact(properties, device));
      return properties.getString(0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  int attribute(int attribute, int device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(INT);
      Status.cuda(
          "cudaDeviceGetAttribute", (int) deviceGetAttribute.invokeExact(value, attribute, device));
      return value.get(INT, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  long freeMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(LONG);
      MemorySegment total = arena.allocate(LONG);
      Status.cuda("cudaMemGetInfo", (int) memGetInfo.invokeExact(free, total));
      return free.get(LONG, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void clearError() {
    try {
      int _ = (int) getLastError.invokeExact();
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  long malloc(long bytes, long stream) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(POINTER);
      Status.cuda("cudaMallocAsync", (int) mallocAsync.invokeExact(pointer, bytes, stream));
      return pointer.get(POINTER, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void free(long pointer, long stream) {
    try {
      Status.cuda("cudaFreeAsync", (int) freeAsync.invokeExact(pointer, stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void keepFreedMemory(int device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocateFrom(LONG, -1L); // UINT64_MAX
      Status.cuda(
          "cudaMemPoolSetAttribute",
          (int) memPoolSetAttribute.invokeExact(pool(arena, device), RELEASE_THRESHOLD, all));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void trimPool(int device) {
    try (Arena arena = Arena.ofConfined()) {
      Status.cuda("cudaMemPoolTrimTo", (int) memPoolTrimTo.invokeExact(pool(arena, device), 0L));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  private long pool(Arena arena, int device) throws Throwable {
    MemorySegment pool = arena.allocate(POINTER);
    Status.cuda(
        "cudaDeviceGetDefaultMemPool", (int) deviceGetDefaultMemPool.invokeExact(pool, device));
    return pool.get(POINTER, 0);
  }

  @SuppressWarnings("restricted") // the length is the one that was asked for
  ByteBuffer hostAlloc(int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(HOST);
      Status.cuda("cudaMallocHost", (int) mallocHost.invokeExact(pointer, (long) bytes));
      return pointer.get(HOST, 0).reinterpret(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void hostFree(ByteBuffer buffer) {
    try {
      MemorySegment start = MemorySegment.ofAddress(address(buffer, 0, 0));
      Status.cuda("cudaFreeHost", (int) freeHost.invokeExact(start));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void copyToDevice(long device, ByteBuffer host, int offset, long bytes, long stream) {
    copy(device, address(host, offset, bytes), bytes, TO_DEVICE, stream);
  }

  void copyToHost(ByteBuffer host, int offset, long device, long bytes, long stream) {
    copy(address(host, offset, bytes), device, bytes, TO_HOST, stream);
  }

  void copyOnDevice(long to, long from, long bytes, long stream) {
    copy(to, from, bytes, ON_DEVICE, stream);
  }

  private void copy(long to, long from, long bytes, int kind, long stream) {
    try {
      Status.cuda("cudaMemcpyAsync", (int) memcpyAsync.invokeExact(to, from, bytes, kind, stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  /** Counted from the start of the buffer, whatever its position and limit. */
  private static long address(ByteBuffer host, long offset, long bytes) {
    if (!host.isDirect()) {
      throw new IllegalArgumentException("the device reaches direct buffers only");
    }
    Objects.checkFromIndexSize(offset, bytes, host.capacity());
    return MemorySegment.ofBuffer(host.duplicate().clear()).address() + offset;
  }

  void memset(long pointer, int value, long bytes, long stream) {
    try {
      Status.cuda("cudaMemsetAsync", (int) memsetAsync.invokeExact(pointer, value, bytes, stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  long streamCreate() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stream = arena.allocate(POINTER);
      Status.cuda(
          "cudaStreamCreateWithFlags",
          (int) streamCreateWithFlags.invokeExact(stream, NON_BLOCKING));
      return stream.get(POINTER, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void streamDestroy(long stream) {
    try {
      Status.cuda("cudaStreamDestroy", (int) streamDestroy.invokeExact(stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void streamSynchronize(long stream) {
    try {
      Status.cuda("cudaStreamSynchronize", (int) streamSynchronize.invokeExact(stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void streamWaitEvent(long stream, long event) {
    try {
      Status.cuda("cudaStreamWaitEvent", (int) streamWaitEvent.invokeExact(stream, event, 0));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  long eventCreate() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(POINTER);
      Status.cuda(
          "cudaEventCreateWithFlags",
          (int) eventCreateWithFlags.invokeExact(event, WITHOUT_TIMING));
      return event.get(POINTER, 0);
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void eventDestroy(long event) {
    try {
      Status.cuda("cudaEventDestroy", (int) eventDestroy.invokeExact(event));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void eventRecord(long event, long stream) {
    try {
      Status.cuda("cudaEventRecord", (int) eventRecord.invokeExact(event, stream));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }

  void eventSynchronize(long event) {
    try {
      Status.cuda("cudaEventSynchronize", (int) eventSynchronize.invokeExact(event));
    } catch (Throwable e) {
      throw NativeLibrary.rethrown(e);
    }
  }
}
