// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import java.awt.AWTError;
import java.awt.AWTException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BufferedImage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The desktop's own messages, by way of an icon in its tray. Any thread may call it. The desktop is asked on a thread of
 * its own, since its toolkit and JavaFX must not wait for each other, and only when somebody wants it.
 */
public final class DesktopMessages implements AutoCloseable {

    private static final Logger LOG = System.getLogger(DesktopMessages.class.getName());
    private static final int ICON_SIZE = 24;
    private static final int MARGIN = 3;

    private final String name;
    private final ExecutorService desktop = Executors.newSingleThreadExecutor(DesktopMessages::daemon);
    /** Of the thread of the desktop alone. */
    private TrayIcon icon;

    /** @param name of the program, for the icon */
    public DesktopMessages(String name) {
        this.name = name;
    }

    /** Whether this desktop has a place for them. */
    public CompletableFuture<Boolean> isPossible() {
        return CompletableFuture.supplyAsync(DesktopMessages::isSupported, desktop);
    }

    /** Shows a message, if that is possible. */
    public void show(String title, String text) {
        desktop.execute(() -> {
            try {
                if (isSupported()) {
                    icon().displayMessage(title, text, TrayIcon.MessageType.NONE);
                }
            } catch (AWTException | RuntimeException e) {
                LOG.log(Level.DEBUG, "The desktop shows no message: " + e.getMessage());
            }
        });
    }

    /** Takes the icon away. */
    @Override
    public void close() {
        desktop.execute(() -> {
            if (icon != null) {
                SystemTray.getSystemTray().remove(icon);
            }
        });
        desktop.shutdown();
    }

    private static boolean isSupported() {
        try {
            return !GraphicsEnvironment.isHeadless() && SystemTray.isSupported();
        } catch (AWTError | UnsatisfiedLinkError | NoClassDefFoundError e) {
            // A display that cannot be opened, or a Java without a desktop.
            LOG.log(Level.DEBUG, "There is no desktop: " + e.getMessage());
            return false;
        }
    }

    private TrayIcon icon() throws AWTException {
        if (icon == null) {
            TrayIcon made = new TrayIcon(image(), name);
            made.setImageAutoSize(true);
            SystemTray.getSystemTray().add(made);
            icon = made;
        }
        return icon;
    }

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(ICON_SIZE, ICON_SIZE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(9, 105, 218));
        graphics.fillOval(MARGIN, MARGIN, ICON_SIZE - 2 * MARGIN, ICON_SIZE - 2 * MARGIN);
        graphics.dispose();
        return image;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "desktop messages of the console");
        thread.setDaemon(true);
        return thread;
    }
}
