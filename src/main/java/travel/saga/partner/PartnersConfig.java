package travel.saga.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Partners that are called over HTTP, each by itself; see docs/partners.md for the protocol. */
@ConfigMapping(prefix = "reservations")
public interface PartnersConfig {
  /** {@code reservations.flight.url} and its siblings. */
  Partner flight();

  /** {@code reservations.car.url} and its siblings. */
  Partner car();

  /** {@code reservations.payment.url} and its siblings. */
  Partner payment();

  /** How one partner is reached; without a URL the ledger takes its place. */
  interface Partner {
    /** What {@code /holds} or {@code /charges} is appended to: {@code https://air.example/v1}. */
    Optional<String> url();

    /** Sent with each call as {@code Authorization: Bearer}; never logged. */
    Optional<String> token();

    /** A {@code quarkus.tls.<name>} that says whom to trust; the JVM's authorities otherwise. */
    Optional<String> tlsConfigurationName();

    /** How long connecting may take; at most {@code timeout}. */
    @WithDefault("1s")
    Duration connectTimeout();

    /**
     * How long one call may take, from connecting to the end of the answer; shorter than {@code
     * reservations.saga.attempt-timeout}.
     */
    @WithDefault("5s")
    Duration timeout();

    /** When the partner is left alone for a while. */
    Breaker breaker();
  }

  /** Opens when too many of the latest calls were faults; refusals are none. */
  interface Breaker {
    /** How many of the latest calls are looked at; 1 or more. */
    @WithDefault("20")
    int calls();

    /** What part of them must be faults for the breaker to open; above 0, at most 1. */
    @WithDefault("0.5")
    double failureRatio();

    /** How long it stays open; then one call is let through, and decides. */
    @WithDefault("5s")
    Duration delay();
  }
}
