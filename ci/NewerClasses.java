// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew with classes of Java 21 in place of older ones: {@code java NewerClasses.java
 * FROM TO}. An AOT cache leaves out classes from before Java 6, and picocli, of Java 5, is half of
 * what a command loads. Only the format changes: code gains the stack maps that newer verifiers ask
 * for.
 */
final class NewerClasses {
  private static final int OLD = ClassFile.JAVA_6_VERSION;
  private static final int NEW = ClassFile.JAVA_21_VERSION;

  private NewerClasses() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    URL[] jar = {from.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar);
        JarFile in = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(Path.of(args[1]));
        ZipOutputStream out = new ZipOutputStream(file)) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.defaultResolver()
                      .orElse(ClassHierarchyResolver.ofResourceParsing(loader))));
      for (JarEntry entry : Collections.list(in.entries())) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream bytes = in.getInputStream(entry)) {
          out.write(newer(classes, entry.getName(), bytes.readAllBytes()));
        }
        out.closeEntry();
      }
    }
  }

  private static byte[] newer(ClassFile classes, String name, byte[] bytes) {
    if (!name.endsWith(".class") || name.endsWith("module-info.class")) {
      return bytes;
    }
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() > OLD) {
      return bytes;
    }
    ClassTransform code =
        ClassTransform.transformingMethodBodies((body, element) -> body.with(element));
    return classes.transformClass(
        model,
        code.andThen(
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(NEW, 0);
              } else {
                builder.with(element);
              }
            }));
  }
}
