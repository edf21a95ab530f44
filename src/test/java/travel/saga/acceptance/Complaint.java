package travel.saga.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;

/** What a service that did not start has to say, without the usual news of a start. */
final class Complaint {
  private static final JsonMapper JSON = new JsonMapper();

  private Complaint() {}

  /** The lines of a log that are no information: plain text, or records of another level. */
  static List<String> linesOf(List<String> log) {
    return log.stream()
        .filter(line -> !line.isBlank())
        .filter(line -> !isOfTheVirtualMachine(line))
        .map(Complaint::complaint)
        .flatMap(Optional::stream)
        .toList();
  }

  /** JDK 24 and later warn of native access, whatever the program is. */
  private static boolean isOfTheVirtualMachine(String line) {
    return line.startsWith("WARNING: ");
  }

  private static Optional<String> complaint(String line) {
    if (!line.startsWith("{")) {
      return Optional.of(line);
    }
    try {
      JsonNode logged = JSON.readTree(line);
      if (logged.path("level").asText().equals("INFO")) {
        return Optional.empty();
      }
      // a stack trace in the record stays in sight
      return Optional.of(
          logged.has("exception") || logged.has("stackTrace")
              ? line
              : logged.path("message").asText());
    } catch (JsonProcessingException e) {
      return Optional.of(line);
    }
  }
}
