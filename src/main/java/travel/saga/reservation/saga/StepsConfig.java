package travel.saga.reservation.saga;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithKeys;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** Steps that other applications serve; for new sagas, running ones keep what they began with. */
@ConfigMapping(prefix = "reservations.steps")
public interface StepsConfig {
  /** Where one step is served. */
  interface Served {
    /** The Dapr application whose worker runs the step; this one where it is absent. */
    Optional<String> appId();

    /** How long one attempt waits for that application, before it counts as a fault. */
    @WithDefault("30s")
    Duration timeout();
  }

  /** By the step's wire name: {@code reservations.steps.process-payment.app-id}. */
  @WithParentName
  @WithKeys(StepNames.class)
  Map<String, Served> steps();

  /** All that is set below the prefix, so that a name that fits no step is seen at all. */
  @WithParentName
  Map<String, Map<String, @WithConverter(Verbatim.class) String>> written();

  /** Passes on a blank value too, which is no mistake of the reader's. */
  @RegisterForReflection // made by the configuration
  final class Verbatim implements Converter<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String convert(String value) {
      return value;
    }
  }
}
