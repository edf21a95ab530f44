package travel.saga.reservation;

/**
 * The contract of one activity: its name on the wire and the types that cross it.
 *
 * @param name stands in stored histories; never renamed
 * @param output what it answers when done
 */
public record Step<I, O>(String name, Class<I> input, Class<O> output) {}
