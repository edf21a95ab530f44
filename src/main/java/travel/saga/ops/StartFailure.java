package travel.saga.ops;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.SettingException;

/**
 * Says why the service did not start: one line for each wrong setting or a taken port, the whole
 * stack trace for anything that nobody has foreseen.
 */
public final class StartFailure {
  private static final Pattern NOT_CONVERTED =
      Pattern.compile("SRCFG00039: .* property (\\S+) with the config value \"(.*?)\" threw.*");
  private static final Pattern EMPTY =
      Pattern.compile("SRCFG00040: .* property (\\S+) is defined as the empty String.*");
  private static final Pattern UNKNOWN =
      Pattern.compile("SRCFG00050: (\\S+)( in .*)? does not map to any root.*");
  private static final Pattern MISSING = Pattern.compile("SRCFG00014: .* property (\\S+) is req.*");

  /** OpenTelemetry's own words. */
  private static final Pattern NO_COLLECTOR =
      Pattern.compile("Invalid endpoint, must start with http:// or https://: (.*)");

  private static final Pattern NO_SAMPLE =
      Pattern.compile("Invalid value for property otel\\.traces\\.sampler\\.arg=(.*)\\. Must.*");

  private StartFailure() {}

  public static void report(Throwable failure) {
    List<String> lines = explain(failure);
    if (lines.isEmpty()) {
      Logger.getLogger(StartFailure.class).error("The service did not start", failure);
    }
    lines.forEach(line -> System.err.println("The service did not start: " + line));
  }

  /** Empty when there is nothing better than the stack trace. */
  static List<String> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      if (namesItsSetting(cause) || cause instanceof ConfigurationException) {
        return List.of(firstLine(cause));
      }
      if (cause instanceof QuarkusBindException bind) {
        return List.of(
            "port "
                + bind.getPort()
                + " is in use by another process: end that one, or set PORT"
                + " to a free port.");
      }
      if (cause instanceof FileSystemException refused && isTemporary(refused)) {
        return List.of(
            "the directory for temporary files cannot be used ("
                + refused.getMessage()
                + "): mount one that can be written to, such as a tmpfs, at "
                + temporary()
                + ".");
      }
      if (cause instanceof ConfigValidationException invalid) {
        return problems(invalid);
      }
      List<String> setting = setting(firstLine(cause));
      if (!setting.isEmpty()) {
        return setting;
      }
      List<String> traces = traces(firstLine(cause));
      if (!traces.isEmpty()) {
        return traces;
      }
    }
    return List.of();
  }

  /** {@link SettingException}, and what packages throw that may not know it. */
  private static boolean namesItsSetting(Throwable cause) {
    return cause instanceof SettingException
        || (cause instanceof IllegalArgumentException
            && firstLine(cause).startsWith("reservations."));
  }

  private static String temporary() {
    return System.getProperty("java.io.tmpdir", "/tmp");
  }

  private static boolean isTemporary(FileSystemException refused) {
    return refused.getFile() != null && Path.of(refused.getFile()).startsWith(temporary());
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure.getCause() == failure ? null : failure.getCause();
  }

  private static List<String> problems(ConfigValidationException invalid) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < invalid.getProblemCount(); i++) {
      String message = invalid.getProblem(i).getMessage().replaceAll("\\R", " ");
      List<String> setting = setting(message);
      lines.addAll(setting.isEmpty() ? List.of(message) : setting);
    }
    return lines.stream().distinct().toList();
  }

  private static List<String> setting(String message) {
    Matcher converted = NOT_CONVERTED.matcher(message);
    if (converted.find()) {
      String name = converted.group(1);
      return List.of(
          Settings.shown(name) + " is \"" + converted.group(2) + "\": " + Settings.remedy(name));
    }
    Matcher empty = EMPTY.matcher(message);
    if (empty.find()) {
      String name = empty.group(1);
      return List.of(Settings.shown(name) + " is empty: " + Settings.remedy(name));
    }
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      return List.of(unknown.group(1) + " is no setting: correct its name or remove it.");
    }
    Matcher missing = MISSING.matcher(message);
    return missing.find()
        ? List.of(Settings.shown(missing.group(1)) + " is missing: set it.")
        : List.of();
  }

  private static List<String> traces(String message) {
    Matcher collector = NO_COLLECTOR.matcher(message);
    if (collector.matches()) {
      return List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT is \""
              + collector.group(1)
              + "\": set the collector's address, beginning with http:// or https://.");
    }
    Matcher sample = NO_SAMPLE.matcher(message);
    return sample.matches()
        ? List.of(
            "OTEL_TRACES_SAMPLER_ARG is \""
                + sample.group(1)
                + "\": set the part of all traces, from 0 to 1.")
        : List.of();
  }

  private static String firstLine(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
