// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process of the {@link LoadClient}. The same one loads every setup, so that each meets it equally warm. For one thread. */
final class LoadProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    private LoadProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.commands = process.outputWriter();
    }

    /** The command for another process of this Java with these classes. */
    static List<String> java(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static LoadProcess start() throws IOException {
        Process process = new ProcessBuilder(java(LoadClient.class))
                .redirectError(Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of load client"));
        return new LoadProcess(process);
    }

    /** Connects all clients; nothing is sent yet. */
    void prepare(Task task) throws IOException {
        write(task.line());
        String answer = answers.readLine();
        if (!LoadClient.READY.equals(answer)) {
            throw new IOException("The load client answered " + answer);
        }
    }

    /** Lets what was prepared begin. */
    void begin() throws IOException {
        write(LoadClient.GO);
    }

    /** Prepares a load, lets it begin and waits until it is done. */
    LoadTimes run(Load load) throws IOException {
        prepare(load);
        begin();
        return end();
    }

    /** Waits until a {@link Load} is done. */
    LoadTimes end() throws IOException {
        return LoadTimes.parse(answer());
    }

    /** Waits until a {@link PacedLoad} is done. */
    Lags endOfPaced() throws IOException {
        return Lags.parse(answer());
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The load client has ended, see above");
        }
        return answer;
    }

    private void write(String line) throws IOException {
        commands.write(line);
        commands.newLine();
        commands.flush();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        commands.close();
        process.destroy();
        process.waitFor();
    }
}
