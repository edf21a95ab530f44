package travel.saga.reservation;

class InMemoryReservationsTest extends ReservationsContract {
  private final InMemoryReservations reservations = new InMemoryReservations();

  @Override
  protected Reservations reservations() {
    return reservations;
  }
}
