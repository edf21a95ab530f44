package travel.saga.reservation;

/** A charge on the traveller, as the payment partner answered. */
public record Payment(String reference, Status status, Money amount) {
  /** What has become of the charge. */
  public enum Status {
    CHARGED,
    REFUNDED
  }

  public Payment refunded() {
    return new Payment(reference, Status.REFUNDED, amount);
  }
}
