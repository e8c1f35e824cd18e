// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Whatever the extension calls of a broker is there in every version that is said to work, also what no test calls. */
@Tag("versions")
class BrokerApiIT {

    /** Called only where they are there. */
    private static final Set<String> ASKED_FOR_BEFORE = Set.of(
            "org/apache/activemq/artemis/core/paging/cursor/PageSubscription.isStorePaging",
            "org/apache/activemq/artemis/spi/core/remoting/ssl/SSLContextConfig$Builder.crcOptions",
            "org/apache/activemq/artemis/spi/core/remoting/ssl/SSLContextConfig$Builder.keyPassword",
            "org/apache/activemq/artemis/spi/core/remoting/ssl/SSLContextConfig$Builder.ocspResponderURL");

    static List<String> versions() {
        return Distributions.SUPPORTED;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everythingThatTheExtensionCallsIsThere(String version) throws Exception {
        Path extension = Path.of(System.getProperty("extension.jar"));
        Set<String> missing = new TreeSet<>();
        try (URLClassLoader broker =
                        classPath(extension, Distributions.home(version).resolve("lib"));
                JarFile jar = new JarFile(extension.toFile())) {
            for (var entry : jar.stream()
                    .filter(each -> each.getName().startsWith("io/replicaqueues/"))
                    .filter(each -> each.getName().endsWith(".class"))
                    .filter(each -> !each.getName().contains("/shaded/"))
                    .toList()) {
                try (InputStream bytes = jar.getInputStream(entry)) {
                    new ClassReader(bytes).accept(new References(broker, missing), ClassReader.SKIP_DEBUG);
                }
            }
        }
        missing.removeAll(ASKED_FOR_BEFORE);
        assertEquals(Set.of(), missing);
    }

    private static URLClassLoader classPath(Path extension, Path lib) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(url(extension)));
        try (Stream<Path> jars = Files.list(lib)) {
            for (Path jar :
                    jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
                urls.add(url(jar));
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }

    /** Looks for what a class refers to. */
    private static final class References extends ClassVisitor {

        private final ClassLoader broker;
        private final Set<String> missing;

        References(ClassLoader broker, Set<String> missing) {
            super(Opcodes.ASM9);
            this.broker = broker;
            this.missing = missing;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    require(owner, called, type);
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    require(owner, field, null);
                }

                @Override
                public void visitTypeInsn(int opcode, String type) {
                    require(type, null, null);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle factory, Object... arguments) {
                    Arrays.stream(arguments)
                            .filter(Handle.class::isInstance)
                            .map(Handle.class::cast)
                            .forEach(handle -> require(
                                    handle.getOwner(),
                                    handle.getName(),
                                    handle.getDesc().startsWith("(") ? handle.getDesc() : null));
                }
            };
        }

        /** @param type of a method; null for a field, or where only the class is asked for */
        private void require(String owner, String member, String type) {
            if (owner.startsWith("[") || owner.startsWith("java/lang/invoke/")) {
                return;
            }
            try {
                Class<?> found = Class.forName(owner.replace('/', '.'), false, broker);
                if (member != null && !isIn(found, member, type)) {
                    missing.add(owner + "." + member);
                }
            } catch (ClassNotFoundException e) {
                missing.add(owner);
            }
        }

        private static boolean isIn(Class<?> type, String member, String descriptor) {
            boolean here = descriptor == null
                    ? Arrays.stream(type.getDeclaredFields())
                            .anyMatch(field -> field.getName().equals(member))
                    : member.equals("<init>")
                            ? Arrays.stream(type.getDeclaredConstructors())
                                    .anyMatch(each ->
                                            Type.getConstructorDescriptor(each).equals(descriptor))
                            : Arrays.stream(type.getDeclaredMethods())
                                    .anyMatch(each -> each.getName().equals(member)
                                            && Type.getMethodDescriptor(each).equals(descriptor));
            return here
                    || (type.getSuperclass() != null && isIn(type.getSuperclass(), member, descriptor))
                    || Arrays.stream(type.getInterfaces()).anyMatch(each -> isIn(each, member, descriptor))
                    || (type.isInterface() && isIn(Object.class, member, descriptor));
        }
    }
}
