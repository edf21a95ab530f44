package travel.saga.partner;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import travel.saga.reservation.StepResult;

/** Calls one partner, and tells its refusals from faults. Calls block; safe for many threads. */
final class PartnerCalls {
  private static final Logger LOG = Logger.getLogger(PartnerCalls.class);

  private final String partner;
  private final PartnerSettings settings;
  private final PartnerApi api;
  private final PartnerBreaker breaker;

  PartnerCalls(String partner, PartnerSettings settings, PartnerApi api, PartnerBreaker breaker) {
    this.partner = partner;
    this.settings = settings;
    this.api = api;
    this.breaker = breaker;
  }

  /**
   * Makes the call once.
   *
   * @param reader makes a result of an answer that says the partner did it; may throw {@link
   *     #fault}
   * @throws PartnerFaultException when it is unknown whether there was an effect
   */
  <T> StepResult<T> call(
      Function<PartnerApi, Response> request, Function<PartnerAnswer, StepResult<T>> reader) {
    return breaker.call(() -> read(send(request), reader));
  }

  /**
   * Makes a call that undoes, and has succeeded when this returns.
   *
   * @throws PartnerFaultException also on a refusal: what is not undone stays open
   */
  void undo(Function<PartnerApi, Response> request) {
    StepResult<String> result = call(request, answer -> StepResult.done(partner));
    if (result instanceof StepResult.Refused<String> no) {
      throw fault("refuses to undo it (" + no.refused().code() + ")");
    }
  }

  /**
   * What it took, from an answer that says so.
   *
   * @throws PartnerFaultException when it does not say what
   */
  Offer offer(PartnerAnswer answer) {
    return Offer.of(answer.body())
        .orElseThrow(() -> fault("answered with no reference and price that can be read"));
  }

  /** A refusal on our side of what the partner has done: the saga gives it back. */
  <T> StepResult<T> unacceptable(String code, String what) {
    LOG.warnf("The %s partner %s: it is given back", partner, what);
    return StepResult.refused(code, "The " + partner + " partner " + what + ".");
  }

  PartnerFaultException fault(String whatItDid) {
    return new PartnerFaultException("the " + partner + " partner " + whatItDid);
  }

  private PartnerAnswer send(Function<PartnerApi, Response> request) {
    try (Response response = request.apply(api)) {
      return PartnerAnswer.of(response);
    } catch (IOException | RuntimeException noAnswer) { // Vert.x has exceptions of its own
      Throwable cause = root(noAnswer);
      if (cause instanceof InterruptedException || cause instanceof InterruptedIOException) {
        Thread.currentThread().interrupt();
      }
      throw fault(
          "gave no answer (%s: %s)"
              .formatted(cause.getClass().getSimpleName(), cause.getMessage()));
    }
  }

  private <T> StepResult<T> read(
      PartnerAnswer answer, Function<PartnerAnswer, StepResult<T>> reader) {
    if (answer.isDone()) {
      return reader.apply(answer);
    }
    if (!answer.isRefused()) {
      throw fault(answer.fault(settings));
    }
    if (answer.code().isEmpty()) {
      LOG.warnf(
          "The %s partner refused with %d and gives no code: if it always does, check %s",
          partner, answer.status(), settings.named("url"));
    }
    return new StepResult.Refused<>(answer.refusal(partner));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
