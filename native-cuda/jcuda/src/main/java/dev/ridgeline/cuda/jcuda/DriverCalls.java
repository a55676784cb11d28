// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.jcuda;

import dev.ridgeline.cuda.binding.CudaApi;
import dev.ridgeline.cuda.binding.Status;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Devices, memory, streams and events by the driver. Only functions that CUDA 12.0 has are called:
 * one that is missing ends the JVM.
 */
abstract class DriverCalls implements CudaApi {
  /** CU_STREAM_NON_BLOCKING. */
  private static final int NON_BLOCKING = 1;

  /** CU_EVENT_DISABLE_TIMING. */
  private static final int WITHOUT_TIMING = 2;

  private static final int NAME_BYTES = 256;

  private final Handles<CUstream> streams = new Handles<>("stream");
  private final Handles<CUevent> events = new Handles<>("event");

  /** The primary context of every device in use, retained once; guarded by itself. */
  private final Map<Integer, CUcontext> contexts = new HashMap<>();

  /** Stream 0 is the driver's own. */
  final CUstream stream(long stream) {
    return stream == 0 ? new CUstream() : streams.get(stream);
  }

  @Override
  public final int deviceCount() {
    int[] count = new int[1];
    Status.cuda("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  @Override
  public final int driverVersion() {
    int[] version = new int[1];
    Status.cuda("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  @Override
  public final void useDevice(int device) {
    CUcontext context;
    synchronized (contexts) {
      context = contexts.get(device);
      if (context == null) {
        context = new CUcontext();
        Status.cuda(
            "cuDevicePrimaryCtxRetain",
            JCudaDriver.cuDevicePrimaryCtxRetain(context, device(device)));
        contexts.put(device, context);
      }
    }
    Status.cuda("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  @Override
  public final String deviceName(int device) {
    byte[] name = new byte[NAME_BYTES];
    Status.cuda("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device(device)));
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public final int attribute(int attribute, int device) {
    int[] value = new int[1];
    // The numbers of the runtime's attributes are the driver's.
    Status.cuda(
        "cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device(device)));
    return value[0];
  }

  private static CUdevice device(int device) {
    CUdevice found = new CUdevice();
    Status.cuda("cuDeviceGet", JCudaDriver.cuDeviceGet(found, device));
    return found;
  }

  @Override
  public final long freeMemory() {
    long[] free = new long[1];
    Status.cuda("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, new long[1]));
    return free[0];
  }

  /** Does nothing: the driver remembers no error. */
  @Override
  public final void clearError() {}

  @Override
  public final long malloc(long bytes, long stream) {
    DeviceAddress pointer = new DeviceAddress();
    Status.cuda("cuMemAllocAsync", JCudaDriver.cuMemAllocAsync(pointer, bytes, stream(stream)));
    return pointer.number();
  }

  @Override
  public final void free(long pointer, long stream) {
    Status.cuda(
        "cuMemFreeAsync", JCudaDriver.cuMemFreeAsync(new DeviceAddress(pointer), stream(stream)));
  }

  /** Does nothing: JCuda cannot reach the default pool. */
  @Override
  public final void keepFreedMemory(int device) {}

  /** Does nothing: JCuda cannot reach the default pool. */
  @Override
  public final void trimPool(int device) {}

  @Override
  public final ByteBuffer hostAlloc(int bytes) {
    Address pointer = new Address();
    Status.cuda("cuMemAllocHost", JCudaDriver.cuMemAllocHost(pointer, bytes));
    return pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public final void hostFree(ByteBuffer buffer) {
    Status.cuda("cuMemFreeHost", JCudaDriver.cuMemFreeHost(host(buffer, 0, 0)));
  }

  @Override
  public final void copyToDevice(
      long device, ByteBuffer host, int offset, long bytes, long stream) {
    int status =
        JCudaDriver.cuMemcpyHtoDAsync(
            new DeviceAddress(device), host(host, offset, bytes), bytes, stream(stream));
    Status.cuda("cuMemcpyHtoDAsync", status);
  }

  @Override
  public final void copyToHost(ByteBuffer host, int offset, long device, long bytes, long stream) {
    int status =
        JCudaDriver.cuMemcpyDtoHAsync(
            host(host, offset, bytes), new DeviceAddress(device), bytes, stream(stream));
    Status.cuda("cuMemcpyDtoHAsync", status);
  }

  @Override
  public final void copyOnDevice(long to, long from, long bytes, long stream) {
    int status =
        JCudaDriver.cuMemcpyDtoDAsync(
            new DeviceAddress(to), new DeviceAddress(from), bytes, stream(stream));
    Status.cuda("cuMemcpyDtoDAsync", status);
  }

  /** Counted from the start of the buffer, whatever its position and limit. */
  private static Address host(ByteBuffer host, long offset, long bytes) {
    if (!host.isDirect()) {
      throw new IllegalArgumentException("the device reaches direct buffers only");
    }
    Objects.checkFromIndexSize(offset, bytes, host.capacity());
    return new Address(MemorySegment.ofBuffer(host.duplicate().clear()).address() + offset);
  }

  @Override
  public final void memset(long pointer, int value, long bytes, long stream) {
    int status =
        JCudaDriver.cuMemsetD8Async(
            new DeviceAddress(pointer), (byte) value, bytes, stream(stream));
    Status.cuda("cuMemsetD8Async", status);
  }

  @Override
  public final long streamCreate() {
    CUstream stream = new CUstream();
    Status.cuda("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, NON_BLOCKING));
    return streams.add(stream);
  }

  @Override
  public final void streamDestroy(long stream) {
    Status.cuda("cuStreamDestroy", JCudaDriver.cuStreamDestroy(streams.remove(stream)));
  }

  @Override
  public final void streamSynchronize(long stream) {
    Status.cuda("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream(stream)));
  }

  @Override
  public final void streamWaitEvent(long stream, long event) {
    Status.cuda(
        "cuStreamWaitEvent", JCudaDriver.cuStreamWaitEvent(stream(stream), events.get(event), 0));
  }

  @Override
  public final long eventCreate() {
    CUevent event = new CUevent();
    Status.cuda("cuEventCreate", JCudaDriver.cuEventCreate(event, WITHOUT_TIMING));
    return events.add(event);
  }

  @Override
  public final void eventDestroy(long event) {
    Status.cuda("cuEventDestroy", JCudaDriver.cuEventDestroy(events.remove(event)));
  }

  @Override
  public final void eventRecord(long event, long stream) {
    Status.cuda("cuEventRecord", JCudaDriver.cuEventRecord(events.get(event), stream(stream)));
  }

  @Override
  public final void eventSynchronize(long event) {
    Status.cuda("cuEventSynchronize", JCudaDriver.cuEventSynchronize(events.get(event)));
  }

  @Override
  public final void close() {
    synchronized (contexts) {
      for (int device : contexts.keySet()) {
        Status.cuda(
            "cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device(device)));
      }
      contexts.clear();
    }
  }
}
