package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/** What the traveller asked for; validated before it gets here. */
public record Trip(
    Traveller traveller, String location, String carClass, @Nullable RunType runType) {}
