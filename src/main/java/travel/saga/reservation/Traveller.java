package travel.saga.reservation;

/** Who travels. Personal data: never logged, never a label of a metric. */
public record Traveller(String firstName, String lastName) {
  @Override
  public String toString() {
    return "Traveller";
  }
}
