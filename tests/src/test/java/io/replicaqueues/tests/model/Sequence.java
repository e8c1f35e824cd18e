// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import io.replicaqueues.tests.model.Operation.Administer;
import io.replicaqueues.tests.model.Operation.Administration;
import io.replicaqueues.tests.model.Operation.Checkpoint;
import io.replicaqueues.tests.model.Operation.CutLink;
import io.replicaqueues.tests.model.Operation.DisconnectAndFollow;
import io.replicaqueues.tests.model.Operation.EndTransaction;
import io.replicaqueues.tests.model.Operation.Ending;
import io.replicaqueues.tests.model.Operation.Expire;
import io.replicaqueues.tests.model.Operation.Flood;
import io.replicaqueues.tests.model.Operation.FreezeLink;
import io.replicaqueues.tests.model.Operation.KillOriginal;
import io.replicaqueues.tests.model.Operation.KillReplica;
import io.replicaqueues.tests.model.Operation.OpenTransaction;
import io.replicaqueues.tests.model.Operation.Receive;
import io.replicaqueues.tests.model.Operation.ResetLink;
import io.replicaqueues.tests.model.Operation.RestartOriginal;
import io.replicaqueues.tests.model.Operation.RestoreLink;
import io.replicaqueues.tests.model.Operation.Send;
import io.replicaqueues.tests.model.Operation.StartReplica;
import io.replicaqueues.tests.model.Operation.StartReplicaBroker;
import io.replicaqueues.tests.model.Operation.StopReplica;
import io.replicaqueues.tests.model.Operation.StopReplicaBroker;
import io.replicaqueues.tests.model.Operation.Tamper;
import io.replicaqueues.tests.model.Operation.Tampering;
import io.replicaqueues.tests.model.Operation.Timing;
import io.replicaqueues.tests.model.Operation.Verify;
import io.replicaqueues.tests.model.Operation.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What is done to a pair of brokers, one operation after the other; the same seed gives the same sequence. Immutable.
 *
 * @param seed where it came from
 * @param paging whether the queue's address has so little memory that it pages
 * @param operations in their order; a checkpoint follows the last one
 */
record Sequence(long seed, boolean paging, List<Operation> operations) {

    private static final int PRODUCERS = 3;
    private static final int SHORTEST = 6;
    private static final int LONGEST = 22;
    /** More than the smallest bound of a feed. */
    private static final int FLOOD = 1_100;

    Sequence {
        operations = List.copyOf(operations);
    }

    static Sequence random(long seed) {
        Random random = new Random(seed);
        // Consecutive seeds begin alike.
        random.nextLong();
        boolean paging = random.nextInt(4) == 0;
        int length = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            operations.add(operation(random));
        }
        return new Sequence(seed, paging, operations);
    }

    /** The same without some operations. */
    Sequence with(List<Operation> fewer) {
        return new Sequence(seed, paging, fewer);
    }

    private static Operation operation(Random random) {
        int choice = random.nextInt(100);
        if (choice < 30) {
            return send(random);
        }
        if (choice < 48) {
            return new Receive(wire(random), 1 + random.nextInt(12), ending(random));
        }
        if (choice < 66) {
            return ofClients(random);
        }
        return ofOperators(random);
    }

    private static Operation ofClients(Random random) {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                new OpenTransaction(wire(random), random.nextInt(4), random.nextInt(4), random.nextInt(3) > 0);
            case 3, 4 -> new EndTransaction(wire(random), random.nextBoolean());
            case 5 -> new Expire();
            case 6 ->
                random.nextInt(3) == 0
                        ? new Flood(producer(random), wire(random), FLOOD)
                        : new Send(producer(random), wire(random), 60, true, 4, Timing.NOW, false, Ending.COMMIT);
            default -> new Administer(one(Administration.values(), random), producer(random));
        };
    }

    private static Operation ofOperators(Random random) {
        return switch (random.nextInt(20)) {
            case 0, 1 -> new StopReplica();
            case 2, 3 -> new StartReplica();
            case 4 -> new Verify();
            case 5 -> new KillOriginal(producer(random), wire(random));
            case 6 -> new RestartOriginal();
            case 7 -> new KillReplica(producer(random), wire(random));
            case 8 -> new StopReplicaBroker();
            case 9 -> new StartReplicaBroker();
            case 10, 11, 12 -> new ResetLink();
            case 13 -> new CutLink();
            case 14 -> new FreezeLink();
            case 15 -> new RestoreLink();
            case 16, 17 -> new Tamper(one(Tampering.values(), random), producer(random));
            case 18 -> new DisconnectAndFollow(random.nextBoolean());
            default -> new Checkpoint();
        };
    }

    private static Send send(Random random) {
        Timing timing = random.nextInt(3) > 0 ? Timing.NOW : one(Timing.values(), random);
        return new Send(
                producer(random),
                wire(random),
                1 + random.nextInt(10),
                random.nextInt(4) > 0,
                random.nextBoolean() ? 4 : random.nextInt(10),
                timing,
                random.nextInt(12) == 0,
                random.nextInt(5) == 0 ? Ending.ROLLBACK : random.nextBoolean() ? Ending.COMMIT : Ending.EACH);
    }

    private static int producer(Random random) {
        return random.nextInt(PRODUCERS);
    }

    private static Wire wire(Random random) {
        return one(Wire.values(), random);
    }

    private static Ending ending(Random random) {
        return one(Ending.values(), random);
    }

    private static <T> T one(T[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    @Override
    public String toString() {
        return "seed " + seed + (paging ? ", paging" : "") + ":\n"
                + operations.stream().map(each -> "    " + each).collect(Collectors.joining("\n"));
    }
}
