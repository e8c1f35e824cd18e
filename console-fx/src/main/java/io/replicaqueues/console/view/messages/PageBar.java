// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.messages.MessagesModel;
import io.replicaqueues.console.model.messages.PageRequest;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which messages are shown: a selector, a page, and how many a page holds. For the JavaFX thread. */
final class PageBar {

    private final ViewContext context;
    private final MessagesModel model;
    private final CustomTextField selector = new CustomTextField();
    private final TextField page = new TextField();
    private final Label pages = new Label();
    private final ComboBox<Integer> size = new ComboBox<>();
    private final Button first;
    private final Button previous;
    private final Button next;
    private final Button last;
    private final HBox root;

    PageBar(ViewContext context, MessagesModel model) {
        this.context = context;
        this.model = model;
        this.first = button("first", Feather.CHEVRONS_LEFT, () -> go(1));
        this.previous = button("previous", Feather.CHEVRON_LEFT, () -> go(now().page() - 1));
        this.next = button("next", Feather.CHEVRON_RIGHT, () -> go(now().page() + 1));
        this.last =
                button("last", Feather.CHEVRONS_RIGHT, () -> go(model.lastPage().orElse(now().page())));
        buildFields();
        pages.setMinWidth(Region.USE_PREF_SIZE);
        root = new HBox(selector, first, previous, page, pages, next, last, size);
        root.getStyleClass().add("page-bar");
        update();
    }

    Parent root() {
        return root;
    }

    /** Shows where it is. */
    void update() {
        PageRequest now = now();
        if (!page.isFocused()) {
            page.setText(Integer.toString(now.page()));
        }
        pages.setText(
                model.lastPage().isPresent()
                        ? context.texts()
                                .of("messages.page.of", model.lastPage().getAsInt())
                        : "");
        if (!size.isFocused()) {
            size.setValue(now.size());
        }
        first.setDisable(now.page() == 1);
        previous.setDisable(now.page() == 1);
        next.setDisable(!model.hasNext());
        last.setDisable(model.lastPage().isEmpty() || model.lastPage().getAsInt() <= now.page());
    }

    void goNext() {
        next.fire();
    }

    void goPrevious() {
        previous.fire();
    }

    void focusSelector() {
        selector.requestFocus();
        selector.selectAll();
    }

    private PageRequest now() {
        return model.page();
    }

    private void go(int number) {
        model.read(now().withPage(number));
    }

    private void buildFields() {
        Texts texts = context.texts();
        selector.setId("selector");
        selector.setLeft(new FontIcon(Feather.FILTER));
        selector.setPromptText(texts.of("messages.selector"));
        selector.setAccessibleText(texts.of("messages.selector.meaning"));
        selector.setTooltip(new Tooltip(texts.of("messages.selector.meaning")));
        selector.setPrefWidth(260);
        selector.setMinWidth(110);
        selector.setOnAction(entered -> model.read(now().withSelector(selector.getText())));
        page.setId("page");
        page.setPrefColumnCount(4);
        page.setMinWidth(52);
        page.setAccessibleText(texts.of("messages.page.meaning"));
        page.setTooltip(new Tooltip(texts.of("messages.page.meaning")));
        page.setOnAction(entered -> number(page.getText()).ifPresentOrElse(this::go, this::update));
        page.focusedProperty().addListener((any, before, focused) -> update());
        size.setId("page-size");
        size.setEditable(true);
        size.getItems().setAll(10, 50, 100, 200, 500, PageRequest.LARGEST);
        size.setPrefWidth(92);
        size.setMinWidth(84);
        size.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer value) {
                return value == null ? "" : value.toString();
            }

            @Override
            public Integer fromString(String text) {
                return number(text).orElse(now().size());
            }
        });
        size.setAccessibleText(texts.of("messages.size.meaning"));
        size.setTooltip(new Tooltip(texts.of("messages.size.meaning")));
        size.valueProperty().addListener((any, before, chosen) -> {
            if (chosen != null && chosen != now().size()) {
                model.read(now().withSize(chosen));
                size.setValue(now().size());
            }
        });
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId("page-" + key);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(context.texts().of("messages.page." + key)));
        button.setAccessibleText(context.texts().of("messages.page." + key));
        button.setOnAction(click -> action.run());
        return button;
    }
}
