package travel.saga.reservation;

import java.util.List;

/** The classes of cars that a form offers. A request may name others, which partners may know. */
public interface CarClasses {
  /** As requests name them, the usual one first. */
  List<String> offered();
}
