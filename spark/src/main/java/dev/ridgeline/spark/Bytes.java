// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/**
 * Values as bytes, by Java serialisation: Spark's own serialiser may be another one, which cannot
 * write records. What is read comes from the driver or the executors of the same application.
 */
final class Bytes {
  private Bytes() {}

  static byte[] of(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException failure) {
      throw new IllegalStateException("cannot be sent: " + failure.getMessage(), failure);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("BanSerializableRead") // written by this application
  static <T> T read(byte[] bytes, Class<T> type) {
    try (ObjectInputStream in = new InOurLoader(new ByteArrayInputStream(bytes))) {
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException failure) {
      throw new IllegalStateException("what was sent cannot be read: " + failure, failure);
    }
  }

  /** Our jars are in the loader of the thread on executors, not in that of Spark. */
  private static final class InOurLoader extends ObjectInputStream {
    InOurLoader(ByteArrayInputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException notThere) {
        return super.resolveClass(type);
      }
    }
  }
}
