package travel.saga.payment;

import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Money;

/** Input of {@code process-payment}: charge the amount, once per key. */
public record ProcessPayment(BookingKey key, Money amount) {}
