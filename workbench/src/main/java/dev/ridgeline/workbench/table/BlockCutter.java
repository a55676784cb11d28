// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

/**
 * Makes blocks of one length of blocks of any length, so that sums over blocks do not depend on how
 * files are read.
 *
 * <p>Used by one thread, for one pass.
 */
final class BlockCutter implements BlockSink {
  private final BlockRequest request;
  private final BlockSink sink;
  private final OpenBlock open;
  private long before;
  private long bytesBefore;

  BlockCutter(String source, BlockRequest request, BlockSink sink) {
    this.request = request;
    this.sink = sink;
    open = new OpenBlock(source, request);
  }

  @Override
  public void accept(Table block, long firstRow, long bytesRead) {
    int most = request.mostRows();
    if (open.rows() == 0 && block.rows() == most) {
      before += most;
      bytesBefore = bytesRead;
      sink.accept(block, before - most, bytesRead);
      return;
    }
    for (int first = 0; first < block.rows(); ) {
      int count = Math.min(most - open.rows(), block.rows() - first);
      open.add(block, first, count);
      first += count;
      if (open.isFull()) {
        // Bytes of the rows so far, were all of the block as long.
        finish(bytesBefore + (bytesRead - bytesBefore) * first / block.rows());
      }
    }
    bytesBefore = bytesRead;
  }

  /** Hands on the rows that are left. */
  void finish(long bytesRead) {
    if (open.rows() == 0) {
      return;
    }
    Table block = open.take();
    long first = before;
    before += block.rows();
    sink.accept(block, first, bytesRead);
  }
}
