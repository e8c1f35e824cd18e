// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.QueueCounts;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.messages.Finding;
import io.replicaqueues.console.model.messages.MessagesModel;
import io.replicaqueues.console.model.messages.PageRequest;
import io.replicaqueues.console.model.messages.QueueSide;
import io.replicaqueues.console.model.messages.SideReading;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a person must know to read the table right: what is not in it, and why. For the JavaFX thread. */
final class Notices {

    private final ViewContext context;
    private final MessagesModel model;
    private final VBox root = new VBox();
    private List<Notice> shown = List.of();
    private Optional<Notice> outcome = Optional.empty();

    private record Notice(Tone tone, String text) {}

    Notices(ViewContext context, MessagesModel model) {
        this.context = context;
        this.model = model;
        root.setId("message-notices");
        root.getStyleClass().add("message-notices");
    }

    Parent root() {
        return root;
    }

    /** Says what came of something the person did, until something else is done. */
    void tell(Tone tone, String text) {
        outcome = Optional.of(new Notice(tone, text));
        update();
    }

    /** Shows what is so now. */
    void update() {
        List<Notice> now = new ArrayList<>();
        outcome.ifPresent(now::add);
        model.sides().forEach(side -> now.addAll(of(side)));
        comparison().ifPresent(now::add);
        now.add(new Notice(Tone.IDLE, readings()));
        if (!now.equals(shown)) {
            shown = now;
            root.getChildren().setAll(now.stream().map(Notices::label).toList());
        }
    }

    private static Label label(Notice notice) {
        Label label = new Label(notice.text(), new FontIcon(icon(notice.tone())));
        label.setWrapText(true);
        label.getStyleClass().add("message-notice");
        ConditionLook.apply(notice.tone(), label);
        return label;
    }

    private static Ikon icon(Tone tone) {
        return switch (tone) {
            case GOOD -> Feather.CHECK;
            case BUSY, IDLE -> Feather.INFO;
            case WARNING, DOUBT -> Feather.ALERT_TRIANGLE;
            case BAD -> Feather.X_OCTAGON;
        };
    }

    private List<Notice> of(QueueSide side) {
        Texts texts = context.texts();
        List<Notice> notices = new ArrayList<>();
        if (side.broker().isEmpty()) {
            notices.add(new Notice(Tone.WARNING, notConnected()));
            return notices;
        }
        BrokerModel broker = side.broker().get();
        String name = broker.profile().name();
        Optional<ConnectionFailure> failure = side.state().failure();
        failure.ifPresent(why -> notices.add(new Notice(Tone.BAD, unread(side, name, why))));
        boolean isLost = broker.link().state() == BrokerModel.Link.State.LOST;
        if (isLost && failure.isEmpty() && side.state().reading().isPresent()) {
            notices.add(new Notice(Tone.WARNING, texts.of("messages.lost", name, readAt(side))));
        }
        if (side.state().isRead() && side.state().reading().get().counts().isEmpty()) {
            notices.add(new Notice(Tone.DOUBT, texts.of("messages.noCounts", name, side.queue())));
        }
        return notices;
    }

    private String notConnected() {
        return context.texts()
                .of(
                        "messages.noOriginal",
                        model.replica()
                                .map(row -> row.sight().reading().original())
                                .orElse(""),
                        model.replica()
                                .map(row -> row.sight().reading().originalNodeId())
                                .filter(id -> !id.isEmpty())
                                .orElse("?"));
    }

    private String unread(QueueSide side, String broker, ConnectionFailure failure) {
        Texts texts = context.texts();
        String why = switch (failure.reason()) {
            case REFUSED -> texts.of("messages.refused");
            case GONE -> texts.of("messages.gone");
            case REJECTED -> texts.of("messages.rejected");
            case TIMED_OUT -> texts.of("messages.timedOut");
            case WRONG_PASSWORD, UNREACHABLE, UNTRUSTED, WRONG_CERTIFICATE, NOT_UNDERSTOOD, CLOSED ->
                texts.of("failure", failure.reason());
        };
        String text = texts.of("messages.unread", side.queue(), broker, why, failure.getMessage());
        return side.state().reading().isEmpty() || !isShown(side) ? text : text + " " + ofThen(readAt(side));
    }

    private String ofThen(String readAt) {
        PageRequest shownPage = model.shown().request();
        String key = shownPage.selector().isEmpty() ? "messages.ofThen" : "messages.ofThen.selected";
        return context.texts().of(key, readAt, shownPage.page(), shownPage.selector());
    }

    /** What was read before stays only where no other side could be read either. */
    private boolean isShown(QueueSide side) {
        return model.sides().stream()
                .noneMatch(other -> other != side && other.state().isRead());
    }

    private String readAt(QueueSide side) {
        return side.state()
                .reading()
                .map(reading -> context.values().moment(reading.readAt()))
                .orElse("");
    }

    /** How many messages of the page are how. */
    private Optional<Notice> comparison() {
        boolean isCompared = model.sides().size() > 1
                && model.sides().stream().allMatch(side -> side.state().isRead());
        if (!isCompared || model.pairs().isEmpty()) {
            return Optional.empty();
        }
        Texts texts = context.texts();
        Tone tone = Tone.GOOD;
        List<String> parts = new ArrayList<>();
        for (Finding finding : Finding.values()) {
            long count = model.pairs().stream()
                    .filter(pair -> pair.finding() == finding)
                    .count();
            if (count > 0) {
                parts.add(texts.of("messages.count", count, texts.of("messages.finding", finding)));
                tone = worse(tone, finding.tone());
            }
        }
        String counts = String.join(" · ", parts);
        return Optional.of(new Notice(tone, texts.of("messages.compared", counts)));
    }

    private static Tone worse(Tone one, Tone other) {
        return Stream.of(one, other).max(Enum::compareTo).orElse(one);
    }

    /** When each side was read, and what a browse does not show of it. */
    private String readings() {
        String each = model.sides().stream()
                .filter(side -> side.state().isRead())
                .map(this::reading)
                .collect(Collectors.joining(" · "));
        String always = context.texts().of("messages.browse.meaning");
        return each.isEmpty() ? always : each + ". " + always;
    }

    private String reading(QueueSide side) {
        SideReading reading = side.state().reading().orElseThrow();
        Texts texts = context.texts();
        String counts = reading.counts()
                .map((QueueCounts known) ->
                        texts.of("messages.counts", known.messages(), known.delivering(), known.scheduled()))
                .orElseGet(() -> texts.of("messages.counts.unknown"));
        return texts.of("messages.read." + side.kind().name(), readAt(side), counts);
    }
}
