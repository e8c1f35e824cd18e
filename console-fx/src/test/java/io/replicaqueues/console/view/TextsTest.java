// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.replicaqueues.console.connection.BrokerProfile.TrustChoice;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.OriginalProbe;
import io.replicaqueues.console.model.ActionKind;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.CreationModel;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.model.PlannedReplica;
import io.replicaqueues.console.model.ReplicaAction;
import io.replicaqueues.console.model.messages.Finding;
import io.replicaqueues.console.model.messages.ShownBody;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @Test
    void bothLanguagesHaveTheSameTexts() throws Exception {
        assertEquals(properties("texts").keySet(), properties("texts_de").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "texts_de"})
    void everyTextCanBeFormatted(String bundle) throws Exception {
        properties(bundle).forEach((key, text) -> {
            String formatted = new MessageFormat(text.toString(), Locale.ROOT).format(new Object[] {1, 2, 3, 4, 5});
            assertFalse(formatted.contains("{"), key + ": " + formatted);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyConstantHasItsText(String language) {
        Texts texts = new Texts(Locale.forLanguageTag(language));

        for (String prefix : new String[] {"condition", "condition.meaning", "strip.condition"}) {
            Stream.of(Condition.values()).forEach(condition -> texts.of(prefix, condition));
        }
        for (String prefix : new String[] {"messages.finding", "messages.finding.meaning"}) {
            Stream.of(Finding.values()).forEach(finding -> texts.of(prefix, finding));
        }
        Stream.of(ShownBody.Extent.values()).forEach(extent -> texts.of("messages.extent.meaning", extent));
        Stream.of(ActionKind.values()).forEach(action -> texts.of("action", action));
        Stream.of(Notice.Kind.values()).forEach(kind -> texts.of("notice", kind));
        for (String prefix : new String[] {"create.step", "create.step.meaning", "create.plan"}) {
            Stream.of(PlannedReplica.Step.values()).forEach(step -> texts.of(prefix, step));
        }
        Stream.of(CreationModel.AddressProblem.values()).forEach(problem -> texts.of("create.problem", problem));
        Stream.of(OriginalProbe.Result.values()).forEach(result -> texts.of("create.probe", result));
        Stream.of(ReplicaAction.values()).forEach(action -> texts.of("action.meaning", action));
        Stream.of(ConnectionFailure.Reason.values()).forEach(reason -> texts.of("failure", reason));
        Stream.of(TrustChoice.Kind.values()).forEach(kind -> texts.of("connect.trust", kind));
    }

    @Test
    void aLanguageThatIsNotThereIsEnglish() {
        assertEquals("Cancel", new Texts(Locale.JAPANESE).of("dialog.cancel"));
        assertEquals("Abbrechen", new Texts(Locale.GERMANY).of("dialog.cancel"));
    }

    private static Properties properties(String bundle) throws Exception {
        Properties properties = new Properties();
        try (InputStream input =
                TextsTest.class.getResourceAsStream("/io/replicaqueues/console/" + bundle + ".properties")) {
            properties.load(new InputStreamReader(input, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
