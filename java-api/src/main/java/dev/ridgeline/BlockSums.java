// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over numbered blocks of rows, merged in the binary tree of their numbers: blocks 2k and 2k+1
 * first, then pairs of pairs. Whoever holds which blocks, and in whatever order they come together,
 * the total has the same bits; a block without rows changes nothing. So partitions of a cluster can
 * be merged as they arrive, and be of any number.
 *
 * <p>Neighbours are merged as soon as both are there: n blocks in a row are held as 2 log2(n) sums
 * at most. Belongs to one thread.
 */
public final class BlockSums {
  /** Sums over the blocks from index 2^level to (index + 1) 2^level, the last one excluded. */
  private record Node(int level, long index) implements Comparable<Node> {
    Node parent() {
      return new Node(level + 1, index >> 1);
    }

    Node sibling() {
      return new Node(level, index ^ 1);
    }

    @Override
    public int compareTo(Node other) {
      return level == other.level
          ? Long.compare(index, other.index)
          : Integer.compare(level, other.level);
    }
  }

  private static final int HEADER = Integer.BYTES;
  private static final int NODE = Byte.BYTES + Long.BYTES + Integer.BYTES;

  private final TreeMap<Node, NormalEquations> nodes = new TreeMap<>();

  /** No blocks. */
  public BlockSums() {}

  /**
   * Adds a block.
   *
   * @param block its number, from 0, not yet added
   * @param sums over its rows
   */
  public void add(long block, NormalEquations sums) {
    if (block < 0) {
      throw new IllegalArgumentException("blocks are numbered from 0: block=" + block);
    }
    add(new Node(0, block), sums);
  }

  /**
   * Adds the blocks of another.
   *
   * @param other blocks that are not among those of this
   */
  public void addAll(BlockSums other) {
    other.nodes.forEach(this::add);
  }

  private void add(Node node, NormalEquations sums) {
    for (Node up = node; up.level < Long.SIZE - 1; up = up.parent()) {
      if (nodes.containsKey(up)) {
        throw new IllegalArgumentException(
            "a block is there twice: level=" + node.level + ", index=" + node.index);
      }
    }
    Node at = node;
    NormalEquations merged = sums;
    while (nodes.containsKey(at.sibling())) {
      NormalEquations other = nodes.remove(at.sibling());
      merged = at.index % 2 == 0 ? merged.merge(other) : other.merge(merged);
      at = at.parent();
    }
    nodes.put(at, merged);
  }

  /**
   * The sums over all blocks.
   *
   * @return one value
   * @throws IllegalStateException when there are none
   */
  public NormalEquations total() {
    if (nodes.isEmpty()) {
      throw new IllegalStateException("there are no blocks");
    }
    TreeMap<Node, NormalEquations> left = new TreeMap<>(nodes);
    while (left.size() > 1) {
      // the lowest goes up, with its sibling where there is one: what is absent has no rows
      Map.Entry<Node, NormalEquations> first = left.pollFirstEntry();
      Node node = first.getKey();
      NormalEquations other = left.remove(node.sibling());
      left.put(
          node.parent(),
          other == null ? first.getValue() : first.getValue().merge(other)); // left of its sibling
    }
    return left.firstEntry().getValue();
  }

  /**
   * The value as bytes.
   *
   * @return what {@link #ofBytes} reads back to the same bits
   */
  public byte[] toBytes() {
    TreeMap<Node, byte[]> written = new TreeMap<>();
    long size = HEADER;
    for (Map.Entry<Node, NormalEquations> node : nodes.entrySet()) {
      byte[] bytes = node.getValue().toBytes();
      size += NODE + bytes.length;
      written.put(node.getKey(), bytes);
    }
    ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(size)).putInt(written.size());
    written.forEach(
        (node, bytes) ->
            to.put((byte) node.level).putLong(node.index).putInt(bytes.length).put(bytes));
    return to.array();
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @param bytes as written
   * @return the value
   * @throws IllegalArgumentException when the bytes are of another kind, cut short or damaged
   */
  public static BlockSums ofBytes(byte[] bytes) {
    BlockSums sums = new BlockSums();
    ByteBuffer from = ByteBuffer.wrap(bytes);
    try {
      for (int left = from.getInt(); left > 0; left--) {
        Node node = new Node(from.get(), from.getLong());
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
          throw new BufferUnderflowException();
        }
        byte[] one = new byte[length];
        from.get(one);
        sums.nodes.put(node, NormalEquations.ofBytes(one));
      }
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException("the sums of blocks are cut short", cut);
    }
    if (from.hasRemaining()) {
      throw new IllegalArgumentException("there is more behind the sums of blocks");
    }
    return sums;
  }

  @Override
  public String toString() {
    return "BlockSums" + nodes.keySet();
  }
}
