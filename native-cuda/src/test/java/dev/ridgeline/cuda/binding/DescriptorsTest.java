// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.binding;

import static dev.ridgeline.cuda.binding.NativeFunction.HOST;
import static dev.ridgeline.cuda.binding.NativeFunction.INT;
import static dev.ridgeline.cuda.binding.NativeFunction.LONG;
import static dev.ridgeline.cuda.binding.NativeFunction.POINTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our types of native functions against those of an independent binding that is generated from
 * CUDA's headers. Its classes are read, never loaded: that would load CUDA.
 */
final class DescriptorsTest {
  private static final String FOLDER = "tests.bytedecoCuda";
  private static final List<String> JARS = List.of("cuda-12.6.jar", "cuda-13.1.jar");

  static Stream<Arguments> libraries() {
    return JARS.stream()
        .flatMap(
            jar ->
                Stream.of(
                    arguments(jar, "cudart", FfmRuntime.FUNCTIONS),
                    arguments(jar, "cublas", FfmBlas.FUNCTIONS),
                    arguments(jar, "cusolver", FfmSolver.FUNCTIONS)));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("libraries")
  void everyFunctionHasTheTypeOfTheHeaders(
      String jar, String library, List<NativeFunction> functions) throws IOException {
    List<MethodModel> methods = methods(jar, library);
    for (NativeFunction function : functions) {
      List<MethodModel> overloads = named(function.name(), methods);
      if (overloads.isEmpty()) {
        assertThat(function.required()).as("%s is in %s", function.name(), jar).isFalse();
      } else {
        assertThat(overloads)
            .as("%s %s", function.name(), function.type())
            .anyMatch(overload -> matches(function, overload));
      }
    }
  }

  @Test
  void theNewestHeadersHaveTheOptionalFunctionsOfTheSolver() throws IOException {
    List<MethodModel> methods = methods("cuda-13.1.jar", "cusolver");
    assertThat(FfmSolver.FUNCTIONS)
        .filteredOn(function -> !function.required())
        .hasSize(3)
        .allSatisfy(function -> assertThat(named(function.name(), methods)).isNotEmpty());
  }

  @Test
  void anotherTypeIsNoticed() throws IOException {
    List<MethodModel> methods = methods("cuda-13.1.jar", "cudart");
    List<MethodModel> overloads = named("cudaMemsetAsync", methods);
    NativeFunction right = NativeFunction.required("cudaMemsetAsync", POINTER, INT, LONG, POINTER);
    assertThat(overloads).anyMatch(overload -> matches(right, overload));
    for (MemoryLayout[] arguments :
        List.of(
            new MemoryLayout[] {LONG, INT, LONG, POINTER},
            new MemoryLayout[] {POINTER, LONG, LONG, POINTER},
            new MemoryLayout[] {POINTER, INT, INT, POINTER},
            new MemoryLayout[] {POINTER, INT, POINTER, LONG},
            new MemoryLayout[] {POINTER, INT, LONG, POINTER, INT},
            new MemoryLayout[] {HOST, HOST, LONG, HOST})) {
      NativeFunction wrong = NativeFunction.required("cudaMemsetAsync", arguments);
      assertThat(overloads).noneMatch(overload -> matches(wrong, overload));
    }
  }

  private static List<MethodModel> methods(String jar, String library) throws IOException {
    String folder = System.getProperty(FOLDER);
    assertThat(folder).as("system property %s, the folder of %s", FOLDER, JARS).isNotNull();
    try (JarFile file = new JarFile(Path.of(folder, jar).toFile())) {
      ZipEntry entry = file.getEntry("org/bytedeco/cuda/global/" + library + ".class");
      try (InputStream in = file.getInputStream(entry)) {
        return ClassFile.of().parse(in.readAllBytes()).methods();
      }
    }
  }

  private static List<MethodModel> named(String name, List<MethodModel> methods) {
    return methods.stream().filter(m -> m.methodName().equalsString(name)).toList();
  }

  private static boolean matches(NativeFunction function, MethodModel method) {
    List<MemoryLayout> ours = function.type().argumentLayouts();
    List<ClassDesc> theirs = method.methodTypeSymbol().parameterList();
    if (ours.size() != theirs.size()
        || !method.methodTypeSymbol().returnType().equals(ConstantDescs.CD_int)
        || !function.type().returnLayout().equals(Optional.of(INT))) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      if (!matches(ours.get(i), theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Classes, arrays and buffers are pointers there. */
  private static boolean matches(MemoryLayout ours, ClassDesc theirs) {
    if (theirs.isPrimitive()) {
      return (ours.equals(INT) && theirs.equals(ConstantDescs.CD_int))
          || (ours.equals(LONG) && theirs.equals(ConstantDescs.CD_long));
    }
    return ours.equals(POINTER) || ours.equals(HOST);
  }
}
