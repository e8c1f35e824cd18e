// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

/** The program behind {@code mvn -Pdemo}. */
public final class Demo {

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("Replica Queues demo: " + Integer.getInteger("demo.seconds", 0) + " s");
    }
}
