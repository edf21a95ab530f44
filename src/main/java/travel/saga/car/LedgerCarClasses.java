package travel.saga.car;

import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import travel.saga.reservation.CarClasses;

/** Those that the built-in partner rents. */
@Singleton
class LedgerCarClasses implements CarClasses {
  @Override
  public List<String> offered() {
    return Arrays.stream(CarClass.values()).map(CarClass::wireName).toList();
  }
}
