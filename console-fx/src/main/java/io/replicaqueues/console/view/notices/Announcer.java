// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.model.Notices;
import io.replicaqueues.console.view.ViewContext;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;

/**
 * Brings notices to a person as they come: over the window, and, if the person wants it, by the desktop's messages and a
 * sound. For the JavaFX thread.
 */
public final class Announcer implements AutoCloseable {

    private final ViewContext context;
    private final Notices notices;
    private final Toasts toasts;
    private final NoticeTexts texts;
    private final DesktopMessages desktop;
    private final Chime chime = new Chime();
    private final ListChangeListener<Notice> onNotice = this::announce;
    private long latest;

    /**
     * Announces from now on.
     *
     * @param onOpen what to do when a person wants to see what a notice is about
     */
    public Announcer(ViewContext context, Notices notices, DesktopMessages desktop, Consumer<Notice> onOpen) {
        this.context = context;
        this.notices = notices;
        this.desktop = desktop;
        this.texts = new NoticeTexts(context.texts());
        this.toasts = new Toasts(context.texts(), onOpen);
        notices.notices().addListener(onNotice);
    }

    /** What to lay over the window, at its bottom right. */
    public Node toasts() {
        return toasts;
    }

    @Override
    public void close() {
        notices.notices().removeListener(onNotice);
        chime.close();
    }

    private void announce(ListChangeListener.Change<? extends Notice> change) {
        while (change.next()) {
            change.getAddedSubList().forEach(this::announce);
        }
    }

    /** A notice that grows stays one message and one sound. */
    private void announce(Notice notice) {
        toasts.show(notice);
        if (notice.number() <= latest) {
            return;
        }
        latest = notice.number();
        if (context.preferences().isTrayWanted()) {
            desktop.show(texts.title(notice), texts.detail(notice));
        }
        if (context.preferences().isSoundWanted()) {
            chime.ring();
        }
    }
}
