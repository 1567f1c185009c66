package conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * Reads lines {"pattern": text, "event": text, "tree": bool} and answers each
 * with one line: true, false, or "error " and what event-ruler says.
 *
 * The pattern is checked with JsonRuleCompiler first: Machine.addRule falls
 * back on an older compiler, which takes "$or" for the name of a field.
 */
public final class Main {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Main() { }

    public static void main(final String[] args) throws Exception {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
             BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(answer(MAPPER.readTree(line)).replaceAll("\\s+", " "));
                out.write('\n');
            }
        }
    }

    private static String answer(final JsonNode line) {
        final String pattern = line.get("pattern").asText();
        final String event = line.get("event").asText();
        final String fault = JsonRuleCompiler.check(pattern);
        if (fault != null) {
            return "error " + fault;
        }
        try {
            final boolean structured = matches(pattern, event, line, true);
            final boolean stepwise = matches(pattern, event, line, false);
            // event-ruler has two finders; where they disagree it has no answer.
            return structured == stepwise ? Boolean.toString(structured) : "error the two finders disagree";
        } catch (Exception | AssertionError e) {
            return "error " + e;
        }
    }

    private static boolean matches(final String pattern, final String event, final JsonNode line,
                                   final boolean structured) throws Exception {
        final Machine machine = Machine.builder()
            .withAdditionalNameStateReuse(true).withStructuredMatching(structured).build();
        machine.addRule("rule", pattern);
        if (line.path("tree").asBoolean()) {
            return !machine.rulesForJSONEvent(MAPPER.readTree(event)).isEmpty();
        }
        return !machine.rulesForJSONEvent(event).isEmpty();
    }
}
