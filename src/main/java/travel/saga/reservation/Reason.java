package travel.saga.reservation;

/**
 * Why a reservation did not end CONFIRMED.
 *
 * @param step wire name of the step that ended the forward path
 * @param code the refusal's code, or {@link #FAULT}
 * @param message one sentence for the traveller
 */
public record Reason(String step, String code, String message) {
  /** The step could not be done within its limit. */
  public static final String FAULT = "fault";

  /** A cancel was accepted before the step was tried again. */
  public static final String CANCELLED = "cancelled";
}
