// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sequences of operations on a pair of brokers: after each, and at checkpoints within, both queues hold what a
 * simple model says. {@code -Dmodel.seed=SEED} replays one sequence, {@code -Dmodel.sequences=N} sets how many there
 * are.
 */
class ModelBasedTest {

    private static final String SEED = "model.seed";
    private static final String SEQUENCES = "model.sequences";
    private static final Duration SHRINKING = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private Stage stage;

    @AfterEach
    void clearTheStage() throws Exception {
        leaveTheStage();
    }

    /** The seeds are always the same, so that a build does not fail for what an earlier one could have found. */
    @Test
    void bothQueuesHoldWhatTheModelSays() throws Exception {
        perform(1, Integer.getInteger(SEQUENCES, 20));
    }

    /** The seeds are new every time. */
    @Test
    @Tag("soak")
    void bothQueuesHoldWhatTheModelSaysForLong() throws Exception {
        perform(ThreadLocalRandom.current().nextLong(1L << 40), Integer.getInteger(SEQUENCES, 1_000));
    }

    private void perform(long firstSeed, int count) throws Exception {
        Long only = Long.getLong(SEED);
        long[] seeds = only != null
                ? new long[] {only}
                : LongStream.range(firstSeed, firstSeed + count).toArray();
        System.out.println("Sequences of seeds " + seeds[0] + " to " + seeds[seeds.length - 1]);
        for (long seed : seeds) {
            Sequence sequence = Sequence.random(seed);
            Optional<AssertionError> failure = failureOf(sequence);
            if (failure.isPresent()) {
                System.out.println("Failed, and to be shortened: " + sequence);
                throw Shrinking.of(sequence, failure.get(), this::failureOf, SHRINKING);
            }
        }
    }

    private Optional<AssertionError> failureOf(Sequence sequence) {
        try {
            if (stage == null) {
                stage = new Stage(Files.createTempDirectory(folder, "stage"));
            }
            new Performance(stage, sequence).perform();
            return Optional.empty();
        } catch (AssertionError e) {
            leaveTheStage();
            return Optional.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            leaveTheStage();
            return Optional.of(new AssertionError("the sequence could not be performed", e));
        }
    }

    /** What is left of a sequence that failed must not be the next one's. */
    private void leaveTheStage() {
        try (Stage left = stage) {
            stage = null;
        } catch (Exception e) {
            throw new IllegalStateException("the brokers could not be stopped", e);
        }
    }
}
