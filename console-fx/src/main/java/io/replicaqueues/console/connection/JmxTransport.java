// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.IOException;
import java.rmi.UnmarshalException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;

/**
 * MBeans over JMX RMI. Any thread may call it.
 *
 * <p>RMI knows no limit for a call, so every call runs on a thread of its own and is left behind when its time has
 * passed, together with the connection it hangs on.
 */
final class JmxTransport implements Transport {

    private final BrokerAddress.Jmx address;
    private final Tls tls;
    /** Where something else is to be trusted than what Java's own properties say. */
    private final Optional<TrustedRmi> trusted;

    private final Map<String, Object> environment = new HashMap<>();
    private final ExecutorService calls = Executors.newCachedThreadPool(JmxTransport::daemon);
    private final AtomicReference<JMXConnector> connector = new AtomicReference<>();
    private final PendingCalls pending;

    /** What is asked of the other side. */
    private interface RemoteCall<T> {
        T on(MBeanServerConnection beans) throws IOException, JMException;
    }

    JmxTransport(BrokerAddress.Jmx address, Login login, Tls tls) throws ConnectionFailure {
        this.address = address;
        this.tls = tls;
        this.trusted = tls.isDefault() ? Optional.empty() : Optional.of(new TrustedRmi(address, tls));
        this.pending = new PendingCalls(address.text());
        if (!login.isNobody()) {
            environment.put(JMXConnector.CREDENTIALS, new String[] {login.user(), login.password()});
        }
    }

    @Override
    public Attributes read(ObjectName bean, List<String> attributes) throws ConnectionFailure {
        String[] names = attributes.toArray(String[]::new);
        Map<String, Object> values = new HashMap<>();
        for (Attribute attribute :
                request(TO_READ, beans -> beans.getAttributes(bean, names)).asList()) {
            values.put(attribute.getName(), OpenValues.plain(attribute.getValue()));
        }
        return new Attributes(values);
    }

    @Override
    public Set<ObjectName> search(ObjectName pattern) throws ConnectionFailure {
        return request(TO_READ, beans -> beans.queryNames(pattern, null));
    }

    @Override
    public Object call(ObjectName bean, Operation operation, Duration patience) throws ConnectionFailure {
        Object[] arguments = operation.arguments().toArray();
        String[] signature = operation.signature().toArray(String[]::new);
        return OpenValues.plain(request(patience, beans -> beans.invoke(bean, operation.name(), arguments, signature)));
    }

    @Override
    public void close() {
        pending.close();
        drop(connector.get());
        calls.shutdownNow();
    }

    private <T> T request(Duration patience, RemoteCall<T> call) throws ConnectionFailure {
        AtomicReference<JMXConnector> used = new AtomicReference<>();
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            calls.execute(() -> answer(answer, call, used));
            return pending.await(answer, patience);
        } catch (RejectedExecutionException e) {
            throw pending.closedHere(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), used.get());
        } catch (ConnectionFailure e) {
            // RMI may hang on this link for ever.
            drop(used.get());
            throw e;
        }
    }

    private <T> void answer(CompletableFuture<T> answer, RemoteCall<T> call, AtomicReference<JMXConnector> used) {
        try {
            JMXConnector link = connected();
            used.set(link);
            if (answer.isDone() || pending.isClosed()) {
                // Who asked was told so while the link was made: nothing may happen after that.
                return;
            }
            answer.complete(call.on(link.getMBeanServerConnection()));
        } catch (IOException | JMException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** The present link, or a new one. Of two made at the same time one is given up. */
    @SuppressWarnings("BanJNDI") // A JMX address names an RMI registry by JNDI; the person who typed it trusts it.
    private JMXConnector connected() throws IOException {
        JMXConnector present = connector.get();
        if (present != null) {
            return present;
        }
        JMXConnector made = trusted.isPresent()
                ? trusted.get().connect(environment)
                : JMXConnectorFactory.connect(address.url(), environment);
        if (connector.compareAndSet(null, made)) {
            if (pending.isClosed()) {
                drop(made);
            }
            return made;
        }
        made.close();
        return connected();
    }

    /** Closes a link without waiting for the other side, which may be the reason to close it. */
    private void drop(JMXConnector link) {
        if (link == null || !connector.compareAndSet(link, null)) {
            return;
        }
        daemon(() -> {
                    try {
                        link.close();
                    } catch (IOException e) {
                        // It was broken, or is now.
                    }
                })
                .start();
    }

    private ConnectionFailure failure(Throwable cause, JMXConnector link) {
        if (pending.isClosed()) {
            return pending.closedHere(cause);
        }
        if (cause instanceof UnmarshalException && root(cause) instanceof ClassNotFoundException) {
            return new ConnectionFailure(
                    Reason.REJECTED, address.text() + " failed with an error that is not known here", cause);
        }
        if (cause instanceof IOException) {
            drop(link);
            if (link == null && trusted.map(TrustedRmi::wasCertificateMissing).orElse(false)) {
                return TlsFailure.certificate(address.text(), tls, cause);
            }
            Optional<ConnectionFailure> ofTls = TlsFailure.of(address.text(), tls, cause);
            if (ofTls.isPresent()) {
                return ofTls.get();
            }
            return new ConnectionFailure(
                    Reason.UNREACHABLE, "Cannot reach " + address.text() + ": " + text(root(cause)), cause);
        }
        if (cause instanceof Error) {
            // Nobody knows what of the answer is still to be read from this link.
            drop(link);
            return new ConnectionFailure(Reason.NOT_UNDERSTOOD, String.valueOf(cause), cause);
        }
        if (cause instanceof SecurityException) {
            Reason reason = link == null ? Reason.WRONG_PASSWORD : Reason.REFUSED;
            String text = link == null
                    ? address.text() + " does not accept the user or the password"
                    : "The role of this user does not allow it: " + text(cause);
            return new ConnectionFailure(reason, text, cause);
        }
        if (cause instanceof InstanceNotFoundException) {
            return new ConnectionFailure(Reason.GONE, "There is no such bean (any more): " + text(cause), cause);
        }
        Throwable told = told(cause);
        if (told instanceof SecurityException) {
            return new ConnectionFailure(
                    Reason.REFUSED, "The role of this user does not allow it: " + text(told), cause);
        }
        return new ConnectionFailure(Reason.REJECTED, text(told), cause);
    }

    /** What the bean itself threw. */
    private static Throwable told(Throwable cause) {
        boolean isWrapping = cause instanceof MBeanException
                || cause instanceof RuntimeMBeanException
                || cause instanceof ReflectionException
                || cause instanceof JMRuntimeException;
        return isWrapping && cause.getCause() != null ? cause.getCause() : cause;
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String text(Throwable cause) {
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "JMX of the console");
        thread.setDaemon(true);
        return thread;
    }
}
