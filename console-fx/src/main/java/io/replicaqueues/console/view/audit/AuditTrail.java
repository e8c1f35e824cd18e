// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.audit;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.ActionKind;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerReport;
import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.settings.ActionBook;
import io.replicaqueues.console.settings.ActionBook.Entry;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.stage.Window;

/**
 * Keeps what is done in a book, and brings back what was done before. For the JavaFX thread; writes on another. That
 * something could not be kept is told once.
 */
public final class AuditTrail {

    private static final Logger LOG = System.getLogger(AuditTrail.class.getName());
    private static final long CLOSE_SECONDS = 5;

    private final ConsoleModel model;
    private final ActionBook book;
    private final Texts texts;
    private final Window owner;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(AuditTrail::daemon);
    private final ListChangeListener<ActionRecord> onAction = this::keep;
    private boolean isToldOrClosed;

    /**
     * Fills the model from the book, and keeps from now on what is done.
     *
     * @param owner over which it is told that something is not kept
     */
    public AuditTrail(ConsoleModel model, ActionBook book, Texts texts, Window owner) {
        this.model = model;
        this.book = book;
        this.texts = texts;
        this.owner = owner;
        try {
            model.addEarlier(book.read().stream()
                    .flatMap(entry -> record(entry).stream())
                    .toList());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What was done before is not readable: " + e.getMessage());
        }
        model.actions().addListener(onAction);
    }

    /** Ends it, when all is written. */
    public void close() {
        model.actions().removeListener(onAction);
        isToldOrClosed = true;
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "What was done last is not kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(ListChangeListener.Change<? extends ActionRecord> change) {
        while (change.next()) {
            List<Entry> entries =
                    change.getAddedSubList().stream().map(AuditTrail::entry).toList();
            writer.execute(() -> write(entries));
        }
    }

    private void write(List<Entry> entries) {
        try {
            for (Entry entry : entries) {
                book.add(entry);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What was done is not kept: " + e.getMessage());
            Platform.runLater(() -> tell(e));
        }
    }

    private void tell(IOException failure) {
        if (!isToldOrClosed) {
            isToldOrClosed = true;
            Dialogs.report(owner, texts, texts.of("audit.notKept"), failure.getMessage());
        }
    }

    private static Entry entry(ActionRecord record) {
        return new Entry(
                record.time(),
                record.broker(),
                record.queue(),
                record.action().name(),
                record.failure()
                        .map(ConnectionFailure::getMessage)
                        .orElse(record.report().text()),
                record.report().figures(),
                record.failure().map(ConnectionFailure::reason));
    }

    /** Nothing for a kind that is not known: a later console may have written it. */
    private static Optional<ActionRecord> record(Entry entry) {
        return Arrays.stream(ActionKind.values())
                .filter(kind -> kind.name().equals(entry.action()))
                .findFirst()
                .map(kind -> new ActionRecord(
                        entry.time(),
                        entry.broker(),
                        entry.queue(),
                        kind,
                        entry.failure().isPresent()
                                ? BrokerReport.NOTHING
                                : new BrokerReport(entry.text(), entry.figures()),
                        entry.failure().map(reason -> new ConnectionFailure(reason, entry.text()))));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "audit list of the console");
        thread.setDaemon(true);
        return thread;
    }
}
