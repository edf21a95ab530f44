package travel.saga.ledger;

import java.util.OptionalInt;

/**
 * What is to be taken.
 *
 * @param resource what it is one of: the location of a flight
 * @param price kept and answered as it is
 * @param limit how many of the resource may be taken at a time; empty for no limit
 */
public record Terms(String resource, String price, OptionalInt limit) {
  public static Terms unlimited(String resource, String price) {
    return new Terms(resource, price, OptionalInt.empty());
  }

  public static Terms limited(String resource, String price, int limit) {
    return new Terms(resource, price, OptionalInt.of(limit));
  }
}
