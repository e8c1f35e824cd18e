// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.model.Notice.Subject;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** A notice in words, and how it looks. Immutable: any thread may call it. */
final class NoticeTexts {

    private static final int MOST_NAMES = 5;

    private final Texts texts;

    NoticeTexts(Texts texts) {
        this.texts = texts;
    }

    /** What happened to whom, in a few words. */
    String title(Notice notice) {
        return texts.of("notice." + notice.kind().name(), who(notice), condition(notice));
    }

    /** What else there is to say; may be empty. */
    String detail(Notice notice) {
        List<String> lines = new ArrayList<>();
        boolean isConditionNews = notice.kind() == Notice.Kind.PARITY_LOST || notice.kind() == Notice.Kind.NEW;
        if (isConditionNews && notice.condition().isPresent()) {
            lines.add(texts.of("notice.now", condition(notice)));
        }
        if (notice.subjects().size() > 1) {
            lines.add(names(notice.subjects()));
        }
        if (!notice.detail().isEmpty()) {
            lines.add(notice.detail());
        }
        switch (notice.kind()) {
            case CONNECTION_LOST, UNSTEADY, GONE -> lines.add(texts.of("notice.meaning", notice.kind()));
            case CONNECTION_BACK, PARITY_LOST, PARITY_REACHED, BROKEN, CHANGED, NEW -> {}
        }
        return String.join("\n", lines);
    }

    private String condition(Notice notice) {
        return notice.condition()
                .map(condition -> texts.of("strip.condition", condition))
                .orElse("");
    }

    private String who(Notice notice) {
        Subject first = notice.subjects().get(0);
        int count = notice.subjects().size();
        if (count == 1) {
            return name(first);
        }
        return texts.of(first.queue().isEmpty() ? "notice.brokers" : "notice.replicas", count);
    }

    private String names(List<Subject> subjects) {
        String names = subjects.stream().limit(MOST_NAMES).map(this::name).collect(Collectors.joining(", "));
        int more = subjects.size() - MOST_NAMES;
        return more > 0 ? texts.of("notice.more", names, more) : names;
    }

    private String name(Subject subject) {
        return subject.queue().isEmpty() ? subject.broker() : texts.of("report.row", subject.queue(), subject.broker());
    }

    static Ikon icon(Notice notice) {
        return switch (notice.kind()) {
            case CONNECTION_LOST -> Feather.CLOUD_OFF;
            case CONNECTION_BACK -> Feather.CLOUD;
            case UNSTEADY -> Feather.ACTIVITY;
            case NEW -> Feather.PLUS_CIRCLE;
            case GONE -> Feather.LOG_OUT;
            case PARITY_LOST, PARITY_REACHED, BROKEN, CHANGED ->
                notice.condition().map(ConditionLook::icon).orElse(Feather.INFO);
        };
    }

    static Tone tone(Notice notice) {
        return switch (notice.kind()) {
            case CONNECTION_LOST -> Tone.BAD;
            case CONNECTION_BACK -> Tone.GOOD;
            case UNSTEADY, PARITY_LOST -> Tone.WARNING;
            case NEW, GONE -> Tone.IDLE;
            case PARITY_REACHED, BROKEN, CHANGED ->
                notice.condition().map(condition -> condition.tone()).orElse(Tone.IDLE);
        };
    }
}
