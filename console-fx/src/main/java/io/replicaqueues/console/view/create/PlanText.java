// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import io.replicaqueues.console.model.CreationModel;
import io.replicaqueues.console.model.PlannedReplica;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.stream.Collectors;

/** What would happen, in words, before it does. For the JavaFX thread. */
final class PlanText {

    private final ViewContext context;
    private final CreationModel creation;

    PlanText(ViewContext context, CreationModel creation) {
        this.context = context;
        this.creation = creation;
    }

    /** Of everything that is planned; empty if nothing is. */
    String of(String user) {
        Texts texts = context.texts();
        if (creation.planned().isEmpty() || creation.targetProperty().get() == null) {
            return "";
        }
        String target = target();
        String login =
                user.isEmpty() ? texts.of("create.plan.noUser", target) : texts.of("create.plan.user", target, user);
        String each = creation.planned().stream().map(this::of).collect(Collectors.joining("\n"));
        String acknowledgement =
                texts.of(creation.synchronousProperty().get() ? "create.plan.sync" : "create.plan.async");
        return each + "\n" + login + " " + acknowledgement + " " + texts.of("create.plan.protection");
    }

    private String of(PlannedReplica plan) {
        Texts texts = context.texts();
        String from = texts.of(
                "create.plan.from",
                plan.originalQueue(),
                creation.addressProperty().get().strip());
        String what = texts.of("create.plan." + plan.step().name(), from, plan.replicaQueue(), target());
        boolean isCopied = plan.step().isPossible();
        return !isCopied
                ? what
                : what + " "
                        + (plan.messages() < 0
                                ? texts.of("create.plan.messages.unknown")
                                : texts.of("create.plan.messages", plan.messages()));
    }

    private String target() {
        return creation.targetProperty().get().profile().name();
    }
}
