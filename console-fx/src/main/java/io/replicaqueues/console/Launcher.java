// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console;

import javafx.application.Application;

/**
 * Where the console starts. It is no {@link Application} itself: with JavaFX on the class path Java would refuse to
 * start one.
 */
public final class Launcher {

    private Launcher() {}

    /**
     * Opens the console.
     *
     * @param args {@code --brokers-on-standard-input} to connect at once to the brokers in a line of JSON there: an
     *     array of objects with {@code name}, {@code address}, {@code user}, {@code password}, {@code broker} (its
     *     name, where several share the address) and {@code colour} ({@code #rrggbb})
     */
    public static void main(String[] args) {
        Application.launch(ConsoleApp.class, args);
    }
}
