// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jconsole;

import static org.awaitility.Awaitility.await;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;

/** The windows of this JVM as somebody sees and clicks them. For one thread, which must not be Swing's. */
final class Screen {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration REACTION = Duration.ofSeconds(1);
    private static final int BETWEEN_EVENTS_MILLIS = 40;

    private final Robot mouse;

    Screen() throws AWTException {
        mouse = new Robot();
        mouse.setAutoDelay(BETWEEN_EVENTS_MILLIS);
    }

    /** Waits for such a component in any window. */
    <T extends Component> T showing(String what, Class<T> type, Predicate<T> wanted) {
        AtomicReference<T> found = new AtomicReference<>();
        await(what).atMost(PATIENCE).until(() -> {
            found.set(onScreen(type, wanted));
            return found.get() != null;
        });
        return found.get();
    }

    /** Whether there is such a component in a window now. */
    <T extends Component> boolean isShowing(Class<T> type, Predicate<T> wanted) throws Exception {
        return onScreen(type, wanted) != null;
    }

    /** Presses and releases the mouse in the middle of a component. */
    void click(Component component) throws Exception {
        click(component, ask(() -> new Rectangle(component.getSize())));
    }

    /** Presses and releases the mouse in the middle of a part of a component. */
    void click(Component component, Rectangle part) throws Exception {
        pointAt(component, part);
        press();
    }

    private void pointAt(Component component, Rectangle part) throws Exception {
        mouse.waitForIdle();
        Point corner = ask(component::getLocationOnScreen);
        mouse.mouseMove(corner.x + part.x + part.width / 2, corner.y + part.y + part.height / 2);
        mouse.waitForIdle();
    }

    private void press() {
        mouse.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        mouse.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        mouse.waitForIdle();
    }

    /**
     * Clicks until it has an effect, as somebody does who sees that nothing happened: a window that Java has just opened or
     * moved may not be there for the X server yet.
     */
    void clickUntil(Component component, Rectangle part, Callable<Boolean> effect) {
        repeatUntil(effect, () -> click(component, part));
    }

    /** The same with two clicks at a time. */
    void doubleClickUntil(Component component, Rectangle part, Callable<Boolean> effect) {
        repeatUntil(effect, () -> {
            pointAt(component, part);
            press();
            press();
        });
    }

    private interface Gesture {
        void make() throws Exception;
    }

    private static void repeatUntil(Callable<Boolean> effect, Gesture gesture) {
        await("effect of a click").atMost(PATIENCE).pollInterval(REACTION).until(() -> {
            if (effect.call()) {
                return true;
            }
            gesture.make();
            return false;
        });
    }

    /** Takes a picture of a part of the screen. */
    void capture(Rectangle part, Path file) throws IOException {
        mouse.waitForIdle();
        Files.createDirectories(file.getParent());
        ImageIO.write(mouse.createScreenCapture(part), "png", file.toFile());
    }

    /** Reads something on Swing's thread, the only one that may. */
    static <T> T ask(Callable<T> question) throws Exception {
        AtomicReference<T> answer = new AtomicReference<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try {
            SwingUtilities.invokeAndWait(() -> {
                try {
                    answer.set(question.call());
                } catch (Exception e) {
                    failure.set(e);
                }
            });
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return answer.get();
    }

    /** Changes something on Swing's thread. */
    static void change(Runnable change) throws Exception {
        ask(() -> {
            change.run();
            return null;
        });
    }

    private static <T extends Component> T onScreen(Class<T> type, Predicate<T> wanted) throws Exception {
        return ask(() -> {
            for (Window window : Window.getWindows()) {
                T found = within(window, type, wanted);
                if (found != null) {
                    return found;
                }
            }
            return null;
        });
    }

    private static <T extends Component> T within(Component component, Class<T> type, Predicate<T> wanted) {
        if (!component.isShowing()) {
            return null;
        }
        if (type.isInstance(component) && wanted.test(type.cast(component))) {
            return type.cast(component);
        }
        if (component instanceof Container container) {
            for (Component child : container.getComponents()) {
                T found = within(child, type, wanted);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
