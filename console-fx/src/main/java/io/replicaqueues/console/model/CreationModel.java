// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.Acceptor;
import io.replicaqueues.console.connection.BrokerAddress;
import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.connection.OriginalProbe;
import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.model.PlannedReplica.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Replicas that are to be created: what a person chose, and what would be done. Nothing is asked of a broker but for its
 * queues and acceptors before {@link #probe} and {@link #create}. For the thread that owns the models.
 */
public final class CreationModel {

    private static final String SUFFIX = ".replica";
    private static final Pattern SCHEME = Pattern.compile("\\(?\\s*([A-Za-z][A-Za-z0-9+.-]*)://.*");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:^|.*[/(,\\s])(?:localhost|127\\.[\\d.]+|\\[::1])(?:[:,)?/\\s].*|$)");
    private static final Set<String> SCHEMES = Set.of("amqp", "amqps");

    private final ConsoleModel console;
    private final ObjectProperty<BrokerModel> target = new SimpleObjectProperty<>(this, "target");
    private final ObjectProperty<BrokerModel> source = new SimpleObjectProperty<>(this, "source");
    private final StringProperty address = new SimpleStringProperty(this, "address", "");
    private final BooleanProperty synchronous = new SimpleBooleanProperty(this, "synchronous");
    private final ObjectProperty<ConnectionFailure> sourceFailure = new SimpleObjectProperty<>(this, "sourceFailure");
    private final ObservableList<String> addresses = FXCollections.observableArrayList();
    private final ObservableList<QueuePage.Queue> originals = FXCollections.observableArrayList();
    private final ObservableList<PlannedReplica> planned = FXCollections.observableArrayList();
    /** Queues of the target; empty while they are not known. */
    private Optional<Set<String>> present = Optional.empty();

    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private boolean isNaming;

    /** What is wrong with the original's address. */
    public enum AddressProblem {
        MISSING,
        HAS_LOGIN,
        NOT_AMQP
    }

    /** What is done for one queue, whatever becomes of the plan. */
    private record Order(NewReplica replica, boolean isThere) {}

    /** A creation on one of the console's brokers. */
    public CreationModel(ConsoleModel console) {
        this.console = console;
        target.addListener((any, before, now) -> listTarget());
        source.addListener((any, before, now) -> listSource());
        synchronous.addListener((any, before, now) -> update());
    }

    /** The broker that gets the replicas; null until it is chosen. */
    public ObjectProperty<BrokerModel> targetProperty() {
        return target;
    }

    /** The broker that has the originals; null if it is known by its address only. */
    public ObjectProperty<BrokerModel> sourceProperty() {
        return source;
    }

    /** Address of the original broker, without a user. Proposed where a source is chosen. */
    public StringProperty addressProperty() {
        return address;
    }

    /** Whether producers are to be confirmed only when the replica has their messages. */
    public BooleanProperty synchronousProperty() {
        return synchronous;
    }

    /** Addresses that the source may be reached by, the likeliest first. */
    public ObservableList<String> addresses() {
        return addresses;
    }

    /** The queues of the source that can be originals. */
    public ObservableList<QueuePage.Queue> originals() {
        return originals;
    }

    /** Why the queues of the source are not listed, if they are not; else null. */
    public ObjectProperty<ConnectionFailure> sourceFailureProperty() {
        return sourceFailure;
    }

    /** What would be done, one for each queue that was chosen. */
    public ObservableList<PlannedReplica> planned() {
        return planned;
    }

    /** Counts up whenever it was looked at anew what would be done. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Chooses the originals. Those that were chosen before keep the names of their replicas. */
    public void choose(List<String> queues) {
        Map<String, PlannedReplica> before =
                planned.stream().collect(Collectors.toMap(PlannedReplica::originalQueue, each -> each));
        Map<String, PlannedReplica> now = new LinkedHashMap<>();
        for (String queue : queues) {
            now.computeIfAbsent(queue, any -> before.containsKey(queue) ? before.get(queue) : plan(queue));
        }
        planned.setAll(now.values());
        update();
    }

    /** What is wrong with the address, if something is. */
    public Optional<AddressProblem> addressProblem() {
        String text = address.get() == null ? "" : address.get().strip();
        if (text.isEmpty()) {
            return Optional.of(AddressProblem.MISSING);
        }
        if (text.indexOf('@') >= 0) {
            return Optional.of(AddressProblem.HAS_LOGIN);
        }
        Matcher scheme = SCHEME.matcher(text);
        boolean isOther = scheme.matches() && !SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT));
        return isOther ? Optional.of(AddressProblem.NOT_AMQP) : Optional.empty();
    }

    /** Whether the address names the machine of whoever uses it: of the target, not of the console. */
    public boolean isAddressLoopback() {
        return LOOPBACK.matcher(address.get() == null ? "" : address.get()).matches();
    }

    /** Whether something could be done now. */
    public boolean isReady() {
        return target.get() != null
                && target.get().canAct()
                && addressProblem().isEmpty()
                && !planned.isEmpty()
                && planned.stream().allMatch(each -> each.step().isPossible());
    }

    /** Lets the target try to reach the original broker; see {@link ConsoleModel#probe}. */
    public CompletableFuture<OriginalProbe> probe(Login login) {
        return console.probe(target.get(), address.get().strip(), login);
    }

    /**
     * Does what is planned now, one after the other: the broker takes them one at a time and waits for the original in
     * each. What is chosen meanwhile changes nothing of it. It goes on after a refusal, which may be of one queue only,
     * and ends after anything that the next one would meet as well.
     *
     * @param login who logs in at the original
     * @param each hears of every outcome, with the original queue
     * @return completes when all is over, never exceptionally
     */
    public CompletableFuture<Void> create(Login login, BiConsumer<String, ActionRecord> each) {
        List<Order> orders = planned.stream().map(plan -> order(plan, login)).toList();
        CompletableFuture<Void> over = new CompletableFuture<>();
        createNext(orders, 0, target.get(), each, over);
        return over;
    }

    private Order order(PlannedReplica plan, Login login) {
        return new Order(
                new NewReplica(
                        address.get().strip(), login, plan.originalQueue(), plan.replicaQueue(), synchronous.get()),
                plan.step() == Step.ADOPT);
    }

    private void createNext(
            List<Order> orders,
            int index,
            BrokerModel broker,
            BiConsumer<String, ActionRecord> each,
            CompletableFuture<Void> over) {
        if (index == orders.size()) {
            over.complete(null);
            return;
        }
        Order next = orders.get(index);
        CompletableFuture<Void> unused = console.create(broker, next.replica(), next.isThere())
                .thenAccept(record -> {
                    each.accept(next.replica().originalQueue(), record);
                    boolean isOverEarly = record.failure().isPresent()
                            && record.failure().get().reason() != ConnectionFailure.Reason.REJECTED;
                    if (isOverEarly) {
                        over.complete(null);
                    } else {
                        createNext(orders, index + 1, broker, each, over);
                    }
                });
    }

    /** Looks again at what would be done: something outside of this model has changed. */
    public void update() {
        if (isNaming) {
            return;
        }
        isNaming = true;
        proposeNames();
        isNaming = false;
        Map<String, Integer> names = new HashMap<>();
        planned.forEach(each -> names.merge(each.replicaQueue(), 1, Integer::sum));
        planned.forEach(each -> each.setStep(step(each, names.get(each.replicaQueue()))));
        revision.set(revision.get() + 1);
    }

    private PlannedReplica plan(String queue) {
        long messages = originals.stream()
                .filter(each -> each.location().queue().equals(queue))
                .mapToLong(QueuePage.Queue::messages)
                .findFirst()
                .orElse(-1);
        PlannedReplica plan = new PlannedReplica(queue, messages);
        plan.replicaQueueProperty().addListener((any, before, now) -> update());
        return plan;
    }

    private void proposeNames() {
        for (PlannedReplica each : planned) {
            if (each.isNameProposed()) {
                each.propose(freeName(each.originalQueue()));
            }
        }
    }

    private String freeName(String queue) {
        String name = queue;
        for (int number = 1; present.isPresent() && present.get().contains(name); number++) {
            name = queue + SUFFIX + (number == 1 ? "" : number);
        }
        return name;
    }

    private Step step(PlannedReplica plan, int sameName) {
        String name = plan.replicaQueue();
        if (isUnfit(name) || isUnfit(plan.originalQueue())) {
            return Step.NAME_UNFIT;
        }
        if (sameName > 1) {
            return Step.TWICE;
        }
        if (target.get() != null && target.get().replica(name) != null) {
            return Step.IS_REPLICA;
        }
        if (present.isEmpty()) {
            return Step.TRY;
        }
        if (!present.get().contains(name)) {
            return Step.CREATE;
        }
        if (!name.equals(plan.originalQueue()) || target.get() == source.get()) {
            return Step.NAME_TAKEN;
        }
        return synchronous.get() ? Step.ADOPT_IS_ASYNC : Step.ADOPT;
    }

    private static boolean isUnfit(String name) {
        return name == null || name.isBlank() || !name.equals(name.strip()) || name.contains("::");
    }

    private void listTarget() {
        present = Optional.empty();
        BrokerModel broker = target.get();
        if (broker != null) {
            CompletableFuture<Void> unused = queuesOf(broker).handle((queues, failure) -> {
                if (target.get() == broker) {
                    present = Optional.ofNullable(queues).map(CreationModel::names);
                    update();
                }
                return null;
            });
        }
        update();
    }

    private static Set<String> names(List<QueuePage.Queue> queues) {
        return queues.stream().map(each -> each.location().queue()).collect(Collectors.toSet());
    }

    private void listSource() {
        originals.clear();
        addresses.clear();
        sourceFailure.set(null);
        planned.clear();
        address.set("");
        BrokerModel broker = source.get();
        if (broker == null) {
            return;
        }
        CompletableFuture<Void> unusedQueues = queuesOf(broker).handle((queues, failure) -> {
            if (source.get() == broker) {
                show(queues, (ConnectionFailure) failure);
            }
            return null;
        });
        CompletableFuture<Void> unusedAcceptors = console.ask(broker, BrokerConnection::acceptors)
                .thenAccept(acceptors -> {
                    if (source.get() == broker) {
                        propose(broker, acceptors);
                    }
                });
    }

    private void show(List<QueuePage.Queue> queues, ConnectionFailure failure) {
        sourceFailure.set(failure);
        originals.setAll(
                queues == null
                        ? List.of()
                        : queues.stream().filter(each -> !each.internal()).toList());
    }

    private void propose(BrokerModel broker, List<Acceptor> acceptors) {
        String host = BrokerAddress.parse(broker.profile().address()).host();
        addresses.setAll(acceptors.stream()
                .map(acceptor -> acceptor.address(host))
                .distinct()
                .toList());
        if (!addresses.isEmpty() && address.get().isBlank()) {
            address.set(addresses.get(0));
        }
    }

    /** What the console knows already, or else all pages of the broker's list; exceptionally as {@code ask}. */
    private CompletableFuture<List<QueuePage.Queue>> queuesOf(BrokerModel broker) {
        if (broker.queues().completeProperty().get()) {
            return CompletableFuture.completedFuture(List.copyOf(broker.queues().queues()));
        }
        return console.ask(broker, connection -> {
            List<QueuePage.Queue> queues = new ArrayList<>();
            QueuePage page;
            int number = 1;
            do {
                page = connection.queues(number, Sampler.QUEUES_IN_A_PAGE, "");
                queues.addAll(page.queues());
            } while (number++ * Sampler.QUEUES_IN_A_PAGE < page.total());
            return queues;
        });
    }
}
