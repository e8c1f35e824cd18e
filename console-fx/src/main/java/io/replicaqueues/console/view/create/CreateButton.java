// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.create;

import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.view.ViewContext;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.stage.Window;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Opens the form that creates replicas. It is not there where all brokers are only looked at. For the JavaFX thread.
 */
public final class CreateButton extends Button {

    private final ViewContext context;

    /** The button of a window that stays as long as the console. */
    public CreateButton(ViewContext context, Window owner) {
        super(context.texts().of("main.create"), new FontIcon(Feather.PLUS_CIRCLE));
        this.context = context;
        setId("create-replica");
        setTooltip(new Tooltip(context.texts().of("main.create.meaning")));
        setOnAction(click -> new CreateDialog(owner, context).show());
        context.model().afterBatch(this::update);
        update();
    }

    private void update() {
        List<BrokerModel> brokers = context.model().brokers().brokers();
        boolean isOnlyLooking = !brokers.isEmpty()
                && brokers.stream().allMatch(broker -> broker.profile().readOnly());
        setVisible(!isOnlyLooking);
        setManaged(!isOnlyLooking);
        setDisable(brokers.stream().noneMatch(BrokerModel::canAct));
    }
}
